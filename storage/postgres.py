"""The store on PostgreSQL: several writing connections, each with its own communities, and several processes."""

import asyncio
import queue
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.pool import NullPool

from bot.chat.ids import CommunityId
from bot.meters import Meters
from bot.ports import Clock, Dice, Ids, StoreBusy, View
from storage import features, schema
from storage.errors import CannotOpen
from storage.postgres_units import PATIENCE, Connection, PostgresUnits, described, is_lost, lock_of
from storage.statements import Catalogue, CompiledView, Text, catalogue
from storage.tx import SqlTx
from storage.values import to_row
from storage.vault import KEYS, KeyFolder
from storage.writer import STRAINED, Writer

T = TypeVar("T")
P = ParamSpec("P")

WRITERS = 4
READERS = 4
OLDEST = 130000
"""PostgreSQL 13: the first that can be asked what became of a transaction by its full number."""

_MIGRATING = 0x0DE5CA01

_SETTINGS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "statement_timeout": "15s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
        "client_encoding": "UTF8",
        "timezone": "UTC",
    }.items()
)


SETTLED = 60
"""Seconds after the start of a server in which it is not known who will come back to it."""

NAME = "descant"
"""Under this name, and the process's own, a connection is known to the server."""

_HEIRS = CompiledView(
    lambda rows: rows,
    (
        Text(
            """
            SELECT DISTINCT claimed_by FROM (
                SELECT claimed_by FROM outbox WHERE state = 'attempting'
                UNION SELECT claimed_by FROM surfaces WHERE revision > rendered
                UNION SELECT claimed_by FROM work
            ) AS had
            WHERE claimed_by <> %(process)s
            AND pg_postmaster_start_time() < now() - %(settled)s * interval '1 second'
            -- What other roles' connections are called is not shown to us.
            AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename <> user)
            AND claimed_by NOT IN (
                SELECT split_part(application_name, ' ', 2) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'descant %%'
            )
            """,
            {},
        ),
    ),
)
"""Who has something in hand and is not there: the others may take it up at once."""


