"""Descant with the real libraries, as one process of it: opened over a database and a stand-in, and closed again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from adapters.slack.config import SlackConfig
from adapters.slack.transport import Slack
from bot.chat.answers import Answer
from bot.chat.cards import Card
from bot.chat.events import Event
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.config import Secret
from bot.core import Core
from bot.delivery import COMMUNITY, POSTED_AS
from bot.ports import Capabilities, Chat, Posted
from bot.router import router
from storage.opening import OpenStore
from tests.databases import open_at
from tests.fakes import FakeClock, LoadedDice
from tests.people import FreshIds
from tests.wire.slack.standin import APP_TOKEN, SECRET, StandIn, Team


@dataclass
class Said:
    """A card that the core gave to the chat, and what became of it."""

    card: Card
    posted: Posted
    under: str = ""
    """The message in whose thread it stands."""


@dataclass
class Remembering:
    """A chat, and every card that was said through it; a story can look at the newest of each."""

    chat: Chat
    said: dict[str, Said]

    @property
    def capabilities(self) -> Capabilities:
        return self.chat.capabilities

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        return self._keep(card, await self.chat.post(community, place, card, locale, key))

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        posted = await self.chat.reply(community, under, title, card, locale, key)
        return self._keep(card, posted, under.message)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        return self._keep(card, await self.chat.tell(community, person, card, locale, key))

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        await self.chat.edit(community, posted, card, locale)
        self.said[posted.message].card = card

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        return await self.chat.find(community, place, key, since, under)

    def _keep(self, card: Card, posted: Posted, under: str = "") -> Posted:
        self.said[posted.message] = Said(card, posted, under)
        return posted


@dataclass
class Memory:
    """What tests remember of all processes, one after the other."""

    said: dict[str, Said] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    """The core's last answer to each person."""


@dataclass
class Process:
    """One process of Descant."""

    store: OpenStore
    core: Core
    carrier: Slack
    running: asyncio.Task[None]

    async def stop(self) -> None:
        """As a signal does it."""
        self.running.cancel()
        await asyncio.wait([self.running])
        await self.store.close()


async def start(path: Path, clock: FakeClock, standin: StandIn, team: Team, mode: str, memory: Memory) -> Process:
    """Descant over the database at this path, connected to the stand-in."""
    store = await open_at(path, clock, FreshIds(path), LoadedDice())
    table, carried = router(), list[Slack]()
    core = Core(
        store, table, lambda _: Remembering(carried[0].chat, memory.said), lambda _: carried[0].directory, clock
    )

    async def handle(event: Event) -> Answer:
        answer = await core.handle(event)
        if (who := getattr(event, "who", None)) is not None:
            memory.answers[who.person] = answer
        return answer

    async def zone_of(community: CommunityId) -> str:
        return (await store.read(COMMUNITY, community=community)).zone

    def posted_as(key: str) -> Awaitable[MessageId | None]:
        return store.read(POSTED_AS, key=key)

    config = SlackConfig(Secret(team.token), Secret(APP_TOKEN), Secret(SECRET), api=standin.api, mode=mode, port=0)
    carried.append(Slack(config, handle, table, clock, posted_as=posted_as, zone_of=zone_of))
    process = Process(store, core, carried[0], asyncio.create_task(carried[0].run()))
    try:
        await _is_there(process, standin, mode)
        await core.resume()
    except BaseException:
        await process.stop()
        raise
    return process


async def _is_there(process: Process, standin: StandIn, mode: str) -> None:
    carrier = process.carrier
    there: Callable[[], bool] = (
        (lambda: len(standin.sockets) >= 2) if mode == "socket" else (lambda: bool(carrier.port))
    )
    async with asyncio.timeout(10):
        while not there():
            if process.running.done():
                process.running.result()
            await asyncio.sleep(0.01)
    if mode == "http":
        standin.events_url = f"http://127.0.0.1:{carrier.port}/slack/events"
