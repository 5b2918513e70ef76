"""Counting, exactly: whole numbers and fractions only, equal ballots counted together, ties followed and never broken.

What may not depend on the order of ballots or options is the pair of what is settled and what is tied.
"""

from collections.abc import Mapping

from bot.polls.counting.ballots import Choice, Count, Kind, Margin, Sure, Tie, held
from bot.polls.counting.closeness import by_count, for_a_time, in_the_final, one_fewer, one_to_one
from bot.polls.counting.details import Fairness, Final, Most, Pairs, Stages, Times
from bot.polls.counting.kept import count_from, kept_count, kept_margin, margin_from
from bot.polls.counting.most import most
from bot.polls.counting.ranked import ranked
from bot.polls.counting.shares import shares
from bot.polls.counting.star import star
from bot.polls.counting.times import times
from bot.polls.counting.transfers import transfers

__all__ = [
    "Choice",
    "Count",
    "Kind",
    "Margin",
    "Sure",
    "Tie",
    "count",
    "count_from",
    "held",
    "kept_count",
    "kept_margin",
    "margin",
    "margin_from",
]


def count(kind: Kind, ballots: Mapping[Choice, int], options: int, pick: int = 1) -> Count:
    """The result of these ballots (a number for each distinct choice) among options 1 to ``options``.

    ``pick`` is how many are chosen by ``several`` and ``elect``.
    """
    match kind:
        case Kind.ONE | Kind.ANY:
            return most(ballots, options)
        case Kind.SCORE:
            return star(ballots, options)
        case Kind.TIME:
            return times(ballots, options)
        case Kind.RANK:
            return ranked(ballots, options)
        case Kind.SEVERAL:
            return shares(ballots, options, pick)
        case Kind.ELECT:
            return transfers(ballots, options, pick)


def margin(kind: Kind, ballots: Mapping[Choice, int], options: int, pick: int, found: Count) -> Margin | None:
    """How close ``found``, the count of these ballots, was. None where nothing is settled or nothing can be said."""
    match found.detail:
        case Most():
            return by_count(found)
        case Final() as final:
            return in_the_final(found, final)
        case Pairs() as pairs:
            return one_to_one(found, pairs)
        case Fairness() | Stages():
            return one_fewer(found, ballots, lambda fewer: count(kind, fewer, options, pick))
        case Times() as times_found:
            return for_a_time(found, times_found, ballots)
