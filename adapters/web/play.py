"""The playground: the whole of Descant with the page as its chat, and a clock that moves."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from adapters.web.chat import WebChat
from adapters.web.room import Room
from bot.core import Core
from bot.delivery import NEXT_DUE
from bot.ports import Store
from bot.routes import Router

PATIENCE = 300
"""How often something due may be waited for, ten milliseconds each time, before the clock moves on without it."""


class MovableClock(Protocol):
    """A clock that was moved by some time, and can be moved further."""

    by: timedelta

    def now(self) -> datetime:
        """The made-up time, aware, in UTC."""
        ...


class Play:
    """A playground: the whole of Descant over one folder, with the web page as its chat and a clock that moves."""

    def __init__(self, store: Store, room: Room, clock: MovableClock, table: Router) -> None:
        self._room = room
        self._clock = clock
        self._store = store
        chat = WebChat(room, clock.now)
        self.core = Core(store, table, lambda _: chat, lambda _: chat, clock)

    def now(self) -> datetime:
        """The made-up time."""
        return self._clock.now()

    async def next_due(self) -> datetime | None:
        """When something happens next by itself."""
        due = await self._store.read(NEXT_DUE)
        return due.at if due is not None else None

    async def forward(self, by: timedelta) -> None:
        """Move the clock on, stopping at everything that is due until then, as time itself would."""
        until = self.now() + by
        idle = 0
        while (due := await self.next_due()) is not None and due <= until and idle < PATIENCE:
            self._clock.by += max(timedelta(0), due - self.now())
            idle = 0 if await self.core.settle() else idle + 1
            # What the running core has in hand just now is not ours to do: it gets its turn.
            await asyncio.sleep(0.01 * bool(idle))
        self._clock.by += max(timedelta(0), until - self.now())
        await self._room.keep_note("clock", str(self._clock.by.total_seconds()))
        await self.core.settle()
