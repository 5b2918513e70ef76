"""What Slack shows to someone, as plain text in the layout that stories know: a paragraph for each thing on a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

from bot.chat.words import words_for
from tests.wire.slack.standin import Payload, StandIn


@dataclass(frozen=True)
class Eyes:
    """Who reads: where names are looked up, and the zone that their Slack is set to."""

    standin: StandIn
    zone: str = "Europe/London"

    def person(self, name: str) -> str:
        """A member by the name that Slack shows."""
        return str(self.standin.users[name]["name"]).capitalize()

    def place(self, name: str) -> str:
        """A channel by its name, a direct conversation by whom it is with."""
        channel = self.standin.channels[name]
        return f"@{self.person(channel.only_for)}" if channel.only_for else f"#{channel.name}"

    def moment(self, seconds: int) -> str:
        """An instant in the reader's own time."""
        return words_for("en").moment(datetime.fromtimestamp(seconds, UTC), self.zone)


def text_of(blocks: list[Payload], eyes: Eyes) -> str:
    """Blocks as their reader has them in front of them; who said something stands below it."""
    said: list[str] = []
    quoted = False
    for kind, words in _paragraphs(blocks, eyes):
        if kind == "by" and quoted:
            said[-1] += f"\n  {words}"
        else:
            said.append(words)
        quoted = kind == "quote"
    return "\n\n".join(said)


def view_text(view: Payload, eyes: Eyes) -> str:
    """A window: the card in it; or a form with its title and what sends it."""
    words = text_of(view["blocks"], eyes)
    return "\n\n".join([view["title"]["text"], words, view["submit"]["text"]]) if "submit" in view else words


def shown(markup: str, eyes: Eyes) -> str:
    """mrkdwn as Slack shows it to this reader."""
    text = re.sub(r"<!date\^(\d+)\^[^|>]*\|[^>]*>", lambda found: eyes.moment(int(found[1])), markup)
    text = re.sub(r"<@(\w+)>", lambda found: eyes.person(found[1]), text)
    text = re.sub(r"<#(\w+)>", lambda found: eyes.place(found[1]), text)
    assert not re.search(r"<[^>]*>", text), text
    return unescape(text)


def _paragraphs(blocks: list[Payload], eyes: Eyes) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if block["type"] == "rich_text":
            yield from _rich_paragraphs(block, eyes)
        elif words := _block(block, eyes):
            yield block["type"], words


def _rich_paragraphs(block: Payload, eyes: Eyes) -> Iterator[tuple[str, str]]:
    for part in block["elements"]:
        words = "".join(_rich(element, eyes) for element in part["elements"]).strip("\n")
        if not words.strip():
            continue
        if part["type"] == "rich_text_quote":
            yield "quote", "\n".join(f"> {line}" for line in words.splitlines())
        else:
            italic = all(e.get("style", {}).get("italic") for e in part["elements"] if e["type"] == "text")
            yield "by" if italic else "section", words


def _block(block: Payload, eyes: Eyes) -> str:
    match block["type"]:
        case "header":
            return str(block["text"]["text"])
        case "context":
            return " ".join(shown(element["text"], eyes) for element in block["elements"])
        case "actions":
            return " ".join(f"[{element['text']['text']}]" for element in block["elements"])
        case "section":
            options = [f"[{o['text']['text']}]" for o in block["accessory"]["options"]]
            return "\n".join([f"{block['text']['text']}:", *options])
        case "input":
            return _input(block, eyes)
        case "image":
            return str(block["alt_text"])
        case "divider":
            return "—"
        case _:
            raise AssertionError(block)


def _input(block: Payload, eyes: Eyes) -> str:
    element = block["element"]
    standing = str(element.get("initial_value", element.get("initial_option", {}).get("text", {}).get("text", "")))
    if place := element.get("initial_conversation"):
        standing = eyes.place(place)
    if people := element.get("initial_users"):
        standing = ", ".join(map(eyes.person, people))
    lines = [f"{block['label']['text']}: {standing}"]
    lines += [option["text"]["text"] for option in element.get("options", ())]
    return "\n".join([*lines, block.get("hint", {}).get("text", "")])


def _rich(element: Payload, eyes: Eyes) -> str:
    match element["type"]:
        case "text":
            return re.sub("[\u2068\u2069]", "", element["text"])
        case "user":
            return eyes.person(element["user_id"])
        case "channel":
            return eyes.place(element["channel_id"])
        case "date":
            return eyes.moment(element["timestamp"])
        case "link":
            return f"{element['text']} ({element['url']})"
        case _:
            raise AssertionError(element)
