"""Draws ballot papers as Discord and Slack are sent them, into docs/pictures: ``python -m scripts.papers``.

The parts, their words and their order are those of the real messages. How they look is each app's own: here they are
drawn plainly. Needs what ``make test`` installs, and Chromium.
"""

import asyncio
import io
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import async_playwright

from adapters.discord.components import Setting
from adapters.discord.render import render_private
from adapters.slack.render import Reader, blocks_of
from bot.chat.cards import Card
from bot.chat.ids import CommunityId, PersonId, PlaceId, PollId
from bot.chat.words import words_for
from bot.polls.cards.paper import paper_card
from bot.polls.counting import Kind
from bot.polls.model import Option, Plan, Poll, SeenAs, State, Totals
from bot.polls.paper import Paper

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WORDS = words_for("en")
AT = datetime(2026, 11, 24, 18, tzinfo=UTC)

STYLE = """
body { margin: 0; padding: 16px; font: 15px/1.4 "DejaVu Sans", sans-serif; display: flex; gap: 16px; }
article { flex: 1; padding: 14px; border-radius: 8px; }
.discord { background: #2b2d31; color: #f2f3f5; border-left: 4px solid #4e5058; }
.slack { background: #fff; color: #1d1c1d; border: 1px solid #ddd; }
b.head { display: block; font-size: 17px; margin-bottom: 6px; }
p { margin: 6px 0; white-space: pre-line; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
span.press { padding: 6px 12px; border-radius: 6px; font-weight: bold; font-size: 14px; }
.discord .press { background: #4e5058; } .discord .primary { background: #5865f2; }
.slack .press { border: 1px solid #bbb; } .slack .primary { background: #007a5a; color: #fff; border-color: #007a5a; }
small { display: block; opacity: .8; }
"""


def papers() -> Iterator[Card]:
    """A ranking, points and times, each with something filled in already."""
    rank = _poll(Kind.RANK, "Which project first?", ("New paths", "A bench", "The pond", "A shed"))
    yield paper_card(rank, Paper(Kind.RANK, ((2,), (3,))), WORDS)
    score = _poll(Kind.SCORE, "What shall we drink?", ("Tea", "Coffee", "Water"))
    yield paper_card(score, Paper(Kind.SCORE, points=((1, 4),)), WORDS)
    time = _poll(Kind.TIME, "When do we meet?", ("Tuesday", "Saturday", "Sunday"))
    yield paper_card(time, Paper(Kind.TIME, points=((1, 2), (2, 1))), WORDS)


def _poll(kind: Kind, question: str, words: Sequence[str]) -> Poll:
    options = tuple(Option(number, word) for number, word in enumerate(words, 1))
    return Poll(
        PollId("p"), CommunityId("c"), PlaceId("plans"), PersonId("ana"), question, "", kind, 1, SeenAs.UNNAMED,
        Totals.CLOSED, True, 0, Plan(), AT, AT, State.OPEN, None, options,
    )  # fmt: skip


def discord(card: Card) -> Iterator[str]:
    """The components of a private answer in Discord."""
    for container in render_private(card, Setting(WORDS))["components"]:
        for part in container["components"]:
            if part["type"] == 1:
                yield _row([(each["label"], each["style"] == 1) for each in part["components"]])
            else:
                yield _markdown(part["content"])


def _markdown(content: str) -> str:
    text = escape(re.sub(r"\\(.)", r"\1", content))
    text = re.sub(r"(?m)^## (.*)$", r"<b class=head>\1</b>", text)
    text = re.sub(r"(?m)^-# (.*)$", r"<small>\1</small>", text)
    return "<p>" + re.sub(r"[*]{2}(.+?)[*]{2}", r"<b>\1</b>", text) + "</p>"


def slack(card: Card) -> Iterator[str]:
    """The blocks of a private answer in Slack."""
    for block in blocks_of(card.elements, Reader(WORDS)):
        match block:
            case {"type": "actions", "elements": buttons}:
                yield _row([(each["text"]["text"], each.get("style") == "primary") for each in buttons])
            case {"type": "header", "text": {"text": words}}:
                yield f"<b class=head>{escape(words)}</b>"
            case {"type": "context", "elements": [{"text": words}]}:
                yield f"<small>{escape(words).replace('*', '')}</small>"
            case {"type": "rich_text", "elements": sections}:
                yield from (f"<p>{''.join(map(_rich, section['elements']))}</p>" for section in sections)


def _rich(part: Any) -> str:
    words = escape(part.get("text") or part.get("fallback", ""))
    return f"<b>{words}</b>" if part.get("style", {}).get("bold") else words


def _row(buttons: Sequence[tuple[str, bool]]) -> str:
    pressed = (f"<span class='press {'primary' if first else ''}'>{escape(label)}</span>" for label, first in buttons)
    return f"<div class=row>{''.join(pressed)}</div>"


async def take() -> None:
    """Draw both."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, parts in (("discord", discord), ("slack", slack)):
            page = await browser.new_page(viewport={"width": 1200, "height": 100})
            cards = "".join(f"<article class={name}>{''.join(parts(card))}</article>" for card in papers())
            await page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{cards}")
            picture = Image.open(io.BytesIO(await page.screenshot(full_page=True)))
            few = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
            few.save(PICTURES / f"papers-{name}.png", optimize=True)
        await browser.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(take()))
