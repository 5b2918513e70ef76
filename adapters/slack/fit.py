"""Cards that are longer than a message: every side's words are cut alike, and it is said that there are more. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from adapters.slack import limits
from adapters.slack.render import Blocks, Reader, Rendered, blocks_of, fallback, rich_block
from adapters.slack.spans import Part, cut, size, words_part
from bot.chat.cards import Bar, Bars, Buttons, Card, Element, Heading, Menu, Paragraph, Said, Small
from bot.chat.text import Bold, Link, Plain, Quoted, Span, Text

_FEWER = (24, 12, 6, 3, 2, 1)
"""So many of each side's reasons are tried, until it fits."""
_SHORTER = (1_000, 400, 160, 60)
"""Then so many characters of each text."""


SURELY_SHORT = 3_000
"""Characters of a card in words: what is said in so few is far from the limit of all blocks together."""


def render_message(card: Card, reader: Reader, mark: str = "") -> Rendered:
    """A card as a message. ``mark`` (at most 200 characters) comes back with every press on it, until it is edited."""
    words = fallback(card, reader)
    if len(words) < SURELY_SHORT:
        blocks = _with_rich_text(blocks_of(card.elements, reader, mark[:200]))
        if len(blocks) <= limits.MOST_BLOCKS:
            return Rendered(blocks, words)
    return Rendered(fitted(card, reader, mark[:200], limits.MOST_BLOCKS), words)


def fitted(card: Card, reader: Reader, mark: str, most: int) -> Blocks:
    """The card's blocks, at most ``most`` of them; what had to be left out is said."""
    blocks: Blocks = []
    for blocks in _attempts(card, reader, mark):
        if fits(blocks, most):
            return blocks
    return _ends(blocks, reader, most)


def fits(blocks: Sequence[Part], most: int) -> bool:
    """Whether Slack takes these blocks together."""
    return len(blocks) <= most and sum(map(size, blocks)) <= limits.ALL_BLOCKS


def _attempts(card: Card, reader: Reader, mark: str) -> Iterator[Blocks]:
    elements = card.elements
    yield _with_rich_text(blocks_of(elements, reader, mark))
    yield _joined(blocks_of(elements, reader, mark))
    for number in _FEWER:
        yield _joined(blocks_of(_more(_fewer(elements, number), reader), reader, mark))
    for length in _SHORTER:
        short = [_shorter(element, length) for element in _fewer(elements, 1)]
        yield _joined(blocks_of(_more(short, reader), reader, mark))


def _with_rich_text(blocks: Blocks) -> Blocks:
    """A card holds rich text from its first version on, so that no later one is refused."""
    if any(block["type"] == "rich_text" for block in blocks):
        return blocks
    return [*blocks, rich_block([{"type": "rich_text_section", "elements": words_part("\u00a0")}])]


def _joined(blocks: Blocks) -> Blocks:
    """Rich text blocks that follow each other as few as possible."""
    joined: Blocks = []
    for is_rich, group in groupby(blocks, lambda block: block["type"] == "rich_text"):
        together = list(group)
        joined += _packed(together) if is_rich else together
    return _with_rich_text(joined)


def _packed(blocks: Sequence[Part]) -> Iterator[Part]:
    sections: list[Any] = []
    taken = 0
    for block in blocks:
        if sections and taken + size(block) + 1 > limits.RICH_TEXT:
            yield rich_block(sections)
            sections, taken = [], 0
        if sections:
            sections.append({"type": "rich_text_section", "elements": words_part("\n")})
        sections += block["elements"]
        taken += size(block) + 1
    if sections:
        yield rich_block(sections)


# --- less ---------------------------------------------------------------------------------------------------------


def _fewer(elements: Sequence[Element], number: int) -> list[Element]:
    """At most so many of the words that stand together, of each side alike."""
    kept: list[Element] = []
    for is_said, group in groupby(elements, lambda element: isinstance(element, Said)):
        together = list(group)
        kept += together[:number] if is_said else together
    return kept


def _more(elements: Sequence[Element], reader: Reader) -> list[Element]:
    """A line that says where the rest is, above what can be pressed at the end."""
    note = Small(reader.words.say("Not everything fits here. Each side was cut alike; the buttons lead to the rest."))
    end = len(elements)
    while end and isinstance(elements[end - 1], Buttons | Menu):
        end -= 1
    return [*elements[:end], note, *elements[end:]]


def _shorter(element: Element, most: int) -> Element:
    match element:
        case Heading(text) | Paragraph(text) | Small(text):
            return replace(element, text=_shorter_text(text, most))
        case Said(words, by):
            return Said(cut(words, most), _shorter_text(by, most))
        case Bars(bars):
            return Bars(tuple(_shorter_bar(bar, most) for bar in bars))
        case _:
            return element


def _shorter_bar(bar: Bar, most: int) -> Bar:
    return replace(bar, label=cut(bar.label, min(most, limits.OPTION)), note=_shorter_text(bar.note, most))


def _shorter_text(text: Text, most: int) -> Text:
    left, kept = most, list[Span]()
    for span in text:
        if left <= 0:
            break
        if isinstance(span, Plain | Bold | Quoted | Link):
            span = replace(span, words=cut(span.words, left))  # noqa: PLW2901
            left -= len(span.words)
        else:
            left -= 20
        kept.append(span)
    return tuple(kept)


def _ends(blocks: Blocks, reader: Reader, most: int) -> Blocks:
    """The beginning, and what can be pressed: for cards that no message could hold."""
    note = reader.words.say("Not everything fits here. Each side was cut alike; the buttons lead to the rest.")
    said = rich_block([{"type": "rich_text_section", "elements": words_part("".join(_plain(s) for s in note))}])
    presses = [b for b in blocks if b["type"] in ("actions", "section")][-(most // 2) :]
    room = limits.ALL_BLOCKS - size(said) - sum(map(size, presses))
    head: Blocks = []
    for block in (b for b in blocks if b["type"] not in ("actions", "section")):
        if len(head) + len(presses) + 1 >= most or room < size(block):
            break
        head.append(block)
        room -= size(block)
    return [*head, said, *presses]


def _plain(span: Span) -> str:
    return span.words if isinstance(span, Plain) else ""
