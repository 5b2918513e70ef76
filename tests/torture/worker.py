"""One of several processes that share a PostgreSQL and are killed: a whole Descant with things that come back by
themselves."""

import asyncio
import json
import logging
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.chat.answers import Answer, Nothing
from bot.chat.events import Event, TimeCame
from bot.chat.ids import CommunityId, PlaceId
from bot.core import Core
from bot.delivery import Face
from bot.polls.views import CARD
from bot.ports import Effect, Store, Tx
from bot.routes import Router
from storage.opening import open_store
from tests.crash.child import FarChat, FastClock, ProcessIds, answered, event_of, noted, with_notes
from tests.fakes import LoadedDice

TICK = "tick"
EVERY = timedelta(seconds=16)
"""Of the fast clock: a little under a second."""


def keys(url: str) -> Path:
    """Where the keys of this database lie, for all processes on it alike."""
    return Path(tempfile.gettempdir()) / f"descant-keys-{url.rsplit('/', 1)[-1]}"


def tick(tx: Tx, event: TimeCame) -> Answer:
    """Say that it is time, under the name of the instant, and come back for the next, as a round does."""
    name, number, until = event.subject.split(":")
    _say(tx, name, number)
    if event.due + EVERY < datetime.fromtimestamp(int(until), event.due.tzinfo):
        tx.wake(TICK, f"{name}:{int(number) + 1}:{until}", event.due + EVERY)
    return Nothing()


def _say(tx: Tx, name: str, number: str, again: str = "") -> None:
    key = f"tick:{name}:{number}{again}"
    tx.post(Effect(key, PlaceId(f"{tx.community}-{int(name) % 8}"), TICK, key))


def careless(tx: Tx, event: TimeCame, by: str) -> None:
    """The control: whoever sees that it is time says so, without a name that the other would give it too."""
    name, number, _ = event.subject.split(":")
    _say(tx, name, number, f" {by}")


def with_ticks() -> Router:
    table = with_notes()
    return replace(table, due={**table.due, TICK: tick}, faces={**table.faces, TICK: Face(CARD, noted)})


async def live(url: str, port: int, remembers: bool, careful: bool) -> None:
    """Take what is delivered, keep time, and say what must be said, until killed."""
    chat_reader, chat_writer = await asyncio.open_connection("127.0.0.1", port)
    chat_writer.write(b"chat\n")
    chat, clock = FarChat(chat_writer, remembers), FastClock()
    store = await open_store(url, clock, ProcessIds(), LoadedDice(), keys(url))
    core = Core(store, with_ticks(), lambda community: chat, lambda community: None, clock)
    if not careful:
        _spoil(core, store)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(chat.listen(chat_reader))
        tasks.create_task(core.run())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"deliveries\n")

        async def take(delivery: dict[str, Any]) -> None:
            answer = await core.handle(event_of(delivery))
            writer.write(json.dumps(answered(delivery["key"], answer)).encode() + b"\n")

        while line := await reader.readline():
            tasks.create_task(take(json.loads(line)))


def _spoil(core: Core, store: Store) -> None:
    handle = core.handle

    async def first_say_then_take(event: Event) -> Answer:
        if isinstance(event, TimeCame) and event.kind == TICK:
            await store.write(CommunityId(event.community), careless, event, store.process)
        return await handle(event)

    core.timekeeper._handle = first_say_then_take


def run(url: str, port: int, remembers: bool, careful: bool = True) -> None:
    """The worker's whole life."""
    logging.disable(logging.CRITICAL)  # what is tried again is what this is about
    asyncio.run(live(url, port, remembers, careful))
