"""What differs between two texts, and two changes of one text taken together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.plain import words_of
from bot.proposals.cards.parts import marked
from bot.proposals.difference import Kind, difference, together
from tests.people import READER

texts = st.lists(st.sampled_from(["we", "plant", "a", "hedge", "wild", "\n", "road"]), max_size=12).map(" ".join)


@given(old=texts, new=texts)
def test_what_stays_and_goes_is_the_old_text_and_what_stays_and_comes_the_new(old: str, new: str) -> None:
    pieces = difference(old, new)
    if "…" not in "".join(piece.words for piece in pieces):
        assert "".join(piece.words for piece in pieces if piece.kind is not Kind.COMES) == old
        assert "".join(piece.words for piece in pieces if piece.kind is not Kind.GOES) == new


@given(base=texts, one=texts)
def test_a_change_beside_nothing_is_that_change(base: str, one: str) -> None:
    assert together(base, base, one) == one
    assert together(base, one, base) == one
    assert together(base, one, one) == one


@given(base=texts, one=texts, other=texts)
def test_it_does_not_matter_which_of_two_changes_comes_first(base: str, one: str, other: str) -> None:
    assert together(base, one, other) == together(base, other, one)


@given(base=st.lists(st.integers(0, 99).map(str), min_size=6, unique=True), data=st.data())
def test_changes_of_words_that_do_not_touch_are_both_in_it(base: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(base) - 4))
    second = data.draw(st.integers(first + 3, len(base) - 1))
    one, other, both = list(base), list(base), list(base)
    one[first] = both[first] = "here"
    other[second] = both[second] = "there"
    assert together(" ".join(base), " ".join(one), " ".join(other)) == " ".join(both)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plant a wild hedge", "plant a thorny hedge"),
        ("plant a hedge", "plant a low hedge here"),
        ("plant ivy", "plant a low hedge"),
    ],
)
def test_changes_that_meet_do_not_go_together(one: str, other: str) -> None:
    assert together("plant a tall hedge", one, other) is None


def test_a_listener_can_follow_what_is_marked() -> None:
    old = "We meet on Tuesday evening in the hall.\nBring tea."
    new = "We meet on Saturday morning in the hall.\nBring tea and cake."
    seen = words_of(marked(old, new), READER)
    assert seen == (
        "We meet on [-Tuesday evening-] {+Saturday morning+} in the hall.\nBring [-tea.-] {+tea and cake.+}"
    )


def test_long_stretches_that_stay_are_left_out() -> None:
    words = [f"w{number}" for number in range(300)]
    new = [*words[:150], "new", *words[150:]]
    pieces = difference(" ".join(words), " ".join(new))
    assert "".join(piece.words for piece in pieces).count("w1") == 16
    assert [piece.words.strip() for piece in pieces if piece.kind is Kind.COMES] == ["new"]


@pytest.mark.parametrize("words", [["x"], ["a", "b"], list("abcdefgh"), [str(n) for n in range(400)]])
def test_texts_that_are_hard_to_compare_are_compared_all_the_same(words: list[str]) -> None:
    old = " ".join(words[number % len(words)] for number in range(1500))
    new = " ".join(words[number * 7 % len(words)] for number in range(1490))
    assert together(old, old, new) == new
