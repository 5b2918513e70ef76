"""The forms of resources, and what stands in the way, in sentences. Pure."""

from collections.abc import Mapping
from typing import assert_never

from bot.chat.forms import Choice, ChoiceField, Form, TextField
from bot.chat.text import Text
from bot.chat.token import Token
from bot.chat.typed import PLACE, Missing, NoPlace, TooLong, place_field, too_long
from bot.chat.words import Words
from bot.resources.model import EVERYONE, HERE, MOST_WHY, MOST_WORDS, Flaw, HoldsASecret, NotAnAddress


def share_form(typed: Mapping[str, str], words: Words) -> Form:
    """What is it, and who can find it?"""
    return Form(
        Token("resource.share"),
        words.label("Share something"),
        (
            TextField(
                "link",
                words.label("A link, if there is one"),
                words.label("It begins with https://. I never open it."),
                typed.get("link", ""),
            ),
            TextField(
                "words",
                words.label("What is it, and whom could it help?"),
                words.label("Up to {most} characters. It is found by these words.", most=MOST_WORDS),
                typed.get("words", ""),
                required=True,
                lines=True,
            ),
            ChoiceField(
                "seen",
                words.label("Who can find it later?"),
                (
                    Choice(HERE, words.label("Those who know this channel")),
                    Choice(EVERYONE, words.label("Everyone in this community")),
                ),
                EVERYONE if typed.get("seen") == EVERYONE else HERE,
            ),
            *place_field(typed, words.label("In which channel?")),
        ),
        words.label("Share it"),
        words.say("It appears in that channel, with your name.")
        if PLACE in typed
        else words.say("It appears in this channel, with your name."),
    )


def doubt_form(resource: str, typed: str, words: Words) -> Form:
    """What is no longer right about it?"""
    return Form(
        Token("resource.doubt", (resource,)),
        words.label("No longer right"),
        (
            TextField(
                "why",
                words.label("What is no longer right?"),
                words.label("Up to {most} characters, for everyone to read. It stays and can be found.", most=MOST_WHY),
                typed,
                required=True,
                lines=True,
            ),
        ),
        words.label("Say so"),
    )


def find_form(words: Words) -> Form:
    """What are you looking for?"""
    hint = words.label("A few words, or how they begin. Empty: everything.")
    field = TextField("words", words.label("What are you looking for?"), hint)
    return Form(Token("resource.find"), words.label("Find something"), (field,), words.label("Find it"))


def flaw_sentence(flaw: Flaw, words: Words) -> Text:
    """What stands in the way, and what would be right."""
    match flaw:
        case NoPlace():
            return words.say("In which channel? Here only you can read it.")
        case Missing():
            return words.say("What is it, and whom could it help? A few words are enough.")
        case TooLong(most):
            return too_long(most, words)
        case NotAnAddress():
            return words.say("I can not read that as the address of a page. For example: https://example.org/page")
        case HoldsASecret():
            return words.say("This address holds a name and a password. Please leave them out: everyone here reads it.")
        case _:
            assert_never(flaw)
