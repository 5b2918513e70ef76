"""How long a vote takes while 100,000 rankings are counted without end in another process, over in another thread."""

import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import store as bench
from benchmarks.counting import PEOPLE, orders
from benchmarks.rows import Row, row
from bot.apart import Apart
from bot.app import App
from bot.chat.events import ActionPressed, Where, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.polls.counting import Choice, Kind, count
from bot.router import router
from storage.sqlite import open_store
from tests.fakes import CountedIds, LoadedDice

ROUNDS = 5
REACH = 0.4


async def measure() -> Row:
    chance = random.Random(1)
    ballots = dict(Counter(orders(chance) for _ in range(PEOPLE)))
    quiet: list[float] = []
    beside: dict[str, list[float]] = {"thread": [], "process": []}
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder) / "store.db", bench.Now(), CountedIds(), LoadedDice())
        await store.write(bench.COMMUNITY, bench.some_polls)
        app, apart = App(store, router(), lambda: None), Apart()
        await _p99(app, 0)
        for number in range(ROUNDS):
            quiet.append(await _p99(app, 10 * number + 1))
            ways: dict[str, Callable[..., Awaitable[object]]] = {"thread": asyncio.to_thread, "process": apart.compute}
            for at, (name, begin) in enumerate(ways.items(), 2):
                counting = asyncio.create_task(_without_end(begin, ballots))
                beside[name].append(await _p99(app, 10 * number + at))
                counting.cancel()
                await asyncio.gather(counting, return_exceptions=True)
        await store.close()
    ms = {name: statistics.median(times) * 1000 for name, times in {"quiet": quiet, **beside}.items()}
    note = f"p99 {ms['quiet']:.1f} ms quiet, {ms['process']:.1f} ms counted apart, {ms['thread']:.1f} ms in a thread"
    ratios = [apart / thread for apart, thread in zip(beside["process"], beside["thread"], strict=True)]
    name = "p99 of a vote while 100,000 rankings are counted, over in a thread"
    return row(name, ratios, REACH, at_least=False, note=note)


async def _without_end(begin: Callable[..., Awaitable[object]], ballots: dict[Choice, int]) -> None:
    while True:
        await begin(count, Kind.RANK, ballots, 8, 1)


async def _p99(app: App, start: int) -> float:
    """Seconds, of votes one after the other for two seconds: long enough to hold whole counts."""
    times, number, until = [], start * 100_000, time.perf_counter() + 2
    while time.perf_counter() < until:
        number += 1
        token = Token("poll.choose", (f"p{number % 20}", str(1 + number % 3)))
        began = time.perf_counter()
        who, where = Who(PersonId(f"m{number % 300}")), Where(bench.COMMUNITY, bench.PLACE)
        await app.handle(ActionPressed(f"b{number}", who, where, datetime.now(UTC), token))
        times.append(time.perf_counter() - began)
    return statistics.quantiles(times, n=100)[98]


def rows() -> list[Row]:
    return [asyncio.run(measure())]
