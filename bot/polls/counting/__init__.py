"""Counting, exactly: integers only, ballots aggregated, ties returned and never broken.

What may not depend on the order of ballots or options is the pair of what is settled and what is tied.
"""

from collections.abc import Mapping

from bot.polls.counting.ballots import Choice, Count, Kind, Margin, Tie
from bot.polls.counting.most import margin, most

__all__ = ["Choice", "Count", "Kind", "Margin", "Tie", "count", "margin"]


def count(kind: Kind, ballots: Mapping[Choice, int], options: int) -> Count:
    """The result of these ballots (a number for each distinct choice) among options 1 to ``options``."""
    match kind:
        case Kind.ONE | Kind.ANY:
            return most(ballots, options)
