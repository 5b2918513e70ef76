"""What the address of a store says: ``sqlite:///path`` or ``postgresql://…``."""

from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import Engine

from storage import schema
from storage.errors import CannotOpen


def file_of(url: str) -> Path | None:
    """The file that a ``sqlite:///`` address names, None for PostgreSQL. Raises ``CannotOpen`` for anything else."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        return Path(unquote(rest[1:]))
    if scheme in ("postgresql", "postgres") and rest:
        return None
    raise CannotOpen("The address of the store should be sqlite:///descant.db or postgresql://person@host/name.")


def engine_of(url: str) -> Engine:
    """For rare work besides the store itself, whose transactions are the caller's. Raises ``CannotOpen``."""
    path = file_of(url)
    if path is not None:
        return schema.sqlite_engine(path)
    try:
        # Only whoever keeps everything on PostgreSQL has its driver.
        from storage.postgres import engine
    except ImportError:
        raise CannotOpen(NO_DRIVER) from None
    return engine(url)


NO_DRIVER = "PostgreSQL needs its driver, which is not installed: pip install 'descant[postgres]'."
