"""Bars: one row for each option in the order in which they are listed, with its number on it."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chat.charts import BarChart, ChartBar
from bot.pictures.letters import fitting, legible, width, wrapped, write

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH = 800
MARGIN = 32
ROOM = WIDTH - 2 * MARGIN
ROW = 84
SIZE, TITLE = 22, 28
LINE = 32
INK, PAPER, SOFT = "#1a1a1a", "#ffffff", "#555555"
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
"""Okabe and Ito's, told apart by colour-blind readers; each bar also carries its label."""


@dataclass(frozen=True, slots=True)
class _Row:
    bar: ChartBar
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A chart whose words can all be drawn."""

    title: tuple[str, ...]
    rows: tuple[_Row, ...]
    foot: tuple[str, ...]

    @property
    def top(self) -> int:
        """Where the rows begin."""
        return MARGIN + (LINE + 8) * len(self.title) + 12

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return self.top + ROW * len(self.rows) + LINE * len(self.foot) + MARGIN


def draw_bars(chart: BarChart) -> bytes | None:
    """The chart as a PNG; None where it holds words that no font here can show.

    Raises ``ImportError`` where Pillow is not installed.
    """
    from PIL import Image, ImageDraw  # an extra

    sheet = sheet_of(chart)
    if sheet is None:
        return None
    picture = Image.new("RGB", (WIDTH, sheet.height), PAPER)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(sheet.title):
        write(pen, (MARGIN, MARGIN + TITLE + (LINE + 8) * number), line, TITLE, INK)
    for number, row in enumerate(sheet.rows):
        colour = COLOURS[number % len(COLOURS)] if row.bar is not chart.absent else None
        _row(pen, row, sheet.top + ROW * number, max(chart.of, 1), colour)
    for number, line in enumerate(sheet.foot):
        write(pen, (MARGIN, sheet.height - MARGIN - LINE * (len(sheet.foot) - 1 - number)), line, SIZE, SOFT)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def sheet_of(chart: BarChart) -> _Sheet | None:
    """The chart with its words on lines; None where some can not be drawn."""
    bars = (*chart.bars, *((chart.absent,) if chart.absent is not None else ()))
    title, foot = legible(chart.title), legible(chart.foot)
    rows = [_Row(bar, label, note) for bar in bars if (label := legible(bar.label)) and (note := legible(bar.note))]
    if title is None or foot is None or len(rows) < len(bars):
        return None
    return _Sheet(wrapped(title, TITLE, ROOM, 2), tuple(rows), wrapped(foot, SIZE, ROOM, 4))


def _row(pen: "ImageDraw", row: _Row, top: int, of: int, colour: str | None) -> None:
    """The label begins at the left and the number ends at the right, so that neither turns the other's direction."""
    note = width(row.note, SIZE)
    write(pen, (MARGIN, top + SIZE), fitting(row.label, SIZE, ROOM - note - MARGIN), SIZE, INK)
    write(pen, (WIDTH - MARGIN - note, top + SIZE), row.note, SIZE, INK)
    _bar(pen, row.bar, top + LINE, of, colour)


def _bar(pen: "ImageDraw", bar: ChartBar, top: int, of: int, colour: str | None) -> None:
    """The full length outlined, the counted part filled; those who took no part are hatched, and never coloured. A
    number that is not shown has no bar at all: an empty one would say that it is none."""
    if bar.count is None:
        return
    pen.rectangle((MARGIN, top, MARGIN + ROOM, top + 28), PAPER, SOFT)
    if not bar.count:
        return
    end = MARGIN + max(6, min(ROOM, round(ROOM * bar.count / of)))
    if colour is not None:
        pen.rectangle((MARGIN, top, end, top + 28), colour, INK, 2)
        return
    for x in range(MARGIN - 28, end, 12):
        pen.line((max(x, MARGIN), top + 28 - max(0, MARGIN - x), min(x + 28, end), top + max(0, x + 28 - end)), SOFT)
    pen.rectangle((MARGIN, top, end, top + 28), None, INK, 2)
