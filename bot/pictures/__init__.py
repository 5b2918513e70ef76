"""Drawings of charts, where Pillow is installed. A card is complete without them."""

from functools import cache
from importlib.util import find_spec

from bot.chat.charts import Chart
from bot.pictures.bars import draw_bars


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def draw(chart: Chart) -> bytes | None:
    """The chart as a PNG, 800 pixels wide; None where Pillow is not installed. Slow: call it off the event loop."""
    try:
        return draw_bars(chart)
    except ImportError:
        return None
