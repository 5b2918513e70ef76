"""The forms of resources, and what stands in the way, in sentences. Pure."""

from collections.abc import Mapping
from typing import assert_never

from bot.chat.forms import Choice, ChoiceField, Form, PlaceField, TextField
from bot.chat.ids import PlaceId
from bot.chat.text import Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.resources.model import (
    EVERYONE,
    HERE,
    MOST_WHY,
    MOST_WORDS,
    PLACE,
    Flaw,
    HoldsASecret,
    NoPlace,
    NotAnAddress,
    NoWords,
    TooLong,
)


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
            *_place(typed, words),
        ),
        words.label("Share it"),
        words.say("It appears in that channel, with your name.")
        if PLACE in typed
        else words.say("It appears in this channel, with your name."),
    )


def _place(typed: Mapping[str, str], words: Words) -> tuple[PlaceField, ...]:
    if PLACE not in typed:
        return ()
    picked = PlaceId(typed[PLACE]) if typed[PLACE] else None
    return (PlaceField(PLACE, words.label("In which channel?"), picked, required=True, here=True),)


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
        case NoWords():
            return words.say("What is it, and whom could it help? A few words are enough.")
        case TooLong(most):
            return words.say("This has more than {most} characters. All your words are kept here.", most=most)
        case NotAnAddress():
            return words.say("I can not read that as the address of a page. For example: https://example.org/page")
        case HoldsASecret():
            return words.say("This address holds a name and a password. Please leave them out: everyone here reads it.")
        case _:
            assert_never(flaw)
