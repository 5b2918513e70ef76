"""What is let go of, as statements; see ``bot.tidying``."""

from typing import Any

from sqlalchemy import BindParameter, Delete, Table, bindparam, delete, or_, select

from bot import tidying as core
from storage.statements import Changes, Views
from storage.tables import drafts, outbox, seen

_before: BindParameter[Any] = bindparam("before")


def _the_oldest(table: Table, key: str, *old: Any) -> Delete:
    some = select(table.c[key]).where(*old).limit(bindparam("limit"))
    return delete(table).where(table.c[key].in_(some))


VIEWS: Views = {}

CHANGES: Changes = {
    core.DROP_SEEN: _the_oldest(seen, "key", seen.c.at < _before),
    core.DROP_SAID: _the_oldest(
        outbox, "key", or_(outbox.c.state == "delivered", outbox.c.state == "dead"), outbox.c.not_before < _before
    ),
    core.DROP_DRAFTS: _the_oldest(drafts, "id", drafts.c.at < _before),
}
