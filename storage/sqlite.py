"""The store on SQLite: one writing connection on its own thread, readers that never wait for it."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite
from sqlalchemy.dialects import sqlite

from bot.chat.ids import CommunityId
from bot.meters import Meters
from bot.ports import Clock, Dice, Ids, StoreBusy, View
from storage import features, schema
from storage.errors import CannotOpen
from storage.lockfile import LockFile
from storage.sqlite_units import SqliteUnits
from storage.statements import Catalogue, CompiledView, catalogue
from storage.tx import SqlTx
from storage.values import to_row
from storage.vault import KeyFolder
from storage.writer import STRAINED, Writer

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

    process = "alone"

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: LockFile, clock: Clock, ids: Ids, dice: Dice
    ) -> None:
        """Use ``open_store``."""
        self._path = path
        self._lock = lock
        self._clock = clock
        self._ids = ids
        self._dice = dice
        self._catalogue = sqlite_catalogue()
        self._connection = connection
        self.meters = Meters()
        self._writer = Writer(SqliteUnits(connection), meters=self.meters)
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        self._opened = 0
        self.vault = KeyFolder(path.with_name(path.name + ".keys"))

    @property
    def waiting(self) -> int:
        """How many units wait to be written."""
        return self._writer.waiting()

    @property
    def strained(self) -> bool:
        """Whether so much waits that what can wait should."""
        return self.waiting >= STRAINED

    async def start(self) -> None:
        """Open the readers and start the writer."""
        self._lock.mark_open()
        for _ in range(READERS):
            self._readers.put_nowait(await _reading(self._path))
            self._opened += 1
        self._writer.start()

    async def write(
        self, community: CommunityId, unit: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one unit of work; see ``bot.ports.Store``."""

        def work(connection: sqlite3.Connection) -> T:
            tx = SqlTx(connection, self._catalogue, community, self._clock.now(), self._ids, self._dice, self.vault)
            return unit(tx, *args, **kwargs)

        value: T = await self._writer.run(work, getattr(unit, "__name__", "unit"))
        return value

    async def read(self, view: View[T], /, **what: Any) -> T:
        """The answer to a view, from one moment of the database."""
        compiled = self._catalogue.views[view]
        values = to_row(what)
        # A task of its own: a caller that goes away must not leave a reader in the middle of a transaction.
        rows = await asyncio.shield(asyncio.ensure_future(self._rows(compiled, values)))
        answer: T = compiled.build(*rows)
        return answer

    async def gone(self) -> Sequence[str]:
        """Nobody: it is alone."""
        return ()

    async def shred(self, name: str) -> None:
        """Empty the write-ahead log, which holds every version of each page in order, and then destroy the key."""
        await self._empty_log()
        await asyncio.to_thread(self.vault.destroy, name)

    async def compact(self) -> None:
        """Write the file anew, row by row. ``secure_delete`` alone leaves copies of rows that were moved within a page
        before they were deleted."""
        await self._writer.between(lambda: self._connection.execute("VACUUM").fetchall())
        await self._empty_log()

    async def _empty_log(self) -> None:
        busy, *_ = await self._writer.between(self._truncate)
        if busy:
            # An open read makes the checkpoint do nothing, without an error.
            raise StoreBusy("the write-ahead log could not be emptied: someone is reading")

    def _truncate(self) -> tuple[int, int, int]:
        found: tuple[int, int, int] = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return found

    async def close(self) -> None:
        """Finish what waits, then close: the readers first, so that the last connection cleans up behind itself. A
        clean stop is noted as soon as the file holds everything: whoever is killed after that has lost nothing."""
        await self._writer.stop()
        for _ in range(self._opened):
            await (await self._readers.get()).close()
        if self._file_is_whole():
            self._lock.mark_closed()
        self._connection.close()
        self._lock.release()

    def _file_is_whole(self) -> bool:
        try:
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            log.warning("the log could not be written back into the file: %s", error)
            return False
        return not busy

    async def _rows(self, view: CompiledView, values: dict[str, Any]) -> list[Sequence[Any]]:
        async with self._reader() as connection:
            try:
                return await _rows(connection, view, values)
            except sqlite3.OperationalError as error:
                raise StoreBusy(str(error)) from error

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[aiosqlite.Connection]:
        connection = await self._readers.get()
        try:
            yield connection
        finally:
            self._readers.put_nowait(connection)


