"""Statements are written in SQLAlchemy Core and compiled once to text, which the driver then runs.

Executing Core on every call costs about seven times the statement itself (Python per statement), so it is not done.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, Dialect, String, bindparam, func
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

from bot.ports import Change, View

T = TypeVar("T")
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Query(Generic[T]):
    """The statements behind a view and what their rows mean. ``build`` gets one list of rows for each statement."""

    build: Callable[..., T]
    statements: tuple[ClauseElement, ...]


def query(build: Callable[..., T], *statements: ClauseElement) -> Query[T]:
    """A view's statements in the order in which ``build`` takes their rows."""
    return Query(build, statements)


def is_listed(column: Any, parameter: str) -> Any:
    """Whether the column's value is among names that came as one set (``storage.values.listed``); where none came, it
    is not."""
    names: BindParameter[Any] = bindparam(parameter, value="", type_=String)
    return func.replace(names, "\n" + column + "\n", "") != names


Views = Mapping[View[Any], Query[Any]]
Changes = Mapping[Change, ClauseElement | tuple[ClauseElement, ...]]
"""A change of several statements makes them all, in this order."""


@dataclass(frozen=True, slots=True)
class Text:
    """A compiled statement: its text, and the values that it has besides what it is called with."""

    sql: str
    fixed: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CompiledView:
    """A view ready to be run."""

    build: Callable[..., Any]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that the store can answer and change, ready for one engine."""

    views: Mapping[View[Any], CompiledView]
    changes: Mapping[Change, tuple[Text, ...]]


def catalogue(dialect: Dialect, views: Iterable[Views], changes: Iterable[Changes]) -> Catalogue:
    """All features' statements, compiled for this engine."""
    return Catalogue(
        {
            view: CompiledView(query.build, tuple(_compiled(s, dialect) for s in query.statements))
            for table in views
            for view, query in table.items()
        },
        {
            change: tuple(_compiled(s, dialect) for s in (made if isinstance(made, tuple) else (made,)))
            for table in changes
            for change, made in table.items()
        },
    )


def _compiled(statement: ClauseElement, dialect: Dialect) -> Text:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return Text(str(compiled), {name: bind.value for name, bind in compiled.binds.items() if not bind.required})
