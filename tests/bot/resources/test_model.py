"""Links are checked for their shape, and nothing else about them is ever asked."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.typed import Missing, TooLong
from bot.resources.model import (
    MOST_LINK,
    MOST_WORDS,
    HoldsASecret,
    NotAnAddress,
    flaw_of,
    from_line,
    index_of,
    read_draft,
)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "https://bücher.example/straße",
        "https://例え.jp/図書館",
        "https://192.0.2.7/",
        "https://[2001:db8::1]/x",
        "https://en.wikipedia.org/wiki/Descant_(music)",
    ],
)
def test_an_address_of_a_page_is_taken(link: str) -> None:
    assert flaw_of(link) is None


@pytest.mark.parametrize(
    ("link", "flaw"),
    [
        ("javascript:alert(1)", NotAnAddress()),
        ("ftp://example.org/x", NotAnAddress()),
        ("https://", NotAnAddress()),
        ("https://localhost/x", NotAnAddress()),
        ("https://exa mple.org", NotAnAddress()),
        ("https://example.org:port/", NotAnAddress()),
        ("https://-example.org/", NotAnAddress()),
        ("https://[::1", NotAnAddress()),
        ("example.org", NotAnAddress()),
        ("https://ana:secret@example.org/", HoldsASecret()),
        ("https://example.org@evil.example/", HoldsASecret()),
        ("https://example.org/" + "x" * MOST_LINK, TooLong(MOST_LINK)),
    ],
)
def test_what_is_no_such_address_is_told(link: str, flaw: object) -> None:
    assert flaw_of(link) == flaw


@given(st.sampled_from(["", "https://", "http://a.example/", "https://a@"]), st.text())
def test_whatever_is_typed_as_a_link_is_judged_and_what_is_taken_leads_where_it_says(start: str, rest: str) -> None:
    link = start + rest
    if flaw_of(link) is None:
        parts = urlsplit(link)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert "@" not in parts.netloc
        assert link == "".join(link.split())
        assert link.isprintable()


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("The key is under the pot", {"words": "The key is under the pot"}),
        (
            "https://example.org/bikes How we repair bikes",
            {"link": "https://example.org/bikes", "words": "How we repair bikes"},
        ),
        ("Bikes: https://example.org – look", {"link": "https://example.org", "words": "Bikes: – look"}),
        (
            "link: https://a.example about: tea for: everyone",
            {"link": "https://a.example", "words": "tea", "seen": "everyone"},
        ),
        ("https://a.example", {"link": "https://a.example"}),
    ],
)
def test_one_line_holds_a_link_and_words_about_it(line: str, values: dict[str, str]) -> None:
    assert from_line(line) == values


def test_words_are_needed_and_not_too_many() -> None:
    assert read_draft({"link": "https://a.example"}) == {"words": Missing()}
    assert read_draft({"words": "x" * (MOST_WORDS + 1)}) == {"words": TooLong(MOST_WORDS)}


def test_it_is_found_by_its_words_and_by_its_address() -> None:
    found = index_of("Two wheels", "https://bikes.example/r%C3%A9paration")
    assert {"two", "wheels", "bikes", "reparation"} <= set(found)
