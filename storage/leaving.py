"""Everything that is kept of a community, as statements that let go of it: whatever tables there are."""

from typing import Any

from sqlalchemy import Delete, String, Table, bindparam, cast, delete, exists, select

from bot import delivery as core
from storage.statements import Changes, Views, query
from storage.tables import checkin_rounds, checkins, communities, metadata, polls, proposals, seen

_community: Any = bindparam("community")
_left = exists().where(communities.c.id == _community, communities.c.left_at.is_not(None))


def belongs(table: Table) -> Any:
    """Whether a row is the community's: by its own column, or by what it belongs to. None: no row is anybody's."""
    if table is communities:
        return table.c.id == _community
    if "community" in table.c:
        return table.c.community == _community
    for key in table.foreign_key_constraints:
        of_parent = belongs(key.referred_table)
        if of_parent is not None:
            column, parent = key.elements[0].parent, key.elements[0].column
            return column.in_(select(parent).where(of_parent))
    return None


def _forgotten() -> tuple[Delete, ...]:
    """What belongs to others goes before what it belongs to, and the community itself last of all."""
    tables = [*(t for t in reversed(metadata.sorted_tables) if t not in (seen, communities)), communities]
    found = ((table, belongs(table)) for table in tables)
    return tuple(delete(table).where(of_it, _left) for table, of_it in found if of_it is not None)


_KEYED: tuple[tuple[Table, Any], ...] = (
    (polls, polls.c.id),
    (checkins, checkins.c.id),
    (checkin_rounds, checkin_rounds.c.id),
    (proposals, proposals.c.id + "-" + cast(proposals.c.round, String)),
)
"""Under these names keys may lie: of a secret poll, of the marks of a check-in, of one of its rounds, and of a round in
which a proposal is decided in secret (``bot.proposals.model.key_of``)."""

VIEWS: Views = {
    core.KEYED: query(
        lambda *found: [one for rows in found for (one,) in rows],
        *(select(name).where(belongs(table)) for table, name in _KEYED),
    )
}
CHANGES: Changes = {core.FORGET_COMMUNITY: _forgotten()}
