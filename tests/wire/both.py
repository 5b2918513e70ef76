"""Discord and Slack at once, each as a stand-in, and ``descant run`` as a process of its own between them."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import unused_port
from sqlalchemy import text

from storage.address import engine_of
from tests.wire.discord.processes import Away, Bot
from tests.wire.discord.standin import StandIn as DiscordStandIn
from tests.wire.discord.world import TOKEN, Interaction
from tests.wire.slack.living import Living
from tests.wire.slack.standin import APP_TOKEN, SECRET
from tests.wire.slack.standin import StandIn as SlackStandIn

ROOT = Path(__file__).parents[2]
PEOPLE = 150


def now() -> float:
    return datetime.now(UTC).timestamp()  # noqa: TID251 the processes on the other end go by the machine's clock


@dataclass
class Both:
    """Discord with a server on each of two shards, Slack with a workspace, and the processes between them."""

    url: str
    folder: Path
    discord: DiscordStandIn
    slack: SlackStandIn
    servers: list[Away]
    workspace: Living
    ports: dict[str, int] = field(default_factory=dict)

    async def start(self, shards: str) -> Bot:
        """``descant run`` with these shards, once it is ready on both platforms."""
        port = self.ports[shards] = unused_port()
        config = self.folder / f"{shards.replace('/', ' of ') or 'all'}.toml"
        config.write_text(
            f'[store]\nurl = "{self.url}"\n[keep]\nbackups = ""\n[health]\nport = {port}\n'
            '[log]\nshape = "json"\nlevel = "debug"\n'
            f'[discord]\napi = "{self.discord.api}"\nshards = "{shards}"\n[slack]\napi = "{self.slack.api}"\n'
        )
        tokens = {"DISCORD_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET}
        environment = {**os.environ, **tokens, "SLACK_BOT_TOKEN": next(iter(self.slack.teams))}
        with (self.folder / "errors").open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(ROOT / "descant.py"), "run", "--config", str(config),
                cwd=self.folder, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=errors,
            )  # fmt: skip
        bot = Bot(process)
        async with asyncio.timeout(60):
            while (await self.ready(shards))[0] != 200:
                assert process.returncode is None, (self.folder / "errors").read_text()
                await asyncio.sleep(0.1)
        return bot

    async def ready(self, shards: str) -> tuple[int, Any]:
        """What the process with these shards says about itself."""
        try:
            async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.ports[shards]}/ready") as told:
                return told.status, await told.json()
        except OSError:
            return 0, {}

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        engine = engine_of(self.url)
        with engine.begin() as connection:
            found = connection.execute(text(sql), values)
            rows = [tuple(row) for row in found] if found.returns_rows else []
        engine.dispose()
        return rows

    def ballots(self) -> Counter[str]:
        """How many ballots stand in each community."""
        return Counter(c for (c,) in self.rows("SELECT p.community FROM ballots b JOIN polls p ON p.id = b.poll"))

    def close_soon(self) -> None:
        """Every deadline is in two seconds."""
        at = int((now() + 2) * 1_000_000)
        self.rows("UPDATE polls SET closes_at = :at", at=at)
        self.rows("UPDATE due SET at = :at, not_before = :at WHERE kind = 'poll.close'", at=at)


PLANTED = "zqplanted"
"""Stands in what members write, and nowhere else."""


def logged(b: Both, *secret: str) -> list[dict[str, str]]:
    """All that the processes logged, at debug, line by line; nothing that is secret or was planted stands in it."""
    lines = [json.loads(line) for line in (b.folder / "errors").read_text().splitlines()]
    assert all(line.keys() == {"at", "level", "from", "says"} for line in lines)
    for words in (PLANTED, TOKEN, APP_TOKEN, SECRET, *b.slack.teams, *secret):
        assert not [line for line in lines if words in json.dumps(line)], f"{words} stands in the log"
    return lines


@asynccontextmanager
async def both(url: str, folder: Path) -> AsyncIterator[Both]:
    discord, slack = DiscordStandIn(now, checked=False), SlackStandIn(now, checked=False)
    discord.world.patience, slack.patience = 60.0, 3.0
    async with discord.serving(), slack.serving():
        servers: dict[int, Away] = {}
        while len(servers) < 2:
            server = discord.world.server(f"Garden {len(servers)}", members=PEOPLE + 1)
            if (shard := (int(server.id) >> 22) % 2) in servers:
                del discord.world.servers[server.id]
                await asyncio.sleep(0.001)
                continue
            servers[shard] = Away(discord, server, discord.world.channel(server, "plans"))
        team = slack.team()
        workspace = Living(None, slack, team, slack.channel(team, "plans"))  # type: ignore[arg-type]
        yield Both(url, folder, discord, slack, [servers[0], servers[1]], workspace)


async def sent(away: Away, presses: list[tuple[Interaction, Any]]) -> None:
    for interaction, payload in presses:
        interaction.at = now()
        await away.standin.emit("INTERACTION_CREATE", payload, away.server.id)


def confirmed(away: Away) -> set[str]:
    """Who was told that it is recorded, at once or later; not who was told that it could not be."""
    private = [m for m in away.channel.messages.values() if m["only_for"] is not None]
    return {m["only_for"] for m in private if "Recorded: " in json.dumps(m)}


def answered(presses: list[tuple[Interaction, Any]]) -> set[str]:
    return {interaction.person for interaction, _ in presses if interaction.first is not None}
