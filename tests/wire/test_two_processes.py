"""Two processes on one PostgreSQL, each with half of Discord's shards and with sockets to Slack; one is killed in the
middle of a burst. The other carries on, what was acknowledged is counted once, and everything is said once."""

import asyncio
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.address import engine_of
from storage.check import check_over
from tests.databases import databases
from tests.wire.both import PEOPLE, PLANTED, answered, both, confirmed, logged, sent
from tests.wire.discord.people import until
from tests.wire.slack.living import _ask, votes

SECONDS = 10.0
"""Within which the other one must carry on; a busy machine takes a few."""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield databases().at(tmp_path)
    databases().drop()


async def test_one_is_killed_in_the_middle_of_a_burst(url: str, tmp_path: Path, shared: Path) -> None:
    async with both(url, tmp_path) as b:
        first, second = await asyncio.gather(b.start("0/2"), b.start("1/2"))
        bots = [first, second]
        try:
            for away in b.servers:
                await away.asks(f"/poll question: {PLANTED}? options: {PLANTED}; Saturday closes: in 3 days")
            await _ask(b.workspace)
            clicks = votes(b.workspace, PEOPLE)
            crowds = [[a.member(f"{a.server.id}m{n}") for n in range(PEOPLE)] for a in b.servers]
            presses = [a.pressed(crowd, "Saturday") for a, crowd in zip(b.servers, crowds, strict=True)]

            clicking = asyncio.create_task(b.workspace.clicks(clicks))
            sending = [asyncio.create_task(sent(a, p)) for a, p in zip(b.servers, presses, strict=True)]
            await until(lambda: all(len(answered(p)) > 15 for p in presses), within=60)
            await first.kill()
            killed, before = time.monotonic(), len(answered(presses[1]))
            told = confirmed(b.servers[0])
            # The other one answers what is its own …
            await until(lambda: len(answered(presses[1])) > min(before, PEOPLE - 1), within=SECONDS)
            # … and what Slack brings again, now that it alone is connected.
            acknowledged = [took < float("inf") for took in await clicking]
            await asyncio.gather(*sending)
            lost = [click for click, was in zip(clicks, acknowledged, strict=True) if not was]
            again = time.monotonic()
            assert all(took < SECONDS for took in await b.workspace.clicks(lost))
            carried_on = time.monotonic() - again if lost else 0.0
            # Told that it is recorded, at once or after a deferral; a deferral alone promises an answer and no more.
            await until(lambda: len(confirmed(b.servers[1])) == PEOPLE, within=60)
            assert (await b.ready("1/2"))[0] == 200
            sys.stdout.write(
                f"killed after {len(told)} + {before} presses; {len(lost)} clicks of {PEOPLE} brought again in "
                f"{carried_on:.1f} s; the other was done after {time.monotonic() - killed:.1f} s\n"
            )
            voted = {p for (p,) in b.rows("SELECT b.person FROM ballots b JOIN polls p ON p.id = b.poll")}
            assert told, "somebody was told before it was killed"
            assert told <= voted, "what was confirmed is there"

            # A new one takes over the shard, and whoever was not answered presses again.
            bots[0] = await b.start("0/2")
            rest = [member for member in crowds[0] if member.id not in told]
            if rest:
                again_pressed = b.servers[0].pressed(rest, "Saturday")
                await sent(b.servers[0], again_pressed)
                await until(lambda: len(confirmed(b.servers[0])) == PEOPLE, within=60)
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
            assert logged(b)
            engine = engine_of(b.url)
            with engine.connect() as connection:
                assert check_over(connection, datetime.now(UTC)) == []  # noqa: TID251
            engine.dispose()
        finally:
            for bot in (first, second, *bots):
                if bot.process.returncode is None:
                    await bot.kill()
