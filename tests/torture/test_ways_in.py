"""Killed in one burst after the other, by each way in that a platform has: a gateway, sockets, signed HTTP. Whoever was
told that it is recorded finds it there, and whoever was not presses again and is counted once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.crash.test_killed_at_random import seed
from tests.wire.both import answered, confirmed, now, sent
from tests.wire.discord.people import until
from tests.wire.discord.processes import away, descant
from tests.wire.discord.standin import StandIn as Discord
from tests.wire.slack.living import DESCANT, Living, living, votes, world
from tests.wire.slack.standin import Channel, Payload
from tests.wire.slack.test_killed import asked, ballots, said

KILLS, CROWD = 5, 80
"""How often it is killed, and how many more people press in each life."""


@dataclass
class Told:
    """What many lives came to."""

    kills: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def look(self, file: Path) -> None:
        """After a kill: is all there that was acknowledged?"""
        self.kills += 1
        self.lost |= self.acknowledged - set(ballots(file))


def left_in(told: Told, payloads: Sequence[Payload], dice: Random) -> list[Payload]:
    """Who has not been told yet, and a few who press again."""
    found = [p for p in payloads if p["user"]["id"] not in told.acknowledged or dice.random() < 0.05]
    dice.shuffle(found)
    return found


async def one_life(there: Living, folder: Path, life: int, told: Told, dice: Random) -> None:
    """A burst, and the end in the middle of it."""
    payloads = left_in(told, votes(there, CROWD * (1 + life)), dice)
    clicking = {asyncio.create_task(there.standin.send("interactive", payload)): payload for payload in payloads}
    enough = dice.randint(1, CROWD // 2)
    await until(lambda: sum(task.done() for task in clicking) >= enough, within=60)
    await there.kill()
    for task, payload in clicking.items():
        if await task is not None:
            told.acknowledged.add(payload["user"]["id"])
    told.look(folder / "d.db")


async def many_lives(folder: Path, mode: str, dice: Random, program: Sequence[str] = DESCANT) -> tuple[Told, Channel]:
    """Lives that end by a kill; where none is hasty, one more in which everybody is told."""
    told = Told()
    async with world(folder, mode) as (standin, team, channel):
        async with living(folder, standin, team, channel) as there:
            await asked(there)
        standin.patience = 3.0
        for life in range(KILLS if program is DESCANT else KILLS // 2):
            async with living(folder, standin, team, channel, program) as there:
                await one_life(there, folder, life, told, dice)
        if program is DESCANT:
            standin.patience = 60.0
            async with living(folder, standin, team, channel) as there:
                assert max(await there.clicks(votes(there, CROWD * KILLS))) < float("inf")
                await until(lambda: f"{CROWD * KILLS} people have answered." in said(channel), within=60)
    return told, channel


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_killed_over_and_over_in_slack(shared: Path, tmp_path: Path, mode: str, record: Any) -> None:
    told, channel = await many_lives(tmp_path, mode, Random(seed()))
    record(f"{told.kills} kills, {len(told.acknowledged)} acknowledged, {len(told.lost)} lost")
    assert told.lost == set()
    assert sorted(ballots(tmp_path / "d.db")) == [f"U{n:06}" for n in range(CROWD * KILLS)]
    assert len(channel.messages) == 1


async def test_control_whoever_acknowledges_before_it_is_recorded_loses(
    shared: Path, tmp_path: Path, record: Any
) -> None:
    """Were this not to fail, the test above would prove nothing."""
    told, _ = await many_lives(tmp_path, "http", Random(seed()), ("-m", "tests.torture.hasty"))
    record(f"control: {len(told.lost)} of {len(told.acknowledged)} acknowledged are lost")
    assert told.lost != set()


async def test_killed_over_and_over_in_discord(shared: Path, tmp_path: Path, record: Any) -> None:
    dice, told = Random(seed()), Told()
    async with away(Discord(now, checked=False)) as there:
        there.standin.world.patience = 60.0
        for life in range(KILLS + 1):
            bot = await descant(there.standin, tmp_path)
            if life == 0:
                await there.asks("/poll question: When? options: Tuesday; Saturday closes: in 3 days")
            people = [there.member(f"m{n}") for n in range(CROWD * min(KILLS, 1 + life))]
            crowd = [p for p in people if p.id not in told.acknowledged or life == KILLS]
            presses = there.pressed(crowd, "Saturday")
            sending = asyncio.create_task(sent(there, presses))
            enough = len(crowd) if life == KILLS else dice.randint(1, CROWD // 2)
            await until(lambda: len(answered(presses)) >= enough, within=60)  # noqa: B023 awaited at once
            if life == KILLS:
                await sending
                await until(lambda: f"{len(crowd)} people have answered." in there.said(), within=60)  # noqa: B023
            await bot.kill()
            await sending
            told.acknowledged |= confirmed(there)
            told.look(tmp_path / "descant.db")
        record(f"{told.kills - 1} kills, {len(told.acknowledged)} acknowledged, {len(told.lost)} lost")
        assert told.lost == set()
        assert sorted(ballots(tmp_path / "descant.db")) == sorted(told.acknowledged)
        assert len(told.acknowledged) == CROWD * KILLS
