"""Find a time: the time that most can come to; among those level, the one that works for most."""

from collections.abc import Mapping

from bot.polls.counting.ballots import WORKS, Choice, Count
from bot.polls.counting.details import Times
from bot.polls.counting.most import first_of


def times(ballots: Mapping[Choice, int], options: int) -> Count:
    """The time that most can come to, or the tie of all that are level both on that and on "works"."""
    works, need = [0] * options, [0] * options
    for choice, number in ballots.items():
        for position, how in choice:
            (works if how == WORKS else need)[position - 1] += number
    come = tuple(map(sum, zip(works, need, strict=True)))
    blank = ballots.get((), 0)
    total = sum(ballots.values()) - blank
    # Both counts in one number: nobody's "works" can outweigh one more who can come.
    winners, tied = first_of(tuple(c * (total + 1) + w for c, w in zip(come, works, strict=True)))
    detail = Times(tuple(works), tuple(need), tuple(total - c for c in come), _by_works(come, works))
    return Count(winners, tied, come, total, blank, detail)


def _by_works(come: tuple[int, ...], works: list[int]) -> bool:
    level = [w for c, w in zip(come, works, strict=True) if c == max(come)]
    return len(set(level)) > 1
