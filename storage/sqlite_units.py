"""Groups of units on SQLite: each in its own savepoint, and one commit for all of them."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bot.ports import NotRecorded
from storage.writer import Unit, not_recorded

MOST_TOGETHER = 256
LONGEST_BATCH = 0.020
"""Seconds after which a batch takes no further unit."""


@dataclass(slots=True)
class SqliteUnits:
    """Fulfils ``storage.writer.Together`` on the only writing connection."""

    connection: sqlite3.Connection
    """Opened without the driver's own transactions (``isolation_level=None``) and handed over to the thread."""

    def run(self, first: Unit, following: Callable[[], Unit | None]) -> list[Unit]:
        """Run this unit and what waits behind it until the batch is full or has run for 20 ms, and commit."""
        more = iter(following, None)
        batch = [first, *islice(more, 1)]
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            started = time.monotonic()
            for unit in batch:  # which grows meanwhile
                self._one(unit, len(batch) == 1)
                if unit is batch[-1] and len(batch) < MOST_TOGETHER and time.monotonic() - started < LONGEST_BATCH:
                    batch.extend(islice(more, 1))
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            not_recorded(batch, error, str(error))
        return batch

    def _one(self, unit: Unit, alone: bool) -> None:
        """Run one unit in its own savepoint. Raises ``sqlite3.Error`` when the whole transaction is gone."""
        if not alone:
            self.connection.execute("SAVEPOINT unit")
        try:
            unit.attempt(self.connection)
        except Exception as error:
            # That the engine could not do it just now is not a fault of the unit.
            unit.error = NotRecorded(str(error)) if isinstance(error, sqlite3.OperationalError) else error
            if not self.connection.in_transaction:
                # SQLite rolled everything back by itself: disk full, I/O error, out of memory.
                raise sqlite3.OperationalError("the transaction was rolled back") from error
            self.connection.execute("ROLLBACK" if alone else "ROLLBACK TO unit")
            if alone:
                self.connection.execute("BEGIN IMMEDIATE")
        if not alone:
            self.connection.execute("RELEASE unit")
