"""A stand-in for a chat platform, kept by the process that survives: it hands out what members did until it is
acknowledged, and takes posts, which it answers late or never."""

import asyncio
import json
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

MOST_UNDER_WAY = 24
"""Deliveries that have been handed out and not been acknowledged."""


@dataclass(frozen=True)
class Delivery:
    """Something that a member did, as the platform hands it out: ``act`` is a poll's button or ``note``."""

    key: str
    at: int
    """Milliseconds after the start."""
    community: str
    person: str
    act: str
    ids: tuple[str, ...] = ()


@dataclass
class Platform:
    """``remembers``: a post under a known key is the first one. ``can_be_asked``: a post is found by its key."""

    dice: Random
    deliveries: list[Delivery]
    remembers: bool
    can_be_asked: bool
    posts: dict[int, tuple[str, str]] = field(default_factory=dict)
    """By number, where it stands and under which key."""
    edits: int = 0
    acknowledged: set[str] = field(default_factory=set)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    stray: list[str] = field(default_factory=list)
    """Answers that no delivery should get."""
    in_this_life: int = 0
    """How many more deliveries the child that lives now may get, so that one life does not take them all."""
    _next: int = 0
    _under_way: dict[str, Delivery] = field(default_factory=dict)
    _child: asyncio.StreamWriter | None = None
    _answering: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def all_acknowledged(self) -> bool:
        return self._next >= len(self.deliveries) and not self._under_way

    async def serve(self) -> "asyncio.Server":
        return await asyncio.start_server(self._connection, "127.0.0.1", 0)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            kind = (await reader.readline()).decode().strip()
            await (self._hand_out(reader, writer) if kind == "deliveries" else self._take_posts(reader, writer))
        except ConnectionError:
            pass  # the child was killed, which is what this is about
        finally:
            writer.close()

    # --- what members did -----------------------------------------------------------------------------------------

    async def _hand_out(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._child = writer
        again = list(self._under_way.values())
        self.dice.shuffle(again)
        for delivery in again:
            self._send(writer, delivery)
        self._hand_out_more(writer)
        self.connected.set()
        while line := await reader.readline():
            self._answered(writer, json.loads(line))
        self._child = None

    def _hand_out_more(self, writer: asyncio.StreamWriter) -> None:
        while self.in_this_life and len(self._under_way) < MOST_UNDER_WAY and self._next < len(self.deliveries):
            self.in_this_life -= 1
            delivery = self.deliveries[self._next]
            self._next += 1
            self._under_way[delivery.key] = delivery
            self._send(writer, delivery)

    def _answered(self, writer: asyncio.StreamWriter, answer: dict[str, Any]) -> None:
        key, taken = answer["key"], answer["taken"]
        if not taken:
            self.stray.append(answer["words"])
        self.acknowledged.add(key)
        delivery = self._under_way.pop(key, None)
        if delivery is not None and self.dice.random() < 0.05:
            self._send(writer, delivery)  # delivered twice, though it was acknowledged
        self._hand_out_more(writer)

    def _send(self, writer: asyncio.StreamWriter, delivery: Delivery) -> None:
        writer.write(json.dumps(asdict(delivery)).encode() + b"\n")

    # --- what the bot says ----------------------------------------------------------------------------------------

    async def _take_posts(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            task = asyncio.create_task(self._answer(writer, json.loads(line)))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, writer: asyncio.StreamWriter, asked: dict[str, Any]) -> None:
        message: int | None = None
        match asked["what"]:
            case "post":
                message = self._post(asked["place"], asked["key"])
            case "edit":
                self.edits += 1
                message = asked["message"]
            case _:
                message = self._find(asked["place"], asked["key"]) if self.can_be_asked else None
        await asyncio.sleep(self.dice.uniform(0.001, 0.02))
        if self.dice.random() < 0.95:
            writer.write(json.dumps({"number": asked["number"], "message": message}).encode() + b"\n")

    def _post(self, place: str, key: str) -> int:
        known = self._find(place, key) if self.remembers else None
        if known is not None:
            return known
        number = len(self.posts) + 1
        self.posts[number] = (place, key)
        return number

    def _find(self, place: str, key: str) -> int | None:
        return next((number for number, post in self.posts.items() if post == (place, key)), None)
