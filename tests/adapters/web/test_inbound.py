"""What a browser sends, as events of the core."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.inbound import (
    COMMUNITY,
    NO_SUCH,
    Player,
    Said,
    decode_about,
    decode_form,
    decode_line,
    decode_press,
)
from adapters.web.limits import MOST_LINE
from bot.chat.events import CommandGiven
from bot.chat.token import Token

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
ANA = Player("ana", "Europe/London", "en", False, "plans", 8)


@pytest.mark.parametrize("line", ["", "   ", "\n\t", "\x00", " \x00 "])
def test_nothing_typed_is_nothing_said(line: str) -> None:
    assert decode_line(line, ANA, "k", AT) is None


def test_words_are_said() -> None:
    assert decode_line("  hello  ", ANA, "k", AT) == Said("hello")


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("/poll", "poll", ""),
        ("/POLL", "poll", ""),
        ("/poll question: When?", "poll", "question: When?"),
        ("  /poll When? a; b", "poll", "When? a; b"),
        ("/poll\nWhen?\na\nb", "poll", "When?\na\nb"),
        ("/", "", ""),
    ],
)
def test_a_slash_makes_a_command(line: str, name: str, text: str) -> None:
    event = decode_line(line, ANA, "k", AT)
    assert isinstance(event, CommandGiven)
    assert (event.name, event.text, event.key, event.at) == (name, text, "k", AT)
    assert (event.where.community, event.where.place, event.where.audience) == (COMMUNITY, "plans", 8)
    assert (event.who.person, event.who.zone) == ("ana", "Europe/London")


@given(st.text())
def test_any_line_is_taken(line: str) -> None:
    event = decode_line(line, ANA, "k", AT)
    said = event.words if isinstance(event, Said) else f"{event.name} {event.text}" if event is not None else ""
    assert "\x00" not in said
    assert len(said) <= MOST_LINE + 1


def test_a_press_carries_its_token_its_message_and_what_was_chosen() -> None:
    event = decode_press(Token("poll.pick", ("p1",)).encode(), ["2", "3"], ANA, 7, True, "k", AT)
    assert (event.token, event.values) == (Token("poll.pick", ("p1",)), ("2", "3"))
    assert (event.where.message, event.where.private) == ("7", True)


@given(st.text())
def test_any_token_is_answered(token: str) -> None:
    event = decode_press(token, [], ANA, None, False, "k", AT)
    assert event.token.encode() == token or event.token == NO_SUCH


def test_a_form_keeps_its_lines_as_lines() -> None:
    event = decode_form(Token("poll.ask", ("d",)), {"options": "a\r\nb"}, ANA, 3, "k", AT)
    assert event.values == {"options": "a\nb"}
    assert (event.where.message, event.where.private) == ("3", True)
    assert not decode_form(Token("poll.ask"), {}, ANA, None, "k", AT).where.private


def test_a_command_from_a_messages_menu_is_about_that_message() -> None:
    event = decode_about("Propose", 7, "We could mend the gate.", "bilal", ANA, "k", AT)
    assert event.name == "propose"
    assert event.about is not None
    assert (event.about.words, event.about.by) == ("We could mend the gate.", "bilal")
    bots = decode_about("propose", 8, "A result", None, ANA, "k", AT)
    assert bots.about is not None
    assert bots.about.by is None
