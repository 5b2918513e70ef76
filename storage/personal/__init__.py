"""What each table holds about a member, and what becomes of it when they erase themselves.

Every table stands here. One that is forgotten fails a test, so that nobody can add a table that keeps people for ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, select, union, update
from sqlalchemy.sql import ClauseElement

from bot.personal import ERASE, KEPT, Kept
from storage import tables as t
from storage.personal import (
    agreement,
    checkins,
    communities,
    decisions,
    delivery,
    hiding,
    mentions,
    polls,
    proposals,
    resources,
    thanks,
)
from storage.personal.rule import Rule, community
from storage.statements import Changes, Row, Views, query
from storage.values import moment

INSTANTS = frozenset(
    {"at", "away_until", "opened_at", "closes_at", "added_at", "created_at", "until", "met_at", "due_at", "done_at"}
)

_shown_in = union(
    *polls.SHOWN_IN,
    *proposals.SHOWN_IN,
    *decisions.SHOWN_IN,
    *thanks.SHOWN_IN,
    *checkins.SHOWN_IN,
    *resources.SHOWN_IN,
    *hiding.SHOWN_IN,
    *agreement.SHOWN_IN,
)

RULES: Mapping[Table, Rule] = {
    # First, while it can still be told which cards show the member: these are drawn anew.
    t.surfaces: Rule(
        erased=(
            update(t.surfaces)
            .where(t.surfaces.c.community == community, t.surfaces.c.subject.in_(_shown_in))
            .values(revision=t.surfaces.c.revision + 1),
        ),
        nothing="cards that everyone in a place sees",
    ),
    **communities.RULES,
    **delivery.RULES,
    **polls.RULES,
    **proposals.RULES,
    **decisions.RULES,
    **thanks.RULES,
    **checkins.RULES,
    **resources.RULES,
    **hiding.RULES,
    **agreement.RULES,
}


def _shown(rules: Mapping[Table, Rule]) -> tuple[Callable[..., Kept], tuple[ClauseElement, ...]]:
    shown = [(table, rule, rule.whose) for table, rule in rules.items() if rule.whose is not None]

    def build(*rows: list[Row]) -> Kept:
        found = zip(shown, rows, strict=True)
        return {
            table.name: [dict(zip(rule.shown, map(_value, rule.shown, row), strict=True)) for row in of_table]
            for (table, rule, _), of_table in found
            if of_table
        }

    statements = (select(*(table.c[name] for name in rule.shown)).where(whose) for table, rule, whose in shown)
    return build, tuple(statements)


def _value(name: str, value: Any) -> Any:
    return moment(value).isoformat() if name in INSTANTS and value is not None else value


_build, _statements = _shown(RULES)
VIEWS: Views = {KEPT: query(_build, *_statements), **mentions.VIEWS}
CHANGES: Changes = {
    ERASE: tuple(statement for rule in RULES.values() for statement in rule.erased),
    **mentions.CHANGES,
}
