"""Descant in Discord beside discord.py only answering, each in a process of its own, over the same stand-in."""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row, row
from tests.wire.discord.people import until
from tests.wire.discord.processes import Away, Bot, away, descant, start
from tests.wire.discord.standin import StandIn

ROUNDS = 5
PRESSES = 1000
AT_ONCE = 3000
ANSWERED_WITHIN = 3.0
POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"


async def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        async with away(StandIn(time.time, checked=False)) as here, away(StandIn(time.time, checked=False)) as there:
            # How late an answer is, is measured here and not refused.
            here.standin.world.patience = there.standin.world.patience = 60.0
            descants, plain = await _descant(here, Path(ours)), await _plain(there, Path(theirs))
            try:
                return await _side_by_side(here, descants, there, plain)
            finally:
                await descants.kill()
                await plain.kill()


async def _side_by_side(here: Away, descants: Bot, there: Away, plain: Bot) -> list[Row]:
    memory = descants.memory
    for s in (here, there):
        await _burst(s, 300)
    costs = [(await _cost(here, descants), await _cost(there, plain)) for _ in range(ROUNDS)]
    slowest = [await _burst(here, AT_ONCE) / ANSWERED_WITHIN for _ in range(3)]
    least = min(theirs for _, theirs in costs)
    note = f"{1000 * least:.2f} ms a press is the library's own; the process held {memory:.0f} MiB before the first"
    return [
        row(
            "Discord: CPU per press, of discord.py only answering",
            [a / b for a, b in costs],
            1.7,
            at_least=False,
            note=note,
        ),
        row(f"Discord: {AT_ONCE:,} presses at once, the last answer of 3 s", slowest, 1.0, at_least=False),
    ]


async def _descant(s: Away, folder: Path) -> Bot:
    bot = await descant(s.standin, folder)
    await s.asks(POLL)
    return bot


async def _plain(s: Away, folder: Path) -> Bot:
    bot = await start(s.standin, ["-m", "benchmarks.plain_discord"], folder)
    # It asks no polls: there has to be something to press.
    row_of_one = {"type": 1, "components": [{"type": 2, "label": "Saturday", "custom_id": "1|a|1"}]}
    s.standin.world.post(s.channel.id, {"components": [row_of_one]})
    return bot


async def _cost(s: Away, bot: Bot) -> float:
    """Seconds of processor per press, what follows by itself included."""
    before = bot.cpu
    await _burst(s, PRESSES)
    await asyncio.sleep(0.5)
    return (bot.cpu - before) / PRESSES


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
