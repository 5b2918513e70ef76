"""What each table holds about a member, and what becomes of it when they erase themselves.

Every table stands here. One that is forgotten fails a test, so that nobody can add a table that keeps people for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    and_,
    bindparam,
    delete,
    func,
    null,
    select,
    true,
    union,
    update,
)
from sqlalchemy.sql import ClauseElement

from bot.personal import ERASE, KEPT, Kept
from storage import tables as t
from storage.statements import Changes, Row, Views, query
from storage.values import moment

_person: BindParameter[Any] = bindparam("person")
_community: BindParameter[Any] = bindparam("community")
_tombstone: BindParameter[Any] = bindparam("tombstone")

INSTANTS = frozenset({"at", "away_until", "opened_at", "closes_at", "added_at", "created_at", "until"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What of a table is shown to the member it is about, and the statements that take the member out of it."""

    shown: tuple[str, ...] = ()
    whose: ColumnElement[bool] | None = None
    erased: tuple[ClauseElement, ...] = ()
    nothing: str = ""
    """Why nothing of the table is about anyone, where it is not."""


def _here(table: Table, column: str = "person") -> ColumnElement[bool]:
    return and_(table.c.community == _community, table.c[column] == _person)


_polls_here = select(t.polls.c.id).where(t.polls.c.community == _community)


def _in_polls(table: Table, column: str) -> ColumnElement[bool]:
    return and_(table.c.poll.in_(_polls_here), table.c[column] == _person)


_reasons_here = select(t.reasons.c.id).where(t.reasons.c.poll.in_(_polls_here))

_thanks_here = select(t.thanks.c.id).where(t.thanks.c.community == _community)
_thanks_of_them = select(t.thanked.c.thanks).where(t.thanked.c.person == _person)
_top = func.coalesce(t.thanks.c.under, t.thanks.c.id)
_shown_in = union(
    select(t.polls.c.id).where(_here(t.polls, "asker")),
    select(t.ballots.c.poll).where(_in_polls(t.ballots, "person")),
    select(t.reasons.c.poll).where(_in_polls(t.reasons, "person")),
    select(_top).where(_here(t.thanks, "giver")),
    select(_top).where(t.thanks.c.id.in_(_thanks_of_them)),
)
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    # First, while it can still be told which cards show the member: these are drawn anew.
    t.surfaces: Rule(
        erased=(
            update(t.surfaces)
            .where(t.surfaces.c.community == _community, t.surfaces.c.subject.in_(_shown_in))
            .values(revision=t.surfaces.c.revision + 1),
        ),
        nothing="cards that everyone in a place sees",
    ),
    t.communities: Rule(nothing="a community, not a person"),
    t.looks: Rule(nothing="what a look at the channels found"),
    t.installations: Rule(nothing="where the app is installed, sealed"),
    t.seen: Rule(nothing="digests of deliveries"),
    t.due: Rule(nothing="what happens when; its subjects are things"),
    t.work: Rule(nothing="what is being counted; its subjects are things"),
    t.settings: Rule(
        ("name", "value"), _here(t.settings), (update(t.settings).where(_here(t.settings)).values(person=null()),)
    ),
    t.power: Rule(
        ("at", "deed", "thing", "before", "after", "why"),
        _here(t.power),
        (update(t.power).where(_here(t.power)).values(person=null(), salt=null(), why=""),),
    ),
    t.choices: Rule(
        ("language", "zone", "named", "asks", "away_until"),
        _here(t.choices),
        (delete(t.choices).where(_here(t.choices)),),
    ),
    t.drafts: Rule(("kind", "content", "at"), _here(t.drafts), (delete(t.drafts).where(_here(t.drafts)),)),
    t.outbox: Rule(
        ("face", "created_at", "state"),
        and_(_here(t.outbox, "destination"), t.outbox.c.direct),
        (
            delete(t.outbox).where(_here(t.outbox, "destination"), t.outbox.c.direct),
            update(t.outbox).where(_here(t.outbox, "told")).values(told=None),
        ),
    ),
    t.polls: Rule(
        ("question", "why", "opened_at", "closes_at"),
        _here(t.polls, "asker"),
        (
            update(t.polls).where(_here(t.polls, "asker")).values(asker=_tombstone),
            update(t.polls).where(_here(t.polls, "ended_by")).values(ended_by=_tombstone, ended_why=""),
        ),
    ),
    t.options: Rule(
        ("words", "added_at"),
        _in_polls(t.options, "added_by"),
        (update(t.options).where(_in_polls(t.options, "added_by")).values(added_by=_tombstone),),
    ),
    t.ballots: Rule(
        ("poll", "choice", "at"),
        _in_polls(t.ballots, "person"),
        (update(t.ballots).where(_in_polls(t.ballots, "person")).values(person=_tombstone),),
    ),
    t.reasons: Rule(
        ("poll", "words", "named", "at"),
        _in_polls(t.reasons, "person"),
        (delete(t.reasons).where(_in_polls(t.reasons, "person")),),
    ),
    t.fair_points: Rule(
        ("reason",),
        and_(t.fair_points.c.reason.in_(_reasons_here), t.fair_points.c.marker == _person),
        (
            update(t.fair_points)
            .where(t.fair_points.c.reason.in_(_reasons_here), t.fair_points.c.marker == _person)
            .values(marker=_tombstone),
        ),
    ),
    t.thanked: Rule(
        ("thanks", "consent", "name"),
        and_(t.thanked.c.thanks.in_(_thanks_here), t.thanked.c.person == _person),
        (delete(t.thanked).where(t.thanked.c.thanks.in_(_thanks_here), t.thanked.c.person == _person),),
    ),
    t.thanks: Rule(
        ("words", "tags", "named", "own", "at"),
        _here(t.thanks, "giver"),
        (
            update(t.thanks)
            .where(_here(t.thanks, "giver"))
            .values(giver=_tombstone, giver_name="", words="", tags="[]", gone=true()),
        ),
    ),
    t.thanked_others: Rule(nothing="groups, and people without an account, as those who thanked them wrote them"),
    t.unthanked: Rule(("community",), _here(t.unthanked), (delete(t.unthanked).where(_here(t.unthanked)),)),
    t.act_words: Rule(
        ("word", "adds", "until"),
        _here(t.act_words),
        (update(t.act_words).where(_here(t.act_words)).values(person=_tombstone),),
    ),
    t.secret_ballots: Rule(nothing="ballots under tags that lead to nobody"),
    t.secret_counts: Rule(nothing="numbers of a secret poll"),
    t.secret_reasons: Rule(nothing="words under tags that lead to nobody"),
    t.secret_words: Rule(nothing="words that nobody can be found for"),
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
VIEWS: Views = {KEPT: query(_build, *_statements)}
CHANGES: Changes = {ERASE: tuple(statement for rule in RULES.values() for statement in rule.erased)}
