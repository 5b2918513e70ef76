"""Every zone, every hour, a whole year: one round for each day that is meant, and none besides."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.recurrence import (
    DAY,
    EVERY_DAY,
    WEEK,
    Off,
    Rhythm,
    Shift,
    Slot,
    coming,
    moved,
    next_slot,
    next_three,
    overdue,
    placed,
)

YEAR = 2026
ZONES = sorted(z for z in available_timezones() if not z.startswith(("Etc/", "posix", "right")) and z != "localtime")
HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


def daily(zone: str, at: time, since: date = date(YEAR, 1, 1)) -> Rhythm:
    return Rhythm(EVERY_DAY, at, 1, since, zone)


def walked(rhythm: Rhythm, first: date, until: date) -> list[Slot]:
    """What a bot that asks for the next one after each round gets, beginning a moment before the first."""
    found: list[Slot] = []
    after = placed(first, rhythm.at, rhythm.zone).at - timedelta(seconds=1)
    last: date | None = None
    while (slot := next_slot(rhythm, after, last)) is not None and slot.day < until:
        found.append(slot)
        after, last = slot.at, slot.day
    return found


def changes(zone: str) -> Iterator[date]:
    """The days of the year on which the clocks of a zone are changed."""
    there = ZoneInfo(zone)
    before = datetime(YEAR - 1, 12, 31, tzinfo=UTC).astimezone(there).utcoffset()
    for number in range(366):
        at = datetime(YEAR, 1, 1, tzinfo=UTC) + number * DAY
        offset = at.astimezone(there).utcoffset()
        if offset != before:
            yield at.date() - DAY
        before = offset


CHANGED = [(zone, day) for zone in ZONES for day in changes(zone)]


def test_the_year_has_changes_in_many_zones() -> None:
    assert len(ZONES) > 400
    assert len({zone for zone, _ in CHANGED}) > 150


def wrong(rhythm: Rhythm, first: date, until: date, found: list[Slot]) -> bool:
    """Whether a day that is meant has not exactly one round, or rounds do not come one after the other."""
    meant = [first + n * DAY for n in range((until - first).days) if rhythm.means(first + n * DAY)]
    instants = [slot.at for slot in found]
    return [slot.day for slot in found] != meant or any(a >= b for a, b in itertools.pairwise(instants))


def test_every_zone_and_every_hour_of_the_year_has_one_round_a_day() -> None:
    """Around each change of the clocks at each half hour (an ordinary day is one of those, too); whole years below."""
    found_wrong = []
    known: dict[tuple[object, ...], bool] = {}
    for zone, changed in CHANGED:
        first, until = changed - 2 * DAY, changed + 4 * DAY
        for at in HOURS:
            rhythm = daily(zone, at)
            # Zones that go by the same offsets give the same instants: they are looked at once.
            offsets = tuple(placed(first + n * DAY, at, zone).at for n in range(6))
            if offsets not in known:
                known[offsets] = wrong(rhythm, first, until, walked(rhythm, first, until))
            if known[offsets]:
                found_wrong.append((zone, changed, at))
    assert found_wrong == []


@pytest.mark.parametrize("zone", ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_a_whole_year(zone: str) -> None:
    for at in (time(0), time(0, 30), time(2, 30), time(23)):
        rhythm = daily(zone, at)
        first, until = date(YEAR, 1, 1), date(YEAR + 1, 1, 1)
        found = walked(rhythm, first, until)
        assert not wrong(rhythm, first, until, found)
        assert len(found) == 365


def test_counting_instants_would_lose_and_double_days() -> None:
    """The control: adding twenty-four hours, as many do, is caught by the same test."""
    bad = 0
    for zone, changed in CHANGED:
        first, until = changed - 2 * DAY, changed + 4 * DAY
        rhythm = daily(zone, time(0))
        start = placed(first, rhythm.at, zone).at
        naive = [start + n * DAY for n in range(6)]
        slots = [Slot(at.astimezone(ZoneInfo(zone)).date(), at) for at in naive]
        bad += wrong(rhythm, first, until, slots)
    assert bad > 50


def instants(zone: str, at: time, first: date, days: int) -> list[datetime]:
    there = ZoneInfo(zone)
    return [s.at.astimezone(there) for s in walked(daily(zone, at), first, first + days * DAY)]


def test_new_york_loses_no_monday() -> None:
    found = instants("America/New_York", time(0), date(2026, 3, 8), 3)
    assert [f"{at:%a %H:%M %z}" for at in found] == ["Sun 00:00 -0500", "Mon 00:00 -0400", "Tue 00:00 -0400"]


@pytest.mark.parametrize(
    ("zone", "day", "at", "comes", "shift"),
    [
        ("Africa/Cairo", date(2026, 4, 24), time(0), "2026-04-24 01:00", Shift.GAP),
        ("Asia/Beirut", date(2026, 3, 29), time(0), "2026-03-29 01:00", Shift.GAP),
        ("America/Santiago", date(2026, 9, 6), time(0), "2026-09-06 01:00", Shift.GAP),
        ("America/Havana", date(2026, 3, 8), time(0), "2026-03-08 01:00", Shift.GAP),
        ("Europe/London", date(2026, 3, 29), time(1, 30), "2026-03-29 02:30", Shift.GAP),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-04 02:40", Shift.GAP),
        ("Antarctica/Troll", date(2026, 3, 29), time(1, 30), "2026-03-29 03:30", Shift.GAP),
        ("America/Nuuk", date(2026, 3, 28), time(23), "2026-03-29 00:00", Shift.GAP),
        ("Europe/London", date(2026, 10, 25), time(1, 30), "2026-10-25 01:30", Shift.FOLD),
        ("Africa/Cairo", date(2026, 10, 29), time(23), "2026-10-29 23:00", Shift.FOLD),
        ("Pacific/Chatham", date(2026, 4, 5), time(3), "2026-04-05 03:00", Shift.FOLD),
        ("Asia/Kathmandu", date(2026, 3, 29), time(2), "2026-03-29 02:00", None),
    ],
)
def test_an_hour_that_does_not_exist_or_comes_twice(
    zone: str, day: date, at: time, comes: str, shift: Shift | None
) -> None:
    slot = placed(day, at, zone)
    assert f"{slot.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == comes
    assert slot.shift is shift


def test_of_an_hour_that_comes_twice_the_first_counts() -> None:
    (slot,) = walked(daily("Europe/London", time(1, 30)), date(2026, 10, 25), date(2026, 10, 26))
    assert slot.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_shares_the_round_of_the_next() -> None:
    """Samoa had no 30 December 2011: it went from one side of the date line to the other."""
    first = date(2011, 12, 29)
    found = walked(daily("Pacific/Apia", time(9), first), first, date(2012, 1, 2))
    assert [slot.day.day for slot in found] == [29, 30, 1]
    assert len({slot.at for slot in found}) == 3
    late = overdue(daily("Pacific/Apia", time(9), first), first, datetime(2012, 1, 1, tzinfo=UTC))
    assert [slot.at for slot in late] == [slot.at for slot in found[:3]]


@pytest.mark.parametrize("every", [2, 3, 5, 13])
def test_every_so_many_weeks_across_years_with_a_week_53(every: int) -> None:
    since = date(2026, 11, 5)
    rhythm = Rhythm(frozenset({1, 3}), time(9), every, since, "Europe/London")
    found = walked(rhythm, since, date(2032, 1, 1))
    thursdays = [slot.day for slot in found if slot.day.weekday() == 3]
    tuesdays = [slot.day for slot in found if slot.day.weekday() == 1]
    assert thursdays[0] == since
    for days in (thursdays, tuesdays):
        assert {b - a for a, b in itertools.pairwise(days)} == {every * WEEK}
    assert tuesdays[0] == since - 2 * DAY + every * WEEK


def test_days_off_are_left_out_and_weeks_are_counted_on() -> None:
    since = date(2026, 12, 7)
    off = (Off(date(2026, 12, 20), date(2027, 1, 3)),)
    rhythm = Rhythm(frozenset({0}), time(9), 2, since, "Europe/London", off)
    assert [slot.day for slot in walked(rhythm, since, date(2027, 2, 3))] == [
        date(2026, 12, 7),
        date(2027, 1, 4),
        date(2027, 1, 18),
        date(2027, 2, 1),
    ]


def test_a_rhythm_without_days_in_sight_has_no_next() -> None:
    off = (Off(date.min, date.max),)
    assert (
        next_slot(Rhythm(EVERY_DAY, time(9), 1, date(2026, 1, 1), "UTC", off), datetime(2026, 1, 1, tzinfo=UTC)) is None
    )
    assert next_three(daily("UTC", time(9)), datetime(2026, 2, 27, 9, tzinfo=UTC)) == tuple(
        Slot(day, datetime.combine(day, time(9), UTC))
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))
    )


def test_the_twenty_ninth_of_february_is_a_day_like_others() -> None:
    found = walked(daily("UTC", time(9), date(2028, 2, 28)), date(2028, 2, 28), date(2028, 3, 2))
    assert [f"{slot.day:%m-%d}" for slot in found] == ["02-28", "02-29", "03-01"]


rhythms = st.builds(
    Rhythm,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(1, 13),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.sampled_from(ZONES),
)


@given(rhythms, st.integers(0, 400), st.integers(0, 86_400), st.integers(0, 60))
def test_wherever_one_looks_from_the_answer_is_the_same(r: Rhythm, days: int, seconds: int, down_for: int) -> None:
    """Asking again at any time gives the first round later than that; what passed meanwhile is overdue, all of it."""
    start = datetime.combine(r.since, time(0), UTC) + timedelta(days=days, seconds=seconds)
    slots = []
    for slot in coming(r, start):
        slots.append(slot)
        if slot.at > start + timedelta(days=down_for):
            break
    assert all(r.means(slot.day) for slot in slots)
    assert all(a.at < b.at for a, b in itertools.pairwise(slots))
    back = start + timedelta(days=down_for)
    assert next_slot(r, back) == slots[-1]
    assert overdue(r, slots[0].day, back) == slots[:-1]


@given(rhythms, st.lists(st.tuples(st.integers(1, 30 * 24), st.sampled_from(ZONES)), max_size=8))
def test_a_zone_that_changes_neither_doubles_a_round_nor_loses_one(r: Rhythm, moves: list[tuple[int, str]]) -> None:
    now = datetime.combine(r.since, time(0), UTC)
    pending = next_slot(r, now)
    assert pending is not None
    asked: list[date] = []
    first = pending.day
    for hours, zone in moves:
        until = now + timedelta(hours=hours)
        while pending is not None and pending.at <= until:
            asked.append(pending.day)
            pending = next_slot(r, pending.at, pending.day)
        now = until
        r = Rhythm(r.days, r.at, r.every, r.since, zone)
        assert pending is not None
        pending = moved(r, pending.day, now)
    meant = [day for day in r.days_from(first) if day <= (asked[-1] if asked else first - DAY)] if asked else []
    assert asked == meant
