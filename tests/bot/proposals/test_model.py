"""The times of a proposal: the clock decides, and each extension happens once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proposals.model import Course, Phase

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
COURSE = Course(START, START + 3 * DAY, START + 6 * DAY, extra=DAY, askers=3)
LATE = START + 3 * DAY + 9 * (3 * DAY) / 10

instants = st.timedeltas(timedelta(0), 10 * DAY).map(START.__add__)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (START, Phase.SHAPING),
        (START + 3 * DAY - TICK, Phase.SHAPING),
        (START + 3 * DAY, Phase.DECIDING),
        (START + 6 * DAY - TICK, Phase.DECIDING),
        (START + 6 * DAY, Phase.ENDED),
    ],
)
def test_the_clock_says_what_can_be_done(at: datetime, phase: Phase) -> None:
    assert COURSE.phase(at) is phase


def test_enough_who_need_more_time_move_everything_after_it_once() -> None:
    assert COURSE.asked_for_time(2, START + DAY) == COURSE
    longer = COURSE.asked_for_time(3, START + DAY)
    assert (longer.shaped_until, longer.decided_until) == (START + 4 * DAY, START + 7 * DAY)
    assert longer.asked_for_time(9, START + 2 * DAY) == longer
    assert COURSE.asked_for_time(3, START + 3 * DAY) == COURSE


def test_an_objection_in_the_last_tenth_extends_once() -> None:
    assert COURSE.objected(LATE - TICK) == COURSE
    longer = COURSE.objected(LATE)
    assert longer.decided_until == START + 7 * DAY
    assert longer.objected(START + 7 * DAY - TICK) == longer
    assert COURSE.objected(START + 6 * DAY) == COURSE
    assert COURSE.objected(START + DAY) == COURSE


@given(st.lists(st.tuples(instants, st.integers(0, 9), st.booleans())))
def test_whatever_comes_in_whatever_order_nothing_is_extended_twice_or_opened_again(
    happenings: list[tuple[datetime, int, bool]],
) -> None:
    course = COURSE
    for at, asking, objects in happenings:
        before = course
        course = course.objected(at) if objects else course.asked_for_time(asking, at)
        assert course.phase(at) is before.phase(at)
    added = (course.decided_until - COURSE.decided_until) // DAY
    assert added == course.shaping_extended + course.deciding_extended
    assert course.shaped_until - COURSE.shaped_until == course.shaping_extended * DAY
