"""What agreements hold about a member. The text is the community's and stays; who brought it, and their reason, go."""

from collections.abc import Mapping

from sqlalchemy import Table, delete, select, update

from storage import tables as t
from storage.personal.rule import Rule, community, here, tag, tombstone

_theirs = here(t.agreement_versions)

SHOWN_IN = (select(t.agreement_versions.c.id).where(_theirs),)
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    t.agreement_versions: Rule(
        ("number", "why", "at"),
        _theirs,
        (update(t.agreement_versions).where(_theirs).values(person=tombstone, why=""),),
    ),
    t.met: Rule(
        erased=(delete(t.met).where(t.met.c.community == community, t.met.c.tag == tag),),
        nothing="tags that lead to nobody without a key that is kept apart",
    ),
}
