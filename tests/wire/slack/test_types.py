"""What we send, held against Slack's own types."""

from adapters.slack.decoded import Origin
from adapters.slack.fit import render_message
from adapters.slack.forms import render_form, render_home, render_window
from adapters.slack.render import Reader
from bot.chat.text import plain
from bot.chat.words import words_for
from tests.adapters.slack.zoo import EVERYTHING, FORM, result
from tests.wire.slack.types import complaints

READER = Reader(words_for("en"), "UTC", lambda picture: "F1")


def test_everything_that_is_shown_is_of_slacks_types() -> None:
    here = Origin("C1")
    messages = [dict(render_message(card, READER, "key").arguments()) for card in (EVERYTHING, result(6, 30, 500))]
    views = [
        render_form(FORM, here, READER),
        render_form(FORM, here, READER, {"question": plain("Once more.")}),
        render_window(EVERYTHING, here, READER),
        render_home(EVERYTHING, READER),
    ]
    assert complaints(messages, views) == ""


def test_a_planted_fault_is_found() -> None:
    message = dict(render_message(EVERYTHING, READER, "key").arguments())
    assert "TS" in complaints([{**message, "blocks": [{"type": "header", "text": "bare"}]}], [])
    assert "TS" in complaints([], [{"type": "modal", "blocks": []}])
