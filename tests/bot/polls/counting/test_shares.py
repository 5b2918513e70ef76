"""Equal Shares with Phragmén's completion, person by person in a second count; and the receipt by its definition."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import example, given, settings

from bot.polls.counting import Choice, Count, Kind, Sure, Tie, count, margin
from bot.polls.counting.details import Fairness
from bot.polls.counting.following import settled_and_tied
from bot.polls.counting.people import gather
from bot.polls.counting.receipt import receipt
from tests.bot.polls.counting.people import Asked, asked

EXAMPLE: dict[Choice, int] = {(1, 2, 3, 4, 5): 55, (6, 7, 8): 30, (6, 9): 15}


def singly(poll: Asked) -> list[Choice]:
    return [choice for choice, number in poll.ballots.items() if choice for _ in range(number)]


def price(money: list[Fraction]) -> Fraction | None:
    """The least ρ for which everyone's min(money, ρ) adds up to 1: one of the kinks, or between two of them."""
    if sum(money) < 1:
        return None
    ordered = sorted(money)
    for at, poorest in enumerate(ordered):
        rho = (1 - sum(ordered[:at], Fraction(0))) / (len(ordered) - at)
        if rho <= poorest:
            return rho
    raise AssertionError("with enough money there is a price")


def ways(
    papers: list[Choice], money: list[Fraction], bought: frozenset[int], places: int, options: int, shared: bool
) -> Iterator[frozenset[int]]:
    """Every set that following each tie can lead to."""
    supporters = {c: [i for i, p in enumerate(papers) if c in p] for c in range(1, options + 1) if c not in bought}
    left = {c: who for c, who in supporters.items() if who}
    if len(bought) == places or not left:
        yield bought
        return
    prices = {c: rho for c, who in left.items() if shared and (rho := price([money[i] for i in who])) is not None}
    if prices:
        for c, rho in prices.items():
            if rho == min(prices.values()):
                paid = [m - min(m, rho) if i in left[c] else m for i, m in enumerate(money)]
                yield from ways(papers, paid, bought | {c}, places, options, True)
        return
    times = {c: (1 - sum((money[i] for i in who), Fraction(0))) / len(who) for c, who in left.items()}
    for c, t in times.items():
        if t == min(times.values()):
            paid = [Fraction(0) if i in left[c] else m + t for i, m in enumerate(money)]
            yield from ways(papers, paid, bought | {c}, places, options, False)


def check_ties(found: Count, outcomes: set[frozenset[int]]) -> None:
    """The ties by definition: what all outcomes share is settled, and the rest splits as finely as it can."""
    assert set(found.winners) == frozenset.intersection(*outcomes)
    tied = [frozenset(tie.options) for tie in found.tied]
    assert frozenset().union(*tied) == frozenset.union(*outcomes) - set(found.winners)
    number = 1
    for tie, options in zip(found.tied, tied, strict=True):
        parts = {outcome & options for outcome in outcomes}
        assert {len(part) for part in parts} == {tie.places}
        number *= len(parts)
        for size in range(1, len(options)):
            for some in map(frozenset, combinations(options, size)):
                one, other = {part & some for part in parts}, {part - some for part in parts}
                assert len(one) * len(other) != len(parts) or len(one) == 1 or len(other) == 1
    assert number == len(outcomes)


EXACTLY_ENOUGH: dict[Choice, int] = {(4, 5): 1, (1, 4, 5, 6): 1, (3, 6): 1}
"""Supporters who have exactly 1 between them can buy."""

LEVEL_IN_COMPLETION: dict[Choice, int] = {(1, 2, 5, 6): 1, (4,): 1, (3,): 1, (2, 6): 1}
"""Once money flows, several that can be paid at once are level, whatever each supporter would pay."""


@given(asked(Kind.SEVERAL, most=8))
@example(Asked(Kind.SEVERAL, EXACTLY_ENOUGH, 6, 3))
@example(Asked(Kind.SEVERAL, LEVEL_IN_COMPLETION, 6, 3))
@settings(max_examples=300, deadline=None)
def test_as_counted_person_by_person(poll: Asked) -> None:
    found, papers = count(Kind.SEVERAL, poll.ballots, poll.options, poll.pick), singly(poll)
    if not papers:
        return
    money = [Fraction(poll.pick, len(papers))] * len(papers)
    outcomes = set(ways(papers, money, frozenset(), poll.pick, poll.options, True))
    assert frozenset(found.chosen) in outcomes
    check_ties(found, outcomes)


def deserves_more(papers: list[Choice], chosen: set[int], options: int, pick: int) -> bool:
    """Whether some group that is large enough for ℓ picks wants the same unchosen option and is all below ℓ (EJR+)."""
    for size in range(1, len(papers) + 1):
        for group in combinations(papers, size):
            wanted = set(range(1, options + 1)).intersection(*group) - chosen
            if wanted and any(
                size * pick >= picks * len(papers) and all(len(chosen & set(p)) < picks for p in group)
                for picks in range(1, pick + 1)
            ):
                return True
    return False


def fairness(found: Count) -> Fairness:
    assert isinstance(found.detail, Fairness)
    return found.detail


