"""What is counted and what a count gives, the same for every rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.polls.counting.details import Detail, Fairness, Stages

Picks = tuple[int, ...]
"""``one``, ``any``, ``several``: the options that a ballot holds, rising."""

Order = tuple[tuple[int, ...], ...]
"""``rank``, ``elect``: groups of equals, best first, each rising (``elect``: each of one); the rest are last."""

Points = tuple[tuple[int, int], ...]
"""``score``: option and points from 1 to 5. ``time``: option and 2 (works) or 1 (if need be). Rising, 0 left out."""

Choice = tuple[Any, ...]
"""What a ballot holds: ``Picks``, ``Order`` or ``Points``, as its kind says. Equal ballots are equal values.

Empty: it takes part and holds nothing ("not for me").
"""

WORKS, IF_NEED_BE = 2, 1


class Kind(StrEnum):
    """How people answer, and so by which rule it is counted."""

    ONE = "one"
    ANY = "any"
    SEVERAL = "several"
    RANK = "rank"
    ELECT = "elect"
    SCORE = "score"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that are level for the same ``places``; which of them takes a place is not decided by counting."""

    options: tuple[int, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Count:
    """What the ballots say."""

    winners: tuple[int, ...]
    """What is settled, rising; empty when nothing is."""
    tied: tuple[Tie, ...]
    """The ties for the places that are not settled."""
    counts: tuple[int, ...]
    """By position from 1: ballots that hold the option (``time``: works or if need be), its points (``score``),
    or ballots that place it first or first with others (``rank``, ``elect``)."""
    ballots: int
    """How many hold something."""
    blank: int
    """How many hold nothing."""
    detail: Detail
    """Why: what this rule has to tell."""

    @property
    def chosen(self) -> tuple[int, ...]:
        """The winners; for several places a full list, in which tied places are filled in the order of listing."""
        return self.detail.chosen if isinstance(self.detail, Fairness | Stages) else self.winners


class Sure(StrEnum):
    """How the number of changed ballots is meant."""

    EXACT = "exact"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ONE_FEWER = "one fewer"
    """Leaving out one ballot would change who is chosen."""


@dataclass(frozen=True, slots=True)
class Margin:
    """How many ballots would have to be changed for the outcome to be another."""

    to_tie: int
    """The same as ``to_change`` where no fewer would end in a tie, or that is not known."""
    to_change: int
    near_tie: bool
    """Whether that is at most one ballot, or at most 2 % of them."""
    sure: Sure = Sure.EXACT


def held(ballots: Mapping[Choice, int], options: int) -> tuple[int, ...]:
    """How many of these ``Picks`` ballots hold each option, by position from 1."""
    counts = [0] * (options + 1)
    for choice, number in ballots.items():
        for position in choice:
            counts[position] += number
    return tuple(counts[1:])
