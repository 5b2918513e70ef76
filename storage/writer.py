"""The one writer: a thread with the only writing connection, and one commit for all units that wait.

A durable commit costs one sync of the disk, and sharing it is the only way past that cost. A unit runs whole on this
thread, so however many statements it has, it costs its caller one hop.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.ports import NotRecorded, StoreBusy

log = logging.getLogger(__name__)

MOST_WAITING = 5000
MOST_TOGETHER = 256
LONGEST_BATCH = 0.020
"""Seconds after which a batch takes no further unit."""
SLOW = 0.050
"""Seconds after which a unit is named in the log: it made everybody else wait."""

Work = Callable[[sqlite3.Connection], Any]


@dataclass(slots=True)
class _Unit:
    work: Work
    name: str
    future: "asyncio.Future[Any]"
    value: Any = None
    error: BaseException | None = None


_STOP: Any = None


@dataclass(slots=True)
class Writer:
    """Runs units in the order in which they came, in groups that share one commit."""

    connection: sqlite3.Connection
    """Opened without the driver's own transactions (``isolation_level=None``) and handed over to the thread."""
    _units: "queue.SimpleQueue[_Unit | None]" = field(default_factory=queue.SimpleQueue)
    _thread: threading.Thread | None = None
    _closing: bool = False

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Work, name: str) -> Any:
        """Run ``work`` on the writer's connection; returns its value once it is durable.

        Raises what the unit raised, ``StoreBusy`` when too much is waiting, ``NotRecorded`` when it could not be
        committed. A caller that goes away does not stop its unit.
        """
        if self._closing:
            raise NotRecorded("the store is closed")
        if self._units.qsize() >= MOST_WAITING:
            raise StoreBusy(f"{MOST_WAITING} units are waiting")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._units.put(_Unit(work, name, future))
        return await future

    def waiting(self) -> int:
        """How many units wait."""
        return self._units.qsize()

    async def stop(self) -> None:
        """Finish what waits, then end the thread."""
        self._closing = True
        self._units.put(_STOP)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while (unit := self._units.get()) is not _STOP:
            assert unit is not None
            batch, stopped = self._batch(unit)
            _hand_over(batch)
            if stopped:
                return

    def _batch(self, unit: _Unit) -> tuple[list[_Unit], bool]:
        batch, stopped = [unit], False
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            started = time.monotonic()
            alone = self._units.empty()
            self._one(unit, alone)
            while not alone and len(batch) < MOST_TOGETHER and time.monotonic() - started < LONGEST_BATCH:
                try:
                    following = self._units.get_nowait()
                except queue.Empty:
                    break
                if following is _STOP:
                    stopped = True
                    break
                assert following is not None
                batch.append(following)
                self._one(following, False)
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(batch, error)
        return batch, stopped

    def _one(self, unit: _Unit, alone: bool) -> None:
        """Run one unit in its own savepoint. Raises ``sqlite3.Error`` when the whole transaction is gone."""
        if not alone:
            self.connection.execute("SAVEPOINT unit")
        started = time.monotonic()
        try:
            unit.value = unit.work(self.connection)
        except Exception as error:
            unit.error = error
            if not self.connection.in_transaction:
                # SQLite rolled everything back by itself: disk full, I/O error, out of memory.
                raise sqlite3.OperationalError("the transaction was rolled back") from error
            self.connection.execute("ROLLBACK" if alone else "ROLLBACK TO unit")
            if alone:
                self.connection.execute("BEGIN IMMEDIATE")
        if not alone:
            self.connection.execute("RELEASE unit")
        if time.monotonic() - started > SLOW:
            log.warning("%s took %.0f ms on the writer", unit.name, 1000 * (time.monotonic() - started))

    def _give_up(self, batch: list[_Unit], error: sqlite3.Error) -> None:
        """Nothing of the batch was committed: every one of its units is told so."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        log.error("a batch of %d units was not recorded: %s", len(batch), error)
        for unit in batch:
            unit.error = NotRecorded(str(error))
            unit.error.__cause__ = error


def _hand_over(batch: list[_Unit]) -> None:
    """One hop back for all callers that share a loop."""
    loop = batch[0].future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(_resolve, batch)


def _resolve(batch: list[_Unit]) -> None:
    for unit in batch:
        if unit.future.done():
            continue
        if unit.error is not None:
            unit.future.set_exception(unit.error)
        else:
            unit.future.set_result(unit.value)
