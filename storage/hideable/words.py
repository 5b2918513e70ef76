"""Where words stand that someone wrote for others, as a rule by which they can be hidden and shown again."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, String, bindparam, literal, null, true

from storage.tables import power

community: BindParameter[Any] = bindparam("community")
subject: BindParameter[Any] = bindparam("subject", type_=String)


@dataclass(frozen=True, slots=True)
class Hideable:
    """A column of words. ``words`` is the column itself; the rest are expressions over its row."""

    kind: str
    """What they are, in words of the code: ``poll.question``."""
    words: ColumnElement[Any]
    id: ColumnElement[Any]
    """Which row it is: unique, of letters, digits and ``/``."""
    subject: ColumnElement[Any]
    """The id of the thing on whose cards they stand."""
    within: ColumnElement[bool]
    """Whether the row belongs to ``community``."""
    title: ColumnElement[Any] = field(default_factory=lambda: literal(""))
    """What that thing is known by."""
    author: ColumnElement[Any] = field(default_factory=null)
    """Who wrote them, to be told; NULL where nobody can tell."""
    shown: ColumnElement[bool] = field(default_factory=true)
    """Whether others can read them at all. What is private between two people is nobody's to hide."""
    in_json: bool = False
    """Whether the column holds a JSON object or list of words, each of which can be hidden."""


def rewritten(column: Any, words: Any) -> dict[Any, Any]:
    """The values that put other words into a column. What the log says was sealed: of an entry that was rewritten, the
    chain alone can be followed."""
    return {column: words, **({power.c.salt: null()} if column.table is power else {})}


@dataclass(frozen=True, slots=True)
class Copy:
    """A column in which words of one ``kind`` stand once more: as one of a JSON list, or as the whole of it."""

    kind: str
    words: ColumnElement[Any]
    subject: ColumnElement[Any]
    within: ColumnElement[bool]
    whole: bool = False
