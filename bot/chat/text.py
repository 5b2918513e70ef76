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


@dataclass(frozen=True, slots=True)
class Command:
    """What a member types, without the slash: ``descant find``. Shown as it is typed in this chat."""

    line: str


Span = Plain | Bold | Quoted | Person | Place | Moment | Link | Command
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


def cut(text: str, most: int) -> str:
    """The beginning of a text, with a sign that there is more."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cs", "Co"})
_NO_CHARACTERS = frozenset(chr(plane + low) for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category, and nothing to the eye."""
_NOTHING_TO_SEE = frozenset({"Cf", "Mn", "Zl", "Zp", "Zs"})


_LINES = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n"})


def clean(words: str) -> str:
    """What someone wrote without control and text-direction characters, trimmed; line breaks stay. Empty when
    there is nothing in it that can be seen.

    Direction overrides can make words read as their opposite (Unicode Technical Report 36, §2.2). Characters that
    Python does not know yet stay: they are next year's emoji.
    """
    lines = words.translate(_LINES).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c == "\n" or not _unseen(c)).strip()
    return kept if any(map(_visible, kept)) else ""


def _unseen(c: str) -> bool:
    return c in _BIDI_CONTROLS or c in _NO_CHARACTERS or unicodedata.category(c) in _UNSEEN


def _visible(c: str) -> bool:
    return c != "\n" and c not in _BLANK and unicodedata.category(c) not in _NOTHING_TO_SEE


def one_line(words: str) -> str:
    """Cleaned words with every run of white space, line breaks included, as one space."""
    return " ".join(clean(words).split())
