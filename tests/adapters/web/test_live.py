"""The event stream: nothing lost, nothing doubled, also over a restart; and it never holds up the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession

from adapters.web import live
from adapters.web.told import Spot
from bot.chat.cards import Card, Paragraph
from bot.chat.text import plain
from tests.adapters.web.garden import Garden, garden


@dataclass
class Stream:
    """What a browser's EventSource reads."""

    response: ClientResponse
    last: str = ""

    async def next(self, kind: str = "message") -> Any:
        """The data of the next event of this kind; the id of a message is remembered."""
        while True:
            event = await self._event()
            if "id" in event:
                self.last = event["id"]
            if event.get("event") == kind:
                return json.loads(event["data"])

    async def comment(self) -> str:
        """The next comment line."""
        async with asyncio.timeout(5):
            while not (line := (await self.response.content.readline()).decode()).startswith(":"):
                assert line, "the stream ended"
            return line

    async def _event(self) -> dict[str, str]:
        async with asyncio.timeout(5):
            found: dict[str, str] = {}
            while line := (await self.response.content.readline()).decode():
                if line == "\n" and found:
                    return found
                name, _, value = line.rstrip("\n").partition(": ")
                if name:
                    found[name] = value
            raise EOFError


@asynccontextmanager
async def listening(g: Garden, name: str = "bilal", place: str = "plans", last: str = "") -> AsyncIterator[Stream]:
    """An open stream, beginning where it left off."""
    headers = {"Last-Event-ID": last} if last else {}
    path = f"{g.url}/as/{name}/{place}/events?since=0"
    async with ClientSession() as session, session.get(path, headers=headers) as response:
        assert response.content_type == "text/event-stream"
        yield Stream(response)


async def said(g: Garden, words: str) -> None:
    await g.room.say("plans", "ana", words, g.play.now())


async def test_what_is_said_arrives_and_is_escaped(tmp_path: Path) -> None:
    async with garden(tmp_path) as g, listening(g) as stream:
        await said(g, "one\n\ndata: <b>two</b>")
        news = await stream.next()
        assert news["id"] == "m1"
        assert "one\n\ndata: &lt;b&gt;two&lt;/b&gt;" in news["html"]


async def test_nothing_is_lost_or_doubled_over_a_restart(tmp_path: Path) -> None:
    heard = []
    async with garden(tmp_path) as g:
        async with listening(g) as stream:
            for number in range(3):
                await said(g, f"before {number}")
                heard.append((await stream.next())["id"])
            last = stream.last
        await said(g, "while nobody listened")
    async with garden(tmp_path) as g:
        await said(g, "after")
        async with listening(g, last=last) as stream:
            heard += [(await stream.next())["id"] for _ in range(2)]
            await said(g, "live again")
            heard.append((await stream.next())["id"])
    assert heard == ["m1", "m2", "m3", "m4", "m5", "m6"]


async def test_an_edit_arrives_under_the_same_name_and_a_whisper_put_away_leaves(tmp_path: Path) -> None:
    paper = Card((Paragraph(plain("For you alone")),))
    async with garden(tmp_path) as g, listening(g) as stream:
        message = await g.room.whisper("plans", "bilal", paper, g.play.now(), Spot())
        assert "For you alone" in (await stream.next())["html"]
        again = Card((Paragraph(plain("Something newer")),))
        await g.room.whisper("plans", "bilal", again, g.play.now(), Spot(instead_of=message))
        news = await stream.next()
        assert news["id"] == f"m{message}"
        assert "Something newer" in news["html"]
        await g.room.dismiss(message, "bilal")
        assert await stream.next() == {"id": f"m{message}", "near": "", "html": ""}


async def test_a_whisper_reaches_its_reader_alone(tmp_path: Path) -> None:
    async with garden(tmp_path) as g, listening(g, "ana") as anas:
        await g.room.whisper("plans", "bilal", Card((Paragraph(plain("secret")),)), g.play.now(), Spot())
        await said(g, "for all")
        assert "for all" in (await anas.next())["html"]


async def test_the_time_arrives_when_it_is_moved(tmp_path: Path) -> None:
    async with garden(tmp_path) as g, listening(g) as stream:
        before = await stream.next("around")
        assert before["due"] == ""
        ana = g.member("ana")
        await ana.says("/poll question: When? options: a; b closes: 3d")
        await ana.presses("Post it")
        while not (around := await stream.next("around"))["due"]:
            continue
        assert "(London)" in around["due"]


async def test_what_is_new_elsewhere_is_told(tmp_path: Path) -> None:
    async with garden(tmp_path) as g, listening(g, place="shed") as stream:
        await g.member("bilal").looks()
        await g.room.say("plans", "bilal", "my own words are not news to me", g.play.now())
        await said(g, "news")
        while not (around := await stream.next("around"))["unseen"]:
            continue
        assert around["unseen"] == {"plans": 1}
        await g.member("bilal").looks()
        await g.room.post("direct-bilal", Card((Paragraph(plain("for you")),)), g.play.now(), "k")
        while "direct-bilal" not in around["unseen"]:
            around = await stream.next("around")
        assert around["unseen"] == {"direct-bilal": 1}


async def test_a_stream_says_now_and_then_that_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.02)
    async with garden(tmp_path) as g, listening(g) as stream:
        assert await stream.comment() == ": still here\n"


async def test_open_streams_hold_up_no_end(tmp_path: Path) -> None:
    async with ClientSession() as session:
        async with garden(tmp_path) as g:
            response = await session.get(f"{g.url}/as/ana/plans/events")
            stream = Stream(response)
            await stream.next("around")
            began = asyncio.get_running_loop().time()
        # A stream that does not end by itself is cut off after the server's two seconds.
        assert asyncio.get_running_loop().time() - began < 1.9
        with pytest.raises(EOFError):
            await stream.next("never")
        response.close()


async def test_streams_are_forgotten_when_they_end(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        async with listening(g) as stream:
            await stream.next("around")
            assert len(g.room._listeners) == 1
        await said(g, "to nobody")
        async with asyncio.timeout(5):
            while g.room._listeners:
                await said(g, "still to nobody")
                await asyncio.sleep(0)
