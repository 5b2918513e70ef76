"""Groups of units on PostgreSQL: one community's units one after the other in all processes, one commit for a group."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zlib import crc32

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from bot.ports import NotRecorded, StoreBusy, Uncertain
from storage.writer import Unit, not_recorded

log = logging.getLogger(__name__)

MOST_TOGETHER = 32
"""Units that share a commit; they hold their communities until it is done."""
TRIES = 5
PATIENCE = 5.0
"""Seconds for which a server that went away is waited for."""
LONG_PATIENCE = 30.0
"""The same when a commit was under way, and whether it was done is to be learned."""
PAUSE = 0.1

_COMMUNITIES = 0x0DE5CA00
"""The space of our locks on communities, apart from those of others in the same database."""


_FAREWELLS = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.IdleInTransactionSessionTimeout,
    errors.IdleSessionTimeout,
)


class Away(Exception):
    """The connection was lost. Nothing of what it was about to do was committed."""


class Connection:
    """A psycopg connection as a unit of work uses one."""

    __slots__ = ("_cursor", "raw")

    def __init__(self, raw: "psycopg.Connection[Any]") -> None:
        self.raw = raw
        self._cursor = raw.cursor()

    def execute(self, sql: str, parameters: Any = None, /) -> "psycopg.Cursor[Any]":
        """Run one statement; its rows are there until the next."""
        return self._cursor.execute(sql.encode(), parameters, prepare=parameters is not None)

    def run(self, sql: str) -> str | None:
        """Run statements without parameters in one message; the last one's first column, if it has any."""
        cursor = self._cursor.execute(sql.encode(), prepare=False)
        while cursor.nextset():
            continue
        row = cursor.fetchone() if cursor.description else None
        return str(row[0]) if row else None


def lock_of(community: str) -> int:
    """The number under which a community's units wait for each other."""
    return crc32(community.encode()) - 2**31


@dataclass(slots=True)
class PostgresUnits:
    """Fulfils ``storage.writer.Together`` on one connection of its own, which it makes anew when it is lost.

    A use case reads, decides and writes, and is written as if nothing happened in between. So each group first takes
    its communities' locks, in one order for everyone; what other processes do in them comes before or after it.
    """

    connect: Callable[[], "psycopg.Connection[Any]"]
    _connection: Connection | None = None
    _waiting: threading.Event = field(default_factory=threading.Event)

    def run(self, first: Unit, following: Callable[[], Unit | None]) -> list[Unit]:
        """Run this unit and up to 31 that wait already, and commit."""
        batch = [first, *islice(iter(following, None), MOST_TOGETHER - 1)]
        for tries_left in reversed(range(TRIES)):
            try:
                self._transaction(batch)
                break
            except Uncertain as error:
                _tell(batch, error)
                break
            except (Away, errors.SerializationFailure, errors.DeadlockDetected) as error:
                self._roll_back()
                if not tries_left:
                    not_recorded(batch, error, described(error))
            except errors.LockNotAvailable as error:
                self._roll_back()
                _tell(batch, StoreBusy(described(error)))
                break
            except (NotRecorded, psycopg.Error) as error:
                self._roll_back()
                not_recorded(batch, error, described(error))
                break
        return batch

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.raw.close()
            self._connection = None

    def _transaction(self, batch: list[Unit]) -> None:
        connection = self._connected(time.monotonic() + PATIENCE)
        locks = sorted({lock_of(unit.community) for unit in batch})
        taken = "; ".join(f"SELECT pg_advisory_xact_lock({_COMMUNITIES}, {lock})" for lock in locks)
        try:
            transaction = connection.run(f"BEGIN; {taken}; SAVEPOINT unit; SELECT pg_current_xact_id()")
            for unit in batch:
                _one(connection, unit)
        except psycopg.Error as error:
            if is_lost(connection.raw, error):
                raise Away from error
            raise
        self._commit(connection, str(transaction))

    def _commit(self, connection: Connection, transaction: str) -> None:
        try:
            done = connection.execute("COMMIT").statusmessage
        except psycopg.Error as error:
            if not is_lost(connection.raw, error):
                raise
            if not self._was_committed(transaction):
                raise Away from error
        else:
            if done != "COMMIT":
                raise NotRecorded("the transaction had failed")

    def _was_committed(self, transaction: str) -> bool:
        """What became of a transaction whose commit was never answered. Raises ``Uncertain`` when nobody can say."""
        log.warning("the database went away during a commit; asking it what became of that")
        ask = f"SELECT pg_xact_status('{transaction}'::xid8)"
        until = time.monotonic() + LONG_PATIENCE
        while time.monotonic() < until:
            try:
                status = self._connected(until).run(ask)
            except NotRecorded:
                break
            except psycopg.Error:
                status = None
            if status in ("committed", "aborted"):
                return status == "committed"
            self._waiting.wait(PAUSE)
        raise Uncertain("the database did not come back to say whether it was recorded")

    def _connected(self, until: float) -> Connection:
        """The connection, made anew if it is lost. Raises ``NotRecorded`` when the server stays away."""
        if self._connection is not None and not self._connection.raw.closed:
            return self._connection
        while True:
            try:
                self._connection = Connection(self.connect())
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    raise NotRecorded("the database can not be reached") from error
                self._waiting.wait(PAUSE)
            else:
                return self._connection

    def _roll_back(self) -> None:
        connection = self._connection
        if connection is None or connection.raw.closed:
            return
        try:
            if connection.raw.info.transaction_status != TransactionStatus.IDLE:
                connection.execute("ROLLBACK")
        except psycopg.Error:
            connection.raw.close()


def _one(connection: Connection, unit: Unit) -> None:
    """Run one unit in its own savepoint. Raises when the whole transaction must be done again or is gone."""
    try:
        unit.attempt(connection)
    except Exception as error:
        if is_lost(connection.raw, error) or isinstance(error, errors.SerializationFailure | errors.DeadlockDetected):
            raise
        unit.value, unit.error = None, _told(error)
        connection.run("ROLLBACK TO unit")
    else:
        connection.run("RELEASE unit; SAVEPOINT unit")


def is_lost(connection: "psycopg.Connection[Any]", error: Exception) -> bool:
    """Whether this error means that the connection is of no use any more; then it is closed."""
    if isinstance(error, _FAREWELLS):
        connection.close()
    return connection.closed


def _tell(batch: list[Unit], error: Exception) -> None:
    for unit in batch:
        unit.value, unit.error = None, error


def _told(error: Exception) -> Exception:
    """What a unit's caller hears: that the engine could not do it just now is not a fault of the unit."""
    if not isinstance(error, psycopg.OperationalError):
        return error
    told = NotRecorded(described(error))
    told.__cause__ = error
    return told


def described(error: BaseException) -> str:
    """The kind of an error, and PostgreSQL's own code for it. Its message is left out: it may hold people's words."""
    state = getattr(error, "sqlstate", None)
    kind = type(error.__cause__ or error).__name__
    return f"{kind} {state}" if state else kind
