"""Words are found as people type them, in every script, whatever else stands in what they typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.terms import LAST, LONGEST, MOST_SOUGHT, sought, terms


def finds(typed: str, text: str) -> bool:
    return all(any(term <= word < term + LAST for word in terms(text)) for term in sought(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("cafe", "Das Café an der Ecke"),
        ("CAFÉ", "cafe\u0301s in the old town"),
        ("lodz", "Wrocław i Łódź"),
        ("strasse", "Die Straße der Katzen"),
        ("smorrebrod", "Smørrebrød på torsdag"),
        ("istanbul", "İstanbul ve Izmir"),
        ("αθηνα", "Αθήνα το βράδυ"),
        ("ежик", "Ёжик в тумане"),
        ("سلام", "سَلَامٌ عليكم"),
        ("שלום", "שָׁלוֹם לכולם"),
        ("हिन्दी", "हिन्दी में"),
        ("书", "北京图书馆的书"),
        ("图书馆", "北京图书馆"),
        ("としょかん", "まちのとしょかん"),
        ("ห้องสมุด", "ไปห้องสมุดกัน"),
        ("한국", "한국어 모임"),
        ("bike rep", "How we repair a bike"),
        ("don't", "Don't water the ferns"),
        ("2½", "2½ cups"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("ike", "How we repair a bike"), ("图馆", "北京图书馆"), ("bike soup", "How we repair a bike"), ("कु", "कि")],
)
def test_what_is_not_there_is_not_found(typed: str, text: str) -> None:
    assert not finds(typed, text)


@pytest.mark.parametrize("typed", ["", "  ", "???", '"', "—", "👍🏽"])
def test_signs_alone_look_for_nothing(typed: str) -> None:
    assert sought(typed) == ()


@given(st.text())
def test_anything_can_be_looked_for_and_every_text_is_found_by_what_stands_in_it(text: str) -> None:
    assert len(sought(text)) <= MOST_SOUGHT
    assert finds(text, text)
    assert all(0 < len(term) <= LONGEST for term in terms(text))
    assert terms(text.upper().lower()) == terms(text.lower().upper().lower()) or not text.isascii()
