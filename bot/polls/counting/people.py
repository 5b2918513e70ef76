"""Ballots that approve of options, as sets of bits: one bit for each distinct ballot, so that a set of people is one
whole number and an intersection is one operation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.polls.counting.ballots import Choice

Bits = int
"""A set of distinct ballots."""


@dataclass(frozen=True, slots=True)
class People:
    """Everyone who approves of something."""

    everyone: Bits
    supporters: tuple[Bits, ...]
    """By position from 0, which stands for no option: who approves of it."""
    weights: tuple[Bits, ...]
    """Which distinct ballots have the 1, the 2, the 4 … in the number of people who cast them."""

    def size(self, some: Bits) -> int:
        """How many people these are."""
        return sum((some & weight).bit_count() << power for power, weight in enumerate(self.weights)) if some else 0

    def hits(self, chosen: Sequence[int]) -> list[Bits]:
        """For 0, 1, 2 … who holds exactly so many of the chosen."""
        held = [self.everyone]
        for option in chosen:
            gain = self.supporters[option]
            held = [stay & ~gain | come & gain for stay, come in zip((*held, 0), (0, *held), strict=True)]
        return held


def gather(ballots: Mapping[Choice, int], options: int) -> People:
    """The people of these ballots; those that hold nothing are left out."""
    held = [(choice, number) for choice, number in ballots.items() if choice and number]
    length = len(held) // 8 + 1
    rows = [bytearray(length) for _ in range(options + 1)]
    weights = [bytearray(length) for _ in range(max((n for _, n in held), default=0).bit_length())]
    for index, (choice, number) in enumerate(held):
        at, bit = index >> 3, 1 << (index & 7)
        for option in choice:
            rows[option][at] |= bit
        for power, row in enumerate(weights):
            if number >> power & 1:
                row[at] |= bit
    return People((1 << len(held)) - 1, tuple(map(_bits, rows)), tuple(map(_bits, weights)))


def _bits(row: bytearray) -> Bits:
    return int.from_bytes(row, "little")
