"""Descant in Discord beside discord.py only answering, each in a process of its own, over the same stand-in."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.rows import Row, row
from tests.wire.discord.people import until
from tests.wire.discord.processes import Away, Bot, away, descant, start
from tests.wire.discord.standin import StandIn

ROUNDS = 5
PRESSES = 1500
AT_ONCE = 3000
POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"


async def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        plain, bursts = await _plain(Path(folder)), await _whole(Path(folder))
    ratios = [ours / theirs for (ours, _), (theirs, _) in zip(bursts.rounds, plain.rounds, strict=True)]
    least = min(theirs for theirs, _ in plain.rounds)
    note = f"{1000 * least:.2f} ms a press is the library's own; the process holds {bursts.memory:.0f} MiB at rest"
    return [
        row("Discord: processor per press, of discord.py only answering", ratios, 1.7, at_least=False, note=note),
        row(
            f"Discord: {AT_ONCE:,} presses at once, the last answer of the 3 s",
            [slowest / 3.0 for slowest in bursts.slowest],
            1.0,
            at_least=False,
        ),
    ]


class _Figures:
    def __init__(self) -> None:
        self.rounds: list[tuple[float, float]] = []
        """Processor seconds per press, and seconds until the last answer, of each round."""
        self.slowest: list[float] = []
        self.memory = 0.0


async def _plain(folder: Path) -> _Figures:
    async def begin(s: Away) -> Bot:
        module = "benchmarks.plain_discord"
        bot = await start(s.standin, ["-m", module], folder)
        # It asks no polls: there has to be something to press.
        body = {"components": [{"type": 1, "components": [{"type": 2, "label": "Saturday", "custom_id": "1|a|1"}]}]}
        s.standin.world.post(s.channel.id, body)
        return bot

    return await _figures(begin, whole=False)


async def _whole(folder: Path) -> _Figures:
    async def begin(s: Away) -> Bot:
        bot = await descant(s.standin, folder)
        await s.asks(POLL)
        return bot

    return await _figures(begin, whole=True)


async def _figures(begin: Callable[[Away], Awaitable[Bot]], *, whole: bool) -> _Figures:
    figures = _Figures()
    async with away(StandIn(time.time, checked=False)) as s:
        bot = await begin(s)
        try:
            figures.memory = bot.memory
            await _burst(s, 200)
            for _ in range(ROUNDS):
                before = bot.cpu
                slowest = await _burst(s, PRESSES)
                await asyncio.sleep(0.5)
                figures.rounds.append(((bot.cpu - before) / PRESSES, slowest))
            if whole:
                figures.slowest = [await _burst(s, AT_ONCE) for _ in range(3)]
        finally:
            await bot.kill()
    return figures


async def _burst(s: Away, number: int) -> float:
    """Seconds until the last of so many presses at once was answered."""
    presses = s.pressed([s.member(f"m{n}") for n in range(number)], "Saturday")
    for interaction, payload in presses:
        interaction.at = s.standin.world.now()
        await s.standin.emit("INTERACTION_CREATE", payload, s.server.id)
    await until(lambda: all(i.first is not None for i, _ in presses), within=60)
    return max((i.acknowledged_at or 0.0) - i.at for i, _ in presses)


def rows() -> list[Row]:
    return asyncio.run(measure())
