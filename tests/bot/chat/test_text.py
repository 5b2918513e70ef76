"""What people wrote stays what they wrote, and can not become anything else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.cards import Bar, Bars, Button, Buttons, Card, Divider, Heading, Menu, MenuOption, Paragraph, Said, Small
from bot.chat.ids import PersonId, PlaceId
from bot.chat.plain import Reading, button_labels, drawn, numbered, plain_text, words_of
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, clean, one_line, plain, sentences
from bot.chat.token import LIMIT, Token, TokenTooLong, decode_token
from bot.chat.words import is_zone, words_for
from tests.fakes import START

READER = Reading(words_for("en"), "Europe/London", str.capitalize, lambda place: f"#{place}")


# --- clean --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Saturday ", "Saturday"),
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069\u202ac", "abc"),
        ("\ud800", ""),
        ("a\ufffeb", "ab"),
        ("a\U0001fffeb", "ab"),
        ("متى نلتقي؟", "متى نلتقي؟"),
        ("👩‍👩‍👧‍👦👍🏽", "👩‍👩‍👧‍👦👍🏽"),
        ("\U0001fae9", "\U0001fae9"),
        ("e\u0301", "e\u0301"),
        ("\u200b\u2060 \u3164\u2800\n", ""),
        ("\u0301", ""),
        ("\U000e0041", ""),
        ("", ""),
    ],
)
def test_what_can_not_be_seen_goes_and_the_rest_stays(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaned_words_are_clean(typed: str) -> None:
    kept = clean(typed)
    assert clean(kept) == kept
    assert kept == kept.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in kept if c != "\n")
    assert "\n" not in one_line(typed)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u2800\u3164\uffa0")))
def test_letters_figures_and_signs_are_never_lost(typed: str) -> None:
    assert clean(typed) == typed.strip()


# --- tokens -------------------------------------------------------------------------------------------------------


@given(
    st.from_regex(r"[a-z]+\.[a-z]+", fullmatch=True).filter(lambda name: len(name) < 20),
    st.lists(st.from_regex(r"[a-z0-9]{0,16}", fullmatch=True), max_size=3),
)
def test_a_token_comes_back_from_its_text(handler: str, ids: list[str]) -> None:
    token = Token(handler, tuple(ids))
    assert len(token.encode().encode()) <= LIMIT
    assert decode_token(token.encode()) == token
    assert [token.id(n) for n in range(4)] == [*ids, *[""] * (4 - len(ids))]


def test_a_token_counts_bytes_and_not_letters() -> None:
    assert Token("h", ("x" * (LIMIT - 4),)).encode() == f"1|h|{'x' * (LIMIT - 4)}"
    with pytest.raises(TokenTooLong):
        Token("h", ("x" * (LIMIT - 3),))
    with pytest.raises(TokenTooLong):
        Token("h", ("é" * 49,))


@pytest.mark.parametrize(
    "text", ["", "1", "1|", "2|poll.choose|x", "poll.choose", "|", f"1|h|{'x' * 97}", "1|h|" + "é" * 49]
)
def test_what_is_no_token_of_ours_is_none(text: str) -> None:
    assert decode_token(text) is None


# --- plain --------------------------------------------------------------------------------------------------------


def test_every_element_and_span_has_a_plain_form() -> None:
    token = Token("poll.choose", ("p", "1"))
    spans = (
        Plain("plain "), Bold("bold "), Quoted("words"), Person(PersonId("ana")), Place(PlaceId("plans")),
        Moment(START), Link("here", "https://example.org"), Command("descant find"),
    )  # fmt: skip
    card = Card(
        (
            Heading(plain("Heading")),
            Paragraph(spans),
            Small(plain("small")),
            Said("two\nlines", (Person(PersonId("ben")),)),
            Said("alone"),
            Bars((Bar("Saturday", 3, 4, plain("3 of 4")), Bar("Sunday", None, 4, plain("fewer than 3")))),
            Divider(),
            Buttons((Button("Yes", token), Button("No", token))),
            Menu(token, "Choose", (MenuOption("1", "One"), MenuOption("2", "Two"))),
        )
    )
    assert plain_text(card, READER).split("\n\n") == [
        "Heading",
        "plain bold “words”Ana#plansTuesday 24 November 2026, 10:00 (London)here (https://example.org)/descant find",
        "small",
        "> two\n> lines\n  Ben",
        "> alone",
        "Saturday: 3 of 4\n▰▰▰▰▰▰▰▰▰▱▱▱\nSunday: fewer than 3",
        "—",
        "[Yes] [No]",
        "Choose:\n[One]\n[Two]",
    ]
    assert [(n.number, n.label, n.values) for n in numbered(card)] == [
        (1, "Yes", ()), (2, "No", ()), (3, "One", ("1",)), (4, "Two", ("2",)),
    ]  # fmt: skip
    assert button_labels(card) == ("Yes", "No", "One", "Two")


@given(st.text(), st.text())
def test_peoples_words_stand_whole_in_every_sentence(one: str, two: str) -> None:
    said = words_for("en").say("{one} and {two}", one=Quoted(one), two=two)
    assert words_of(said, READER) == f"“{one}” and {two}"


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_bar_has_twelve_places_and_something_is_never_nothing(number: int, of: int) -> None:
    bar = drawn(min(number, of), of)
    assert len(bar) == 12
    assert ("▰" in bar) == (number > 0)


def test_sentences_follow_each_other_with_a_space_and_empty_ones_drop_out() -> None:
    assert words_of(sentences((), plain("One."), (), plain("Two.")), READER) == "One. Two."


# --- words --------------------------------------------------------------------------------------------------------


def test_plurals_and_lists() -> None:
    words = words_for("en-GB")
    said = [words_of(words.count("{n} person has answered.", "{n} people have answered.", n), READER) for n in (1, 2)]
    assert said == ["1 person has answered.", "2 people have answered."]
    assert words.labels("{n} reply", "{n} replies", 2) == "2 replies"
    assert [words_of(words.listing(things), READER) for things in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_an_unknown_language_falls_back_and_does_not_fail() -> None:
    assert words_for("tlh-Latn").label("Not for me") == "Not for me"
    assert words_for("").label("Not for me") == "Not for me"


@pytest.mark.parametrize(
    ("name", "known"), [("Europe/London", True), ("UTC", True), ("Mars/Olympus", False), ("", False), ("../x", False)]
)
def test_a_zone_is_known_by_its_name(name: str, known: bool) -> None:
    assert is_zone(name) is known
