"""What is counted and what a count gives, the same for every rule."""

from dataclasses import dataclass
from enum import StrEnum

Choice = tuple[int, ...]
"""The options that a ballot holds, by position from 1, in rising order. Empty: it takes part and holds none."""


class Kind(StrEnum):
    """How people answer."""

    ONE = "one"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that are level for the same ``places``; which of them takes a place is not decided by counting."""

    options: tuple[int, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Count:
    """What the ballots say."""

    winners: tuple[int, ...]
    """What is settled; empty when nothing is."""
    tied: tuple[Tie, ...]
    counts: tuple[int, ...]
    """Ballots that hold each option, by position from 1."""
    ballots: int
    """How many hold at least one option."""
    blank: int
    """How many hold none."""


@dataclass(frozen=True, slots=True)
class Margin:
    """How many ballots would have to be changed for the outcome to be another."""

    to_tie: int
    to_change: int
    near_tie: bool
    """Whether that is at most one ballot, or at most 2 % of them."""
