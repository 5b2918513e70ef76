"""Forms are data too: one page, at most five fields, and always the answer to a fresh command or press."""

from dataclasses import dataclass

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


Field = TextField | ChoiceField


@dataclass(frozen=True, slots=True)
class Form:
    """A page of fields. What is sent comes back as ``FormSent`` with this token and the values by key."""

    token: Token
    title: str
    fields: tuple[Field, ...]
    send: str
    note: Text = NOTHING

    def __post_init__(self) -> None:
        if not 1 <= len(self.fields) <= MOST_FIELDS:
            raise ValueError(f"{self.token.handler}: a form has one to {MOST_FIELDS} fields")
