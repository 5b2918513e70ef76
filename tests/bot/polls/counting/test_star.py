"""STAR, against a plain second count by its definition, and each of its tie rules by hand."""

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings

from bot.polls.counting import Choice, Count, Kind, Sure, Tie, count, margin
from bot.polls.counting.details import Final
from tests.bot.polls.counting.people import Asked, asked


def points(ballots: Mapping[Choice, int], options: int) -> list[list[int]]:
    """Every single ballot as a full list of points."""
    return [[dict(choice).get(o, 0) for o in range(1, options + 1)] for choice, n in ballots.items() for _ in range(n)]


def prefer(papers: list[list[int]], a: int, b: int) -> int:
    return sum((p[a] > p[b]) - (p[a] < p[b]) for p in papers)


def ends(papers: list[list[int]], seats: frozenset[int], options: int) -> set[int]:
    """Every option that some way of following the rule lets win, by positions from 0."""
    totals = [sum(p[o] for p in papers) for o in range(options)]
    if len(seats) == 2:
        a, b = sorted(seats)
        lead = prefer(papers, a, b) or totals[a] - totals[b]
        return {a} if lead > 0 else {b} if lead < 0 else {a, b}
    rest = [o for o in range(options) if o not in seats]
    level = [o for o in rest if totals[o] == max(totals[r] for r in rest)]
    best = [o for o in level if all(prefer(papers, o, other) > 0 for other in level if other != o)]
    if not seats and len(level) == 2:
        return ends(papers, frozenset(level), options)
    return set().union(*(ends(papers, seats | {o}, options) for o in best or level))


@given(asked(Kind.SCORE, most=7))
@settings(max_examples=500)
def test_as_counted_by_the_definition(poll: Asked) -> None:
    found = count(Kind.SCORE, poll.ballots, poll.options)
    if found.ballots and poll.options > 1:
        papers = points(poll.ballots, poll.options)
        could = tuple(sorted(o + 1 for o in ends(papers, frozenset(), poll.options)))
        assert (found.winners or found.tied[0].options) == could


def final(found: Count) -> Final:
    assert isinstance(found.detail, Final)
    return found.detail


def test_more_ballots_decide_the_final_not_more_points() -> None:
    found = count(Kind.SCORE, {((1, 5),): 4, ((1, 1), (2, 2)): 5, (): 1}, 2)
    assert (found.winners, found.counts, found.ballots, found.blank) == ((2,), (25, 10), 9, 1)
    assert (final(found).none, final(found).low, final(found).high) == ((0, 4), (5, 4), (4, 0))
    match = final(found).finals[0]
    assert (match.prefer_first, match.prefer_second, match.alike, match.by_total) == (4, 5, 0, False)


def test_level_in_the_final_the_higher_total_wins_and_that_is_told() -> None:
    found = count(Kind.SCORE, {((1, 5), (2, 1)): 1, ((1, 1), (2, 3)): 1}, 2)
    assert found.winners == (1,)
    assert final(found).finals[0].by_total


def test_level_there_too_is_a_tie() -> None:
    assert count(Kind.SCORE, {((1, 5), (2, 1)): 1, ((1, 1), (2, 5)): 1}, 3).tied == (Tie((1, 2), 1),)


def test_a_level_place_in_the_final_goes_to_whoever_is_preferred_to_each_other() -> None:
    found = count(Kind.SCORE, {((1, 5), (2, 3), (3, 2)): 2, ((1, 5), (3, 2)): 1}, 3)
    assert (final(found).level, final(found).one_to_one) == ((2, 3), True)
    assert [(m.first, m.second) for m in final(found).finals] == [(1, 2)]


def test_where_nobody_is_preferred_each_way_is_followed() -> None:
    found = count(Kind.SCORE, {((1, 5), (2, 3)): 1, ((1, 5), (3, 3)): 1}, 3)
    assert (found.winners, final(found).level, final(found).one_to_one) == ((1,), (2, 3), False)
    assert [(m.first, m.second) for m in final(found).finals] == [(1, 2), (1, 3)]


@pytest.mark.parametrize("many", [1, 3])
def test_so_many_who_turn_round_do_change_it(many: int) -> None:
    ballots = {((1, 5), (2, 1)): 4 + 2 * many, ((1, 1), (2, 4)): 4}
    close = margin(Kind.SCORE, ballots, 2, 1, count(Kind.SCORE, ballots, 2))
    assert close is not None
    assert (close.to_change, close.sure) == (many + 1, Sure.AT_MOST)
    turned = {((1, 5), (2, 1)): 3 + many, ((1, 1), (2, 5)): many + 1, ((1, 1), (2, 4)): 4}
    assert count(Kind.SCORE, turned, 2).winners == (2,)


@given(asked(Kind.SCORE, most=8))
def test_turning_that_many_ballots_round_always_changes_the_outcome(poll: Asked) -> None:
    found = count(Kind.SCORE, poll.ballots, poll.options)
    close = margin(Kind.SCORE, poll.ballots, poll.options, 1, found)
    if close is None:
        return
    (winner,) = found.winners
    papers = [dict(choice) for choice, n in poll.ballots.items() for _ in range(n)]
    outcomes = []
    for match in final(found).finals:
        other = match.first + match.second - winner
        own = [p for p in papers if p.get(winner, 0) > p.get(other, 0)][: close.to_change]
        turned = [{**p, winner: p.get(other, 0), other: p[winner]} if any(p is o for o in own) else p for p in papers]
        again = [tuple(sorted((o, n) for o, n in p.items() if n)) for p in turned]
        outcomes.append(count(Kind.SCORE, {c: again.count(c) for c in again}, poll.options).winners)
    assert any(outcome != (winner,) for outcome in outcomes)


def test_pairs_of_options_are_all_looked_at() -> None:
    for a, b in combinations(range(1, 5), 2):
        assert count(Kind.SCORE, {((a, 2), (b, 1)): 3}, 4).winners == (a,)
