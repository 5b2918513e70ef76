"""The parts of the core that belong together: what answers, what follows by itself, and how it all runs and stops."""

import asyncio
from collections.abc import Callable

from bot import tidying
from bot.app import App
from bot.chat.ids import CommunityId
from bot.courier import Courier
from bot.meters import Meters
from bot.ports import EVERYWHERE, Chat, Clock, Directory, Store
from bot.routes import Router
from bot.timekeeper import Timekeeper
from bot.workshop import Workshop


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

    async def resume(self) -> None:
        """After a start: what this process had in hand when it stopped is taken up again."""
        await self.courier.resume()
        await self.workshop.resume()

    async def settle(self) -> int:
        """Let everything follow that follows by itself just now; returns how much that was."""
        total = 0
        while done := await self.timekeeper.look() + await self.workshop.look() + await self.courier.look():
            total += done
        return total

    async def run(self) -> None:
        """Until cancelled; what is under way then is finished. Raises what one of the parts could not deal with."""
        await self._store.write(EVERYWHERE, tidying.begin)
        async with asyncio.TaskGroup() as parts:
            for part in (self.courier, self.timekeeper, self.workshop):
                parts.create_task(part.run())
