"""Both platforms at their worst while it runs: sockets cut and closed, answers lost, 429 and 5xx, everything delivered
twice and out of order. What was acknowledged is counted once, and what must be said is said once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from storage.address import engine_of
from storage.check import check_over
from tests.crash.test_killed_at_random import seed
from tests.wire.both import PLANTED, Both, answered, both, logged, now
from tests.wire.discord import world
from tests.wire.discord.people import until
from tests.wire.discord.standin import Fault as OnDiscord
from tests.wire.slack.living import _ask, votes
from tests.wire.slack.standin import Fault as OnSlack

PEOPLE, POLLS = 60, 3
ASK = f"/poll question: {PLANTED}? options: {PLANTED}; Saturday closes: in 3 days"


async def storm(b: Both, dice: Random, met: Counter[str]) -> None:
    """One fault after the other, until cancelled."""
    on_discord = [
        OnDiscord("POST /channels/.*", status=500), OnDiscord("PATCH /channels/.*", status=502),
        OnDiscord("POST /channels/.*", status=429, retry_after=0.2), OnDiscord("POST /channels/.*", lose_answer=True),
        OnDiscord("POST /interactions/.*", status=503), OnDiscord("POST /channels/.*", wait=0.3),
    ]  # fmt: skip
    on_slack = [
        OnSlack("chat.postMessage", retry_after=1), OnSlack("chat.update", retry_after=1),
        OnSlack("chat.update", error="internal_error", status=500), OnSlack("chat.update", lose_answer=True),
        OnSlack("chat.postMessage", error="internal_error", status=503), OnSlack("chat.postMessage", wait=0.3),
    ]  # fmt: skip
    others: list[Callable[[], Any]] = [b.discord.cut, b.discord.drop, lambda: one_socket(b, dice)]
    while True:
        await asyncio.sleep(dice.uniform(0.05, 0.25))
        match dice.randrange(5):
            case 0:
                what = dice.choice(others)()
                met["sockets"] += 1
                if asyncio.iscoroutine(what):
                    await what
            case 1 | 2:
                fault = dice.choice(on_discord)
                b.discord.faults.append(OnDiscord(fault.pattern, 1, fault.status, fault.retry_after, fault.wait,
                                                  lose_answer=fault.lose_answer))  # fmt: skip
                met["discord"] += 1
            case _:
                slack = dice.choice(on_slack)
                b.slack.faults.append(OnSlack(slack.method, 1, slack.error, slack.status, slack.retry_after,
                                              slack.wait, slack.lose_answer))  # fmt: skip
                met["slack"] += 1


async def one_socket(b: Both, dice: Random) -> None:
    """One of Slack's is closed; the other hears meanwhile."""
    if len(b.slack.sockets) > 1:
        await dice.choice(b.slack.sockets).ws.close()


async def presses(b: Both, dice: Random, shard: int) -> None:
    """Everyone in one server presses on every poll, in any order, now and then delivered twice."""
    away = b.servers[shard]
    members = [away.member(f"{shard}m{n}") for n in range(PEOPLE)]
    cards = [m for m in away.channel.messages.values() if m["only_for"] is None]
    message, data = members[0].find("Saturday")
    assert message == cards[-1]["id"]
    sent = [away.press(member, message, data) for member in members]
    sent += dice.sample(sent, PEOPLE // 4)
    dice.shuffle(sent)
    for interaction, payload in sent:
        interaction.at = now()
        await b.discord.emit("INTERACTION_CREATE", payload, away.server.id)
        await asyncio.sleep(0.02)
    await until(lambda: len(answered(sent)) == PEOPLE, within=60)


async def clicks(b: Both, dice: Random) -> None:
    """The same in Slack; what was not acknowledged is brought again."""
    left = votes(b.workspace, PEOPLE)
    left += dice.sample(left, PEOPLE // 4)
    dice.shuffle(left)
    for _ in range(20):
        took = await b.workspace.clicks(left)
        left = [click for click, seconds in zip(left, took, strict=True) if seconds == float("inf")]
        if not left:
            return
    raise AssertionError(f"{len(left)} clicks were never acknowledged")


async def carried(b: Both, dice: Random) -> Counter[str]:
    """A burst in a storm, then every poll closes in it; what was met on the way."""
    met: Counter[str] = Counter()
    bot = await b.start("")
    try:
        for away in b.servers:
            await away.asks(ASK)
        await _ask(b.workspace)
        raging = asyncio.create_task(storm(b, dice, met))
        await asyncio.gather(presses(b, dice, 0), presses(b, dice, 1), clicks(b, dice))
        b.close_soon()
        await until(lambda: not b.rows("SELECT 1 FROM polls WHERE state <> 'closed'"), within=60)
        await asyncio.sleep(3)
        raging.cancel()
        with suppress(asyncio.CancelledError):
            await raging
        b.discord.faults.clear()
        b.slack.faults.clear()
        waiting = "SELECT 1 FROM outbox WHERE state IN ('waiting', 'attempting')"
        behind = "SELECT 1 FROM surfaces WHERE rendered < revision AND NOT lost"
        await until(lambda: not b.rows(waiting) and not b.rows(behind), within=90)
        assert await bot.stop() == 0
    finally:
        if bot.process.returncode is None:
            await bot.kill()
    return met


def said(b: Both) -> list[int]:
    """How many messages stand in each place where all can see them."""
    on_discord = [[m for m in a.channel.messages.values() if m["only_for"] is None] for a in b.servers]
    return [*map(len, on_discord), len(b.workspace.channel.messages)]


async def test_both_platforms_at_their_worst(tmp_path: Path, shared: Path, record: Any) -> None:
    async with both(f"sqlite:///{tmp_path / 'd.db'}", tmp_path) as b:
        met = await carried(b, Random(seed()))
        record(f"{sum(met.values())} faults ({dict(met)}), {b.ballots().total()} answers, said {said(b)}")
        assert set(b.ballots().values()) == {PEOPLE}
        assert len(b.ballots()) == 3
        assert said(b) == [2, 2, 2], "each poll and its result, once"
        assert b.rows("SELECT count(*) FROM outbox WHERE state = 'dead'") == [(0,)]
        assert {line["level"] for line in logged(b)} >= {"warning"}
        engine = engine_of(b.url)
        with engine.connect() as connection:
            assert check_over(connection, datetime.now(UTC)) == []
        engine.dispose()


async def test_control_a_platform_that_forgets_keys_says_things_twice(
    tmp_path: Path, shared: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were this not to fail, nothing above would show that a lost answer was met at all."""
    monkeypatch.setattr(world, "NONCE_FOR", 0.0)
    async with both(f"sqlite:///{tmp_path / 'd.db'}", tmp_path) as b:
        bot = await b.start("")
        try:
            await b.servers[0].asks(ASK)
            b.discord.faults += [OnDiscord("POST /channels/.*/messages", lose_answer=True)]
            b.close_soon()
            await until(lambda: said(b)[0] > 2, within=60)
        finally:
            await bot.kill()
        record(f"control: {said(b)[0]} messages where two should be")
