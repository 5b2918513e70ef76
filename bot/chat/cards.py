"""Cards are data: a closed union of elements that each adapter renders and ``plain.py`` writes out in full."""

from dataclasses import dataclass
from typing import Literal

from bot.chat.charts import Chart
from bot.chat.text import NOTHING, Text
from bot.chat.token import Token

Style = Literal["default", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the card, or the part of it that follows, is about."""

    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few."""

    text: Text


@dataclass(frozen=True, slots=True)
class Small:
    """Fine print: true, and not what one reads first."""

    text: Text


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's own words, whole, and who said them where that may be shown."""

    words: str
    by: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Bar:
    """One counted line: ``count`` out of ``of``, with what the number means in words."""

    label: str
    count: int | None
    """None: the number is too small to be shown, and no bar is drawn for it."""
    of: int
    note: Text


@dataclass(frozen=True, slots=True)
class Bars:
    """Counted lines in the order in which they are listed."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A pause between two parts of a card."""


@dataclass(frozen=True, slots=True)
class Button:
    """A press. ``label`` says what it does, at most 75 characters are sure to be shown."""

    label: str
    token: Token
    style: Style = "default"


@dataclass(frozen=True, slots=True)
class Buttons:
    """Presses that belong together, in reading order; adapters wrap them into rows."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class MenuOption:
    """One line of a menu; ``value`` comes back in ``ActionPressed.values``."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose from where buttons would be too many: up to 25 options, ``most`` of them at once."""

    token: Token
    prompt: str
    options: tuple[MenuOption, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of what the card says in words anyway. ``alt``: at most 1,000 characters, the same facts."""

    chart: Chart
    alt: str


Element = Heading | Paragraph | Small | Said | Bars | Picture | Divider | Buttons | Menu


@dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot's: elements in reading order."""

    elements: tuple[Element, ...]


def said(*lines: Text) -> Card:
    """Sentences as a card, those that are empty left out."""
    return Card(tuple(map(Paragraph, filter(None, lines))))
