"""Texts as rich text elements, and as mrkdwn where nothing that people wrote could be taken for markup. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from adapters.slack.limits import LINK
from bot.chat.plain import Reading, words_of
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, Span, Text

Part = Mapping[str, Any]
"""One rich text element, or one block: JSON."""

_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")
_MARKUP = re.compile(r"[*_~`]|:[\w+'-]+:|(?:^|\n)\s*>|://|@|www\.|\w\.\w", re.ASCII)
"""What Slack may read as markup, an emoji, a quotation or a link, and for which there is no escape."""

DATE = "{date_long}, {time}"


def shown(words: str) -> str:
    """Words without control characters and without signs that turn the direction of what follows."""
    return _UNSEEN.sub("", words.replace("\r\n", "\n").replace("\t", " "))


def cut(words: str, most: int) -> str:
    """At most so many characters; an ellipsis stands for the rest."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def short(words: str, most: int) -> str:
    """Words for a place that can not be empty and takes so many characters."""
    return cut(shown(words).strip(), most) or "–"


def escape(words: str) -> str:
    """Words that can not become a mention, a link or a command to notify everyone
    (docs.slack.dev/messaging/formatting-message-text)."""
    return shown(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_member(name: str) -> bool:
    """Whether Slack would know this as a member's id."""
    return _MEMBER.fullmatch(name) is not None


def is_channel(name: str) -> bool:
    """Whether Slack would know this as the id of a channel or a conversation."""
    return _CHANNEL.fullmatch(name) is not None


def rich(text: Text, reading: Reading, *, italic: bool = False) -> list[Part]:
    """A text as elements of a rich text section; what would be empty is left out."""
    return [part for span in text for part in _rich(span, reading, italic)]


def words_part(words: str, *, bold: bool = False, italic: bool = False) -> list[Part]:
    """Words as they stand."""
    return _text(shown(words), bold=bold, italic=italic)


def _text(visible: str, *, bold: bool = False, italic: bool = False) -> list[Part]:
    if not visible:
        return []
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return [{"type": "text", "text": visible, **({"style": style} if style else {})}]


def _rich(span: Span, reading: Reading, italic: bool) -> Sequence[Part]:
    match span:
        case Plain(words):
            return words_part(words, italic=italic)
        case Bold(words):
            return _text(isolated(words), bold=True, italic=italic)
        case Quoted(words):
            return _text(reading.words.label("“{words}”", words=isolated(words)), italic=italic)
        case Person(person):
            known = is_member(person)
            return ({"type": "user", "user_id": str(person)},) if known else words_part(reading.person(person))
        case Place(place):
            if is_channel(place):
                return ({"type": "channel", "channel_id": str(place)},)
            return ({"type": "user", "user_id": str(place)},) if is_member(place) else words_part(reading.place(place))
        case Moment(at):
            fallback = reading.words.moment(at, reading.zone)
            return ({"type": "date", "timestamp": int(at.timestamp()), "format": DATE, "fallback": fallback},)
        case Link(words, address):
            return _link(words, address, italic)
        case Command():
            return _text(words_of((span,), reading), italic=italic)
        case _:
            assert_never(span)


def _link(words: str, address: str, italic: bool) -> Sequence[Part]:
    if not _is_address(address):
        return words_part(f"{words} ({address})", italic=italic)
    return ({"type": "link", "url": address, "text": shown(words).strip() or address},)


def mrkdwn(text: Text, reading: Reading) -> str | None:
    """A text as mrkdwn; None where something in it could be taken for markup, which mrkdwn has no way to prevent."""
    parts = [_mrkdwn(span, reading) for span in text]
    return None if None in parts else "".join(filter(None, parts))


def _mrkdwn(span: Span, reading: Reading) -> str | None:
    match span:
        case Plain(words) | Bold(words) | Quoted(words):
            if isinstance(span, Bold) or _MARKUP.search(words):
                return None
            return escape(reading.words.label("“{words}”", words=words) if isinstance(span, Quoted) else words)
        case Person(person):
            return mention(str(person)) if is_member(person) else None
        case Place(place):
            return mention(str(place)) if is_channel(place) or is_member(place) else None
        case Moment(at):
            return date(int(at.timestamp()), reading.words.moment(at, reading.zone))
        case Command():
            return escape(words_of((span,), reading))
        case Link():
            return None
        case _:
            assert_never(span)


def mention(name: str) -> str:
    """A member or a channel in mrkdwn; anything else as escaped words."""
    if is_member(name):
        return f"<@{name}>"
    return f"<#{name}>" if is_channel(name) else escape(name)


def date(seconds: int, fallback: str) -> str:
    """An instant in mrkdwn, in each reader's own zone."""
    return f"<!date^{seconds}^{DATE}|{escape(fallback).replace('|', '/')}>"


def isolated(words: str) -> str:
    """Words as they are shown; those that run from right to left are kept from turning what stands around them."""
    visible = shown(words)
    turned = any(unicodedata.bidirectional(c) in ("R", "AL") for c in visible)
    return f"\u2068{visible}\u2069" if turned else visible


def size(part: Part) -> int:
    """How many characters of a block's or an element's words count towards Slack's limits."""
    total = 0
    for name, value in part.items():
        if name in ("text", "fallback", "url") and isinstance(value, str):
            total += len(value)
        elif isinstance(value, Mapping):
            total += size(value)
        elif isinstance(value, list):
            total += sum(size(one) for one in value if isinstance(one, Mapping))
    return total


def _is_address(address: str) -> bool:
    return address.startswith("https://") and len(address) <= LINK and not re.search(r"[\s<>|]", address)