@given(asked(Kind.SEVERAL, most=8))
@settings(max_examples=150, deadline=None)
def test_no_group_that_is_large_enough_is_left_with_too_few(poll: Asked) -> None:
    found, papers = count(Kind.SEVERAL, poll.ballots, poll.options, poll.pick), singly(poll)
    assert fairness(found).holds
    assert not deserves_more(papers, set(found.chosen), poll.options, poll.pick)
    people = gather(poll.ballots, poll.options)
    if papers:
        for chosen in combinations(range(1, poll.options + 1), min(poll.pick, poll.options)):
            claims = receipt(people, chosen, poll.options, poll.pick)
            fails = any(claim.largest >= claim.deserve for claim in claims)
            assert fails == deserves_more(papers, set(chosen), poll.options, poll.pick)


@given(asked(Kind.SEVERAL, most=40))
def test_the_receipt_holds_in_larger_polls_too(poll: Asked) -> None:
    assert fairness(count(Kind.SEVERAL, poll.ballots, poll.options, poll.pick)).holds


def test_the_worked_example() -> None:
    found = count(Kind.SEVERAL, EXAMPLE, 9, 5)
    assert (found.chosen, found.winners) == ((1, 2, 3, 6, 7), (6,))
    assert found.tied == (Tie((1, 2, 3, 4, 5), 3), Tie((7, 8), 1))
    steps = [(s.option, s.level, s.price, s.completing) for s in fairness(found).steps]
    assert steps == [
        (1, (1, 2, 3, 4, 5), Fraction(1, 55), False),
        (2, (2, 3, 4, 5), Fraction(1, 55), False),
        (6, (6,), Fraction(1, 45), False),
        (3, (3, 4, 5), Fraction(1, 220), True),
        (7, (7, 8), Fraction(1, 990), True),
    ]
    claims = [(claim.deserve, claim.largest) for claim in fairness(found).receipt[:2]]
    assert claims == [(20, 0), (40, 15)]
    assert fairness(found).left_with_nothing == 0


def test_in_the_worked_example_the_most_chosen_leave_45_with_nothing() -> None:
    told = fairness(count(Kind.SEVERAL, EXAMPLE, 9, 5))
    assert (told.most_chosen, told.most_chosen_left) == ((1, 2, 3, 4, 5), 45)
    claims = receipt(gather(EXAMPLE, 9), told.most_chosen, 9, 5)
    assert [claim.largest >= claim.deserve for claim in claims] == [True, True, False, False, False]


def test_options_that_nobody_chose_are_never_chosen() -> None:
    found = count(Kind.SEVERAL, {(1,): 2, (2,): 1, (): 4}, 5, 4)
    assert (found.winners, found.tied, found.blank) == ((1, 2), (), 4)


def test_a_tie_that_does_not_depend_on_another_is_told_apart() -> None:
    outcomes = [(1, 0, 1, 0, 1), (1, 0, 0, 1, 1), (0, 1, 1, 0, 1), (0, 1, 0, 1, 1)]
    settled, tied = settled_and_tied(outcomes, [(1,), (2,), (3,), (4,), (5,)])
    assert (settled, tied) == ((5,), (Tie((1, 2), 1), Tie((3, 4), 1)))
    settled, tied = settled_and_tied(outcomes[:2] + outcomes[2:3], [(1,), (2,), (3,), (4,), (5,)])
    assert (settled, tied) == ((5,), (Tie((1, 2, 3, 4), 2),))


def test_ties_that_depend_on_each_other_only_three_by_three_are_one_tie() -> None:
    outcomes = [(a, 1 - a, b, 1 - b, (a + b) % 2, (a + b + 1) % 2) for a in (0, 1) for b in (0, 1)]
    assert settled_and_tied(outcomes, [(o,) for o in range(1, 7)])[1] == (Tie((1, 2, 3, 4, 5, 6), 3),)


@pytest.mark.parametrize("pick", [1, 12])
def test_with_too_many_ways_to_follow_all_that_is_still_possible_is_tied(pick: int) -> None:
    alone: dict[Choice, int] = {(option,): 1 for option in range(1, 26)}
    found = count(Kind.SEVERAL, alone, 25, pick)
    assert (found.winners, found.tied) == ((), (Tie(tuple(range(1, 26)), pick),))
    assert found.chosen == tuple(range(1, pick + 1))


@given(asked(Kind.SEVERAL, most=8))
@settings(max_examples=200, deadline=None)
def test_one_ballot_fewer_is_said_exactly_where_it_changes_who_is_chosen(poll: Asked) -> None:
    found = count(Kind.SEVERAL, poll.ballots, poll.options, poll.pick)
    close = margin(Kind.SEVERAL, poll.ballots, poll.options, poll.pick, found)
    if found.tied or not found.winners or poll.options == 1:
        assert close is None
        return
    papers = singly(poll)
    fewer = [papers[:at] + papers[at + 1 :] for at in range(len(papers))]
    again = [count(Kind.SEVERAL, {c: one.count(c) for c in one}, poll.options, poll.pick) for one in fewer]
    changes = any((one.winners, one.tied) != (found.winners, found.tied) for one in again)
    assert (close is not None) == changes
    assert close is None or (close.sure is Sure.ONE_FEWER and close.near_tie)


def test_above_two_hundred_ballots_nothing_is_said_of_one_fewer() -> None:
    for people, known in ((100, True), (101, False)):
        ballots: dict[Choice, int] = {(1,): people, (2,): people - 1}
        found = count(Kind.SEVERAL, ballots, 2, 1)
        assert (margin(Kind.SEVERAL, ballots, 2, 1, found) is not None) == known
