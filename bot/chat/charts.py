"""What can be drawn, as data. A picture never says more than its card does, and the card reads without it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One line of a bar chart: ``count`` None is a number too small to be shown."""

    label: str
    count: int | None
    note: str
    """The number as the card says it."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Counted lines in the order in which they are listed, out of ``of``; ``absent`` took no part (None: not known)."""

    title: str
    bars: tuple[ChartBar, ...]
    of: int
    absent: ChartBar | None
    foot: str
    """The last line: how many took part, and how close it was."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One thing over time: a point from 0 to 100 for each day, None where there is none."""

    label: str
    points: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class TrendChart:
    """How things change over several days, each a line of its own between ``bottom`` (0) and ``top`` (100)."""

    title: str
    lines: tuple[TrendLine, ...]
    days: tuple[str, ...]
    top: str
    bottom: str


Chart = BarChart | TrendChart
