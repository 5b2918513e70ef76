"""A card's elements as Discord's components. Pure; whether they fit into one message is looked at elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from adapters.discord.limits import (
    ALT_TEXT,
    CUSTOM_ID,
    LABEL_OF_BUTTON,
    LABEL_OF_OPTION,
    MOST_IN_ROW,
    MOST_OPTIONS,
    PLACEHOLDER,
)
from adapters.discord.text import render_text, render_words, shorten
from bot.chat.cards import (
    Bar,
    Bars,
    Button,
    Buttons,
    Divider,
    Element,
    Heading,
    Menu,
    Paragraph,
    Picture,
    Said,
    Small,
)
from bot.chat.plain import drawn
from bot.chat.text import Bold, Text
from bot.chat.token import Token
from bot.chat.words import Words

Payload = dict[str, Any]

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 10, 12, 13, 14, 17

STYLES = {"primary": 1, "default": 2, "danger": 4}

PICK = "pick"
"""The custom id of a menu that stands for buttons; what is chosen in it is the custom id of one of them."""

HOME, AGAIN = "@", "~"
"""Behind a token: the server that a direct message is about, in base 36; a number that tells two like buttons apart."""


@dataclass(frozen=True, slots=True)
class Setting:
    """In whose words a card is shown, and for which server where its place does not tell."""

    words: Words
    home: str = ""
    """A server's id, for messages that stand outside of it."""
    pictures: Mapping[str, str] = field(default_factory=dict[str, str])
    """The file name of each picture that was drawn, by its alt text. The others are left out."""


def custom_id(token: Token, home: str = "") -> str:
    """A token as it travels through Discord."""
    return _addressed(token.encode(), home)


def _addressed(named: str, home: str) -> str:
    return f"{named}{HOME}{_base36(int(home))}" if home else named


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


class Components:
    """Puts the components of one message together: texts that follow each other are one, custom ids are unique."""

    def __init__(self, setting: Setting, compact: bool = False) -> None:
        self._setting = setting
        self._compact = compact
        self._parts: list[Payload] = []
        self._text = ""
        self._after_words = False
        self._headings = 0
        self._ids: dict[str, int] = {}

    def of(self, elements: Sequence[Element]) -> list[Payload]:
        """The elements as components; never none."""
        for element in elements:
            self._add(element)
        self._end_text()
        return self._parts or [{"type": TEXT, "content": "…"}]

    def _add(self, element: Element) -> None:
        match element:
            case Heading(text):
                self._headings += 1
                mark = "##" if self._headings == 1 else "###"
                self._write(f"{mark} {' '.join(self._said(text).split())}")
            case Paragraph(text):
                self._write(self._said(text))
            case Small(text):
                self._write(_small(self._said(text)))
            case Said(words, by):
                self._quote(words, by)
            case Bars(bars):
                self._write("\n".join(map(self._bar, bars)))
            case Picture(_, alt):
                self._picture(alt)
            case Divider():
                self._put({"type": SEPARATOR})
            case Buttons(buttons):
                self._buttons(buttons)
            case Menu():
                self._menu(element)
            case _:
                assert_never(element)

    # --- text

    def _said(self, text: Text) -> str:
        return render_text(text, self._setting.words)

    def _write(self, text: str, words: bool = False) -> None:
        # Without an empty line between them two people's words would run together.
        gap = "\n\n" if words and self._after_words else "\n"
        self._text = f"{self._text}{gap}{text}" if self._text else text
        self._after_words = words

    def _quote(self, words: str, by: Text) -> None:
        quote = "\n".join(f"> {line}" for line in render_words(words).split("\n"))
        self._write(f"{quote}\n{_small(self._said(by))}" if by else quote, words=True)

    def _bar(self, bar: Bar) -> str:
        line = f"{self._said((Bold(bar.label),))}: {self._said(bar.note)}"
        return line if bar.count is None else f"{line}\n{drawn(bar.count, bar.of)}"

    def _end_text(self) -> None:
        if self._text.strip():
            self._parts.append({"type": TEXT, "content": self._text})
        self._text, self._after_words = "", False

    # --- the rest

    def _put(self, part: Payload) -> None:
        self._end_text()
        self._parts.append(part)

    def _picture(self, alt: str) -> None:
        if name := self._setting.pictures.get(alt):
            item = {"media": {"url": f"attachment://{name}"}, "description": shorten(alt, ALT_TEXT)}
            self._put({"type": GALLERY, "items": [item]})

    def _buttons(self, buttons: Sequence[Button]) -> None:
        if self._compact and len(buttons) > 1:
            self._picks(buttons)
            return
        for start in range(0, len(buttons), MOST_IN_ROW):
            row = [self._button(button) for button in buttons[start : start + MOST_IN_ROW]]
            self._put({"type": ROW, "components": row})

    def _button(self, button: Button) -> Payload:
        return {
            "type": BUTTON,
            "style": STYLES[button.style],
            "label": shorten(button.label, LABEL_OF_BUTTON) or "…",
            "custom_id": self._id(button.token),
        }

    def _picks(self, buttons: Sequence[Button]) -> None:
        options = [
            {"label": shorten(b.label, LABEL_OF_OPTION) or "…", "value": self._id(b.token)}
            for b in buttons[:MOST_OPTIONS]
        ]
        named = self._unique(_addressed(PICK, self._setting.home))
        self._select(named, self._setting.words.label("What would you like to do?"), options, 1)

    def _menu(self, menu: Menu) -> None:
        options = [
            {"label": shorten(o.label, LABEL_OF_OPTION) or "…", "value": o.value} for o in menu.options[:MOST_OPTIONS]
        ]
        self._select(self._id(menu.token), menu.prompt, options, menu.most)

    def _select(self, named: str, prompt: str, options: list[Payload], most: int) -> None:
        select = {
            "type": SELECT,
            "custom_id": named,
            "placeholder": shorten(prompt, PLACEHOLDER),
            "min_values": 1,
            "max_values": max(1, min(most, len(options))),
            "options": options,
        }
        self._put({"type": ROW, "components": [select]})

    def _id(self, token: Token) -> str:
        return self._unique(custom_id(token, self._setting.home))

    def _unique(self, named: str) -> str:
        before = self._ids.get(named, 0)
        self._ids[named] = before + 1
        return f"{named}{AGAIN}{before}"[:CUSTOM_ID] if before else named


def _small(text: str) -> str:
    return "\n".join(f"-# {line}" for line in text.split("\n") if line.strip())
