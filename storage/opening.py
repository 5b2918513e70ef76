"""Which engine keeps everything: the address says."""

from pathlib import Path
from typing import Protocol

from bot.meters import Meters
from bot.ports import Clock, Dice, Ids, Store, Vault
from storage.address import NO_DRIVER, file_of
from storage.errors import CannotOpen
from storage.sqlite import open_store as open_file
from storage.vault import KEYS


class OpenStore(Store, Protocol):
    """A store as whoever opened it has it."""

    @property
    def vault(self) -> Vault:
        """Its keys."""
        ...

    @property
    def meters(self) -> Meters:
        """What it has done, for whoever watches."""
        ...

    @property
    def waiting(self) -> int:
        """How many units wait to be written."""
        ...

    async def close(self) -> None:
        """Finish what waits, then close."""
        ...


async def open_store(url: str, clock: Clock, ids: Ids, dice: Dice, keys: Path = KEYS) -> OpenStore:
    """The store at ``sqlite:///path`` or ``postgresql://…``, made or brought up to date where needed.

    ``keys`` is the folder for the keys of a server's database; a file has its own beside it. Raises ``CannotOpen``
    with a sentence for whoever runs it.
    """
    path = file_of(url)
    if path is not None:
        return await open_file(path, clock, ids, dice)
    try:
        # Only whoever keeps everything on PostgreSQL has its driver.
        from storage.postgres import open_store as open_server
    except ImportError:
        raise CannotOpen(NO_DRIVER) from None
    return await open_server(url, clock, ids, dice, keys)
