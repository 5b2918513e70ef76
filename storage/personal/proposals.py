"""What proposals hold about a member.

What they said of a proposal goes with them: concerns, risks, open suggestions and offers to help. Words that became
part of what the group shaped stay, from someone who has erased themselves.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, and_, delete, select, update

from bot.proposals.model import Fate
from storage import tables as t
from storage.personal.rule import Rule, community, here, member, tombstone

_proposals = select(t.proposals.c.id).where(t.proposals.c.community == community)


def _in(table: Table, column: str = "person") -> ColumnElement[bool]:
    return and_(table.c.proposal.in_(_proposals), table.c[column] == member)


_open = t.suggestions.c.fate == Fate.OPEN.value

SHOWN_IN = (
    select(t.proposals.c.id).where(here(t.proposals, "proposer")),
    select(t.proposals.c.id).where(here(t.proposals, "ended_by")),
    *(
        select(table.c.proposal).where(_in(table))
        for table in (t.versions, t.suggestions, t.concerns, t.risks, t.helping)
    ),
    select(t.suggestions.c.id).where(_in(t.suggestions)),
    select(t.concerns.c.id).where(_in(t.concerns)),
    select(t.risks.c.id).where(_in(t.risks)),
    select(t.ways.c.id)
    .join(t.versions, and_(t.versions.c.proposal == t.ways.c.proposal, t.versions.c.way == t.ways.c.position))
    .where(_in(t.versions)),
    select(t.togethers.c.id).where(_in(t.togethers)),
)
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    t.proposals: Rule(
        ("title", "why", "affected", "opened_at"),
        here(t.proposals, "proposer"),
        (
            update(t.proposals).where(here(t.proposals, "proposer")).values(proposer=tombstone),
            update(t.proposals).where(here(t.proposals, "carrier")).values(carrier=None),
            update(t.proposals).where(here(t.proposals, "ended_by")).values(ended_by=tombstone, ended_why=""),
        ),
    ),
    t.ways: Rule(nothing="ways of doing something; their words stand in their versions"),
    t.versions: Rule(
        ("proposal", "way", "number", "words", "why", "at"),
        _in(t.versions),
        (update(t.versions).where(_in(t.versions)).values(person=tombstone, named=True, why=""),),
    ),
    t.suggestions: Rule(
        ("proposal", "words", "why", "fate", "at"),
        _in(t.suggestions),
        (
            delete(t.suggestions).where(_in(t.suggestions), _open),
            update(t.suggestions).where(_in(t.suggestions)).values(person=tombstone, named=True, why=""),
            update(t.suggestions).where(_in(t.suggestions, "minded_by")).values(minded_by=tombstone),
        ),
    ),
    t.concerns: Rule(
        ("proposal", "words", "named", "at", "met_at"),
        _in(t.concerns),
        (delete(t.concerns).where(_in(t.concerns)),),
    ),
    t.risks: Rule(("proposal", "words", "named", "at"), _in(t.risks), (delete(t.risks).where(_in(t.risks)),)),
    t.affected: Rule(
        ("proposal",), _in(t.affected), (update(t.affected).where(_in(t.affected)).values(person=tombstone),)
    ),
    t.helping: Rule(("proposal", "way"), _in(t.helping), (delete(t.helping).where(_in(t.helping)),)),
    t.more_time: Rule(
        ("proposal", "round"), _in(t.more_time), (update(t.more_time).where(_in(t.more_time)).values(person=tombstone),)
    ),
    t.togethers: Rule(
        ("proposal", "other", "at"),
        _in(t.togethers),
        (update(t.togethers).where(_in(t.togethers)).values(person=tombstone),),
    ),
}
