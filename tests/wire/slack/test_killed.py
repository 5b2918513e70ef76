"""A process that is killed (``kill -9``) at the worst moment, and the next one: nothing is lost, nothing is twice."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wire.slack.living import Living, ask, click, living, votes, world
from tests.wire.slack.standin import Channel, Fault, Payload, StandIn

MODES = pytest.mark.parametrize("mode", ["socket", "http"])


def ballots(file: Path) -> list[str]:
    """Who has answered, as it stands in the file."""
    if not file.exists():
        return []
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        return [person for (person,) in database.execute("SELECT person FROM ballots WHERE choice IS NOT NULL")]


async def until(so: Callable[[], object], within: float = 40.0) -> None:
    """Wait until something is so; the machine may have much else to do."""
    async with asyncio.timeout(within):
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def said(channel: Channel) -> str:
    """What a screen reader reads of the channel."""
    return "\n".join(message["text"] for message in channel.messages.values())


async def asked(there: Living) -> None:
    await ask(there)
    await until(lambda: there.channel.messages)


async def unheard(standin: StandIn, payload: Payload) -> bool:
    """Send a click whose acknowledgement Slack does not hear; says whether it was heard all the same."""
    standin.patience = 3.0
    for socket in standin.sockets:
        socket.deaf = True
    return await standin.send("interactive", payload) is not None


@MODES
async def test_killed_between_the_commit_and_the_acknowledgement(shared: Path, tmp_path: Path, mode: str) -> None:
    async with world(tmp_path, mode) as (standin, team, channel):
        async with living(tmp_path, standin, team, channel) as there:
            await asked(there)
            (vote,) = votes(there, 1)
            sending = asyncio.create_task(unheard(standin, vote))
            await until(lambda: ballots(tmp_path / "d.db"))
            await there.kill()
            heard = await sending
            assert not heard or mode == "http"
        async with living(tmp_path, standin, team, channel) as there:
            assert ballots(tmp_path / "d.db") == ["U000000"]
            # The member saw that it did not work, and presses again.
            standin.patience = 60.0
            (again,) = votes(there, 1)
            assert await standin.send("interactive", again) is not None
            await until(lambda: "1 person has answered." in said(channel))
            assert ballots(tmp_path / "d.db") == ["U000000"]


@MODES
async def test_killed_in_the_middle_of_many(shared: Path, tmp_path: Path, mode: str) -> None:
    async with world(tmp_path, mode) as (standin, team, channel):
        standin.patience = 5.0
        async with living(tmp_path, standin, team, channel) as there:
            await asked(there)
            payloads = votes(there, 200)
            sent = [asyncio.create_task(standin.send("interactive", payload)) for payload in payloads]
            await until(lambda: sum(task.done() for task in sent) > 20)
            await there.kill()
            heard = [await task is not None for task in sent]
            confirmed = {p["user"]["id"] for p, was in zip(payloads, heard, strict=True) if was}
            assert confirmed <= set(ballots(tmp_path / "d.db")), "what was acknowledged is there"
        async with living(tmp_path, standin, team, channel) as there:
            standin.patience = 60.0
            assert max(await there.clicks(votes(there, 200))) < float("inf")
            assert sorted(ballots(tmp_path / "d.db")) == sorted(p["user"]["id"] for p in payloads)
            await until(lambda: "200 people have answered." in said(channel))


async def test_killed_between_a_post_and_its_record(shared: Path, tmp_path: Path) -> None:
    # What may have been said is left alone for ten seconds before it is said again: so long this takes.
    async with world(tmp_path) as (standin, team, channel):
        async with living(tmp_path, standin, team, channel) as there:
            held = Fault("chat.postMessage", hold=asyncio.Event())
            standin.faults.append(held)
            await ask(there)
            await asyncio.wait_for(held.met.wait(), 20)
            await there.kill()
            (orphan,) = channel.messages
        async with living(tmp_path, standin, team, channel) as there:
            (on_orphan,) = votes(there, 1)
            await until(lambda: len(channel.messages) == 2)
            assert await standin.send("interactive", on_orphan) is not None
            await until(lambda: orphan not in channel.messages)
            (kept,) = channel.messages.values()
            block = next(b for b in kept["blocks"] if b["type"] == "actions")
            action = block["elements"][0]["action_id"]
            vote = click(team, channel.id, kept["ts"], block["block_id"], action, "U000001", 1)
            vote["response_url"] = standin.link("U000001", channel.id)
            assert await standin.send("interactive", vote) is not None
            await until(lambda: "2 people have answered." in said(channel))
            assert sorted(ballots(tmp_path / "d.db")) == ["U000000", "U000001"]
            assert len(channel.messages) == 1
