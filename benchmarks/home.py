"""A member's own page in a community with a thousand open things, beside the time it may take."""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import store as bench
from benchmarks.rows import Row, row
from bot.app import App
from bot.chat.events import ActionPressed, CommandGiven, Where, Who
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.token import Token
from bot.core import Core
from bot.router import router
from storage.sqlite import open_store
from tests.fakes import CountedIds, FakeChat, FakeClock, LoadedDice

OPEN, PLACES, PEOPLE = 1000, 20, 200
ROUNDS, LOOKS = 5, 40
MAY_TAKE = 0.050
"""Seconds."""
HERE = CommunityId("bench:home")


async def _lived_in(path: Path) -> None:
    """A community with one open poll and one proposal of each kind, to be multiplied."""
    clock = FakeClock(datetime.now(UTC))
    store, chat = await open_store(path, clock, CountedIds(), LoadedDice()), FakeChat(clock)
    core = Core(store, router(), lambda _: chat, lambda _: chat, clock)
    where, ana = Where(HERE, PlaceId("place0")), Who(PersonId("m0"))
    lines = ("poll question: When? options: a; b closes: in 300 days", "propose Plant a hedge shaping: 200 days")
    for line in lines:
        name, _, text = line.partition(" ")
        await core.handle(CommandGiven("", ana, where, clock.now(), name, text))
        with closing(sqlite3.connect(path)) as looking:
            ((draft,),) = looking.execute("SELECT id FROM drafts").fetchall()
        handler = "poll.post" if name == "poll" else "proposal.post"
        await core.handle(ActionPressed("", ana, where, clock.now(), Token(handler, (draft,))))
    await core.settle()
    await store.close()


def _grown(path: Path) -> None:
    """A thousand open things, three quarters of them polls with 50 answers each, over many places."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous=OFF")
        file.execute("BEGIN")
        for table, key, number in (("polls", "id", OPEN * 3 // 4), ("proposals", "id", OPEN // 4)):
            columns = [name for _, name, *_ in file.execute(f"PRAGMA table_info({table})")]
            changed = {key: f"{key} || '-' || ?1", "place": f"'place' || (?1 % {PLACES})"}
            new = ", ".join(changed.get(column, column) for column in columns)
            for n in range(1, number):
                file.execute(f"INSERT INTO {table} SELECT {new} FROM {table} WHERE instr({key}, '-') = 0", (n,))
        columns = [name for _, name, *_ in file.execute("PRAGMA table_info(options)")]
        new = ", ".join("p.id" if column == "poll" else f"o.{column}" for column in columns)
        file.execute(
            f"INSERT INTO options SELECT {new} FROM polls p, "
            "(SELECT * FROM options WHERE instr(poll, '-') = 0) o WHERE instr(p.id, '-') > 0"
        )
        people = [(f"m{n}",) for n in range(PEOPLE // 4)]
        file.executemany("INSERT OR IGNORE INTO ballots SELECT id, ?, '[1]', opened_at FROM polls", people)
        file.execute("COMMIT")
        file.execute("ANALYZE")


async def measure() -> Row:
    ratios, found = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        await _lived_in(path)
        _grown(path)
        store = await open_store(path, bench.Now(), CountedIds(), LoadedDice())
        app = App(store, router(), lambda: None)
        for _ in range(ROUNDS):
            took = []
            for number in range(LOOKS):
                who = Who(PersonId(f"m{number % PEOPLE}"))
                where = Where(HERE, PlaceId(f"place{number % PLACES}"))
                began = time.perf_counter()
                answer = await app.handle(CommandGiven("", who, where, datetime.now(UTC), "descant"))
                took.append(time.perf_counter() - began)
                assert "Waiting for you" in str(answer)
            found += took
            ratios.append(sorted(took)[len(took) * 95 // 100] / MAY_TAKE)
        await store.close()
    ms = sorted(t * 1000 for t in found)
    note = f"p50 {ms[len(ms) // 2]:.1f} ms, p95 {ms[len(ms) * 95 // 100]:.1f} ms with {OPEN} open things"
    return row("p95 of a member's own page, over 50 ms", ratios, 1.0, at_least=False, note=note)


def rows() -> list[Row]:
    return [asyncio.run(measure())]
