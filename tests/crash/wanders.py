"""The process that is killed while somebody tries everything: what was acknowledged is told to whoever watches."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from bot.chat.answers import Answer
from bot.chat.events import Event, FromMember
from bot.router import router
from storage.sqlite_units import SqliteUnits
from storage.writer import Unit
from tests import people
from tests.fakes import START, FakeClock
from tests.people import FreshIds, stage
from tests.wandering import Wanderer


def careless(units: SqliteUnits, first: Unit, following: Callable[[], Unit | None]) -> list[Unit]:
    """The control: a unit is answered when it has run, and committed now and then."""
    if not units.connection.in_transaction:
        units.connection.execute("BEGIN IMMEDIATE")
    units._one(first, alone=False)
    if units.connection.execute("SELECT count(*) FROM seen").fetchone()[0] % 8 == 0:
        units.connection.execute("COMMIT")
    return [first]


async def live(path: Path, life: int, watcher: Connection) -> None:
    """Try everything until killed, each life with names of its own."""
    people._deliveries = itertools.count(life * 1_000_000 + 1)
    FreshIds._runs[path] = life
    clock = FakeClock(START + timedelta(days=20 * life))
    async with stage(path, clock) as s:
        somebody = Wanderer(s, router(), [s.member("ana", keeper=True), s.member("ben"), s.member("chi")], Random(life))
        handle = s.core.handle

        async def told(event: Event) -> Answer:
            before = s.core.meters.answers["answered"]
            answer = await handle(event)
            # A refusal leaves no trace and may come again; what was answered is known from then on.
            if isinstance(event, FromMember) and s.core.meters.answers["answered"] > before:
                watcher.send(event.key)
            return answer

        s.core.handle = told
        watcher.send("begun")
        await somebody.wander(100_000)


def run(path: str, life: int, watcher: Connection, careful: bool) -> None:
    """The child's whole life."""
    logging.disable(logging.WARNING)
    if not careful:
        SqliteUnits.run = careless  # type: ignore[assignment, method-assign]
    asyncio.run(live(Path(path), life, watcher))
