"""Ten thousand rounds due in the same minute, said through Discord's adapter to a platform with Discord's own limits.

Only the platform's clock runs faster: its second lasts a third of ours, for its limits, its answers and the adapter's
pace alike. What is measured is whether we keep up with what it allows.
"""

import asyncio
import itertools
import random
import tempfile
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from discord.http import Route

from adapters.discord import requests
from adapters.discord.chat import CAPABILITIES, DiscordChat
from benchmarks.rows import Row, row
from bot.chat.answers import Answer, Nothing
from bot.chat.cards import Card, Paragraph
from bot.chat.events import TimeCame
from bot.chat.ids import CommunityId, PlaceId
from bot.chat.text import plain
from bot.chat.words import Words
from bot.core import Core
from bot.delivery import HELLO, Community, Face
from bot.ports import Effect, Tx
from bot.router import router
from bot.routes import Router
from storage.sqlite import open_store
from tests.fakes import CountedIds, LoadedDice

ROUNDS = 10_000
OF_ONE = 500
"""Of one community, which must not keep out the others."""
ITS_CHANNELS = 50
SPEED = 3
A_SECOND = 50
A_CHANNEL = (5, 5.0)
"""Requests a second of one bot, and messages in so many seconds in one channel (topics/rate-limits)."""
ANSWERED_AFTER = (0.08, 0.25)
BIG = CommunityId("discord:1")


@dataclass
class Platform:
    """Stands where discord.py's HTTP client does: takes what is within the limits, and says 429 to the rest."""

    dice: random.Random
    said: Counter[str] = field(default_factory=Counter)
    """How often each message was posted, by its channel and nonce."""
    last: dict[str, float] = field(default_factory=dict)
    """When something was last said in a channel."""
    refused: int = 0
    _all: deque[float] = field(default_factory=deque)
    _in: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def request(self, route: Route, **sent: Any) -> dict[str, Any]:
        now = time.monotonic() * SPEED
        channel = str(route.channel_id)
        for times, most, seconds in ((self._all, A_SECOND, 1.0), (self._in[channel], *A_CHANNEL)):
            while times and now - times[0] >= seconds:
                times.popleft()
            if len(times) >= most:
                self.refused += 1
                raise discord.RateLimited((seconds - (now - times[0])) / SPEED)
        self._all.append(now)
        self._in[channel].append(now)
        await asyncio.sleep(self.dice.uniform(*ANSWERED_AFTER) / SPEED)
        self.said[f"{channel} {sent['json']['nonce']}"] += 1
        self.last[channel] = time.monotonic()
        return {"id": str(next(self._numbers)), "channel_id": channel}


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _round(tx: Tx, event: TimeCame) -> Answer:
    tx.post(Effect(f"round {event.subject}", PlaceId(event.subject.partition(" ")[0]), "round", tx.community))
    return Nothing()


def _card(model: Community, words: Words) -> Card:
    return Card((Paragraph(plain(f"How are we? ({model.zone})")),))


def _table() -> Router:
    table = router()
    return replace(table, due={**table.due, "round": _round}, faces={**table.faces, "round": Face(HELLO, _card)})


def _due(tx: Tx, subjects: list[str], at: datetime) -> None:
    for subject in subjects:
        tx.wake("round", subject, at)


async def measure() -> list[Row]:
    # The adapter's pace goes by the platform's clock too.
    requests.SECOND = 1.0 / SPEED
    try:
        with tempfile.TemporaryDirectory() as folder:
            return await _measured(Path(folder), Platform(random.Random(1)))
    finally:
        requests.SECOND = 1.0


async def _measured(folder: Path, platform: Platform) -> list[Row]:
    sending = requests.Requests()
    sending.http = platform  # type: ignore[assignment]
    chat = DiscordChat(sending, lambda server, channel: "")
    chat.capabilities = replace(CAPABILITIES, post_every=CAPABILITIES.post_every / SPEED)
    store = await open_store(folder / "d.db", Now(), CountedIds(), LoadedDice())
    core = Core(store, _table(), lambda _: chat, lambda _: None, Now())
    at = datetime.now(UTC) + timedelta(seconds=3)
    await store.write(BIG, _due, [f"{2 + n % ITS_CHANNELS} {n}" for n in range(OF_ONE)], at)
    for number in range(ROUNDS - OF_ONE):
        await store.write(CommunityId(f"discord:{1000 + number}"), _due, [f"{1000 + number} 0"], at)
    running = asyncio.create_task(core.run())
    await asyncio.sleep((at - datetime.now(UTC)).total_seconds())
    began, until = time.monotonic(), time.monotonic() + 10 * ROUNDS / A_SECOND / SPEED
    while platform.said.total() < ROUNDS and time.monotonic() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    took = max(platform.last.values()) - began
    others = max(when for channel, when in platform.last.items() if int(channel) >= 1000) - began
    await asyncio.sleep(1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()
    floor = ROUNDS / A_SECOND / SPEED
    once = sum(number == 1 for number in platform.said.values())
    note = f"{took * SPEED:.0f} s of the platform's, whose limit is {floor * SPEED:.0f} s; {platform.refused} times 429"
    return [
        row(f"{ROUNDS} rounds in one minute, of Discord's own limit", [floor / took], 0.95, note=note),
        row("of them said exactly once", [once / ROUNDS], 1.0),
        row("others' last beside one community with a twentieth, of all", [others / took], 1.0, at_least=False),
    ]


def rows() -> list[Row]:
    return asyncio.run(measure())
