"""Small numbers of an unnamed poll are not shown, can not be subtracted, and are in no file that is handed out."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.ids import CommunityId, PersonId, PlaceId, PollId
from bot.polls.actions.archive import may_be_shown
from bot.polls.counting import Choice, Kind, count
from bot.polls.model import SMALL, SUMMED, Option, Plan, Poll, SeenAs, State, Totals, cells, standing
from tests.bot.polls.counting.people import Asked, asked

AT = datetime(2026, 11, 24, tzinfo=UTC)


def poll(kind: Kind, options: int, seen_as: SeenAs = SeenAs.UNNAMED, state: State = State.CLOSED) -> Poll:
    listed = tuple(Option(n, f"o{n}") for n in range(1, options + 1))
    return Poll(PollId("p"), CommunityId("c"), PlaceId("x"), PersonId("ana"), "?", "", kind, 1, seen_as, Totals.CLOSED,
                True, 0, Plan(), AT, AT, state, None, listed)  # fmt: skip


def shown_of(kind: Kind, ballots: dict[Choice, int], options: int, asked: Poll) -> list[int | None]:
    found = count(kind, ballots, options)
    shown, blank = cells(asked, found.counts, found.blank, found.ballots)
    return [*shown, blank]


@given(asked(Kind.ONE, Kind.ANY, Kind.SEVERAL, Kind.RANK, Kind.ELECT), st.sampled_from([State.OPEN, State.CLOSED]))
def test_no_small_number_is_shown(a: Asked, state: State) -> None:
    for number in shown_of(a.kind, a.ballots, a.options, poll(a.kind, a.options, state=state)):
        assert number is None or number >= SMALL or (number == 0 and state is State.CLOSED)


@given(asked(Kind.ONE))
def test_names_hide_nothing(a: Asked) -> None:
    assert None not in shown_of(a.kind, a.ballots, a.options, poll(a.kind, a.options, SeenAs.NAMED))


def test_no_small_number_is_found_by_subtraction() -> None:
    asked = poll(Kind.ONE, 3)
    for numbers in product(range(6), repeat=4):
        ballots: dict[Choice, int] = {(n,): number for n, number in enumerate(numbers[:3], 1) if number}
        shown = shown_of(Kind.ONE, {**ballots, (): numbers[3]} if numbers[3] else ballots, 3, asked)
        hidden = [number for number, seen in zip(numbers, shown, strict=True) if seen is None]
        few = [number for number in hidden if number < SMALL]
        assert not few or len(few) < len(hidden) or len(hidden) == len(numbers) or sum(few) < len(few) * (SMALL - 1)
        assert len(hidden) != 1


@given(asked(*SUMMED, Kind.ANY, Kind.SEVERAL, Kind.SCORE))
def test_a_file_is_handed_out_only_where_the_card_shows_every_number(a: Asked) -> None:
    asked = poll(a.kind, a.options)
    if may_be_shown(asked, a.ballots) and a.ballots:
        assert None not in shown_of(a.kind, a.ballots, a.options, asked)


def test_the_first_to_choose_something_is_not_seen_by_the_change() -> None:
    asked = poll(Kind.ONE, 2, state=State.OPEN)
    before = shown_of(Kind.ONE, Counter({(1,): 5, (): 4}), 2, asked)
    after = shown_of(Kind.ONE, Counter({(1,): 5, (2,): 1, (): 4}), 2, asked)
    assert before[1] is after[1] is None
    assert shown_of(Kind.ONE, Counter({(1,): 5, (): 4}), 2, replace(asked, state=State.CLOSED)) == [5, 0, 4]


@pytest.mark.parametrize("kind", [Kind.ONE, Kind.ANY, Kind.RANK])
def test_what_is_large_enough_is_shown(kind: Kind) -> None:
    found = poll(kind, 2)
    assert cells(found, (SMALL, SMALL + 1), SMALL, 3 * SMALL + 1) == ((SMALL, SMALL + 1), SMALL)


def test_points_are_shown_where_enough_people_gave_any() -> None:
    asked = poll(Kind.SCORE, 2)
    assert cells(asked, (9, 2), SMALL, SMALL) == ((9, 2), SMALL)
    assert cells(asked, (9, 2), 0, SMALL - 1) == ((None, None), 0)
    assert cells(asked, (9, 2), SMALL - 1, SMALL) == ((9, 2), None)


def test_how_many_can_come_is_always_told() -> None:
    assert cells(poll(Kind.TIME, 2), (1, 2), 1, 3) == ((1, 2), None)


@given(asked(*Kind))
def test_the_numbers_so_far_mean_what_those_of_the_result_mean(a: Asked) -> None:
    assert standing(a.kind, a.ballots, a.options) == count(a.kind, a.ballots, a.options).counts
