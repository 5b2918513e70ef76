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


Chart = BarChart
