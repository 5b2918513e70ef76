"""How close it was: how many ballots would have to be changed for the outcome to be another."""

from collections.abc import Callable, Mapping

from bot.polls.counting.ballots import WORKS, Choice, Count, Margin, Sure
from bot.polls.counting.details import Final, Pairs, Times
from bot.polls.counting.pairs import lead

MOST_RECOUNTED = 200
"""Up to so many ballots a poll for several places is counted again without each single one."""


def limit(ballots: int) -> int:
    """A change of at most so many ballots is a near tie: one, or 2 % of them rounded up."""
    return max(1, -(-ballots // 50))


def by_count(count: Count) -> Margin | None:
    """With a lead of d, ⌈d/2⌉ changed ballots make a tie and ⌊d/2⌋ + 1 make another option win.

    When the two are the same number, no number of changed ballots ends in a tie before it changes the outcome.
    """
    if not count.winners or len(count.counts) < 2:
        return None
    first, second = sorted(count.counts, reverse=True)[:2]
    lead = first - second
    return _margin((lead + 1) // 2, lead // 2 + 1, count.ballots, Sure.EXACT)


def for_a_time(found: Count, times: Times, ballots: Mapping[Choice, int]) -> Margin | None:
    """As ``by_count``, where "works" can decide between times that are level on who can come."""
    if not found.winners or len(found.counts) < 2:
        return None
    (winner,) = found.winners
    others = (option for option in range(1, len(found.counts) + 1) if option != winner)
    numbers = [_against(winner, other, found, times, ballots) for other in others]
    to_tie, to_change = (min(number) for number in zip(*numbers, strict=True))
    return _margin(min(to_tie, to_change), to_change, found.ballots, Sure.EXACT)


def _against(winner: int, other: int, found: Count, times: Times, ballots: Mapping[Choice, int]) -> tuple[int, int]:
    """How many changed ballots make these two times level, and how many put the other first."""
    lead = found.counts[winner - 1] - found.counts[other - 1]
    half = lead // 2
    if lead % 2 or not lead:
        return half + 1, half + 1
    # So many who come at the other time instead make them level; then the lead in "works" decides. It shrinks by one
    # for everyone of them for whom the winner worked, and by one for everyone for whom the other time now does.
    worked = sum(
        number for choice, number in ballots.items() if (winner, WORKS) in choice and other not in dict(choice)
    )
    ahead = times.works[winner - 1] - times.works[other - 1] - min(half, worked) - half
    return half + (ahead > 0), half + (ahead >= 0)


def in_the_final(count: Count, final: Final) -> Margin | None:
    """So many who turn their points for the two finalists round make the other one win. Fewer may do it elsewhere."""
    if not count.winners or not final.finals:
        return None
    lead = min(abs(match.prefer_first - match.prefer_second) for match in final.finals)
    return _margin(lead // 2 + 1, lead // 2 + 1, count.ballots, Sure.AT_MOST)


def one_to_one(count: Count, pairs: Pairs) -> Margin | None:
    """Whoever beats every other still does so until half of the smallest lead has changed. No number without one."""
    if pairs.beats_all is None:
        return None
    others = (option for option in range(1, len(pairs.table) + 1) if option != pairs.beats_all)
    smallest = min(lead(pairs.table, pairs.beats_all, other) for other in others)
    return _margin((smallest + 1) // 2, (smallest + 1) // 2, count.ballots, Sure.AT_LEAST)


def one_fewer(
    found: Count, ballots: Mapping[Choice, int], again: Callable[[Mapping[Choice, int]], Count]
) -> Margin | None:
    """Whether leaving out a single ballot changes who is chosen; None where it does not, or where it is a tie."""
    if not found.winners or found.tied or len(found.counts) < 2 or found.ballots > MOST_RECOUNTED:
        return None
    for choice in (choice for choice, number in ballots.items() if choice and number):
        fewer = again({**ballots, choice: ballots[choice] - 1})
        if (fewer.winners, fewer.tied) != (found.winners, found.tied):
            return Margin(1, 1, near_tie=True, sure=Sure.ONE_FEWER)
    return None


def _margin(to_tie: int, to_change: int, ballots: int, sure: Sure) -> Margin:
    return Margin(to_tie, to_change, to_change <= limit(ballots), sure)
