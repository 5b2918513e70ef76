"""How close it was: how many ballots would have to be changed for the outcome to be another."""

from bot.polls.counting.ballots import Count, Margin, Sure
from bot.polls.counting.details import Final


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


def in_the_final(count: Count, final: Final) -> Margin | None:
    """So many who turn their points for the two finalists round make the other one win. Fewer may do it elsewhere."""
    if not count.winners or not final.finals:
        return None
    lead = min(abs(match.prefer_first - match.prefer_second) for match in final.finals)
    return _margin(lead // 2 + 1, lead // 2 + 1, count.ballots, Sure.AT_MOST)


def _margin(to_tie: int, to_change: int, ballots: int, sure: Sure) -> Margin:
    return Margin(to_tie, to_change, to_change <= limit(ballots), sure)