@cache
def sqlite_catalogue() -> Catalogue:
    """All features' statements for SQLite, compiled once."""
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
    connection = await aiosqlite.connect(_read_only(path), uri=True, isolation_level=None)
    await connection.execute_fetchall("PRAGMA query_only=ON")
    await connection.execute_fetchall("PRAGMA temp_store=MEMORY")
    return connection


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


async def open_store(path: Path, clock: Clock, ids: Ids, dice: Dice) -> SqliteStore:
    """Open the database, or make it when there is none. Raises ``CannotOpen`` and changes nothing when it is damaged,
    in use, not a database, or made by a newer Descant; an older schema is backed up and then brought up to date."""
    os.umask(0o077)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpen(f"The folder {path.parent} can not be used: {error.strerror}.") from None
    lock = LockFile(path)
    try:
        connection = _opened(path, lock)
    except BaseException:
        lock.abandon()
        raise
    store = SqliteStore(path, connection, lock, clock, ids, dice)
    try:
        await store.start()
    except BaseException:
        await store.close()
        raise
    return store


def _opened(path: Path, lock: LockFile) -> sqlite3.Connection:
    """The writing connection, once everything that can be looked at was found in order."""
    warn_of_version(sqlite3.sqlite_version_info)
    try:
        revision = _whole(path, lock) if path.exists() else _made(path, lock)
        # Open before anything else writes: the last connection to close takes the WAL away, and a start that was
        # killed after that would look like one whose WAL was lost.
        connection = _writing(path)
    except sqlite3.Error as error:
        raise CannotOpen(f"{path} can not be opened ({error}). Nothing was changed.") from None
    try:
        if revision != schema.newest():
            _bring_up_to_date(path, connection, revision)
    except BaseException:
        connection.close()
        raise
    return connection


def warn_of_version(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the WAL-reset fault; then a line in the log says so."""
    mended = version >= MENDED[0] or any(version[:2] == line[:2] and version >= line for line in MENDED)
    if not mended:
        log.warning(
            "SQLite %s can damage a database that several programs write to; let nothing but Descant open the file",
            ".".join(map(str, version)),
        )
    return not mended


def _made(path: Path, lock: LockFile) -> str:
    """Make a new database beside, and give it its name when it is whole. Returns its revision."""
    if not lock.stopped_cleanly or path.with_name(path.name + "-wal").exists():
        raise CannotOpen(
            f"{path} is gone, and the last stop was not a clean one. Put it back, or restore a backup; "
            f"to begin anew, move {path.name}.lock and {path.name}-wal away."
        )
    unfinished = path.with_name(path.name + ".new")
    for left_over in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
        left_over.unlink(missing_ok=True)
    _upgrade(unfinished)
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return schema.newest()


def _whole(path: Path, lock: LockFile) -> str:
    """Look at the whole file without a chance of changing it. Returns its revision."""
    if path.stat().st_size == 0:
        raise CannotOpen(f"{path} is empty, which a database never is. Put a backup in its place, or move it away.")
    if not lock.stopped_cleanly and not path.with_name(path.name + "-wal").exists():
        raise CannotOpen(
            f"The last stop was not a clean one, and {path.name}-wal is gone: what was recorded last may be missing. "
            f"Put that file back beside {path}, or restore a backup."
        )
    try:
        with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
            revision = _revision(connection) if found == ["ok"] else None
    except sqlite3.DatabaseError as error:
        raise CannotOpen(f"{path} can not be read as a database ({error}). Restore a backup.") from None
    if found != ["ok"]:
        raise CannotOpen(f"{path} is damaged ({found[0]}). Restore a backup; nothing was changed.")
    if revision is None:
        raise CannotOpen(f"{path} is a database of something else. Name another file; nothing was changed.")
    if revision not in schema.known():
        raise CannotOpen(
            f"{path} was made by a newer Descant (schema {revision}). Run that version; nothing was changed."
        )
    return revision


def _revision(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall():
        return None
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return rows[0][0] if rows else None


def _bring_up_to_date(path: Path, connection: sqlite3.Connection, revision: str) -> None:
    with closing(sqlite3.connect(path.with_name(f"{path.name}.before-{revision}"))) as copy:
        connection.backup(copy)
    _upgrade(path)


def _upgrade(path: Path) -> None:
    engine = schema.sqlite_engine(path)
    try:
        with engine.connect() as connection:
            schema.upgrade(connection)
            connection.commit()
    finally:
        engine.dispose()
