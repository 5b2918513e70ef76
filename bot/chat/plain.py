"""Every card as plain text, complete: for notifications, screen readers and chats without buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.chat.cards import Bar, Bars, Buttons, Card, Divider, Element, Heading, Menu, Paragraph, Picture, Said, Small
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, Span, Text
from bot.chat.token import Token
from bot.chat.words import Words

_BAR_WIDTH = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads: their words, their zone, and what their chat calls people and places."""

    words: Words
    zone: str
    person: Callable[[PersonId], str] = str
    place: Callable[[PlaceId], str] = str
    moment: Callable[[datetime], str] | None = None
    """What stands for an instant, where the chat shows each reader their own time."""
    prefix: str = ""
    """What the names of our commands begin with here."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A choice that can be made by typing its number."""

    number: int
    label: str
    token: Token
    values: tuple[str, ...] = ()


def plain_text(card: Card, reading: Reading) -> str:
    """The whole card, one element a paragraph; what can be pressed stands in square brackets."""
    blocks = (_element(element, reading) for element in card.elements)
    return "\n\n".join(block for block in blocks if block)


def numbered(card: Card) -> tuple[Numbered, ...]:
    """Everything that can be pressed on the card, in reading order, numbered from 1."""
    found: list[Numbered] = []
    for element in card.elements:
        match element:
            case Buttons(buttons):
                found += [Numbered(len(found) + i, b.label, b.token) for i, b in enumerate(buttons, 1)]
            case Menu(token, _, options):
                found += [Numbered(len(found) + i, o.label, token, (o.value,)) for i, o in enumerate(options, 1)]
            case _:
                continue
    return tuple(found)


def heading(card: Card, reading: Reading) -> str:
    """What the card is about: its first heading, or nothing where it has none."""
    return next((words_of(element.text, reading) for element in card.elements if isinstance(element, Heading)), "")


def words_of(text: Text, reading: Reading) -> str:
    """A text as one string."""
    return "".join(_span(span, reading) for span in text)


def _element(element: Element, reading: Reading) -> str:
    match element:
        case Heading(text) | Paragraph(text) | Small(text):
            return words_of(text, reading)
        case Said(words, by):
            quote = "\n".join(f"> {line}" for line in words.splitlines())
            return f"{quote}\n  {words_of(by, reading)}" if by else quote
        case Bars(bars):
            return "\n".join(_bar(bar, reading) for bar in bars)
        case Picture():
            # The card says in words what its picture draws.
            return ""
        case Divider():
            return "—"
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Menu(_, prompt, options):
            return "\n".join((f"{prompt}:", *(f"[{option.label}]" for option in options)))
        case _:
            assert_never(element)


def _bar(bar: Bar, reading: Reading) -> str:
    line = f"{bar.label}: {words_of(bar.note, reading)}"
    return line if bar.count is None else f"{line}\n{drawn(bar.count, bar.of)}"


def drawn(count: int, of: int) -> str:
    """A bar of twelve places; any count above nothing fills at least one."""
    full = 0 if not count else max(1, round(_BAR_WIDTH * count / of))
    return "▰" * full + "▱" * (_BAR_WIDTH - full)


def _span(span: Span, reading: Reading) -> str:
    match span:
        case Plain(words) | Bold(words):
            return words
        case Quoted(words):
            return reading.words.label("“{words}”", words=words)
        case Person(person):
            return reading.person(person)
        case Place(place):
            return reading.place(place)
        case Moment(at):
            return reading.moment(at) if reading.moment else reading.words.moment(at, reading.zone)
        case Link(words, address):
            return f"{words} ({address})"
        case Command(line):
            return f"/{reading.prefix}{line}"
        case _:
            assert_never(span)


def button_labels(card: Card) -> tuple[str, ...]:
    """What can be pressed, by its words."""
    return tuple(choice.label for choice in numbered(card))
