"""A store with 50,000 communities and 1,000,000 ballots beside an empty one: how it starts, answers, what it holds."""

import asyncio
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from benchmarks.rows import Row, row
from bot.app import App
from bot.chat.events import ActionPressed, CommandGiven, Where, Who
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.token import Token
from bot.core import Core
from bot.router import router
from storage.sqlite import SqliteStore, open_store
from tests.fakes import FakeChat, FakeClock, LoadedDice

COMMUNITIES, ANSWERS = 50_000, 10
ROUNDS, VOTES = 9, 2_000
"""Of a large store each 130 votes or so fill a log that is written back. With a few hundred votes the hundredth part of
them would be these alone, or none of them, as chance has it."""
HERE, PLACE = CommunityId("bench:zq"), PlaceId("plans")
MARK = "zq"
"""Stands in every id of the one community that is multiplied."""
LEFT_OUT = {"alembic_version", "seen", "drafts"}


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Marked:
    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> str:
        return f"{MARK}{next(self._numbers)}"


async def _one(path: Path) -> None:
    """One community with a closed poll and an open one, each with ten answers."""
    clock = FakeClock(datetime.now(UTC) - timedelta(days=4))
    store, chat = await open_store(path, clock, Marked(), LoadedDice()), FakeChat(clock)
    core = Core(store, router(), lambda _: chat, lambda _: chat, clock)
    for closes in ("in 3 days", "in 300 days"):
        where, ana = Where(HERE, PLACE), Who(PersonId("ana"))
        line = f"question: When? options: a; b; c closes: {closes}"
        await core.handle(CommandGiven("", ana, where, clock.now(), "poll", line))
        with closing(sqlite3.connect(path)) as looking:
            ((draft,),) = looking.execute("SELECT id FROM drafts").fetchall()
            await core.handle(ActionPressed("", ana, where, clock.now(), Token("poll.post", (draft,))))
            ((poll,),) = looking.execute("SELECT id FROM polls WHERE state = 'open' ORDER BY closes_at DESC LIMIT 1")
        for number in range(ANSWERS):
            token = Token("poll.choose", (poll, str(1 + number % 3)))
            await core.handle(ActionPressed("", Who(PersonId(f"m{number}")), where, clock.now(), token))
    await core.settle()
    clock.forward(timedelta(days=4))
    while await core.settle():
        clock.forward(timedelta(seconds=30))
    await store.close()


def _multiplied(path: Path, times: int) -> None:
    """The same community so many times more, under ids of their own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous=OFF")
        file.execute("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)")
        file.execute(f"WITH RECURSIVE up(n) AS (VALUES(1) UNION ALL SELECT n+1 FROM up WHERE n<{times}) "
                     "INSERT INTO numbers SELECT n FROM up")  # fmt: skip
        for (table,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            columns = [name for _, name, *_ in file.execute(f"PRAGMA table_info({table})")]
            if table in LEFT_OUT or not columns or table.startswith("sqlite_"):
                continue
            new = ", ".join(f"CASE typeof({c}) WHEN 'text' THEN replace({c}, '{MARK}', 'z' || n || 'q') ELSE {c} END"
                            for c in columns)  # fmt: skip
            mine = " || ".join(f"ifnull({c}, '')" for c in columns)
            file.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {new} FROM "
                f"(SELECT * FROM {table} WHERE {mine} LIKE '%{MARK}%'), numbers"
            )
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _started(path: Path) -> float:
    """Seconds from nothing to a store that answers and a core that has looked at all that waits."""
    began = time.perf_counter()
    store = await open_store(path, Now(), Marked(), LoadedDice())
    core = Core(store, router(), lambda _: None, lambda _: None, Now())
    await core.resume()
    await core.settle()
    took = time.perf_counter() - began
    await store.close()
    return took


async def _times(app: App, round_: int, communities: int, poll: str) -> list[float]:
    """Seconds of votes one after the other, each in another community where there are some."""
    found = []
    for number in range(VOTES):
        other = (number * 7919 + round_) % communities
        name = f"z{other}q" if other else MARK
        token = Token("poll.choose", (poll.replace(MARK, name), str(1 + number % 3)))
        who, where = Who(PersonId(f"m{number % 300}")), Where(CommunityId(HERE.replace(MARK, name)), PLACE)
        event = ActionPressed(f"v{round_} {number}", who, where, datetime.now(UTC), token)
        began = time.perf_counter()
        await app.handle(event)
        found.append(time.perf_counter() - began)
    return found


def _memory(path: Path) -> float:
    """MiB that a process holds when it has opened the store, looked at all that waits and taken votes everywhere."""
    script = (
        f"import asyncio; from pathlib import Path; from benchmarks import large; "
        f"print(asyncio.run(large._held(Path({str(path)!r}))))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(ran.stdout.split()[-1])


async def _held(path: Path) -> float:
    store = await open_store(path, Now(), Marked(), LoadedDice())
    core = Core(store, router(), lambda _: None, lambda _: None, Now())
    await core.resume()
    await core.settle()
    communities, poll = _size(path)
    for number in range(5):
        await _times(core.app, 10_000 + number, communities, poll)
    await store.close()
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _size(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        ((communities,),) = file.execute("SELECT count(DISTINCT community) FROM polls")
        ((poll,),) = file.execute("SELECT id FROM polls WHERE state = 'open' AND id LIKE ?", (f"{MARK}%",))
    return communities, poll


async def _latencies(
    empty: SqliteStore, large: SqliteStore, paths: tuple[Path, Path]
) -> tuple[list[float], list[float]]:
    middles, ends = [], []
    apps = [(App(s, router(), lambda: None), *_size(p)) for s, p in zip((empty, large), paths, strict=True)]
    for app, communities, poll in apps:
        await _times(app, 0, communities, poll)
    for number in range(1, ROUNDS + 1):
        small, big = [statistics.quantiles(await _times(a, number, c, p), n=100) for a, c, p in apps]
        middles.append(big[49] / small[49])
        ends.append(big[98] / small[98])
    return middles, ends


async def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        paths = (Path(folder) / "empty.db", Path(folder) / "large.db")
        for path in paths:
            await _one(path)
        began = time.perf_counter()
        _multiplied(paths[1], COMMUNITIES - 1)
        made = time.perf_counter() - began
        with closing(sqlite3.connect(paths[1])) as file:
            ((ballots,),) = file.execute("SELECT count(*) FROM ballots")
        starts = [await _started(paths[1]) for _ in range(3)]
        memory = [_memory(path) for path in paths]
        empty, large = [await open_store(path, Now(), Marked(), LoadedDice()) for path in paths]
        middles, ends = await _latencies(empty, large, paths)
        await empty.close()
        await large.close()
        size = paths[1].stat().st_size / 2**20
    note = f"{COMMUNITIES} communities, {ballots} ballots, {size:.0f} MiB, made in {made:.0f} s"
    return [
        row("start of a large store, over three seconds", [s / 3 for s in starts], 1.0, at_least=False, note=note),
        row("p50 of a vote in a large store, over an empty one", middles, 1.5, at_least=False),
        row("p99 of a vote in a large store, over an empty one", ends, 1.5, at_least=False),
        row(
            "memory of a process on a large store, over an empty one", [memory[1] / memory[0]], 1.5, at_least=False,
            note=f"{memory[0]:.0f} and {memory[1]:.0f} MiB",
        ),
    ]  # fmt: skip


def rows() -> list[Row]:
    return asyncio.run(measure())
