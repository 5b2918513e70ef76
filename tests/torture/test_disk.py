"""The disk is full, or somebody else holds the database: nothing is called recorded that is not, and it goes on."""

import asyncio
import json
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.chat.ids import CommunityId
from bot.delivery import DRAFT
from bot.ports import NotRecorded
from storage.errors import CannotOpen
from storage.sqlite import SqliteStore, open_store
from storage.sqlite_units import SqliteUnits
from storage.writer import Unit
from tests.fakes import CountedIds, FakeClock, LoadedDice
from tests.storage.test_postgres import keep

HERE = CommunityId("test:garden")
WORDS = "x" * 3000


async def opened(path: Path) -> SqliteStore:
    return await open_store(path, FakeClock(), CountedIds(), LoadedDice())


def connection(store: SqliteStore) -> sqlite3.Connection:
    together = store._writer.together
    assert isinstance(together, SqliteUnits)
    return together.connection


async def fill(store: SqliteStore, most: int = 3000) -> tuple[set[str], int]:
    """Write from 20 sides at once until it is not recorded any more; what was acknowledged, and how much was not."""
    acknowledged: set[str] = set()
    refused = 0
    names = iter(range(most))

    async def side() -> None:
        nonlocal refused
        for number in names:
            name = f"d{number}"
            try:
                await store.write(HERE, keep, name, WORDS)
            except NotRecorded:
                refused += 1
                if refused >= 40:
                    return
            else:
                acknowledged.add(name)

    await asyncio.gather(*(side() for _ in range(20)))
    return acknowledged, refused


async def readable(store: SqliteStore, names: set[str]) -> set[str]:
    return {name for name in names if await store.read(DRAFT, id=name) is not None}


def in_the_file(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {name for (name,) in connection.execute("SELECT id FROM drafts")}


async def until_full(path: Path, no_space: Any, space: Any) -> dict[str, Any]:
    """What came of a full disk, and of space again on the same connection."""
    store = await opened(path)
    await store.write(HERE, keep, "before", WORDS)
    no_space(store)
    acknowledged, refused = await fill(store)
    read_on = await store.read(DRAFT, id="before") is not None
    read_back = await readable(store, acknowledged)
    space(store)
    await store.write(HERE, keep, "after", WORDS)
    await store.close()
    kept = in_the_file(path) - {"before", "after"}
    return {
        "acknowledged": len(acknowledged),
        "refused": refused,
        "readable": len(read_back),
        "kept": len(kept),
        "lost": len(acknowledged - kept),
        "more": len(kept - acknowledged),
        "reads went on": read_on,
    }


def limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def child(path: str) -> None:
    """A process whose files may not grow over a megabyte, for a while."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    found = asyncio.run(
        until_full(Path(path), lambda store: limit(1 << 20), lambda store: limit(resource.RLIM_INFINITY))
    )
    sys.stdout.write(json.dumps(found))


def checked(found: dict[str, Any]) -> None:
    assert found["acknowledged"] > 20
    assert found["refused"] >= 40
    assert found["readable"] == found["acknowledged"]
    assert found["reads went on"]
    assert (found["lost"], found["more"]) == (0, 0)


def test_a_file_that_may_not_grow(tmp_path: Path, record: Any) -> None:
    script = f"from tests.torture.test_disk import child; child({str(tmp_path / 'd.db')!r})"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    record(str(found))
    checked(found)


def pages(number: int) -> Any:
    def set_most(store: SqliteStore) -> None:
        ((now,),) = connection(store).execute("PRAGMA page_count").fetchall()
        connection(store).execute(f"PRAGMA max_page_count={now + number}")

    return set_most


async def test_a_database_that_is_full(tmp_path: Path, record: Any) -> None:
    found = await until_full(tmp_path / "d.db", pages(100), pages(10_000))
    record(str(found))
    checked(found)


class Careless(SqliteUnits):
    """The control: whatever failed is called done."""

    def run(self, first: Unit, following: Callable[[], Unit | None]) -> list[Unit]:
        batch = super().run(first, following)
        for unit in batch:
            unit.error = None
        return batch


async def test_control_a_failed_commit_called_done(tmp_path: Path, record: Any) -> None:
    store = await opened(tmp_path / "d.db")
    store._writer.together = Careless(connection(store))
    pages(100)(store)
    acknowledged, _ = await fill(store, 300)
    await store.close()
    lost = len(acknowledged - in_the_file(tmp_path / "d.db"))
    record(f"control: {lost} of {len(acknowledged)} called recorded are lost")
    assert lost > 0


# --- locked -------------------------------------------------------------------------------------------------------


async def test_while_another_program_holds_the_database_reads_go_on(tmp_path: Path) -> None:
    store = await opened(tmp_path / "d.db")
    await store.write(HERE, keep, "before", "x")
    connection(store).execute("PRAGMA busy_timeout=100")
    with closing(sqlite3.connect(tmp_path / "d.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotRecorded):
            await store.write(HERE, keep, "meanwhile", "x")
        assert await store.read(DRAFT, id="before") is not None
        other.execute("COMMIT")
    await store.write(HERE, keep, "after", "x")
    await store.close()
    assert in_the_file(tmp_path / "d.db") == {"before", "after"}


async def test_a_second_descant_on_a_file_is_refused_and_without_the_lock_would_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await opened(tmp_path / "d.db")
    await store.write(HERE, keep, "here", "x")
    with pytest.raises(CannotOpen, match="Another Descant is running"):
        await opened(tmp_path / "d.db")
    monkeypatch.setattr("fcntl.flock", lambda file, how: None)
    second = await opened(tmp_path / "d.db")
    await second.close()
    await store.close()
