"""Bars: one row for each option in the order in which they are listed, with its number on it."""

import io
from typing import TYPE_CHECKING

from bot.chat.charts import BarChart, ChartBar

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

WIDTH = 800
MARGIN = 32
ROW = 84
SIZE = 22
INK, PAPER, SOFT = "#1a1a1a", "#ffffff", "#555555"
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
"""Okabe and Ito's, told apart by colour-blind readers; each bar also carries its label."""


def draw_bars(chart: BarChart) -> bytes:
    """The chart as a PNG. Raises ``ImportError`` where Pillow is not installed."""
    from PIL import Image, ImageDraw, ImageFont  # an extra

    rows = [*chart.bars, *([chart.absent] if chart.absent is not None else [])]
    picture = Image.new("RGB", (WIDTH, 2 * MARGIN + 48 + ROW * len(rows) + 40), PAPER)
    pen = ImageDraw.Draw(picture)
    font, large = ImageFont.load_default(SIZE), ImageFont.load_default(SIZE + 6)
    pen.text((MARGIN, MARGIN), _fitting(chart.title, large), INK, large)
    for number, bar in enumerate(rows):
        top = MARGIN + 48 + ROW * number
        pen.text((MARGIN, top), _fitting(f"{bar.label}: {bar.note}", font), INK, font)
        colour = COLOURS[number % len(COLOURS)] if bar is not chart.absent else None
        _bar(pen, bar, top + 32, max(chart.of, 1), colour)
    pen.text((MARGIN, picture.height - MARGIN - SIZE), _fitting(chart.foot, font), SOFT, font)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _bar(pen: "ImageDraw.ImageDraw", bar: ChartBar, top: int, of: int, colour: str | None) -> None:
    """The full length outlined, the counted part filled; those who took no part are hatched, and never coloured."""
    room = WIDTH - 2 * MARGIN
    pen.rectangle((MARGIN, top, MARGIN + room, top + 28), PAPER, SOFT)
    if not bar.count:
        return
    end = MARGIN + max(6, min(room, round(room * bar.count / of)))
    if colour is not None:
        pen.rectangle((MARGIN, top, end, top + 28), colour, INK, 2)
        return
    for x in range(MARGIN - 28, end, 12):
        pen.line((max(x, MARGIN), top + 28 - max(0, MARGIN - x), min(x + 28, end), top + max(0, x + 28 - end)), SOFT)
    pen.rectangle((MARGIN, top, end, top + 28), None, INK, 2)


def _fitting(words: str, font: "ImageFont.FreeTypeFont | ImageFont.ImageFont") -> str:
    """The words on one line, cut with an ellipsis where they are too long; the card holds them whole."""
    line = " ".join(words.split())
    if font.getlength(line) <= WIDTH - 2 * MARGIN:
        return line
    while line and font.getlength(line + "…") > WIDTH - 2 * MARGIN:
        line = line[:-1]
    return line.rstrip() + "…"
