"""Text in Discord's markup. What people wrote is escaped, so that it is shown exactly as it stands. Pure."""

import re
import unicodedata
from typing import assert_never
from urllib.parse import quote

from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, Span, Text
from bot.chat.words import Words

_MARKUP = re.compile(r"[\\*_~|`<\[\]]")
# With its colon escaped an address is words like others, and no link.
_ADDRESS = re.compile(r"(?<=http):|(?<=https):|:(?=/)", re.IGNORECASE)
# Nobody would be notified, since no mention is allowed; but it would look as if.
_EVERYONE = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_PERHAPS = re.compile(r"[\\*_~|`<\[\]:@]")
"""Whether there may be anything to escape. Most text has nothing, and this is looked at for every press."""

_LINE_START = re.compile(r"^([^\S\n]*)(#{1,3}|>{1,3}|[-+])", re.MULTILINE)
_STARTS = re.compile(r"^[^\S\n]*[-#>+\d]", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*\d+)([.)])", re.MULTILINE)

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"


def escape(words: str) -> str:
    """Words that Discord shows as they stand, wherever in a line they come."""
    if _PERHAPS.search(words) is None:
        return words
    words = _MARKUP.sub(r"\\\g<0>", words)
    words = _ADDRESS.sub(r"\\:", words)
    return _EVERYONE.sub("@\u200b", words)


def render_text(text: Text, words: Words) -> str:
    """A text as markup; nothing at the beginning of a line makes it a heading, a quote or a list."""
    return _plain_starts("".join(_span(span, words) for span in text))


def render_words(words: str) -> str:
    """What somebody wrote, as markup."""
    return _plain_starts(escape(isolated(words)))


def isolated(words: str) -> str:
    """Words that run from right to left keep to themselves and do not turn around what stands beside them."""
    if words.isascii():
        return words
    runs_back = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in words)
    return f"{ISOLATE}{words}{END_OF_ISOLATE}" if runs_back and "\n" not in words else words


def units(text: str) -> int:
    """The length as Discord may count it at most: in UTF-16 units. How it counts emoji is not documented."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, most: int) -> str:
    """At most so many UTF-16 units, with an ellipsis where something was left out; no character is cut apart."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, most - 1)].decode("utf-16-le", "ignore")
    # What comes next belonged to the last character: an accent, a skin tone, a joined emoji.
    while kept and (_joins(text[len(kept)]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _joins(c: str) -> bool:
    return unicodedata.combining(c) > 0 or c in "\u200d\ufe0f" or "\U0001f3fb" <= c <= "\U0001f3ff"


def _plain_starts(text: str) -> str:
    if _STARTS.search(text) is None:
        return text
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", text))


def _span(span: Span, words: Words) -> str:
    match span:
        case Plain(said):
            return escape(said)
        case Bold(said):
            return _bold(said)
        case Quoted(said):
            return escape(words.label("“{words}”", words=isolated(said)))
        case Person(person):
            return f"<@{person}>" if person.isdigit() else escape(person)
        case Place(place):
            return f"<#{place}>" if place.isdigit() else escape(place)
        case Moment(at):
            return f"<t:{int(at.timestamp())}:F>"
        case Link(said, address):
            return _link(said, address)
        case Command(line):
            return escape(f"/{line}")
        case _:
            assert_never(span)


def _bold(said: str) -> str:
    core = said.strip()
    if not core:
        return escape(said)
    before, after = said[: said.index(core)], said[said.index(core) + len(core) :]
    lines = (f"**{escape(isolated(line))}**" if line.strip() else line for line in core.split("\n"))
    return before + "\n".join(lines) + after


def _link(said: str, address: str) -> str:
    if not address.startswith("https://"):
        return escape(f"{said} ({address})")
    safe = quote(address, safe="/:?#@!$&'*+,;=%~-._")
    label = escape(" ".join(said.split())) or escape(address)
    return f"[{label}](<{safe}>)"
