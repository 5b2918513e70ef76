"""A whole Descant in a process of its own, over Socket Mode; beside it a Bolt app that does nothing but acknowledge.
Clicks come from a stand-in in this process, so that what the other one spends can be measured."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.wire.slack.standin import APP_TOKEN, SECRET, Channel, Payload, StandIn, Team

ROOT = Path(__file__).parents[3]
TICK = os.sysconf("SC_CLK_TCK")
DESCANT = ("descant.py",)

BARE = """
import asyncio, re, sys
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
async def main():
    app = AsyncApp(client=AsyncWebClient(token=sys.argv[2], base_url=sys.argv[1]), token=sys.argv[2])
    @app.action(re.compile(".*"))
    async def press(ack):
        await ack()
    await AsyncSocketModeHandler(app, sys.argv[3]).start_async()
asyncio.run(main())
"""


def now() -> float:
    """The machine's time, which the process on the other end goes by."""
    return datetime.now(UTC).timestamp()  # noqa: TID251


class Living:
    """The process, and what came of clicks on it."""

    def __init__(self, process: asyncio.subprocess.Process, standin: StandIn, team: Team, channel: Channel) -> None:
        self.process, self.standin, self.team, self.channel = process, standin, team, channel

    def cpu(self) -> float:
        """Seconds of processor time that it has spent."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    async def clicks(self, payloads: list[Payload]) -> list[float]:
        """All at once; seconds until each was acknowledged."""
        sent = [asyncio.create_task(self._click(payload)) for payload in payloads]
        return [await one for one in sent]

    async def _click(self, payload: Payload) -> float:
        began = time.perf_counter()
        answer = await self.standin.send("interactive", payload)
        return time.perf_counter() - began if answer is not None else float("inf")

    async def kill(self) -> None:
        """At once, without a chance to tidy up."""
        self.process.kill()
        await self.process.wait()
        async with asyncio.timeout(10):
            while self.standin.sockets:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def rests(self) -> None:
        """Until it does nothing more by itself."""
        spent = -1.0
        while spent != (spent := self.cpu()):  # noqa: ASYNC110
            await asyncio.sleep(0.5)


def click(team: Team, channel: str, message: str, block: str, action: str, person: str, number: int) -> Payload:
    """A press on a card's button."""
    stamp = f"{now():.3f}{number % 1000:03}"
    return {
        "type": "block_actions", "team": {"id": team.id, "domain": "garden"}, "enterprise": None, "api_app_id": "A1",
        "user": {"id": person, "username": person, "name": person, "team_id": team.id}, "trigger_id": f"t{number}",
        "is_enterprise_install": False, "token": "x", "channel": {"id": channel, "name": "plans"},
        "container": {"type": "message", "message_ts": message, "channel_id": channel, "is_ephemeral": False},
        "actions": [{"type": "button", "action_id": action, "block_id": block, "action_ts": stamp}],
        "state": {"values": {}},
    }  # fmt: skip


@asynccontextmanager
async def _process(standin: StandIn, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(standin),
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
                await process.wait()


def _environment(standin: StandIn) -> dict[str, str]:
    token = next(iter(standin.teams))
    secrets = {"SLACK_BOT_TOKEN": token, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    return {**{k: v for k, v in os.environ.items() if not k.startswith("DISCORD")}, **secrets}


@asynccontextmanager
async def descant(folder: Path) -> AsyncIterator[Living]:
    """``descant run`` over a database in this folder, with a poll that is open."""
    async with world(folder) as (standin, team, channel), living(folder, standin, team, channel) as there:
        await _ask(there)
        yield there


@asynccontextmanager
async def world(folder: Path, mode: str = "socket") -> AsyncIterator[tuple[StandIn, Team, Channel]]:
    """A workspace with a channel, and in the folder the settings with which Descant finds it."""
    async with StandIn(now, checked=False).serving() as standin:
        standin.patience = 60.0
        team = standin.team()
        port = _free_port()
        (folder / "config.toml").write_text(
            f'[store]\nurl = "sqlite:///{folder}/d.db"\n[keep]\nbackup_hours = 0\n'
            f'[slack]\napi = "{standin.api}"\nmode = "{mode}"\nport = {port}\n'
        )
        if mode == "http":
            standin.events_url = f"http://127.0.0.1:{port}/slack/events"
        yield standin, team, standin.channel(team, "plans")


@asynccontextmanager
async def living(
    folder: Path, standin: StandIn, team: Team, channel: Channel, program: Sequence[str] = DESCANT
) -> AsyncIterator[Living]:
    """``descant run`` with these settings, from when it listens."""
    async with _process(standin, *program, "run", "--config", str(folder / "config.toml")) as process:
        if standin.events_url:
            await _listening(standin, process)
        else:
            await _connected(standin, process, 2)
        yield Living(process, standin, team, channel)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def _listening(standin: StandIn, process: asyncio.subprocess.Process) -> None:
    where = standin.events_url.rpartition(":")[2].partition("/")[0]
    async with asyncio.timeout(30):
        while True:
            assert process.returncode is None, "it ended"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", int(where))
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@asynccontextmanager
async def bolt() -> AsyncIterator[Living]:
    """Bolt with its own settings, doing nothing but acknowledging."""
    async with StandIn(now, checked=False).serving() as standin:
        standin.patience = 60.0
        team = standin.team()
        channel = standin.channel(team, "plans")
        async with _process(standin, "-c", BARE, standin.api, team.token, APP_TOKEN) as process:
            await _connected(standin, process, 1)
            yield Living(process, standin, team, channel)


async def _connected(standin: StandIn, process: asyncio.subprocess.Process, number: int) -> None:
    async with asyncio.timeout(30):
        while len(standin.sockets) < number:
            assert process.returncode is None, "it ended"
            await asyncio.sleep(0.05)


async def _ask(living: Living) -> None:
    await ask(living)
    async with asyncio.timeout(20):
        while not living.channel.messages:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def ask(living: Living) -> None:
    """Ask a poll and have it posted."""
    standin = living.standin
    ana = standin.person("ana")
    command: Payload = {
        "command": "/poll", "text": "question: When? options: Tuesday; Saturday closes: in 3 days", "user_id": ana,
        "channel_id": living.channel.id, "team_id": living.team.id, "trigger_id": standin.trigger(ana),
        "response_url": standin.link(ana, living.channel.id),
    }  # fmt: skip
    preview = await standin.send("slash_commands", command)
    assert preview is not None
    (post,) = [e for b in preview["blocks"] if b["type"] == "actions" for e in b["elements"] if e.get("style")][:1]
    await standin.send("interactive", click(living.team, living.channel.id, "1.1", "b", post["action_id"], ana, 0))


def votes(living: Living, people: int, first: int = 0) -> list[Payload]:
    """One click of each of so many people on the first option of the poll."""
    message: Any = next(iter(living.channel.messages.values()))
    block = next(b for b in message["blocks"] if b["type"] == "actions")
    action = block["elements"][0]["action_id"]
    return [
        {
            **click(living.team, living.channel.id, message["ts"], block["block_id"], action, f"U{n:06}", n),
            "response_url": living.standin.link(f"U{n:06}", living.channel.id),
        }
        for n in range(first, first + people)
    ]
