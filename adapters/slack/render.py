"""Cards as Block Kit messages. Pure. People's words stand in rich text, which takes them as they are.

A card always holds rich text, because Slack does not let an edit take it away (``block_mismatch``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from adapters.slack import limits
from adapters.slack.spans import Part, cut, date, escape, mention, mrkdwn, rich, short, shown, words_part
from bot.chat.cards import (
    Bar,
    Bars,
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Heading,
    Menu,
    Paragraph,
    Picture,
    Said,
    Small,
)
from bot.chat.plain import Reading, drawn, plain_text, words_of
from bot.chat.text import Text
from bot.chat.words import Words

Blocks = list[Part]

_OPEN, _SHUT, _AT = "\ufdd0", "\ufdd1", "\ufdd2"
"""Characters that mean nothing to anyone; they mark ids and instants until everything else is escaped."""


def no_picture(picture: Picture) -> str | None:
    """For readers to whom nothing can be drawn."""
    return None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes this is for. ``zone`` is for where Slack can not show each reader their own time."""

    words: Words
    zone: str = "UTC"
    picture: Callable[[Picture], str | None] = no_picture
    """The id of the uploaded drawing; None where there is none."""
    prefix: str = ""
    """What the names of our commands begin with in this workspace."""

    @property
    def reading(self) -> Reading:
        """The same for plain words."""
        return Reading(self.words, self.zone, prefix=self.prefix)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: its blocks, and the same in words, for screen readers and notifications."""

    blocks: Blocks
    text: str

    def arguments(self) -> Mapping[str, Any]:
        """What every method that shows a message is called with."""
        return {"text": self.text, "blocks": self.blocks}


def fallback(card: Card, reader: Reader) -> str:
    """The whole card in words, escaped, in at most 4,000 characters; each reader is shown their own time."""
    bare = plain_text(card, reader.reading)
    if _OPEN in bare or _SHUT in bare:
        return escaped_cut(bare).strip() or "–"

    def instant(at: datetime) -> str:
        return _marked(f"{_AT}{int(at.timestamp())} {reader.words.moment(at, reader.zone)}")

    marked = plain_text(card, replace(reader.reading, person=_marked, place=_marked, moment=instant))
    return escaped_cut(marked).strip() or "–"


def _marked(what: str) -> str:
    return f"{_OPEN}{what}{_SHUT}"


def _shown_as(marked: str) -> str:
    if not marked.startswith(_AT):
        return mention(marked)
    seconds, _, otherwise = marked.removeprefix(_AT).partition(" ")
    return date(int(seconds), otherwise)


def escaped_cut(words: str) -> str:
    """Escaped words of at most 4,000 characters, never cut inside an escape or a mention."""
    whole = _unmarked(words)
    if len(whole) <= limits.MESSAGE:
        return whole
    low, high = 0, min(len(words), limits.MESSAGE)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(_unmarked(_before(words, middle))) < limits.MESSAGE else (low, middle - 1)
    return _unmarked(_before(words, low)) + "…"


def _before(words: str, end: int) -> str:
    head = words[:end]
    return head[: head.rindex(_OPEN)] if head.count(_OPEN) > head.count(_SHUT) else head


def _unmarked(words: str) -> str:
    parts = words.split(_OPEN)
    whole = [escape(parts[0])]
    for part in parts[1:]:
        name, _, rest = part.partition(_SHUT)
        whole.append(_shown_as(name) + escape(rest))
    return "".join(whole)


# --- elements -----------------------------------------------------------------------------------------------------


def blocks_of(elements: Sequence[Element], reader: Reader, mark: str = "") -> Blocks:
    """Each element as blocks, in order, however many that becomes. ``mark`` names what holds something to press."""
    return [block for number, element in enumerate(elements) for block in _element(element, reader, f"{mark}#{number}")]


def _element(element: Element, reader: Reader, name: str) -> Iterator[Part]:
    match element:
        case Heading(text):
            yield from _heading(text, reader)
        case Paragraph(text):
            yield from rich_blocks("rich_text_section", rich(text, reader.reading))
        case Small(text):
            yield from _small(text, reader)
        case Said(words, by):
            yield from rich_blocks("rich_text_quote", words_part(words))
            yield from rich_blocks("rich_text_section", rich(by, reader.reading, italic=True))
        case Bars(bars):
            yield from rich_blocks("rich_text_section", [part for bar in bars for part in _bar(bar, reader)])
        case Picture():
            yield from _picture(element, reader)
        case Divider():
            yield {"type": "divider"}
        case Buttons(buttons):
            yield from _buttons(buttons, name)
        case Menu():
            yield from _menu(element, reader, name)
        case _:
            assert_never(element)


def _heading(text: Text, reader: Reader) -> Iterator[Part]:
    words = shown(words_of(text, reader.reading)).strip()
    if words and len(words) <= limits.HEADER:
        yield {"type": "header", "text": plain(words)}
    else:
        yield from rich_blocks("rich_text_section", words_part(words, bold=True))


def _small(text: Text, reader: Reader) -> Iterator[Part]:
    marked = mrkdwn(text, reader.reading)
    if marked and marked.strip() and len(marked) <= limits.CONTEXT:
        yield {"type": "context", "elements": [{"type": "mrkdwn", "text": marked, "verbatim": True}]}
    else:
        yield from rich_blocks("rich_text_section", rich(text, reader.reading, italic=True))


def _bar(bar: Bar, reader: Reader) -> Iterator[Part]:
    yield from words_part(f"{bar.label}: ", bold=True)
    yield from rich(bar.note, reader.reading)
    yield from words_part("\n" if bar.count is None else f"\n{drawn(bar.count, bar.of)}\n")


def _picture(picture: Picture, reader: Reader) -> Iterator[Part]:
    if (file := reader.picture(picture)) is not None:
        yield {"type": "image", "slack_file": {"id": file}, "alt_text": short(picture.alt, limits.ALT_TEXT)}


def _buttons(buttons: Sequence[Button], name: str) -> Iterator[Part]:
    for first in range(0, len(buttons), limits.MOST_ELEMENTS):
        row = buttons[first : first + limits.MOST_ELEMENTS]
        yield {
            "type": "actions",
            "block_id": f"{name}.{first}",
            "elements": [_button(button, number) for number, button in enumerate(row)],
        }


def _button(button: Button, number: int) -> Part:
    style = {} if button.style == "default" else {"style": button.style}
    label = shown(button.label).strip()
    named = {"accessibility_label": cut(label, limits.LABEL)} if len(label) > limits.BUTTON else {}
    words = plain(short(label, limits.BUTTON))
    return {"type": "button", "text": words, "action_id": f"{number}|{button.token.encode()}", **style, **named}


def _menu(menu: Menu, reader: Reader, name: str) -> Iterator[Part]:
    """One choice is sent at once. Several are sent by a button, which brings along what stands in the menu."""
    prompt = short(menu.prompt, limits.PLACEHOLDER)
    options = [option(o.value, o.label) for o in menu.options[: limits.MOST_OPTIONS]]
    several = menu.most > 1
    kind = "multi_static_select" if several else "static_select"
    accessory: dict[str, Any] = {"type": kind, "placeholder": plain(prompt), "options": options}
    accessory["action_id"] = "several" if several else f"0|{menu.token.encode()}"
    if several:
        accessory["max_selected_items"] = menu.most
    words = plain(short(menu.prompt, limits.SECTION))
    yield {"type": "section", "block_id": f"{name}.menu", "text": words, "accessory": accessory}
    if several:
        send = plain(short(reader.words.label("That is my choice"), limits.BUTTON))
        button = {"type": "button", "text": send, "action_id": f"0|{menu.token.encode()}", "value": f"{name}.menu"}
        yield {"type": "actions", "block_id": f"{name}.send", "elements": [button]}


# --- parts --------------------------------------------------------------------------------------------------------


def plain(words: str) -> Part:
    """A text object in which nothing is markup."""
    return {"type": "plain_text", "text": words, "emoji": False}


def option(value: str, label: str) -> Part:
    """A line of a menu; its value can not be empty, so it begins with a sign of ours."""
    return {"text": plain(short(label, limits.OPTION)), "value": f"={value}"}


def rich_blocks(kind: str, elements: Sequence[Part]) -> Iterator[Part]:
    """Rich text blocks of one section or quotation each; what is too long goes on in the next."""
    row: list[Part] = []
    taken = 0
    for element in _pieces(elements):
        long = sum(len(str(element.get(name, ""))) for name in ("text", "fallback", "url"))
        if row and taken + long > limits.RICH_TEXT:
            yield rich_block([{"type": kind, "elements": row}])
            row, taken = [], 0
        row.append(element)
        taken += long
    if row:
        yield rich_block([{"type": kind, "elements": row}])


def rich_block(sections: Sequence[Part]) -> Part:
    """A rich text block."""
    return {"type": "rich_text", "elements": list(sections)}


def _pieces(elements: Sequence[Part]) -> Iterator[Part]:
    most = limits.RICH_TEXT // 2
    for element in elements:
        words = str(element.get("text", ""))
        if element["type"] == "text" and len(words) > most:
            for first in range(0, len(words), most):
                yield {**element, "text": words[first : first + most]}
        else:
            yield element
