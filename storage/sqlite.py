"""The store on SQLite: one writing connection on its own thread, readers that never wait for it."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite
from sqlalchemy.dialects import sqlite

from bot.chat.ids import CommunityId
from bot.ports import Clock, Dice, Ids, StoreBusy, View
from storage import features, schema
from storage.backup import keep_copy
from storage.errors import CannotOpen
from storage.lockfile import LockFile
from storage.sqlite_units import SqliteUnits
from storage.statements import Catalogue, CompiledView, catalogue
from storage.tx import SqlTx
from storage.values import to_row
from storage.writer import Writer

log = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")

READERS = 2

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cell_size_check=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA mmap_size=0",
)

MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""The first releases of their lines without the WAL-reset fault (sqlite.org/wal.html#walresetbug)."""


class SqliteStore:
    """Fulfils ``bot.ports.Store`` on one local file."""

    def __init__(self, path: Path, lock: LockFile, clock: Clock, ids: Ids, dice: Dice) -> None:
        """Use ``open_store``."""
        self._path = path
        self._lock = lock
        self._clock = clock
        self._ids = ids
        self._dice = dice
        self._catalogue = sqlite_catalogue()
        self._connection = _writing(path)
        self._writer = Writer(SqliteUnits(self._connection))
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()

    async def start(self) -> None:
        """Start the writer and open the readers."""
        self._writer.start()
        self._lock.mark_open()
        for _ in range(READERS):
            self._readers.put_nowait(await _reading(self._path))

    async def write(
        self, community: CommunityId, unit: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one unit of work; see ``bot.ports.Store``."""

        def work(connection: sqlite3.Connection) -> T:
            tx = SqlTx(connection, self._catalogue, community, self._clock.now(), self._ids, self._dice)
            return unit(tx, *args, **kwargs)

        value: T = await self._writer.run(work, getattr(unit, "__name__", "unit"))
        return value

    async def read(self, view: View[T], /, **what: Any) -> T:
        """The answer to a view, from one moment of the database."""
        compiled = self._catalogue.views[view]
        values = to_row(what)
        async with self._reader() as connection:
            try:
                rows = await _rows(connection, compiled, values)
            except sqlite3.OperationalError as error:
                raise StoreBusy(str(error)) from error
        answer: T = compiled.build(*rows)
        return answer

    async def backup(self, to: Path) -> str:
        """Write a checked copy of the database to this new file, while everything goes on; returns its SHA-256."""
        async with self._reader() as connection:
            return await keep_copy(connection, to)

    async def close(self) -> None:
        """Finish what waits, then close: the readers first, so that the last connection cleans up behind itself."""
        await self._writer.stop()
        for _ in range(READERS):
            await (await self._readers.get()).close()
        self._connection.close()
        self._lock.release()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[aiosqlite.Connection]:
        connection = await self._readers.get()
        try:
            yield connection
        finally:
            self._readers.put_nowait(connection)


def sqlite_catalogue() -> Catalogue:
    """All features' statements for SQLite."""
    return catalogue(sqlite.dialect(paramstyle="named"), features.VIEWS, features.CHANGES)


async def _rows(connection: aiosqlite.Connection, view: CompiledView, values: dict[str, Any]) -> list[Sequence[Any]]:
    if len(view.texts) == 1:
        return [await _fetch(connection, view, 0, values)]
    await connection.execute_fetchall("BEGIN")
    try:
        return [await _fetch(connection, view, number, values) for number in range(len(view.texts))]
    finally:
        await connection.execute_fetchall("COMMIT")


async def _fetch(
    connection: aiosqlite.Connection, view: CompiledView, number: int, values: dict[str, Any]
) -> Sequence[Any]:
    text = view.texts[number]
    return list(await connection.execute_fetchall(text.sql, {**text.fixed, **values}))


def _writing(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    for setting in SETTINGS:
        connection.execute(setting)
    return connection


async def _reading(path: Path) -> aiosqlite.Connection:
    # query_only alone would still let the connection checkpoint; opened read-only it can not.
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = await aiosqlite.connect(address, uri=True, isolation_level=None)
    await connection.execute_fetchall("PRAGMA query_only=ON")
    await connection.execute_fetchall("PRAGMA temp_store=MEMORY")
    return connection


async def open_store(path: Path, clock: Clock, ids: Ids, dice: Dice) -> SqliteStore:
    """Open the database, or make it when there is none. Raises ``CannotOpen`` and changes nothing when it is damaged,
    in use, not a database, or made by a newer Descant; an older schema is backed up and then brought up to date."""
    os.umask(0o077)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = LockFile(path)
    try:
        _look_at(path, lock)
        store = SqliteStore(path, lock, clock, ids, dice)
    except BaseException:
        lock.abandon()
        raise
    await store.start()
    return store


def _look_at(path: Path, lock: LockFile) -> None:
    warn_of_version(sqlite3.sqlite_version_info)
    if path.exists():
        _whole(path, lock)
    _up_to_date(path)


def warn_of_version(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the WAL-reset fault; then a line in the log says so."""
    mended = version >= MENDED[0] or any(version[:2] == line[:2] and version >= line for line in MENDED)
    if not mended:
        log.warning(
            "SQLite %s can damage a database that several programs write to; let nothing but Descant open the file",
            ".".join(map(str, version)),
        )
    return not mended


def _whole(path: Path, lock: LockFile) -> None:
    if path.stat().st_size == 0:
        raise CannotOpen(f"{path} is empty, which a database never is. Put a backup in its place, or move it away.")
    if not lock.stopped_cleanly and not path.with_name(path.name + "-wal").exists():
        raise CannotOpen(
            f"The last stop was not a clean one, and {path.name}-wal is gone: what was recorded last may be missing. "
            f"Put that file back beside {path}, or restore a backup."
        )
    try:
        with sqlite3.connect(path) as connection:
            found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
        connection.close()
    except sqlite3.DatabaseError as error:
        raise CannotOpen(f"{path} can not be read as a database ({error}). Restore a backup.") from None
    if found != ["ok"]:
        raise CannotOpen(f"{path} is damaged ({found[0]}). Restore a backup; nothing was changed.")


def _up_to_date(path: Path) -> None:
    engine = schema.sqlite_engine(path)
    try:
        with engine.connect() as connection:
            schema.bring_up_to_date(connection, str(path), lambda revision: _copy_aside(path, revision))
            connection.commit()
    finally:
        engine.dispose()


def _copy_aside(path: Path, revision: str) -> None:
    with sqlite3.connect(path) as old, sqlite3.connect(path.with_name(f"{path.name}.before-{revision}")) as copy:
        old.backup(copy)
    old.close()
    copy.close()
