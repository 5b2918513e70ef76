"""Commands on one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.lines import first_sentence, items, read_line

KEYS = ("question", "options")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", {}),
        ("   ", {}),
        ("When do we meet? Tuesday; Saturday", {"": "When do we meet? Tuesday; Saturday"}),
        ("question: When? options: a; b", {"question": "When?", "options": "a; b"}),
        ("When? OPTIONS: a; b", {"": "When?", "options": "a; b"}),
        ("question: a question: b", {"question": "b"}),
        ("question: the options:none", {"question": "the", "options": "none"}),
        ("question: suboptions: are words", {"question": "suboptions: are words"}),
        ("question:", {}),
    ],
)
def test_a_line_is_read_by_its_keys(line: str, found: dict[str, str]) -> None:
    assert read_line(line, KEYS) == found


@given(st.text(max_size=60))
def test_any_line_can_be_read(line: str) -> None:
    found = read_line(line, KEYS)
    assert set(found) <= {"", *KEYS}
    assert all(words.strip() == words != "" for words in found.values())


def test_the_first_sentence_ends_where_it_ends() -> None:
    assert first_sentence("When do we meet? Tuesday; Saturday") == ("When do we meet?", "Tuesday; Saturday")
    assert first_sentence("The hall\nTuesday") == ("The hall", "Tuesday")
    assert first_sentence("  ") == ("", "")


def test_a_list_is_one_a_line_or_separated_by_semicolons() -> None:
    assert items("a; b;; c ") == ("a", "b", "c")
    assert items("a; or b\nc\n\n") == ("a; or b", "c")
