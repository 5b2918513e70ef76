"""Drawings of charts, where Pillow is installed. A card is complete without them."""

from functools import cache
from importlib.util import find_spec
from typing import assert_never

from bot.chat.charts import BarChart, Chart, TrendChart
from bot.pictures.bars import draw_bars, sheet_of
from bot.pictures.trend import draw_trend, legible_trend


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def drawable(chart: Chart) -> bool:
    """Whether ``draw`` gives a picture of it: Pillow is installed, and the fonts here have every letter."""
    if not can_draw():
        return False
    return (sheet_of(chart) if isinstance(chart, BarChart) else legible_trend(chart)) is not None


def draw(chart: Chart) -> bytes | None:
    """The chart as a PNG, 800 pixels wide; None where it can not be drawn. Slow: call it off the event loop."""
    if not can_draw():
        return None
    match chart:
        case BarChart():
            return draw_bars(chart)
        case TrendChart():
            return draw_trend(chart)
        case _:
            assert_never(chart)
