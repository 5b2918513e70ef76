"""What a table holds about a member, as a rule that a table can not be without."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam
from sqlalchemy.sql import ClauseElement

member: BindParameter[Any] = bindparam("person")
community: BindParameter[Any] = bindparam("community")
tombstone: BindParameter[Any] = bindparam("tombstone")
"""What stands in the place of a member who erased themselves: the same for all that was theirs, and nobody."""

tag: BindParameter[Any] = bindparam("tag")
"""What stands for a member where they themselves do not; see ``bot.personal.tag_of``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What of a table is shown to the member it is about, and the statements that take the member out of it."""

    shown: tuple[str, ...] = ()
    whose: ColumnElement[bool] | None = None
    erased: tuple[ClauseElement, ...] = ()
    nothing: str = ""
    """Why nothing of the table is about anyone, where it is not."""


def here(table: Table, column: str = "person") -> ColumnElement[bool]:
    """The rows of this community in which the member stands in this column."""
    return and_(table.c.community == community, table.c[column] == member)
