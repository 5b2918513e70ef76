"""What the made-up chat holds, as data."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.cards import Card
from bot.chat.forms import Form
from bot.chat.text import Text


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A made-up member."""

    id: str
    name: str
    zone: str
    locale: str = "en"
    keeper: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A place that all members see."""

    id: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Something that stands in a place. ``author`` None: the bot. ``reader`` None: everyone sees it."""

    id: int
    place: str
    author: str | None
    reader: str | None
    said: str
    card: Card | None
    at: datetime
    edited: bool
    gone: bool
    changed: int
    near: int | None = None
    """For a whisper: the message that it answers, beneath which it stands."""
    files: dict[int, str] = field(default_factory=dict[int, str])
    """The names of the files that were handed over with it, by number."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a whisper goes: beneath the message that it answers, or at the end; in place of an earlier whisper."""

    near: int | None = None
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form that waits for this member, and what was wrong with what they sent last."""

    id: int
    member: str
    place: str
    form: Form
    errors: dict[str, Text]
    spot: Spot
    """Where the answer to it goes."""


def direct(member: str) -> str:
    """The place of a member's direct messages with the bot."""
    return f"direct-{member}"


def thread(message: int) -> str:
    """The place of the thread under a message."""
    return f"thread-{message}"
