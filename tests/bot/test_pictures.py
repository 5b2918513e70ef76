"""Pictures show every letter or are not there: no boxes in place of letters."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from bot.chat.charts import BarChart, ChartBar
from bot.pictures import draw, drawable
from bot.pictures.bars import MARGIN, ROOM, SIZE, sheet_of
from bot.pictures.letters import FONTS, NOT_A_CHARACTER, ORDER, fitting, legible, runs, width, wrapped

FOOT = (
    "23 people took part. 8 did not. 4 changed ballots would make this a tie, 5 would change it. "
    "3 people chose nothing that won."
)


def chart(label: str = "Tuesday", title: str = "When?", foot: str = FOOT) -> BarChart:
    return BarChart(title, (ChartBar(label, 3, "3 of 7"), ChartBar("Saturday", 4, "4 of 7")), 7, None, foot)


@pytest.mark.parametrize(
    "label",
    ["שבת בבוקר (אחרי עשר)", "السبت صباحًا", "土曜日の朝 10時", "周六早上", "토요일 아침", "Суббота", "Σάββατο",
     "Łódź, Þórshöfn", "शनिवार सुबह", "শনিবার", "சனிக்கிழமை", "วันเสาร์", "e\u0301te\u0301"],
)  # fmt: skip
def test_letters_of_many_scripts_are_drawn(label: str) -> None:
    png = draw(chart(label))
    assert png is not None
    assert Image.open(io.BytesIO(png)).width == 800


@pytest.mark.parametrize("label", ["\U00013000\U00013001", "👍", "שבת 土曜日"])
def test_what_can_not_be_shown_has_no_picture_and_no_boxes(label: str) -> None:
    assert draw(chart(label)) is None
    assert not drawable(chart(label))
    assert not drawable(chart(title=label))
    assert not drawable(chart(foot=label))


def test_a_number_that_is_not_shown_has_no_bar() -> None:
    def drawn(count: int | None) -> Image.Image:
        png = draw(BarChart("?", (ChartBar("A", count, "x"),), 9, None, "."))
        assert png is not None
        return Image.open(io.BytesIO(png))

    none, hidden, some = drawn(0), drawn(None), drawn(4)
    across = [(MARGIN + 1, y) for y in range(none.height)]
    assert any(none.getpixel(at) != (255, 255, 255) for at in across if at[1] > none.height // 2)
    assert all(hidden.getpixel(at) == (255, 255, 255) for at in across if at[1] > none.height // 2)
    assert len({picture.tobytes() for picture in (none, hidden, some)}) == 3


def test_a_symbol_beside_words_is_left_out() -> None:
    assert legible("Cake 🎂\u200d🫶🏽") == "Cake"
    assert drawable(chart("Cake 🫶🏽"))


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z")), max_size=12))
def test_no_letter_is_drawn_as_the_box_of_its_font(words: str) -> None:
    line = legible(words)
    for run, file in runs(line) if line else ():
        assert file in ORDER
        font = ImageFont.truetype(FONTS / file, SIZE, layout_engine=ImageFont.Layout.BASIC)
        box = bytes(font.getmask(NOT_A_CHARACTER))
        assert all(bytes(font.getmask(c)) != box for c in run)


def test_the_last_line_is_whole_and_within_the_picture() -> None:
    sheet = sheet_of(chart())
    assert sheet is not None
    assert " ".join(sheet.foot) == FOOT
    assert all(width(line, SIZE) <= ROOM for line in sheet.foot)


@pytest.mark.parametrize("words", ["土" * 200, "m" * 200, "word " * 60])
def test_only_what_is_more_than_the_lines_hold_is_cut(words: str) -> None:
    lines = wrapped(words.strip(), SIZE, ROOM, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(width(line, SIZE) <= ROOM for line in lines)
    assert fitting("short", SIZE, ROOM) == "short"
