"""What people wrote is shown as it stands, whatever it is."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.text import escape, render_text, render_words, shorten, units
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, clean, plain
from bot.chat.words import words_for

WORDS = words_for("en")

PIECES = ("a", "everyone", "here", "https://x.y", "<@1>", "<#2>", "<t:3:F>", "א", *"\\*_~|`<>[]()#-+.:/@!&1 \n")
NASTY = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
SPECIAL = re.compile(
    r"[*_~|`\[\]]"  # emphasis, strikethrough, spoilers, code, links
    r"|<(?=[@#a-z/:])"  # mentions, times, commands, emoji, guides
    r"|https?:/"
    r"|@(?:everyone|here)"
    r"|^\s*(?:#{1,3} |>|[-+] |-#|\d+[.)])",  # headings, quotes, lists, small print
    re.MULTILINE | re.IGNORECASE,
)


def markup_in(rendered: str) -> list[str]:
    """What Discord would take for markup: everything special that no backslash stands before."""
    return SPECIAL.findall(re.sub(r"\\[^0-9A-Za-z\s]", "\u00b7", rendered))


def read(rendered: str) -> str:
    """What a reader sees: escapes and unseen characters are gone."""
    return re.sub(r"[\u200b\u2068\u2069]", "", re.sub(r"\\([^0-9A-Za-z\s])", r"\1", rendered))


@given(NASTY | st.text(max_size=60))
@example("1. one\n- two\n# three\n> four\n-# five")
@example("||a|| ~~b~~ `c` [d](https://e.f) <@&1> @everyone </poll:1> <:a:1> <id:guide>")
def test_what_people_wrote_is_shown_as_it_stands(typed: str) -> None:
    words = clean(typed)
    rendered = render_words(words)
    assert markup_in(rendered) == []
    assert read(rendered) == words.replace("\u200b", "")


@given(st.lists(st.builds(Plain, NASTY.map(clean)), max_size=4))
def test_words_put_together_make_no_markup_either(spans: list[Plain]) -> None:
    rendered = render_text(tuple(spans), WORDS)
    assert [m for m in markup_in(rendered) if not m.lower().startswith(("@", "http"))] == []


@given(NASTY.map(clean))
def test_bold_words_stay_between_their_stars(typed: str) -> None:
    rendered = render_text((Bold(typed),), WORDS)
    for line in rendered.split("\n"):
        inner = re.sub(r"^(\s*)\*\*(.*?)\*\*(\s*)$", r"\1\2\3", line)
        # What stands between the stars does not begin a line.
        assert markup_in("x" + inner.replace("**", "")) == []


def test_spans_become_what_discord_shows_natively() -> None:
    at = datetime(2026, 11, 27, 18, tzinfo=UTC)
    named = (Person(PersonId("12")), Plain(" in "), Place(PlaceId("34")), Plain(" "))
    text = (*named, Moment(at), Quoted("a*b"), Command("poll"))
    assert render_text(text, WORDS) == "<@12> in <#34> <t:1795802400:F>“a\\*b”/poll"


def test_an_id_that_is_not_a_number_is_words() -> None:
    assert render_text((Person(PersonId("@everyone")),), WORDS) == "@\u200beveryone"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (Link("here", "https://a.b/c"), "[here](<https://a.b/c>)"),
        (Link("a](x)", "https://a.b/c)>d e"), "[a\\](x)](<https://a.b/c%29%3Ed%20e>)"),
        (Link("here", "javascript:alert(1)"), "here (javascript:alert(1))"),
        (Link("here", "http://a.b"), "here (http\\://a.b)"),
    ],
)
def test_only_safe_addresses_are_links(link: Link, shown: str) -> None:
    assert render_text((link,), WORDS) == shown


def test_words_from_right_to_left_keep_to_themselves() -> None:
    assert render_text((*plain("a "), Quoted("שלום")), WORDS) == "a “\u2068שלום\u2069”"


@given(st.text(max_size=50), st.integers(1, 60))
def test_shortened_words_fit_and_begin_as_they_were(words: str, most: int) -> None:
    short = shorten(words, most)
    assert units(short) <= max(most, units(words) if units(words) <= most else 1)
    assert words.startswith(short.removesuffix("…").rstrip()) or short == words


def test_no_character_is_cut_apart() -> None:
    assert shorten("ab👍🏽cd", 5) == "ab…"
    assert shorten("e\u0301e\u0301e\u0301", 4) == "e\u0301…"


def test_a_missing_escape_would_be_seen() -> None:
    assert markup_in("*a*")
    assert markup_in("# a")
    assert markup_in("<@1>")
    assert not markup_in(escape("*a*"))
