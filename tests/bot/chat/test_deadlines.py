"""Times as people write them: understood rightly, or asked again, and never quietly guessed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.deadlines import EXAMPLES, FURTHEST, SOONEST, Assumed, Deadline, Unclear, Why, read_deadline

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 10, 21, 10, 0, tzinfo=ZoneInfo(BERLIN))
"""A Wednesday."""


def read(words: str, *languages: str, zone: str = BERLIN, now: datetime = NOW) -> Deadline | Unclear:
    return read_deadline(words, now, zone, (*languages, "en"))


def wall(found: Deadline | Unclear) -> str:
    """What the clock on the wall shows then."""
    assert isinstance(found, Deadline), found
    return f"{found.at.astimezone(ZoneInfo(found.zone)):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize("words", [*EXAMPLES, "6 months", "in 11 months", "a year"])
def test_what_is_offered_as_an_example_is_understood(words: str) -> None:
    assert isinstance(read(words), Deadline)


@pytest.mark.parametrize(
    ("words", "language", "shows"),
    [
        ("friday 6pm", "en", "Fri 2026-10-23 18:00"),
        ("Friday at 6 p.m.", "en", "Fri 2026-10-23 18:00"),
        ("in 3 days", "en", "Sat 2026-10-24 10:00"),
        ("3d", "en", "Sat 2026-10-24 10:00"),
        ("48h", "en", "Fri 2026-10-23 10:00"),
        ("2w", "en", "Wed 2026-11-04 10:00"),
        ("90 minutes", "en", "Wed 2026-10-21 11:30"),
        ("2026-12-01 18:00", "en", "Tue 2026-12-01 18:00"),
        ("2026-12-01T18:00", "en", "Tue 2026-12-01 18:00"),
        ("31.12.2026 18 Uhr", "de", "Thu 2026-12-31 18:00"),
        ("25/12/2026 18:00", "en", "Fri 2026-12-25 18:00"),
        ("12/25/2026 6pm", "en", "Fri 2026-12-25 18:00"),
        ("tonight at 8", "en", "Wed 2026-10-21 20:00"),
        ("tomorrow at noon", "en", "Thu 2026-10-22 12:00"),
        ("Freitag 18 Uhr", "de", "Fri 2026-10-23 18:00"),
        ("morgen um 20:15", "de", "Thu 2026-10-22 20:15"),
        ("vendredi 18h", "fr", "Fri 2026-10-23 18:00"),
        ("demain à 18h30", "fr", "Thu 2026-10-22 18:30"),
        ("amanhã às 20h", "pt", "Thu 2026-10-22 20:00"),
        ("mañana a las 18", "es", "Thu 2026-10-22 18:00"),
    ],
)
def test_what_is_understood(words: str, language: str, shows: str) -> None:
    assert wall(read(words, language)) == shows


@pytest.mark.parametrize(
    ("words", "language"),
    [("tomorrow", "en"), ("friday", "en"), ("Freitag", "de"), ("2026-12-01", "en"), ("31.12.2026", "de")],
)
def test_a_day_without_an_hour_takes_the_usual_one_and_says_so(words: str, language: str) -> None:
    found = read(words, language)
    assert wall(found).endswith("18:00")
    assert isinstance(found, Deadline)
    assert found.assumed == {Assumed.HOUR}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", Why.EMPTY),
        ("  !? ", Why.NOT_UNDERSTOOD),
        ("12", Why.BARE_NUMBER),
        ("7.", Why.BARE_NUMBER),
        ("may", Why.BARE_MONTH),
        ("2027-02-30", Why.NO_SUCH_DAY),
        ("31/31/2027", Why.NO_SUCH_DAY),
        ("01/02/2027", Why.DAY_OR_MONTH),
        ("2026-10-21 09:59", Why.PAST),
        ("2026-10-21 10:04", Why.TOO_SOON),
        ("in 2 minutes", Why.TOO_SOON),
        ("in 400 days", Why.TOO_FAR),
        ("2099-01-01", Why.TOO_FAR),
        ("9999w", Why.TOO_FAR),
        ("2026-12-01 25:00", Why.NOT_UNDERSTOOD),
        ("when the cows come home", Why.NOT_UNDERSTOOD),
        ("friday at 99", Why.NOT_UNDERSTOOD),
        ("f" * 81, Why.NOT_UNDERSTOOD),
        ("\x00", Why.NOT_UNDERSTOOD),
    ],
)
def test_what_is_asked_again(words: str, why: Why) -> None:
    found = read(words)
    assert isinstance(found, Unclear), found
    assert found.why is why or (words == "  !? " and found.why is Why.EMPTY)


def test_day_or_month_shows_both() -> None:
    found = read("01/02/2027 18:00")
    assert isinstance(found, Unclear)
    assert [f"{at.astimezone(ZoneInfo(BERLIN)):%d %B}" for at in found.readings] == ["02 January", "01 February"]


def test_figures_that_can_be_read_one_way_only_are_read_that_way() -> None:
    assert wall(read("05/05/2027 18:00")) == "Wed 2027-05-05 18:00"


@pytest.mark.parametrize("words", ["nächsten Freitag", "last friday of the month", "next friday", "friday 25"])
def test_what_the_library_reads_wrongly_is_right_or_asked_again(words: str) -> None:
    """Each of these was once a wrong time without any sign of it."""
    found = read(words, "de")
    if isinstance(found, Deadline):
        assert f"{found.at.astimezone(ZoneInfo(BERLIN)):%a}" == "Fri"
        assert found.at > NOW


@pytest.mark.parametrize(
    ("words", "zone", "at", "assumed"),
    [
        ("2027-03-28 02:30", BERLIN, "2027-03-28 01:30", {Assumed.GAP}),
        ("2026-10-25 02:30", BERLIN, "2026-10-25 00:30", {Assumed.FOLD}),
        ("2027-03-14 02:30", "America/New_York", "2027-03-14 07:30", {Assumed.GAP}),
        ("2026-11-01 01:30", "America/New_York", "2026-11-01 05:30", {Assumed.FOLD}),
        ("2027-04-04 01:45", "Australia/Lord_Howe", "2027-04-03 14:45", {Assumed.FOLD}),
        ("2026-12-01 18:00", "Asia/Kathmandu", "2026-12-01 12:15", set()),
    ],
)
def test_times_that_do_not_exist_or_come_twice(words: str, zone: str, at: str, assumed: set[Assumed]) -> None:
    wanted = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert read(words, zone=zone) == Deadline(wanted, zone, frozenset(assumed))


def test_days_keep_the_clock_on_the_wall_and_hours_are_elapsed_time() -> None:
    saturday = datetime(2026, 10, 24, 12, 0, tzinfo=ZoneInfo(BERLIN))
    assert wall(read("1d", now=saturday)) == "Sun 2026-10-25 12:00"
    assert wall(read("in 1 day", now=saturday)) == "Sun 2026-10-25 12:00"
    assert wall(read("24h", now=saturday)) == "Sun 2026-10-25 11:00"
    assert wall(read("in 24 hours", now=saturday)) == "Sun 2026-10-25 11:00"


def test_a_deadline_never_has_seconds() -> None:
    late = NOW + timedelta(seconds=1, microseconds=5)
    for words in ("3d", "48h", "in 3 days", "in 48 hours", "90m"):
        found = read(words, now=late)
        assert isinstance(found, Deadline)
        assert (found.at.second, found.at.microsecond) == (0, 0), words


@given(
    words=st.one_of(
        st.text(max_size=100),
        st.from_regex(r"(in )?\d{1,4} ?(minutes|hours|days|weeks)", fullmatch=True),
        st.from_regex(r"(next |this )?(monday|friday|tomorrow|may|12)( at)? ?\d{0,2}(:\d\d)?(am|pm)?", fullmatch=True),
    )
)
def test_whatever_is_written_the_answer_lies_in_reach_or_is_a_reason(words: str) -> None:
    found = read(words)
    if isinstance(found, Deadline):
        assert SOONEST <= found.at - NOW <= FURTHEST
