"""Ranked Pairs and the readings beside it, against plain second counts by their definitions."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations

from hypothesis import given, settings

from bot.polls.counting import Choice, Count, Kind, Sure, Tie, count, margin
from bot.polls.counting.details import Link, Pairs
from tests.bot.polls.counting.people import Asked, asked

Papers = list[list[int]]
"""Every single ballot as the place that it gives each option."""


def papers_of(poll: Asked) -> Papers:
    return [
        [next((at for at, group in enumerate(choice) if o in group), 99) for o in range(1, poll.options + 1)]
        for choice, number in poll.ballots.items()
        if choice
        for _ in range(number)
    ]


def margin_of(papers: Papers, a: int, b: int) -> int:
    return sum((p[a] < p[b]) - (p[a] > p[b]) for p in papers)


def winners_by_trying_every_order(papers: Papers, options: int) -> set[int]:
    """Take the pairs, strongest first, in every order that equal margins allow, over all options."""
    every = range(options)
    margins = {(a, b): m for a in every for b in every if (m := margin_of(papers, a, b)) > 0}
    ends = {frozenset[tuple[int, int]]()}
    for strength in sorted(set(margins.values()), reverse=True):
        level = [pair for pair, m in margins.items() if m == strength]
        ends = {after for locked in ends for order in permutations(level) for after in [_locked(locked, order)]}
    return {a for locked in ends for a in every if all(under != a for _, under in locked)}


def _locked(locked: frozenset[tuple[int, int]], order: Sequence[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    for a, b in order:
        if not _path(locked, b, a):
            locked |= {(a, b)}
    return locked


def _path(locked: frozenset[tuple[int, int]], a: int, b: int) -> bool:
    seen, now = set[int](), {a}
    while now:
        seen |= now
        now = {under for over, under in locked if over in now} - seen
    return b in seen


def smith(papers: Papers, options: int) -> set[int]:
    for size in range(1, options + 1):
        for inside in combinations(range(options), size):
            outside = set(range(options)) - set(inside)
            if all(margin_of(papers, a, b) > 0 for a in inside for b in outside):
                return set(inside)
    raise AssertionError("everyone together is such a set")


def runoff_ends(choices: list[Choice], inside: frozenset[int]) -> set[int]:
    totals = dict.fromkeys(inside, Fraction(0))
    for choice in choices:
        for group in choice:
            if share := [o for o in group if o in inside]:
                for o in share:
                    totals[o] += Fraction(1, len(share))
                break
    for o, total in totals.items():
        if total * 2 > sum(totals.values()):
            return {o}
    fewest = min(totals.values())
    return set().union(*(runoff_ends(choices, inside - {o}) for o in inside if totals[o] == fewest))


def pairs(found: Count) -> Pairs:
    assert isinstance(found.detail, Pairs)
    return found.detail


def few_levels(papers: Papers, options: int) -> bool:
    """Trying every order stays small: no more than six pairs share a margin."""
    margins = [margin_of(papers, a, b) for a, b in combinations(range(options), 2)]
    return all(sum(abs(m) == level for m in margins) <= 5 for level in set(map(abs, margins)) - {0})


@given(asked(Kind.RANK, most=9))
@settings(max_examples=500, deadline=None)
def test_as_counted_by_the_definition(poll: Asked) -> None:
    found, papers = count(Kind.RANK, poll.ballots, poll.options), papers_of(poll)
    if not papers:
        return
    if few_levels(papers, poll.options):
        could = tuple(sorted(o + 1 for o in winners_by_trying_every_order(papers, poll.options)))
        assert (found.winners or found.tied[0].options) == could
    assert set(pairs(found).circle) == {o + 1 for o in smith(papers, poll.options)}


@given(asked(Kind.RANK, most=9))
@settings(max_examples=200, deadline=None)
def test_the_instant_runoff_by_its_definition(poll: Asked) -> None:
    detail = pairs(count(Kind.RANK, poll.ballots, poll.options))
    choices = [choice for choice, number in poll.ballots.items() if choice for _ in range(number)]
    if choices:
        assert set(detail.runoff) == runoff_ends(choices, frozenset(range(1, poll.options + 1)))
        for one in detail.rounds:
            assert sum(one.totals) + one.ran_out == len(choices)


@given(asked(Kind.RANK))
def test_one_to_one_by_its_definition(poll: Asked) -> None:
    found, papers = count(Kind.RANK, poll.ballots, poll.options), papers_of(poll)
    detail, every = pairs(found), range(poll.options)
    assert detail.table == tuple(tuple(sum(p[a] < p[b] for p in papers) for b in every) for a in every)
    beats = [a + 1 for a in every if all(margin_of(papers, a, b) > 0 for b in every if b != a)]
    loses = [a + 1 for a in every if all(margin_of(papers, a, b) < 0 for b in every if b != a)]
    if poll.options > 1:
        assert (beats, loses) == ([detail.beats_all] * len(beats), [detail.loses_all] * len(loses))
        assert (detail.beats_all is None, detail.loses_all is None) == (not beats, not loses)
    if detail.beats_all is not None:
        assert (found.winners, detail.circle) == ((detail.beats_all,), (detail.beats_all,))
        assert detail.set_aside is None


def test_a_circle_and_its_weakest_link() -> None:
    ballots = {((1,), (2,), (3,)): 8, ((2,), (3,), (1,)): 6, ((3,), (1,), (2,)): 5}
    found = count(Kind.RANK, ballots, 3)
    detail = pairs(found)
    assert (found.winners, detail.beats_all, detail.circle) == ((1,), None, (1, 2, 3))
    assert detail.set_aside == Link(3, 1, 3)
    assert margin(Kind.RANK, ballots, 3, 1, found) is None


def test_a_circle_of_equal_links_is_a_tie() -> None:
    turns: dict[Choice, int] = {((1,), (2,), (3,)): 1, ((2,), (3,), (1,)): 1, ((3,), (1,), (2,)): 1}
    assert count(Kind.RANK, turns, 4).tied == (Tie((1, 2, 3), 1),)


def test_margins_are_the_measure_not_winning_votes() -> None:
    """In this circle with short ballots the two elect different options."""
    ballots = {((1,),): 6, ((2,), (3,)): 4, ((3,), (1,)): 3, ((2,),): 1}
    table = pairs(count(Kind.RANK, ballots, 3)).table
    links = {(a, b): (table[a - 1][b - 1], table[b - 1][a - 1]) for a, b in ((1, 2), (2, 3), (3, 1))}
    assert links == {(1, 2): (9, 5), (2, 3): (5, 3), (3, 1): (7, 6)}
    # Weakest by margin is 3 over 1 (by 1); by winning votes it is 2 over 3 (with 5), which would elect 3.
    assert count(Kind.RANK, ballots, 3).winners == (1,)


def test_what_most_put_first_is_told_only_where_it_differs() -> None:
    ballots = {((1,), (3,)): 4, ((2,), (3,)): 3, ((3,),): 2}
    assert pairs(count(Kind.RANK, ballots, 3)).most_firsts == (1,)
    assert pairs(count(Kind.RANK, {((1,), (3,)): 4}, 3)).most_firsts == ()


@given(asked(Kind.RANK, most=4))
@settings(max_examples=60, deadline=None)
def test_fewer_changed_ballots_than_said_never_change_who_wins(poll: Asked) -> None:
    options = min(poll.options, 3)
    ballots = {choice: n for choice, n in poll.ballots.items() if all(o <= options for group in choice for o in group)}
    found = count(Kind.RANK, ballots, options)
    close = margin(Kind.RANK, ballots, options, 1, found)
    if close is None:
        assert pairs(found).beats_all is None
        return
    assert close.sure is Sure.AT_LEAST
    every = _orders(options)
    if close.to_change > 1:
        for old, number in ballots.items():
            for new in every:
                changed = {**ballots, old: number - 1}
                changed[new] = changed.get(new, 0) + 1
                assert count(Kind.RANK, changed, options).winners == found.winners


def _orders(options: int) -> set[Choice]:
    orders: set[Choice] = {()}
    for size in range(1, options + 1):
        for some in permutations(range(1, options + 1), size):
            orders.add(tuple((o,) for o in some))
            orders.add((tuple(sorted(some)),))
    return orders


def test_with_too_many_orders_to_follow_all_that_is_still_possible_is_tied() -> None:
    options = 25
    turns: dict[Choice, int] = {tuple(((at + by) % options + 1,) for by in range(options)): 1 for at in range(options)}
    assert count(Kind.RANK, turns, options).tied == (Tie(tuple(range(1, options + 1)), 1),)
