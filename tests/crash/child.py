"""The process that is killed: a whole Descant over a real file, with a chat on the other end of a socket."""

import asyncio
import json
import logging
import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.chat.answers import Answer, Nothing, Whisper
from bot.chat.cards import Card, said
from bot.chat.events import ActionPressed, CommandGiven, Event, Where, Who
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.plain import Reading, plain_text
from bot.chat.text import plain
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.core import Core
from bot.delivery import Face
from bot.polls.model import PollCard
from bot.polls.views import CARD
from bot.ports import Capabilities, Effect, Posted, Tx, Unreachable
from bot.router import router
from bot.routes import Handler, Router
from storage.sqlite import open_store
from tests.fakes import START, LoadedDice

FASTER = 20
"""The clock runs so many times as fast, so that pauses between tries fit into a test."""

TAKEN = (
    "Recorded: ",
    "A newer answer of yours",
    "Nothing is recorded for you now",
    "You took your answer back",
    "Noted",
)
PLACE = PlaceId("plans")
SAID = "noted"


class FastClock:
    """Begins where the last one was or later: it is the machine's monotonic clock, stretched."""

    def now(self) -> datetime:
        return START + timedelta(seconds=(time.monotonic() % 1_000_000) * FASTER)


class ProcessIds:
    """Ids that no other of these processes gives."""

    def __init__(self) -> None:
        self._given = 0

    def new(self) -> str:
        self._given += 1
        return f"{os.getpid()}x{self._given}"


def note(tx: Tx, event: CommandGiven) -> Answer:
    """Something that must be said once, beside the polls: a message for every note."""
    place = PlaceId(f"{tx.community}-{event.text}")
    tx.post(Effect(f"note:{event.key}", place, SAID, event.key))
    return Whisper(said(plain("Noted")))


def noted(card: PollCard | None, words: Words) -> Card | None:
    return said(plain("Somebody noted something."))


def with_notes() -> Router:
    table = router()
    return replace(
        table,
        commands={**table.commands, "note": Handler(note)},
        faces={**table.faces, SAID: Face(CARD, noted)},
    )


class FarChat:
    """Fulfils ``bot.ports.Chat`` over a connection on which answers may be late, or not come at all."""

    def __init__(self, writer: asyncio.StreamWriter, remembers: bool) -> None:
        self._writer = writer
        self._asked: dict[int, asyncio.Future[int | None]] = {}
        self._number = 0
        self.capabilities = Capabilities(
            edit_every=timedelta(seconds=1),
            old_edit_every=timedelta(seconds=1),
            post_every=timedelta(0),
            remembers_keys=timedelta(days=1) if remembers else timedelta(0),
        )

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        return Posted(place, MessageId(str(await self._ask(what="post", place=place, key=key))))

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        return await self.post(community, under.place, card, locale, key)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        return await self.post(community, PlaceId(f"@{person}"), card, locale, key)

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        await self._ask(what="edit", message=int(posted.message))

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        found = await self._ask(what="find", place=place, key=key)
        return None if found is None else Posted(place, MessageId(str(found)))

    async def _ask(self, **what: Any) -> int | None:
        self._number += 1
        number = self._number
        self._asked[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps({"number": number, **what}).encode() + b"\n")
        try:
            async with asyncio.timeout(0.15):
                return await self._asked[number]
        except TimeoutError:
            raise Unreachable("no answer") from None
        finally:
            del self._asked[number]

    async def listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            answer = json.loads(line)
            waiting = self._asked.get(answer["number"])
            if waiting is not None and not waiting.done():
                waiting.set_result(answer["message"])


def event_of(delivery: dict[str, Any]) -> Event:
    who, where = Who(PersonId(delivery["person"])), Where(CommunityId(delivery["community"]), PLACE)
    at = START + timedelta(milliseconds=delivery["at"])
    if delivery["act"] == "note":
        return CommandGiven(delivery["key"], who, where, at, "note", delivery["ids"][0])
    poll, *values = delivery["ids"]
    if delivery["act"] == "poll.pick":
        return ActionPressed(delivery["key"], who, where, at, Token("poll.pick", (poll,)), tuple(values))
    return ActionPressed(delivery["key"], who, where, at, Token(delivery["act"], (poll, *values)))


def answered(key: str, answer: Answer) -> dict[str, Any]:
    words = ""
    if isinstance(answer, Whisper):
        words = plain_text(answer.card, Reading(words_for("en"), "UTC"))
    return {"key": key, "taken": isinstance(answer, Nothing) or words.startswith(TAKEN), "words": words}


async def live(path: Path, port: int, remembers: bool) -> None:
    """Take what is delivered and say what must be said, until killed."""
    chat_reader, chat_writer = await asyncio.open_connection("127.0.0.1", port)
    chat_writer.write(b"chat\n")
    chat, clock = FarChat(chat_writer, remembers), FastClock()
    store = await open_store(path, clock, ProcessIds(), LoadedDice())
    core = Core(store, with_notes(), lambda community: chat, lambda community: None, clock)
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


def run(path: str, port: int, remembers: bool) -> None:
    """The child's whole life."""
    logging.disable(logging.WARNING)  # what is tried again is what this is about
    asyncio.run(live(Path(path), port, remembers))
