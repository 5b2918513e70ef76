"""The parts of the core that belong together: what answers, what follows by itself, and how it all runs and stops."""

import asyncio
from collections.abc import Callable

from bot import tidying
from bot.app import App
from bot.bell import Bell, keep_looking
from bot.chat.ids import CommunityId
from bot.courier import Courier
from bot.meters import Meters
from bot.ports import EVERYWHERE, Chat, Clock, Directory, Store
from bot.routes import Router
from bot.timekeeper import Timekeeper
from bot.workshop import Workshop

INHERIT_EVERY = 2.0
"""Seconds between looks for what other processes have left behind."""


class Core:
    """A whole Descant but for its store and its chats."""

    def __init__(
        self,
        store: Store,
        table: Router,
        chat: Callable[[CommunityId], Chat | None],
        directory: Callable[[CommunityId], Directory | None],
        clock: Clock,
        meters: Meters | None = None,
    ) -> None:
        """``chat`` and ``directory`` find who carries a community; None where nobody here does."""
        self._store = store
        self._missed: set[str] = set()
        self.meters = meters or Meters()
        self.app = App(store, table, self.ring, self.meters)
        self.handle = self.app.handle
        self.courier = Courier(store, chat, table.faces, clock, self.meters)
        self.timekeeper = Timekeeper(store, self.handle, clock, self.meters)
        self.workshop = Workshop(store, self.handle, table.jobs, directory, clock)

    def ring(self) -> None:
        """Something may be waiting: look soon."""
        for part in (self.courier, self.timekeeper, self.workshop):
            part.ring()

    async def resume(self, of: str | None = None) -> None:
        """After a start: what this process had in hand when it stopped is taken up again.

        ``of`` is another process, which is not there any more.
        """
        await self.courier.resume(of)
        await self.workshop.resume(of)

    async def settle(self) -> int:
        """Let everything follow that follows by itself just now; returns how much that was."""
        total = 0
        while done := await self.timekeeper.look() + await self.workshop.look() + await self.courier.look():
            total += done
        return total

    async def inherit(self) -> None:
        """What a process had in hand that is not there any more is taken up at once: it was seen to be gone twice."""
        gone = set(await self._store.gone())
        for process in gone & self._missed:
            await self.resume(process)
        self._missed = gone
        if gone:
            self.ring()

    async def run(self) -> None:
        """Until cancelled; what is under way then is finished. Raises what one of the parts could not deal with."""
        await self._store.write(EVERYWHERE, tidying.begin)
        async with asyncio.TaskGroup() as parts:
            for part in (self.courier, self.timekeeper, self.workshop):
                parts.create_task(part.run())
            parts.create_task(keep_looking(self.inherit, _pause, Bell()))


async def _pause() -> float:
    return INHERIT_EVERY
