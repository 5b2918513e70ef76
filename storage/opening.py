"""Which engine keeps everything: the address says."""

from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from bot.ports import Clock, Dice, Ids, Store
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
        raise CannotOpen(
            "PostgreSQL needs its driver, which is not installed: pip install 'descant[postgres]'."
        ) from None
    return await open_server(url, clock, ids, dice)


def file_of(url: str) -> Path | None:
    """The file that a ``sqlite:///`` address names, None for PostgreSQL. Raises ``CannotOpen`` for anything else."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        return Path(unquote(rest[1:]))
    if scheme in ("postgresql", "postgres") and rest:
        return None
    raise CannotOpen("The address of the store should be sqlite:///descant.db or postgresql://person@host/name.")
