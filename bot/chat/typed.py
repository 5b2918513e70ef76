"""What people type into forms, and what can be wrong with it whatever it is for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.forms import PlaceField
from bot.chat.ids import PlaceId
from bot.chat.text import Quoted, Text
from bot.chat.words import Words

Values = Mapping[str, str]
"""What stands in a form's fields, by key."""

PLACE = "place"
"""Stands among the values where a channel has to be picked: it was begun where nobody else reads."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was written where something is needed."""


@dataclass(frozen=True, slots=True)
class NoPlace:
    """No channel was picked where one is needed."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """More than ``most`` characters. ``what`` is the beginning of the words, when they are one of several."""

    most: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class Twice:
    """The same words stand there already."""

    words: str


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A word that is not one of the choices, which are ``offered``."""

    words: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotANumber:
    """A whole number from 0 on is needed."""

    words: str


Common = NotOffered | NotANumber
"""What is wrong in the same words wherever it is."""


def common_sentence(flaw: Common, words: Words) -> Text:
    """What is wrong, and what would be right."""
    match flaw:
        case NotOffered(given, offered):
            return words.say(
                "{given} is not one of the choices, which are: {offered}.",
                given=Quoted(given[:40]),
                offered=words.listing(offered),
            )
        case NotANumber(given):
            return words.say("{given} is not a whole number. For example: 5.", given=Quoted(given[:40]))


def too_long(most: int, words: Words) -> Text:
    """That it is too long, and not lost."""
    return words.say("This has more than {most} characters. All your words are kept here.", most=most)


def place_field(values: Values, label: str) -> tuple[PlaceField, ...]:
    """A field for the channel, where one has to be picked; the one that was picked before stands in it."""
    if PLACE not in values:
        return ()
    picked = PlaceId(values[PLACE]) if values[PLACE] else None
    return (PlaceField(PLACE, label, picked, required=True, here=True),)
