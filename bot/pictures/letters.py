"""Lines of words in pictures: which of the fonts beside this module draws each letter, and what none of them can."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "fonts"
WIDE, HAN = "DejaVuSans.ttf", "DroidSansFallback.ttf"
"""Latin, Greek, Cyrillic, Hebrew and Arabic; Chinese, Japanese and Korean."""

SHAPED = ("NotoSansDevanagari-Regular.ttf", "NotoSansBengali-Regular.ttf", "NotoSansTamil-Regular.ttf")
ORDER = (WIDE, HAN, "NotoSansThai-Regular.ttf", *SHAPED)
"""A letter is drawn by the first that has it."""

RIGHT_TO_LEFT = frozenset({"R", "AL"})
LOOSE_JOINERS = re.compile(r"(?:^|(?<=\s))[\u200b-\u200d]+|[\u200b-\u200d]+(?=\s|$)")
"""They join letters; beside a symbol that was left out they join nothing."""

NOT_A_CHARACTER = "\U0010ffff"
Run = tuple[str, str]
"""Letters that one font draws, and the font's file."""


def legible(words: str) -> str | None:
    """The words as they can be drawn: without symbols that no font has. None where a letter is missing, or nothing is
    left: such words are read on the card, never as boxes."""
    kept = "".join(c for c in unicodedata.normalize("NFC", " ".join(words.split())) if _font_of(c) or not _symbol(c))
    line = " ".join(LOOSE_JOINERS.sub("", kept).split())
    return line if line and _can_be_set(line) else None


def width(words: str, size: int) -> float:
    """Pixels that a legible line takes."""
    return sum(_font(file, size).getlength(run) for run, file in runs(words))


def write(pen: "ImageDraw", at: tuple[float, float], words: str, size: int, colour: str) -> None:
    """A legible line, with ``at`` the left end of what its letters stand on."""
    x, y = at
    for run, file in runs(words):
        font = _font(file, size)
        pen.text((x, y), run, colour, font, anchor="ls")
        x += font.getlength(run)


def fitting(words: str, size: int, room: float) -> str:
    """The line, cut with an ellipsis where it takes more than ``room`` pixels; the card holds it whole."""
    if width(words, size) <= room:
        return words
    while words and width(words + "…", size) > room:
        words = words[:-1].rstrip()
    return words + "…"


def wrapped(words: str, size: int, room: float, most: int) -> tuple[str, ...]:
    """The words on at most ``most`` lines of ``room`` pixels; only what is more than that is cut."""
    lines: list[str] = []
    left = words
    while left and len(lines) < most - 1:
        end = _end_of_line(left, size, room)
        lines.append(left[:end].rstrip())
        left = left[end:].lstrip()
    return (*lines, fitting(left, size, room)) if left else tuple(lines)


def _end_of_line(words: str, size: int, room: float) -> int:
    end = len(words)
    while end > 1 and width(words[:end], size) > room:
        end -= 1
    if end == len(words):
        return end
    space = words.rfind(" ", 0, end + 1)
    return space if space > 0 else end


def _can_be_set(line: str) -> bool:
    """Whether every letter has a font, and whether their order can be told: directions are set within one font."""
    if not all(map(_font_of, line)):
        return False
    files = {file for _, file in runs(line)}
    leftwards = any(unicodedata.bidirectional(c) in RIGHT_TO_LEFT for c in line)
    if leftwards and len(files) > 1:
        return False
    return _shapes() or not (leftwards or files.intersection(SHAPED))


def runs(line: str) -> Iterator[Run]:
    """The line in pieces of one font each."""
    files: list[str] = []
    for c in line:
        # What every font has stays with its neighbour, so that words are not torn apart by their spaces.
        same = files and unicodedata.category(c)[0] in "MZ" and _has(files[-1], c)
        files.append(files[-1] if same else _font_of(c) or WIDE)
    for file, letters in groupby(zip(line, files, strict=True), lambda pair: pair[1]):
        yield "".join(c for c, _ in letters), file


def _symbol(c: str) -> bool:
    return unicodedata.category(c) in ("So", "Sk", "Cf", "Cn", "Mn", "Me") and not unicodedata.combining(c)


@cache
def _font_of(c: str) -> str | None:
    return next((file for file in ORDER if _has(file, c)), None)


@cache
def _has(file: str, c: str) -> bool:
    return _drawn(file, c) != _drawn(file, NOT_A_CHARACTER)


@cache
def _drawn(file: str, c: str) -> tuple[tuple[int, int], bytes]:
    from PIL import ImageFont  # an extra

    mask = ImageFont.truetype(FONTS / file, 16, layout_engine=ImageFont.Layout.BASIC).getmask(c)
    return mask.size, bytes(mask)


@cache
def _font(file: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # an extra

    return ImageFont.truetype(FONTS / file, size)


@cache
def _shapes() -> bool:
    """Whether letters can be joined and written right to left here (libraqm and FriBiDi)."""
    from PIL import features  # an extra

    return bool(features.check("raqm") and features.check("fribidi"))
