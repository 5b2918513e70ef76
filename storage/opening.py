"""Which engine keeps everything: the address says."""

from typing import Protocol

from bot.ports import Clock, Dice, Ids, Store
from storage.address import NO_DRIVER, file_of
from storage.errors import CannotOpen
from storage.sqlite import open_store as open_file


class OpenStore(Store, Protocol):
    """A store as whoever opened it has it."""

    async def close(self) -> None:
        """Finish what waits, then close."""
        ...


async def open_store(url: str, clock: Clock, ids: Ids, dice: Dice) -> OpenStore:
    """The store at ``sqlite:///path`` or ``postgresql://…``, made or brought up to date where needed.

    Raises ``CannotOpen`` with a sentence for whoever runs it.
    """
    path = file_of(url)
    if path is not None:
        return await open_file(path, clock, ids, dice)
    try:
        # Only whoever keeps everything on PostgreSQL has its driver.
        from storage.postgres import open_store as open_server
    except ImportError:
        raise CannotOpen(NO_DRIVER) from None
    return await open_server(url, clock, ids, dice)
