"""Most ballots, and the time that most can come to; how close it was is confirmed by trying every change."""

from collections import Counter
from itertools import combinations_with_replacement

from hypothesis import given, settings

from bot.polls.counting import Choice, Count, Kind, Sure, Tie, count, margin
from bot.polls.counting.details import Most, Times
from tests.bot.polls.counting.people import Asked, asked


def singly(poll: Asked) -> list[Choice]:
    return [choice for choice, number in poll.ballots.items() for _ in range(number)]


@given(asked(Kind.ONE, Kind.ANY))
@settings(max_examples=200)
def test_most_as_counted_by_the_definition(poll: Asked) -> None:
    found, papers = count(poll.kind, poll.ballots, poll.options), singly(poll)
    counts = [sum(o in paper for paper in papers) for o in range(1, poll.options + 1)]
    top = tuple(o for o, number in enumerate(counts, 1) if number == max(counts) > 0)
    assert list(found.counts) == counts
    assert (found.winners or tuple(o for t in found.tied for o in t.options)) == top
    assert bool(found.winners) == (len(top) == 1)
    assert isinstance(found.detail, Most)
    assert found.detail.more_than_half == (2 * max(counts) > sum(map(bool, papers)))
    assert found.detail.left_with_nothing == sum(
        bool(paper) and not set(paper) & set(found.winners) for paper in papers if found.winners
    )


@given(asked(Kind.TIME))
@settings(max_examples=200)
def test_a_time_as_found_by_the_definition(poll: Asked) -> None:
    found, papers = count(poll.kind, poll.ballots, poll.options), [dict(paper) for paper in singly(poll)]
    can = {o: (sum(o in p for p in papers), sum(p.get(o) == 2 for p in papers)) for o in range(1, poll.options + 1)}
    top = tuple(o for o, value in can.items() if value == max(can.values()) and value[0])
    assert (found.winners or tuple(o for t in found.tied for o in t.options)) == top
    assert isinstance(found.detail, Times)
    assert found.detail.works == tuple(works for _, works in can.values())
    assert found.detail.cannot == tuple(found.ballots - come for come, _ in can.values())


def test_one_more_who_can_come_outweighs_any_number_for_whom_it_works() -> None:
    found = count(Kind.TIME, {((1, 2),): 9, ((2, 1),): 10}, 2)
    assert found.winners == (2,)
    found = count(Kind.TIME, {((1, 2),): 9, ((2, 1),): 9}, 2)
    assert found.winners == (1,)
    assert isinstance(found.detail, Times)
    assert found.detail.by_works


def outcome(found: Count) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    return found.winners, found.tied


def changed(kind: Kind, papers: list[Choice], options: int, many: int) -> set[tuple[tuple[int, ...], tuple[Tie, ...]]]:
    """Every outcome that changing so many ballots can lead to."""
    bits = [tuple(o for o in range(1, options + 1) if number >> o & 1) for number in range(0, 2 << options, 2)]
    every = [c for c in bits if kind is Kind.ANY or len(c) < 2]
    distinct = {tuple(sorted(kept)) for kept in _kept(papers, len(papers) - many)}
    return {
        outcome(count(kind, Counter([*kept, *new]), options))
        for kept in distinct
        for new in combinations_with_replacement(every, many)
    }


def _kept(papers: list[Choice], many: int) -> set[tuple[Choice, ...]]:
    if many == len(papers):
        return {tuple(papers)}
    return {tuple(kept) for i in range(len(papers)) for kept in _kept(papers[:i] + papers[i + 1 :], many)}


@given(asked(Kind.ONE, Kind.ANY, most=5))
@settings(max_examples=60, deadline=None)
def test_how_close_it_was_as_found_by_trying_every_change(poll: Asked) -> None:
    options = min(poll.options, 3)
    ballots = Counter(tuple(o for o in choice if o <= options) for choice in singly(poll))
    found = count(poll.kind, ballots, options)
    close = margin(poll.kind, ballots, options, 1, found)
    if close is None:
        assert not found.winners or options == 1
        return
    papers = list(ballots.elements())
    assert close.sure is Sure.EXACT
    for many in range(1, min(len(papers), close.to_change, 3) + 1):
        outcomes = changed(poll.kind, papers, options, many)
        assert (outcomes != {outcome(found)}) == (many >= close.to_tie)
        assert any(winners and winners != found.winners for winners, _ in outcomes) == (many >= close.to_change)


@given(asked(Kind.TIME, most=5))
@settings(max_examples=100, deadline=None)
def test_how_close_a_time_was_as_found_by_trying_every_change(poll: Asked) -> None:
    options = min(poll.options, 2)
    ballots = Counter(tuple((o, how) for o, how in choice if o <= options) for choice in singly(poll))
    found = count(Kind.TIME, ballots, options)
    close = margin(Kind.TIME, ballots, options, 1, found)
    if close is None:
        assert not found.winners or options == 1
        return
    every = [tuple((o, h) for o, h in ((1, first), (2, second)) if h) for first in range(3) for second in range(3)]
    papers = list(ballots.elements())
    for many in range(1, min(len(papers), close.to_change, 3) + 1):
        outcomes = {
            outcome(count(Kind.TIME, Counter([*kept, *new]), options))
            for kept in {tuple(sorted(kept)) for kept in _kept(papers, len(papers) - many)}
            for new in combinations_with_replacement(every, many)
        }
        assert (outcomes - {outcome(found)} != set()) == (many >= min(close.to_tie, close.to_change))
        assert any(winners and winners != found.winners for winners, _ in outcomes) == (many >= close.to_change)


def test_a_near_tie_is_one_ballot_or_two_percent() -> None:
    def near(first: int, second: int) -> bool:
        ballots = {(1,): first, (2,): second}
        close = margin(Kind.ONE, ballots, 2, 1, count(Kind.ONE, ballots, 2))
        assert close is not None
        return close.near_tie

    assert near(2, 1)
    assert not near(3, 1)
    assert near(51, 49)
    assert not near(52, 48)
