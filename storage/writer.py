"""What waits to be written, and the thread that writes it: one commit for all units that wait.

A durable commit costs one sync of the disk, and sharing it is the only way past that cost. A unit runs whole on this
thread, so however many statements it has, it costs its caller one hop.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bot.meters import Meters
from bot.ports import NotRecorded, StoreBusy

log = logging.getLogger(__name__)

MOST_WAITING = 5000
"""Units; what comes on top is refused, and its caller is told so. Never taken and forgotten."""
STRAINED = 1000
"""Units; from here on what can wait should."""
SLOW = 0.050
"""Seconds after which a unit is named in the log: it made everybody else wait."""

T = TypeVar("T")
Work = Callable[[Any], Any]


@dataclass(slots=True)
class Unit:
    """A unit of work on its way: what it does with a connection, and what came of it."""

    work: Work
    name: str
    future: "asyncio.Future[Any]"
    community: str = ""
    value: Any = None
    error: BaseException | None = None

    def attempt(self, connection: Any) -> None:
        """Run it, and say so when it took long. Raises what it raises."""
        started = time.monotonic()
        self.value, self.error = self.work(connection), None
        if time.monotonic() - started > SLOW:
            log.warning("%s took %.0f ms on the writer", self.name, 1000 * (time.monotonic() - started))


class Together(Protocol):
    """How one engine runs units in groups that share a commit."""

    def run(self, first: Unit, following: Callable[[], Unit | None]) -> list[Unit]:
        """Run this unit and some that follow; returns them when each has its value or its error for good.

        ``following`` gives the next unit that waits already, or None.
        """
        ...


@dataclass(slots=True)
class Writer:
    """Runs units in the order in which they came."""

    together: Together
    name: str = "writer"
    meters: Meters = field(default_factory=Meters)
    _units: "queue.SimpleQueue[Unit | None]" = field(default_factory=queue.SimpleQueue)
    _between: "queue.SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]]]" = field(
        default_factory=queue.SimpleQueue
    )
    _thread: threading.Thread | None = None
    _closing: bool = False
    _stopped: bool = False

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    async def run(self, work: Work, name: str, community: str = "") -> Any:
        """Run ``work`` on the writer's connection; returns its value once it is durable.

        Raises what the unit raised, ``StoreBusy`` when too much is waiting, ``NotRecorded`` when it could not be
        committed. A caller that goes away does not stop its unit.
        """
        if self._closing:
            raise NotRecorded("the store is closed")
        if self._units.qsize() >= MOST_WAITING:
            raise StoreBusy(f"{MOST_WAITING} units are waiting")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._units.put(Unit(work, name, future, community))
        return await future

    async def between(self, work: Callable[[], T]) -> T:
        """Run ``work`` on the writer's thread between two groups of units, outside of any transaction."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._between.put((work, future))
        await self.run(lambda _: None, "between")
        return await future

    def waiting(self) -> int:
        """How many units wait."""
        return self._units.qsize()

    async def stop(self) -> None:
        """Finish what waits, then end the thread."""
        self._closing = True
        self._units.put(None)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while not self._stopped and (unit := self._units.get()) is not None:
            started = time.monotonic()
            batch = self.together.run(unit, self._following)
            self.meters.commits.note(time.monotonic() - started)
            self.meters.units.note(len(batch))
            _hand_over(batch)
            while not self._between.empty():
                _do(*self._between.get())

    def _following(self) -> Unit | None:
        if self._stopped:
            return None
        try:
            unit = self._units.get_nowait()
        except queue.Empty:
            return None
        self._stopped = unit is None
        return unit


def _do(work: Callable[[], T], future: "asyncio.Future[T]") -> None:
    loop = future.get_loop()
    try:
        value = work()
    except Exception as error:  # noqa: BLE001
        # Whatever went wrong belongs to the one who asked.
        loop.call_soon_threadsafe(future.set_exception, error)
    else:
        loop.call_soon_threadsafe(future.set_result, value)


def _hand_over(batch: list[Unit]) -> None:
    """One hop back for all callers that share a loop."""
    loop = batch[0].future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(_resolve, batch)


def _resolve(batch: list[Unit]) -> None:
    for unit in batch:
        if unit.future.done():
            continue
        if unit.error is not None:
            unit.future.set_exception(unit.error)
        else:
            unit.future.set_result(unit.value)


def not_recorded(batch: list[Unit], error: Exception, what: str) -> None:
    """Nothing of the batch was committed: every one of its units is told so. ``what`` is for the log."""
    log.error("a batch of %d units was not recorded: %s", len(batch), what)
    for unit in batch:
        unit.value, unit.error = None, NotRecorded(what)
        unit.error.__cause__ = error
