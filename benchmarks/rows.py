"""A figure beside the limit that was taken in the same run."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: a ratio, what it should reach, and whether higher or lower is better."""

    name: str
    ratio: float
    reach: float
    low: float
    high: float
    at_least: bool = True
    note: str = ""
    """The absolute figure, to be read beside the ratio and never tested."""

    @property
    def reached(self) -> bool:
        return self.ratio >= self.reach if self.at_least else self.ratio <= self.reach


def row(name: str, ratios: Sequence[float], reach: float, *, at_least: bool = True, note: str = "") -> Row:
    """The median of ratios that were each taken within one round."""
    return Row(name, statistics.median(ratios), reach, min(ratios), max(ratios), at_least, note)
