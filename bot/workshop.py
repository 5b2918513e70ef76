"""Computes beside the writer and the event loop what would hold them up, and brings the result back as an event."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.apart import Apart
from bot.bell import Bell, keep_looking
from bot.chat.answers import Answer
from bot.chat.events import Event, WorkDone
from bot.chat.ids import CommunityId, PlaceId
from bot.delivery import CLAIM_WORK, DELAY_WORK, FREE_WORK, WORK, Chore, Inquiry, Job, Work
from bot.ports import EVERYWHERE, ChatError, Clock, Directory, Store, Tx, Unreachable
from bot.timekeeper import LONGEST_NAP, delay

log = logging.getLogger(__name__)

AT_A_TIME = 8
LARGE = 1000
"""From this size a computation has a process of its own; a smaller one is over before others would notice."""

CLAIM = timedelta(minutes=1)
"""How long a computation is ours. One that takes longer may be done twice; its result counts once all the same."""


class Workshop:
    """Does every row of work: reads, computes beside, and hands the result to the core as ``WorkDone``."""

    def __init__(
        self,
        store: Store,
        handle: Callable[[Event], Awaitable[Answer]],
        jobs: Mapping[str, Job[Any, Any] | Inquiry[Any, Any] | Chore],
        directory: Callable[[CommunityId], Directory | None],
        clock: Clock,
    ) -> None:
        self._store = store
        self._handle = handle
        self._jobs = jobs
        self._directory = directory
        self._clock = clock
        self._apart = Apart()
        self._bell = Bell()
        self._looking = asyncio.Lock()

    def ring(self) -> None:
        """There may be work."""
        self._bell.ring()

    async def resume(self, of: str | None = None) -> None:
        """After a start: what this process was computing when it stopped is computed again.

        ``of`` is another process, which is not there any more.
        """
        await self._store.write(EVERYWHERE, _free, of or self._store.process, self._clock.now())

    async def run(self) -> None:
        """Until cancelled."""
        await self.resume()
        await keep_looking(self.look, self._nap, self._bell)

    async def look(self) -> int:
        """Do all the work that there is; returns how much that was."""
        done = 0
        async with self._looking:
            while rows := await self._store.read(WORK, now=self._clock.now(), limit=AT_A_TIME):
                await asyncio.gather(*map(self._do, rows))
                done += len(rows)
        return done

    async def _nap(self) -> float:
        return LONGEST_NAP

    async def _do(self, row: Work) -> None:
        try:
            if not await self._store.write(row.community, _claim, row, self._store.process, self._clock.now()):
                return
            result = await self._result(row)
            await self._handle(WorkDone(row.community, row.kind, row.subject, self._clock.now(), result))
        except Exception as error:  # noqa: BLE001
            # One failure must not hold up the rest; the row stays and is tried again.
            log.error("%s for %s failed with %s and is tried again", row.kind, row.subject, type(error).__name__)
            await self._store.write(row.community, _delay, row, self._clock.now() + delay(row.attempts))

    async def _result(self, row: Work) -> Any:
        job = self._jobs[row.kind]
        if isinstance(job, Chore):
            return await job.do(self._store, row.subject)
        model = await self._store.read(job.view, subject=row.subject)
        if isinstance(job, Inquiry):
            directory = self._directory(row.community)
            if directory is None:
                raise Unreachable("nobody here carries this community")
            return await job.ask(model, directory, row.community)
        audience = await self._audience(row.community, job.place(model))
        beside = self._apart.compute if job.size(model) >= LARGE else asyncio.to_thread
        return await beside(job.compute, model, audience)

    async def _audience(self, community: CommunityId, place: PlaceId | None) -> int | None:
        directory = self._directory(community)
        if directory is None or place is None:
            return None
        try:
            return await directory.audience(community, place)
        except ChatError as error:
            log.warning("how many can see a place is not known just now: %s", type(error).__name__)
            return None


def _claim(tx: Tx, row: Work, by: str, now: datetime) -> int:
    return tx.change(CLAIM_WORK, kind=row.kind, subject=row.subject, by=by, now=now, until=now + CLAIM)


def _free(tx: Tx, by: str, at: datetime) -> None:
    tx.change(FREE_WORK, by=by, at=at)


def _delay(tx: Tx, row: Work, at: datetime) -> None:
    tx.change(DELAY_WORK, kind=row.kind, subject=row.subject, not_before=at)
