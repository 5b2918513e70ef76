"""Brings back what was asked to come back, when its time has come. It holds no truth: the rows do."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.bell import Bell, keep_looking
from bot.chat.answers import Answer
from bot.chat.events import Event, TimeCame
from bot.delivery import DELAY_DUE, DUE, WAKES_AT, Due
from bot.meters import Meters
from bot.ports import Clock, Store, Tx

log = logging.getLogger(__name__)

AT_A_TIME = 50
LONGEST_NAP = 15.0
"""Seconds; the net for what another process asked for, and for a clock that was moved."""
LONGEST_DELAY = timedelta(hours=1)


class Timekeeper:
    """Hands every due row to the core as ``TimeCame``, the oldest first."""

    def __init__(
        self,
        store: Store,
        handle: Callable[[Event], Awaitable[Answer]],
        clock: Clock,
        meters: Meters | None = None,
    ) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock
        self._meters = meters or Meters()
        self._bell = Bell()
        self._looking = asyncio.Lock()

    def ring(self) -> None:
        """Something may have been asked for, or the clock was moved: look again."""
        self._bell.ring()

    async def run(self) -> None:
        """Until cancelled."""
        await keep_looking(self.look, self._nap, self._bell)

    async def look(self) -> int:
        """Hand over all that is due; returns how much that was. One that fails does not keep the others."""
        done = 0
        async with self._looking:
            while rows := await self._store.read(DUE, now=self._clock.now(), limit=AT_A_TIME):
                await asyncio.gather(*map(self._bring, rows))
                done += len(rows)
        return done

    async def _bring(self, row: Due) -> None:
        event = TimeCame(row.community, row.kind, row.subject, row.at, self._clock.now())
        try:
            await self._handle(event)
            self._meters.late.note((event.at - event.due).total_seconds())
        except Exception as error:  # noqa: BLE001
            # One failure must not hold up the rest; the row stays and is tried again.
            log.error("%s for %s failed with %s and is tried again", row.kind, row.subject, type(error).__name__)
            await self._store.write(row.community, _delay, row, self._clock.now() + delay(row.attempts))

    async def _nap(self) -> float:
        wakes_at = await self._store.read(WAKES_AT)
        if wakes_at is None:
            return LONGEST_NAP
        return min(LONGEST_NAP, (wakes_at - self._clock.now()).total_seconds())


def delay(attempts: int) -> timedelta:
    """How long to wait after this many failed tries: from a second, doubling, up to an hour."""
    return min(LONGEST_DELAY, timedelta(seconds=2 ** min(attempts, 12)))


def _delay(tx: Tx, row: Due, at: datetime) -> None:
    tx.change(DELAY_DUE, kind=row.kind, subject=row.subject, not_before=at)