class PostgresStore:
    """Fulfils ``bot.ports.Store`` on a PostgreSQL database that other processes may share."""

    def __init__(self, url: str, clock: Clock, ids: Ids, dice: Dice, keys: Path) -> None:
        """Use ``open_store``."""
        self.process = ids.new()
        self._url = url
        self._clock = clock
        self._ids = ids
        self._dice = dice
        self.vault = KeyFolder(keys)
        self._catalogue = postgres_catalogue()
        self._units = [PostgresUnits(lambda: connect(url, self.process)) for _ in range(WRITERS)]
        self.meters = Meters()
        self._writers = [Writer(units, f"writer {n}", self.meters) for n, units in enumerate(self._units, 1)]
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._reading: queue.LifoQueue[psycopg.Connection[Any]] = queue.LifoQueue()

    @property
    def waiting(self) -> int:
        """How many units wait to be written."""
        return sum(writer.waiting() for writer in self._writers)

    @property
    def strained(self) -> bool:
        """Whether so much waits that what can wait should."""
        return any(writer.waiting() >= STRAINED for writer in self._writers)

    def start(self) -> None:
        """Start the writers; every connection is made when it is first needed."""
        for writer in self._writers:
            writer.start()

    async def write(
        self, community: CommunityId, unit: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one unit of work; see ``bot.ports.Store``."""

        def work(connection: Connection) -> T:
            tx = SqlTx(connection, self._catalogue, community, self._clock.now(), self._ids, self._dice, self.vault)
            return unit(tx, *args, **kwargs)

        writer = self._writers[lock_of(community) % WRITERS]
        value: T = await writer.run(work, getattr(unit, "__name__", "unit"), community)
        return value

    async def read(self, view: View[T], /, **what: Any) -> T:
        """The answer to a view, from one moment of the database."""
        compiled = self._catalogue.views[view]
        loop = asyncio.get_running_loop()
        rows = await loop.run_in_executor(self._readers, self._rows, compiled, to_row(what))
        answer: T = compiled.build(*rows)
        return answer

    async def gone(self) -> Sequence[str]:
        """Processes that have something in hand and no connection, though the server has been there for a while."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._gone)

    def _gone(self) -> list[str]:
        rows = self._rows(_HEIRS, {"process": self.process, "settled": SETTLED})
        return [by for (by,) in rows[0]]

    async def shred(self, name: str) -> None:
        """Destroy the key. Rows that were deleted stay in the server's files until it vacuums; without the key nothing
        can be made of them."""
        await asyncio.to_thread(self.vault.destroy, name)

    async def compact(self) -> None:
        """Let the server take up the room of rows that are gone. Their bytes stay in its files until others are written
        over them, and in its write-ahead log for as long as that is archived."""
        await asyncio.to_thread(self._vacuum)

    def _vacuum(self) -> None:
        with closing(psycopg.connect(self._url, autocommit=True)) as connection:
            connection.execute("VACUUM")

    async def close(self) -> None:
        """Finish what waits, then close."""
        await asyncio.gather(*(writer.stop() for writer in self._writers))
        await asyncio.to_thread(self._readers.shutdown)
        for units in self._units:
            units.close()
        while not self._reading.empty():
            self._reading.get_nowait().close()

    def _rows(self, view: CompiledView, values: dict[str, Any], again: bool = True) -> list[list[Any]]:
        """In a reader's thread. A connection that was lost while it lay idle is noticed here, and made anew once."""
        connection = self._reader()
        try:
            rows = _fetch(connection, view, values)
        except psycopg.Error as error:
            if is_lost(connection, error) and again:
                return self._rows(view, values, again=False)
            connection.close()
            raise StoreBusy(described(error)) from error
        self._reading.put(connection)
        return rows

    def _reader(self) -> "psycopg.Connection[Any]":
        with suppress(queue.Empty):
            return self._reading.get_nowait()
        try:
            connection = connect(self._url, self.process)
        except psycopg.OperationalError as error:
            raise StoreBusy("the database can not be reached") from error
        connection.execute("SET default_transaction_read_only = on")
        return connection


def _fetch(connection: "psycopg.Connection[Any]", view: CompiledView, values: dict[str, Any]) -> list[list[Any]]:
    one = len(view.texts) == 1
    if not one:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", prepare=False)
    rows = [connection.execute(text.sql.encode(), {**text.fixed, **values}).fetchall() for text in view.texts]
    if not one:
        connection.execute("COMMIT", prepare=False)
    return rows


@cache
def postgres_catalogue() -> Catalogue:
    """All features' statements for PostgreSQL, compiled once."""
    dialect: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
    return catalogue(dialect, features.VIEWS, features.CHANGES)


def connect(url: str, process: str = "") -> "psycopg.Connection[Any]":
    """A connection whose transactions are ours to begin, with limits on how long it may wait for anything."""
    connection = psycopg.connect(
        url,
        autocommit=True,
        prepare_threshold=0,
        connect_timeout=int(PATIENCE),
        application_name=f"{NAME} {process}".strip(),
        options=f"{psycopg.conninfo.conninfo_to_dict(url).get('options', '')} {_SETTINGS}",
        keepalives_idle=15,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=20_000,
    )
    connection.prepared_max = 1000
    # One size for all numbers: each size of its own would be prepared as a statement of its own.
    connection.adapters.register_dumper(int, Int8Dumper)
    return connection


def engine(url: str) -> Engine:
    """An engine for migrations and other rare work."""
    return create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)


async def open_store(url: str, clock: Clock, ids: Ids, dice: Dice, keys: Path = KEYS) -> PostgresStore:
    """Open the database and bring its schema up to date. Raises ``CannotOpen`` and changes nothing when it can not be
    reached, is too old, or was made by a newer Descant. Any number of processes may do so at once."""
    await asyncio.to_thread(prepare, url)
    store = PostgresStore(url, clock, ids, dice, keys)
    store.start()
    return store


def prepare(url: str) -> None:
    """See ``open_store``, of which this is the first half."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=int(PATIENCE)) as connection:
            _fit(connection)
    except psycopg.OperationalError as error:
        raise CannotOpen(f"The database {named(url)} can not be reached: {_first_line(error)}") from None
    except psycopg.ProgrammingError:
        raise CannotOpen("The address of the database can not be read. It looks like postgresql://…/name.") from None
    _up_to_date(url)


def _fit(connection: "psycopg.Connection[Any]") -> None:
    if connection.info.server_version < OLDEST:
        raise CannotOpen("Descant needs PostgreSQL 13 or newer; nothing was changed.")
    row = connection.execute(
        "SELECT current_setting('server_encoding'), current_setting('synchronous_commit')"
    ).fetchone()
    assert row is not None
    if row[0] != "UTF8":
        raise CannotOpen(f"The database must be made with encoding UTF8; this one has {row[0]}.")
    if row[1] == "off":
        raise CannotOpen(
            "This database has synchronous_commit = off: what was acknowledged could be lost when the power goes. "
            "Set it to on; nothing was changed."
        )


def _up_to_date(url: str) -> None:
    migrating = engine(url)
    try:
        with migrating.connect() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({_MIGRATING})")
            connection.commit()
            schema.bring_up_to_date(connection, named(url))
            connection.commit()
    finally:
        migrating.dispose()


def named(url: str) -> str:
    """The database as it may stand in a message: without its password."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    return f"{parts.get('dbname', '')} on {parts.get('host', 'this machine')}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
