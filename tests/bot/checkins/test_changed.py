"""A check-in that is changed while it runs: each day that is meant has its one round, by what held on that day."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.checkins.draft import Draft, as_changed, read_draft, values_of
from bot.checkins.model import CheckIn, Kind, Seen
from bot.checkins.recurrence import DAY, Off, Rhythm, Slot, next_slot, placed
from tests.bot.checkins.test_recurrence import ZONES

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def running(rhythm: Rhythm, open_for: timedelta = timedelta(days=2), seen: Seen = Seen.NAMED) -> CheckIn:
    """A check-in that has not had a round yet."""
    now = datetime.combine(rhythm.since, time(0), UTC)
    return CheckIn(
        "c", CommunityId("x:y"), PlaceId("p"), PersonId("ana"), "Hello", Kind.PLAIN, ("How are you?",), False, seen,
        rhythm, False, open_for, False, 0, 0, None, next_slot(rhythm, now),
    )  # fmt: skip


def to(found: CheckIn, rhythm: Rhythm, open_for: timedelta) -> Draft:
    return Draft(found.name, found.kind, found.questions, found.rotates, found.seen, rhythm, open_for)


hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
lengths = st.integers(1, 28 * 24).map(lambda n: timedelta(hours=n))


def rhythms(since: st.SearchStrategy[date]) -> st.SearchStrategy[Rhythm]:
    days = st.frozensets(st.integers(0, 6), min_size=1)
    return st.builds(Rhythm, days, hours, st.integers(1, 5), since, st.sampled_from(ZONES))


changes = st.lists(st.tuples(st.integers(1, 40 * 24), rhythms(st.just(date.min)), lengths), min_size=1, max_size=5)


def meant(rhythm: Rhythm, after: datetime, last: date | None, until: datetime) -> list[Slot]:
    """The rounds of the days that a rhythm means, looked at one by one."""
    found: list[Slot] = []
    day = after.date() - 3 * DAY
    while day <= until.date() + 2 * DAY:
        if rhythm.means(day) and (last is None or day > last):
            slot = placed(day, rhythm.at, rhythm.zone)
            if after < slot.at <= until and (not found or slot.at > found[-1].at):
                found.append(slot)
        day += DAY
    return found


@given(rhythms(st.dates(date(2024, 1, 1), date(2030, 1, 1))), lengths, changes)
def test_changes_in_the_middle_neither_double_a_round_nor_lose_one(
    first: Rhythm, length: timedelta, changed: list[tuple[int, Rhythm, timedelta]]
) -> None:
    """In every zone, whatever becomes of days, hour, weeks, zone and length, at any moment, also while one is open."""
    found = running(first, length)
    now, open_until = datetime.combine(first.since, time(0), UTC), None
    asked: list[Slot] = []
    closes: list[datetime] = []
    for hours_on, rhythm, open_for in changed:
        until = now + timedelta(hours=hours_on)
        after = now if open_until is None else max(now, open_until - timedelta(microseconds=1))
        expected = meant(found.rhythm, after, found.last_day, until)
        held: list[Slot] = []
        while found.pending is not None and found.pending.at <= until:
            slot = found.pending
            following = next_slot(found.rhythm, slot.at, slot.day)
            held.append(slot)
            closes.append(min(slot.at + found.open_for, following.at) if following else slot.at + found.open_for)
            found = replace(found, last_day=slot.day, pending=following)
        assert held == expected
        asked += held
        now, open_until = until, closes[-1] if closes and closes[-1] > until else None
        since = now.date()
        draft = to(found, replace(rhythm, since=since), open_for)
        found = as_changed(found, draft, now, open_until, "UTC")
        assert found.pending is not None
    assert all(a.day < b.day and a.at < b.at for a, b in itertools.pairwise(asked))
    assert all(closed <= slot.at for closed, slot in zip(closes, asked[1:], strict=False))


WEEKLY = Rhythm(frozenset({0}), time(9), 1, date(2026, 11, 30), "Europe/London")


@pytest.mark.parametrize(
    "found",
    [
        running(WEEKLY),
        running(replace(WEEKLY, every=3, days=frozenset({0, 4}), at=time(18, 30)), timedelta(hours=90)),
        running(replace(WEEKLY, off=(Off(date(2026, 12, 20), date(2027, 1, 3)),)), timedelta(minutes=50), Seen.UNNAMED),
        replace(running(WEEKLY), rotates=True, questions=("One?", "Two? (yes / no)"), last_day=date(2026, 11, 23)),
        replace(running(replace(WEEKLY, off=(Off(date(2026, 11, 20), date.max),))), pending=None),
    ],
)
def test_what_stands_in_the_form_changes_nothing_by_itself(found: CheckIn) -> None:
    draft = read_draft(values_of(found, NOW.date()), ENGLISH, NOW)
    assert isinstance(draft, Draft), draft
    assert as_changed(found, draft, NOW, None, "UTC") == found


def test_weeks_are_counted_from_the_last_round_when_their_number_changes() -> None:
    found = replace(running(WEEKLY), last_day=date(2026, 11, 23))
    fortnightly = as_changed(found, to(found, replace(WEEKLY, every=2), DAY), NOW, None, "UTC")
    assert fortnightly.pending is not None
    assert fortnightly.pending.day == date(2026, 12, 7)


@pytest.mark.parametrize("was", list(Seen))
@pytest.mark.parametrize("wanted", list(Seen))
def test_what_is_shown_only_becomes_less(was: Seen, wanted: Seen) -> None:
    found = running(WEEKLY, seen=was)
    draft = replace(to(found, WEEKLY, DAY), seen=wanted)
    order = [Seen.NAMED, Seen.UNNAMED, Seen.PRIVATE]
    assert as_changed(found, draft, NOW, None, "UTC").seen is max(was, wanted, key=order.index)


def test_a_check_in_follows_the_community_where_it_is_given_its_zone_again() -> None:
    found = running(WEEKLY)
    moved = as_changed(found, to(found, replace(WEEKLY, zone="UTC"), DAY), NOW, None, "UTC")
    assert moved.follows
    assert not as_changed(moved, to(found, WEEKLY, DAY), NOW, None, "UTC").follows
    assert as_changed(moved, to(found, replace(WEEKLY, zone="UTC", at=time(8)), DAY), NOW, None, "Asia/Tokyo").follows
