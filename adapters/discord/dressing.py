"""A card with its pictures drawn, ready to be sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from adapters.discord.callbacks import Payload, Upload
from adapters.discord.components import Setting
from adapters.discord.limits import ALT_TEXT
from adapters.discord.render import render_card, render_private
from adapters.discord.text import shorten
from bot.chat.answers import File
from bot.chat.cards import Card, Picture
from bot.pictures import draw


async def dressed(card: Card, setting: Setting, mark: int | None = None) -> tuple[Payload, tuple[Upload, ...]]:
    """The body of a card for everyone, and the files that go with it."""
    pictures = [element for element in card.elements if isinstance(element, Picture)]
    if not pictures:
        return render_card(card, setting, mark), ()
    drawn, uploads = await _drawn(pictures)
    body = render_card(card, replace(setting, pictures=drawn), mark)
    return {**body, "attachments": _attachments(uploads, list(drawn))}, uploads


async def dressed_privately(card: Card, setting: Setting, files: Sequence[File]) -> tuple[Payload, tuple[Upload, ...]]:
    """The body of a whisper, and the files that go with it."""
    pictures = [element for element in card.elements if isinstance(element, Picture)]
    if not pictures and not files:
        return render_private(card, setting), ()
    drawn, uploads = await _drawn(pictures)
    uploads = (*uploads, *((file.name, file.content) for file in files))
    body = render_private(card, replace(setting, pictures=drawn), [file.name for file in files])
    return {**body, "attachments": _attachments(uploads, list(drawn))}, uploads


async def _drawn(pictures: Sequence[Picture]) -> tuple[dict[str, str], tuple[Upload, ...]]:
    """File names by alt text, and the drawings. Drawing is slow and happens off the event loop."""
    names: dict[str, str] = {}
    uploads: list[Upload] = []
    for number, picture in enumerate(pictures):
        png = await asyncio.to_thread(draw, picture.chart)
        if png is not None:
            names[picture.alt] = f"picture-{number}.png"
            uploads.append((names[picture.alt], png))
    return names, tuple(uploads)


def _attachments(uploads: Sequence[Upload], alts: Sequence[str]) -> list[Payload]:
    listed: list[Payload] = [{"id": str(number), "filename": name} for number, (name, _) in enumerate(uploads)]
    for attachment, alt in zip(listed, alts, strict=False):
        attachment["description"] = shorten(alt, ALT_TEXT)
    return listed
