"""What goes back: exactly one answer to each event."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.cards import Card
from bot.chat.forms import Form
from bot.chat.text import Text
from bot.chat.token import Token


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep: an export. ``name`` ends in what kind it is (``poll.json``)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Whisper:
    """Said to the one who acted, and to nobody else. Replaces the whisper that was pressed, if it was one."""

    card: Card
    files: tuple[File, ...] = ()
    """Handed over with the card, to the same person alone."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form to fill in. Only a fresh command or press can be answered so."""

    form: Form


@dataclass(frozen=True, slots=True)
class FormErrors:
    """What was sent can not be taken as it is: the form again with the words kept, and what is wrong by field key."""

    form: Form
    errors: Mapping[str, Text]
    again: Token
    """A press that opens this form again, for platforms on which a form can not answer a form."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Acknowledged, with nothing to say."""


Answer = Whisper | OpenForm | FormErrors | Nothing


class Refused(Exception):
    """A use case can not do what was asked. Nothing it did stays, and the one who asked is told in words."""

    def __init__(self, card: Card) -> None:
        super().__init__("refused")
        self.card = card
