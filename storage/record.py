"""The record of a whole store, read beside whoever has it open."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.polls.model import PollCard
from bot.polls.views import CLOSED
from storage import schema
from storage.address import engine_of, file_of
from storage.errors import CannotOpen
from storage.look import Look


def records(url: str) -> list[tuple[str, str, list[PollCard]]]:
    """For each community: its id, its language, and its closed polls. Raises ``CannotOpen``."""
    try:
        with _reading(url) as connection:
            if schema.current(connection) != schema.newest():
                raise CannotOpen(
                    "The store is of another version. Start this Descant on it once, or use the other one."
                )
            look = Look(connection)
            communities = look.rows(
                "SELECT DISTINCT p.community, coalesce(c.language, 'en') FROM polls p "
                "LEFT JOIN communities c ON c.id = p.community ORDER BY p.community"
            )
            return [(name, language, look.see(CLOSED, community=name)) for name, language in communities]
    except (DBAPIError, sqlite3.Error) as error:
        raise CannotOpen(f"The store can not be read ({type(error).__name__}).") from None


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    path = file_of(url)
    if path is not None and not path.is_file():
        raise CannotOpen(f"There is no store at {path}.")
    engine = (
        engine_of(url) if path is None else create_engine("sqlite://", creator=lambda: _file(path), poolclass=NullPool)
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _file(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
