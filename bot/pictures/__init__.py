"""Drawings of charts, where Pillow is installed. A card is complete without them."""

from functools import cache
from importlib.util import find_spec

from bot.chat.charts import Chart
from bot.pictures.bars import draw_bars, sheet_of


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def drawable(chart: Chart) -> bool:
    """Whether ``draw`` gives a picture of it: Pillow is installed, and the fonts here have every letter."""
    return can_draw() and sheet_of(chart) is not None


def draw(chart: Chart) -> bytes | None:
    """The chart as a PNG, 800 pixels wide; None where it can not be drawn. Slow: call it off the event loop."""
    return draw_bars(chart) if can_draw() else None
