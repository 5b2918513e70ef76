"""Two processes on one PostgreSQL, each with half of Discord's shards and with sockets to Slack; one is killed in the
middle of a burst. The other carries on, what was acknowledged is counted once, and everything is said once."""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from storage.address import engine_of
from storage.check import check_over
from tests.databases import databases
from tests.wire.discord.people import until
from tests.wire.discord.processes import Away, Bot
from tests.wire.discord.standin import StandIn as DiscordStandIn
from tests.wire.discord.world import TOKEN, Interaction
from tests.wire.slack.living import Living, _ask, votes
from tests.wire.slack.standin import APP_TOKEN, SECRET
from tests.wire.slack.standin import StandIn as SlackStandIn

ROOT = Path(__file__).parents[2]
PEOPLE = 150
SECONDS = 10.0
"""Within which the other one must carry on; a busy machine takes a few."""


def now() -> float:
    return datetime.now(UTC).timestamp()  # noqa: TID251 the processes on the other end go by the machine's clock


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield databases().at(tmp_path)
    databases().drop()


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
        config = self.folder / f"{shards.replace('/', ' of ')}.toml"
        config.write_text(
            f'[store]\nurl = "{self.url}"\n[keep]\nbackups = ""\n[health]\nport = {port}\n[log]\nshape = "json"\n'
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
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(sql.encode(), values)
            return found.fetchall() if found.description else []

    def ballots(self) -> Counter[str]:
        """How many ballots stand in each community."""
        return Counter(c for (c,) in self.rows("SELECT p.community FROM ballots b JOIN polls p ON p.id = b.poll"))

    def close_soon(self) -> None:
        """Every deadline is in two seconds."""
        at = int((now() + 2) * 1_000_000)
        self.rows("UPDATE polls SET closes_at = %(at)s", at=at)
        self.rows("UPDATE due SET at = %(at)s, not_before = %(at)s WHERE kind = 'poll.close'", at=at)


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


def answered(presses: list[tuple[Interaction, Any]]) -> set[str]:
    return {interaction.person for interaction, _ in presses if interaction.first is not None}


async def test_one_is_killed_in_the_middle_of_a_burst(url: str, tmp_path: Path, shared: Path) -> None:
    async with both(url, tmp_path) as b:
        first, second = await asyncio.gather(b.start("0/2"), b.start("1/2"))
        bots = [first, second]
        try:
            for away in b.servers:
                await away.asks("/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days")
            await _ask(b.workspace)
            clicks = votes(b.workspace, PEOPLE)
            crowds = [[a.member(f"{a.server.id}m{n}") for n in range(PEOPLE)] for a in b.servers]
            presses = [a.pressed(crowd, "Saturday") for a, crowd in zip(b.servers, crowds, strict=True)]

            clicking = asyncio.create_task(b.workspace.clicks(clicks))
            sending = [asyncio.create_task(sent(a, p)) for a, p in zip(b.servers, presses, strict=True)]
            await until(lambda: all(len(answered(p)) > 15 for p in presses), within=60)
            await first.kill()
            killed, before = time.monotonic(), len(answered(presses[1]))
            confirmed = answered(presses[0])
            # The other one answers what is its own …
            await until(lambda: len(answered(presses[1])) > min(before, PEOPLE - 1), within=SECONDS)
            # … and what Slack brings again, now that it alone is connected.
            acknowledged = [took < float("inf") for took in await clicking]
            await asyncio.gather(*sending)
            lost = [click for click, was in zip(clicks, acknowledged, strict=True) if not was]
            again = time.monotonic()
            assert all(took < SECONDS for took in await b.workspace.clicks(lost))
            carried_on = time.monotonic() - again if lost else 0.0
            await until(lambda: len(answered(presses[1])) == PEOPLE, within=60)
            assert (await b.ready("1/2"))[0] == 200
            sys.stdout.write(
                f"killed after {len(confirmed)} + {before} presses; {len(lost)} clicks of {PEOPLE} brought again in "
                f"{carried_on:.1f} s; the other was done after {time.monotonic() - killed:.1f} s\n"
            )
            voted = {p for (p,) in b.rows("SELECT b.person FROM ballots b JOIN polls p ON p.id = b.poll")}
            assert confirmed <= voted, "what was confirmed is there"

            # A new one takes over the shard, and whoever was not answered presses again.
            bots[0] = await b.start("0/2")
            rest = [member for member in crowds[0] if member.id not in confirmed]
            if rest:
                again_pressed = b.servers[0].pressed(rest, "Saturday")
                await sent(b.servers[0], again_pressed)
                await until(lambda: len(answered(again_pressed)) == len(rest), within=60)
            assert set(b.ballots().values()) == {PEOPLE}

            # The second process is killed too, and the one that is left says what became of everything.
            await bots[1].kill()
            b.close_soon()
            await until(lambda: not b.rows("SELECT 1 FROM polls WHERE state <> 'closed'"), within=60)
            done = "SELECT 1 FROM outbox WHERE state IN ('waiting', 'attempting')"
            await until(lambda: not b.rows(done), within=60)
            for away in b.servers:
                said = [m for m in away.channel.messages.values() if m["only_for"] is None]
                assert len(said) == 2, "the poll, and its result, once each"
            assert len(b.workspace.channel.messages) == 2
            assert b.rows("SELECT count(*) FROM outbox WHERE state = 'dead'") == [(0,)]
            assert await bots[0].stop() == 0
            engine = engine_of(b.url)
            with engine.connect() as connection:
                assert check_over(connection, datetime.now(UTC)) == []  # noqa: TID251
            engine.dispose()
        finally:
            for bot in (first, second, *bots):
                if bot.process.returncode is None:
                    await bot.kill()
