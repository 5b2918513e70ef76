"""Making a card fit into one message: fewer parts where they are too many, shorter pieces where they are long. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from adapters.discord.components import TEXT, Components, Payload, Setting
from adapters.discord.limits import MOST_PARTS, MOST_TEXT
from adapters.discord.text import shorten, units
from bot.chat.cards import Bars, Buttons, Divider, Element, Heading, Menu, Paragraph, Picture, Said, Small
from bot.chat.text import Bold, Plain, Quoted, Span, Text

SHORT, SHORTEST = 48, 24
"""Characters that every piece of text keeps; the second only where there are very many."""


def fitted(elements: Sequence[Element], setting: Setting) -> list[Payload]:
    """The elements as components of one message, whatever they are."""
    parts = Components(setting).of(elements)
    if _count(parts) >= MOST_PARTS:
        elements, compact = _fewer_parts(elements, setting)
        parts = Components(setting, compact).of(elements)
    else:
        compact = False
    if _length(parts) <= MOST_TEXT:
        return parts
    return _shortened(elements, setting, compact)


def _count(parts: Sequence[Payload]) -> int:
    return sum(1 + len(part.get("components", ())) for part in parts)


def _length(parts: Sequence[Payload]) -> int:
    return sum(units(part["content"]) for part in parts if part["type"] == TEXT)


def _fewer_parts(elements: Sequence[Element], setting: Setting) -> tuple[Sequence[Element], bool]:
    """Without pauses; then with menus for buttons; then without what comes last before the last row."""

    def fits(kept: Sequence[Element], compact: bool) -> bool:
        return _count(Components(setting, compact).of(kept)) < MOST_PARTS

    joined = [element for element in elements if not isinstance(element, Divider)]
    for compact in (False, True):
        if fits(joined, compact):
            return joined, compact
    note = Small(setting.words.say("There is more than fits here."))
    *body, last = joined
    while body and not fits([*body, note, last], compact=True):
        body.pop()
    return [*body, note, last], True


def _shortened(elements: Sequence[Element], setting: Setting, compact: bool) -> list[Payload]:
    """Pieces cut to the same length, as long as can be: what people said last, and nobody's words shorter than
    anyone else's."""
    note = Small(setting.words.say("The longest parts are shortened here, all to the same length."))

    def cut(said: int, other: int) -> list[Payload]:
        kept = [_cut(element, said, other) for element in elements]
        return Components(setting, compact).of([*_before_buttons(kept), note, *_last_buttons(kept)])

    ways: tuple[tuple[Callable[[int], list[Payload]], int, int], ...] = (
        (lambda most: cut(MOST_TEXT, most), SHORT, MOST_TEXT),
        (lambda most: cut(most, SHORT), SHORT, MOST_TEXT),
        (lambda most: cut(most, most), SHORTEST, SHORT),
    )
    for way, low, high in ways:
        if _length(way(low)) <= MOST_TEXT:
            return way(_longest(way, low, high))
    return _truncated(cut(SHORTEST, SHORTEST))


def _longest(cut: Callable[[int], list[Payload]], low: int, high: int) -> int:
    """The greatest length that fits; ``low`` does."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _length(cut(middle)) <= MOST_TEXT else (low, middle - 1)
    return low


def _before_buttons(elements: Sequence[Element]) -> Sequence[Element]:
    return elements[:-1] if elements and isinstance(elements[-1], Buttons) else elements


def _last_buttons(elements: Sequence[Element]) -> Sequence[Element]:
    return elements[-1:] if elements and isinstance(elements[-1], Buttons) else ()


def _truncated(parts: list[Payload]) -> list[Payload]:
    """More pieces than fit even when each is short: the last ones go."""
    room = MOST_TEXT
    for part in parts:
        if part["type"] == TEXT:
            part["content"] = shorten(part["content"], max(1, room))
            room -= units(part["content"])
    return parts


def _cut(element: Element, said: int, other: int) -> Element:
    match element:
        case Heading(text) | Paragraph(text) | Small(text):
            return replace(element, text=_cut_text(text, other))
        case Said(words, by):
            return Said(shorten(words, said), _cut_text(by, other))
        case Bars(bars):
            return Bars(tuple(replace(bar, label=shorten(bar.label, other)) for bar in bars))
        case Picture() | Divider() | Buttons() | Menu():
            return element
        case _:
            assert_never(element)


def _cut_text(text: Text, most: int) -> Text:
    return tuple(_cut_span(span, most) for span in text)


def _cut_span(span: Span, most: int) -> Span:
    return replace(span, words=shorten(span.words, most)) if isinstance(span, Plain | Bold | Quoted) else span
