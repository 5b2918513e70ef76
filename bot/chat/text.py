"""Text as spans. What people wrote is always a ``Plain`` and can not turn into a mention, a link or markup."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from bot.chat.ids import PersonId, PlaceId


@dataclass(frozen=True, slots=True)
class Plain:
    """Words shown exactly as they stand."""

    words: str


@dataclass(frozen=True, slots=True)
class Bold:
    """Words that carry the weight of the sentence."""

    words: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A person's own words inside a sentence, set apart from the bot's."""

    words: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member, shown by the name their chat has for them; nobody is notified by it."""

    id: PersonId


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, shown by the name its chat has for it."""

    id: PlaceId


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC), shown in the reader's own zone where the chat can, otherwise with the zone's name."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address (``https`` only)."""

    words: str
    address: str


Span = Plain | Bold | Quoted | Person | Place | Moment | Link
Text = tuple[Span, ...]

NOTHING: Text = ()


def plain(words: str) -> Text:
    """A text that is just these words."""
    return (Plain(words),)


def sentences(*texts: Text) -> Text:
    """Whole sentences one after the other; empty ones drop out."""
    joined: Text = ()
    for text in filter(None, texts):
        joined = (*joined, Plain(" "), *text) if joined else text
    return joined


_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})


def clean(words: str) -> str:
    """What someone wrote without control and text-direction characters, trimmed; line breaks stay.

    Direction overrides can make words read as their opposite (Unicode Technical Report 36, §2.2).
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(
        c for c in lines if c == "\n" or (c not in _BIDI_CONTROLS and unicodedata.category(c) not in _UNSEEN)
    )
    return kept.strip()


def one_line(words: str) -> str:
    """Cleaned words with every run of white space, line breaks included, as one space."""
    return " ".join(clean(words).split())
