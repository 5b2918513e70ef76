"""A trend: a line for each thing, with points of its own shape, so that none is told by its colour alone."""

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.chat.charts import TrendChart, TrendLine
from bot.pictures.bars import COLOURS, INK, MARGIN, PAPER, ROOM, SIZE, SOFT, TITLE, WIDTH
from bot.pictures.letters import fitting, legible, width, write

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

FIELD = 220
ROW = 34
TOP = MARGIN + 56
LEGEND = TOP + FIELD + 56
LEFT, RIGHT = MARGIN + 100, WIDTH - MARGIN - 40
DOT = 7

Point = tuple[float, float]


def legible_trend(chart: TrendChart) -> TrendChart | None:
    """The chart with its words as they can be drawn; None where some can not."""
    labels = [label for line in chart.lines if (label := legible(line.label))]
    days = [day for each in chart.days if (day := legible(each))]
    title, top, bottom = legible(chart.title), legible(chart.top), legible(chart.bottom)
    if None in (title, top, bottom) or len(labels) < len(chart.lines) or len(days) < len(chart.days):
        return None
    lines = tuple(TrendLine(label, line.points) for label, line in zip(labels, chart.lines, strict=True))
    return TrendChart(title or "", lines, tuple(days), top or "", bottom or "")


def draw_trend(chart: TrendChart) -> bytes | None:
    """The chart as a PNG; None where it holds words that no font here can show.

    Raises ``ImportError`` where Pillow is not installed.
    """
    from PIL import Image, ImageDraw  # an extra

    shown = legible_trend(chart)
    if shown is None:
        return None
    picture = Image.new("RGB", (WIDTH, LEGEND + ROW * len(shown.lines) + MARGIN), PAPER)
    pen = ImageDraw.Draw(picture)
    write(pen, (MARGIN, MARGIN + TITLE), fitting(shown.title, TITLE, ROOM), TITLE, INK)
    _field(pen, shown)
    for number, line in enumerate(shown.lines):
        _line(pen, line.points, number)
        foot = LEGEND + ROW * number + SIZE
        _dot(pen, (MARGIN + DOT, foot - SIZE / 3), number)
        write(pen, (MARGIN + 30, foot), fitting(line.label, SIZE, ROOM - 30), SIZE, INK)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _field(pen: "ImageDraw", chart: TrendChart) -> None:
    """Three lines from the last choice to the first, and the days below them."""
    for share, name in ((100, chart.top), (50, ""), (0, chart.bottom)):
        pen.line(((LEFT, _height(share)), (RIGHT, _height(share))), SOFT)
        write(pen, (MARGIN, _height(share) + SIZE / 3), fitting(name, SIZE, LEFT - MARGIN - 10), SIZE, INK)
    for number, day in enumerate(chart.days):
        x = _across(number, len(chart.days)) - width(day, SIZE) / 2
        write(pen, (x, TOP + FIELD + 12 + SIZE), day, SIZE, SOFT)


def _height(share: int) -> float:
    return TOP + FIELD * (100 - share) / 100


def _across(number: int, days: int) -> float:
    return LEFT + 40 + (RIGHT - LEFT - 80) * (number / (days - 1) if days > 1 else 0.5)


def _line(pen: "ImageDraw", points: Sequence[int | None], number: int) -> None:
    """Points joined where they follow each other, also across days without one."""
    placed = [(_across(n, len(points)), _height(point)) for n, point in enumerate(points) if point is not None]
    for one, other in pairwise(placed):
        pen.line((one, other), COLOURS[number % len(COLOURS)], 3)
    for at in placed:
        _dot(pen, at, number)


def _dot(pen: "ImageDraw", at: Point, number: int) -> None:
    """A disc, a square, a triangle, a diamond, a tall bar."""
    x, y = at
    colour, box = COLOURS[number % len(COLOURS)], (x - DOT, y - DOT, x + DOT, y + DOT)
    match number % len(COLOURS):
        case 0:
            pen.ellipse(box, colour, INK)
        case 1:
            pen.rectangle(box, colour, INK)
        case 2:
            pen.polygon(((x, y - DOT), (x + DOT, y + DOT), (x - DOT, y + DOT)), colour, INK)
        case 3:
            pen.polygon(((x, y - DOT), (x + DOT, y), (x, y + DOT), (x - DOT, y)), colour, INK)
        case _:
            pen.rectangle((x - DOT / 2, y - DOT, x + DOT / 2, y + DOT), colour, INK)
