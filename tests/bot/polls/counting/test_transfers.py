"""Scottish STV, paper by paper in a second count with decimals that are cut off; and each step of the Order by hand."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.polls.counting import Choice, Count, Kind, Tie, count
from bot.polls.counting.details import UNITS, Happened, Stages
from tests.bot.polls.counting.people import Asked, choices
from tests.bot.polls.counting.test_shares import check_ties

FIVE = Decimal("0.00001")

Paper = tuple[tuple[int, ...], Decimal]
"""Its order, and what it is worth where it lies now."""

Table = list[dict[int, Decimal]]


def elections(papers: list[tuple[int, ...]], options: int, seats: int) -> Iterator[tuple[frozenset[int], Table]]:
    """Every end that following each lot can lead to, with the totals of every stage."""
    quota = Decimal(len(papers) // (seats + 1) + 1)
    piles: dict[int, list[Paper]] = {c: [] for c in range(1, options + 1)}
    for paper in papers:
        piles[paper[0]].append((paper, Decimal(1)))
    totals = {c: Decimal(len(pile)) for c, pile in piles.items()}
    yield from stages(piles, [totals], set(), set(), quota, seats)


def stages(
    piles: dict[int, list[Paper]], table: Table, elected: set[int], out: set[int], quota: Decimal, seats: int
) -> Iterator[tuple[frozenset[int], Table]]:
    totals = table[-1]
    elected = elected | {c for c in piles if c not in out and totals[c] >= quota}
    running = set(piles) - elected - out
    if len(elected) + len(running) <= seats:
        elected, running = elected | running, set()
    if len(elected) >= seats or not running:
        yield frozenset(elected), table
        return
    surplus = {c: totals[c] - quota for c in elected if totals[c] > quota and piles[c]}
    if surplus:
        for c in level_by_past(max, {c for c in surplus if surplus[c] == max(surplus.values())}, table):
            moved = [(p, (value * surplus[c] / totals[c]).quantize(FIVE, ROUND_DOWN)) for p, value in piles[c]]
            after = {**hand_on(piles, c, moved, running), c: []}
            yield from stages(after, [*table, added({**totals, c: quota}, piles, after)], elected, out, quota, seats)
        return
    for c in level_by_past(min, {c for c in running if totals[c] == min(totals[r] for r in running)}, table):
        after = {**hand_on(piles, c, piles[c], running - {c}), c: []}
        then = added({**totals, c: Decimal(0)}, piles, after)
        yield from stages(after, [*table, then], elected, out | {c}, quota, seats)


def level_by_past(extreme: object, who: set[int], table: Table) -> set[int]:
    """Those whom the most recent earlier stage at which they differed does not tell apart."""
    for totals in reversed(table[:-1]):
        best = extreme(totals[c] for c in who)  # type: ignore[operator]
        who = {c for c in who if totals[c] == best}
    return who


def hand_on(piles: dict[int, list[Paper]], giver: int, moved: list[Paper], to: set[int]) -> dict[int, list[Paper]]:
    after = {c: list(pile) for c, pile in piles.items()}
    for paper, value in moved:
        for c in paper[paper.index(giver) + 1 :]:
            if c in to:
                after[c].append((paper, value))
                break
    return after


def added(
    totals: dict[int, Decimal], before: dict[int, list[Paper]], after: dict[int, list[Paper]]
) -> dict[int, Decimal]:
    new = {c: sum((v for _, v in after[c][len(before[c]) :]), Decimal(0)) for c in totals}
    return {c: total + new[c] for c, total in totals.items()}


@st.composite
def elected_from(draw: st.DrawFn, most: int) -> Asked:
    options = draw(st.integers(1, 5))
    ballots = draw(st.dictionaries(choices(Kind.ELECT, options), st.integers(1, 6), max_size=most))
    return Asked(Kind.ELECT, ballots, options, draw(st.integers(1, options)))


def detail(found: Count) -> Stages:
    assert isinstance(found.detail, Stages)
    return found.detail


def order(*who: int) -> Choice:
    return tuple((one,) for one in who)


TOLD_APART_BY_THE_PAST = Asked(
    Kind.ELECT,
    {
        order(2, 5): 2,
        order(2, 6): 1,
        order(6): 1,
        order(3, 6, 1): 1,
        order(4, 5, 6): 1,
        order(5): 1,
        order(2, 1, 6): 1,
    },
    6,
    2,
)
"""Two ways come to the same votes, and part again because their earlier stages differ."""


@given(elected_from(most=7))
@example(TOLD_APART_BY_THE_PAST)
@settings(max_examples=500, deadline=None)
def test_as_counted_paper_by_paper(poll: Asked) -> None:
    found = count(Kind.ELECT, poll.ballots, poll.options, poll.pick)
    papers = [tuple(g[0] for g in choice) for choice, n in poll.ballots.items() if choice for _ in range(n)]
    if not papers:
        return
    ends = list(elections(papers, poll.options, poll.pick))
    check_ties(found, {end for end, _ in ends})
    told = [{c: Decimal(t) / UNITS for c, t in enumerate(stage.totals, 1)} for stage in detail(found).stages]
    assert told in [table for _, table in ends]


@given(elected_from(most=12))
def test_no_vote_is_made_or_lost_unseen(poll: Asked) -> None:
    found = count(Kind.ELECT, poll.ballots, poll.options, poll.pick)
    seen = 0
    for stage in detail(found).stages:
        assert sum(stage.totals) + stage.not_counting == found.ballots * UNITS
        assert stage.not_counting >= seen
        seen = stage.not_counting
    assert sorted(who for stage in detail(found).stages for who in stage.elected) == list(found.chosen)


def test_a_surplus_goes_on_at_a_value_that_is_cut_off() -> None:
    found = count(Kind.ELECT, {order(1, 2): 7, order(2): 2, order(3): 3}, 3, 2)
    first, surplus, _ = detail(found).stages
    assert (detail(found).quota, first.elected) == (5, (1,))
    assert (surplus.happened, surplus.option, surplus.moved) == (Happened.SURPLUS, 1, 2 * UNITS)
    assert surplus.totals == (5 * UNITS, 2 * UNITS + 7 * 28571, 3 * UNITS)
    assert surplus.not_counting == 2 * UNITS - 7 * 28571


def test_exactly_the_quota_leaves_nothing_to_pass_on() -> None:
    found = count(Kind.ELECT, {order(1, 2): 3, order(2): 2, order(3, 2): 1, order(4): 1}, 4, 2)
    assert detail(found).quota == 3
    assert [stage.happened for stage in detail(found).stages[1:]] == [Happened.EXCLUDED] * 1


def test_as_many_left_as_seats_are_elected_without_the_quota() -> None:
    found = count(Kind.ELECT, {order(1): 5, order(2): 1, order(3): 2}, 3, 2)
    last = detail(found).stages[-1]
    assert (last.happened, last.option, last.elected, last.without_quota) == (Happened.EXCLUDED, 2, (3,), (3,))


def test_the_larger_surplus_goes_first() -> None:
    found = count(Kind.ELECT, {order(1, 4): 8, order(2, 4): 9, order(3): 4, order(4): 1, order(5): 2}, 5, 3)
    assert [stage.option for stage in detail(found).stages[:3]] == [None, 2, 1]


def test_the_lowest_level_are_told_apart_by_the_most_recent_stage_where_they_differed() -> None:
    ballots = {order(1): 9, order(2): 6, order(3): 5, order(4): 4, order(5, 4): 1}
    found = count(Kind.ELECT, ballots, 5, 1)
    stages = detail(found).stages
    assert (stages[1].option, stages[1].totals[2], stages[1].totals[3]) == (5, 5 * UNITS, 5 * UNITS)
    assert (stages[2].option, stages[2].level, stages[2].decided_at) == (4, (3, 4), 1)


def test_level_at_every_stage_each_is_followed_and_the_seat_is_tied() -> None:
    found = count(Kind.ELECT, {order(1): 5, order(2): 2, order(3): 2}, 3, 2)
    assert (found.winners, found.tied, found.chosen) == ((1,), (Tie((2, 3), 1),), (1, 3))
    assert (detail(found).stages[-1].level, detail(found).stages[-1].decided_at) == ((2, 3), None)


def test_a_tie_that_changes_nothing_is_no_tie_in_the_result() -> None:
    found = count(Kind.ELECT, {order(1): 6, order(2, 4): 1, order(3, 4): 1, order(4): 3}, 4, 2)
    assert (found.winners, found.tied) == ((1, 4), ())
    assert detail(found).stages[1].level == ()
    assert any(stage.level for stage in detail(found).stages)


def test_many_without_a_vote_are_not_many_ways() -> None:
    """All of them go out one after another and no paper moves: there is nothing to follow."""
    found = count(Kind.ELECT, {order(1): 4, order(2): 3, order(3): 1}, 25, 2)
    assert (found.winners, found.tied) == ((1, 2), ())
    for_last = count(Kind.ELECT, {order(1): 4, order(2): 3}, 9, 3)
    assert (for_last.winners, for_last.tied) == ((1, 2), (Tie(tuple(range(3, 10)), 1),))


def test_fewer_stand_than_there_are_seats() -> None:
    found = count(Kind.ELECT, {order(2): 1}, 2, 3)
    assert (found.winners, found.tied) == ((1, 2), ())


def test_with_too_many_ways_to_follow_all_that_is_still_possible_is_tied() -> None:
    options = 14
    turns = {order(*((at + by) % options + 1 for by in range(options))): 1 for at in range(options)}
    assert count(Kind.ELECT, turns, options, 3).tied == (Tie(tuple(range(1, options + 1)), 3),)
