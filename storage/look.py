"""A look at a database besides its store, on any engine: views and plain questions, read only."""

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.dialects import sqlite

from bot.ports import View
from storage import features
from storage.statements import Catalogue, catalogue
from storage.values import to_row

T = TypeVar("T")


class Look:
    """Fulfils ``bot.ports.Reader`` on a connection whose transaction is the caller's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._catalogue = _for(connection.dialect.name)

    def see(self, view: View[T], /, **what: Any) -> T:
        """The answer to a view."""
        compiled, values = self._catalogue.views[view], to_row(what)
        run = self._connection.exec_driver_sql
        answer: T = compiled.build(
            *([tuple(row) for row in run(part.sql, {**part.fixed, **values})] for part in compiled.texts)
        )
        return answer

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a question with :named values, which must mean the same on every engine."""
        return [tuple(row) for row in self._connection.execute(text(sql), values)]


@cache
def _for(engine: str) -> Catalogue:
    if engine == "sqlite":
        return catalogue(sqlite.dialect(paramstyle="named"), features.VIEWS, features.CHANGES)
    from storage.postgres import postgres_catalogue  # its driver is an extra

    return postgres_catalogue()
