"""What resources hold about a member."""

from collections.abc import Mapping

from sqlalchemy import Table, and_, delete, select, true, update

from storage import tables as t
from storage.personal.rule import Rule, community, here, member, tombstone

_resources = select(t.resources.c.id).where(t.resources.c.community == community)
_theirs = select(t.resources.c.id).where(here(t.resources))
_said = and_(t.resource_marks.c.resource.in_(_resources), t.resource_marks.c.person == member)

SHOWN_IN = (_theirs, select(t.resource_marks.c.resource).where(_said))
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    t.resource_terms: Rule(
        erased=(delete(t.resource_terms).where(t.resource_terms.c.resource.in_(_theirs)),),
        nothing="the words by which resources are found; they go with them",
    ),
    t.resource_marks: Rule(
        ("holds", "why", "at"), _said, (update(t.resource_marks).where(_said).values(person=tombstone, why=""),)
    ),
    t.resources: Rule(
        ("words", "link", "everywhere", "at"),
        here(t.resources),
        (update(t.resources).where(here(t.resources)).values(person=tombstone, words="", link="", gone=true()),),
    ),
}
