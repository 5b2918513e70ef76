"""The form in which a keeper changes the agreement, and what stands in the way, in sentences. Pure."""

from collections.abc import Mapping
from typing import assert_never

from bot.agreement.model import MOST_TEXT, Flaw, Overtaken, Same, Unread
from bot.chat.forms import Form, TextField
from bot.chat.text import Text
from bot.chat.token import Token
from bot.chat.typed import Missing, NoPlace, TooLong, place_field, too_long
from bot.chat.words import Words
from bot.power import MOST_WHY


def change_form(base: int, typed: Mapping[str, str], words: Words) -> Form:
    """The whole text, why it changes, and when the group looks at it again."""
    return Form(
        Token("agreement.keep", (str(base),)),
        words.label("How we work together"),
        (
            TextField(
                "text",
                words.label("Our agreement"),
                words.label("Up to {most} characters. Earlier versions are kept.", most=MOST_TEXT),
                typed.get("text", ""),
                required=True,
                lines=True,
            ),
            TextField(
                "why",
                words.label("Why this change?"),
                words.label("Everyone can read this, up to {most} characters.", most=MOST_WHY),
                typed.get("why", ""),
                required=True,
            ),
            TextField(
                "review",
                words.label("When do we look at it again?"),
                words.label("For example: 6 months, or 2027-05-01. Empty: when someone asks."),
                typed.get("review", ""),
            ),
            *place_field(typed, words.label("In which channel is everyone told?")),
        ),
        words.label("Change it"),
        words.say("This changes it for everyone at once, and stands in the log with your name."),
    )


def flaw_sentence(key: str, flaw: Flaw, words: Words) -> Text:
    """What stands in the way, and what would be right."""
    match flaw:
        case NoPlace():
            return words.say("In which channel is everyone told? Here only you can read it.")
        case Missing() if key == "why":
            return words.say("Please say why in a few words, for everyone to read.")
        case Missing():
            return words.say("An agreement needs some words.")
        case TooLong(most):
            return too_long(most, words)
        case Unread():
            return words.say("I could not read that as a time to come. You can write 6 months, or 2027-05-01.")
        case Same():
            return words.say("This is what it says already.")
        case Overtaken(number):
            return words.say(
                "It was changed meanwhile, and version {number} holds now. Your words are kept here: please look at "
                "what is new, then send them again.",
                number=number,
            )
        case _:
            assert_never(flaw)
