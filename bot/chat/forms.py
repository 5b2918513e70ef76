"""Forms are data too: one page, at most five fields, and always the answer to a fresh command or press."""

from dataclasses import dataclass

from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import NOTHING, Text
from bot.chat.token import Token

MOST_FIELDS = 5


@dataclass(frozen=True, slots=True)
class TextField:
    """Words to type. ``most`` is the limit in characters; ``value`` is what already stands there."""

    key: str
    label: str
    hint: str = ""
    value: str = ""
    required: bool = False
    lines: bool = False
    most: int = 4000


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a choice field."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of two to ten choices; ``value`` is the one that is chosen already."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ManyField:
    """Any number of two to ten choices, at most ``most``; what is chosen comes back one a line."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    values: tuple[str, ...] = ()
    hint: str = ""
    most: int = 10
    required: bool = False


@dataclass(frozen=True, slots=True)
class PeopleField:
    """Members to pick, with the chat's own picker where it has one; their ids come back one a line."""

    key: str
    label: str
    values: tuple[PersonId, ...] = ()
    hint: str = ""
    most: int = 10
    required: bool = False


@dataclass(frozen=True, slots=True)
class PlaceField:
    """A channel to pick, with the chat's own picker where it has one; its id comes back."""

    key: str
    label: str
    value: PlaceId | None = None
    hint: str = ""
    required: bool = False
    here: bool = False
    """Whether it begins with the channel that the member looks at, where the chat knows which."""


Field = TextField | ChoiceField | ManyField | PeopleField | PlaceField


@dataclass(frozen=True, slots=True)
class Form:
    """A page of fields. What is sent comes back as ``FormSent`` with this token and the values by key.

    Several values of one field stand on lines of their own.
    """

    token: Token
    title: str
    fields: tuple[Field, ...]
    send: str
    note: Text = NOTHING

    def __post_init__(self) -> None:
        if not 1 <= len(self.fields) <= MOST_FIELDS:
            raise ValueError(f"{self.token.handler}: a form has one to {MOST_FIELDS} fields")
