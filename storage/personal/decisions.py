"""What stances, next steps and reviews hold about a member.

Their stances stay, under a name that leads to nobody, so that no decision changes; their words go. A step that they
had taken and not done is open again.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, and_, delete, false, null, select, update

from storage import tables as t
from storage.personal.rule import Rule, community, member, tombstone

_proposals = select(t.proposals.c.id).where(t.proposals.c.community == community)
_reviews = select(t.reviews.c.id).where(t.reviews.c.proposal.in_(_proposals))


def _in(table: Table, column: str = "person") -> ColumnElement[bool]:
    return and_(table.c.proposal.in_(_proposals), table.c[column] == member)


def _at_reviews(table: Table) -> ColumnElement[bool]:
    return and_(table.c.review.in_(_reviews), table.c.person == member)


SHOWN_IN = (
    select(t.stances.c.proposal).where(_in(t.stances)),
    select(t.steps.c.proposal).where(_in(t.steps, "owner")),
    select(t.reviews.c.id).where(t.reviews.c.proposal.in_(select(t.stances.c.proposal).where(_in(t.stances)))),
    select(t.reviews.c.id).where(t.reviews.c.proposal.in_(select(t.concerns.c.proposal).where(_in(t.concerns)))),
)
"""The subjects of the cards on which the member can be seen."""

_of_all = and_(
    t.feared_answers.c.feared.in_(select(t.feared.c.id).where(t.feared.c.review.in_(_reviews))),
    t.feared_answers.c.person == member,
)
_taken = and_(_in(t.steps, "owner"), t.steps.c.done_at.is_(None))

RULES: Mapping[Table, Rule] = {
    t.stances: Rule(
        ("proposal", "round", "way", "stance", "words", "named", "at"),
        _in(t.stances),
        (update(t.stances).where(_in(t.stances)).values(person=tombstone, words="", said_as=null(), named=false()),),
    ),
    t.secret_stances: Rule(nothing="stances under tags that lead to nobody"),
    t.secret_stance_words: Rule(nothing="words under tags that lead to nobody"),
    t.secret_stance_counts: Rule(nothing="numbers of a secret proposal"),
    t.stance_words: Rule(nothing="words that nobody can be found for"),
    t.decisions: Rule(nothing="what was decided, in numbers"),
    t.steps: Rule(
        ("proposal", "words", "due_at", "done_at"),
        _in(t.steps, "owner"),
        (
            update(t.steps).where(_taken).values(owner=null(), due_at=null(), asked=false()),
            update(t.steps).where(_in(t.steps, "owner")).values(owner=tombstone),
            update(t.steps).where(_in(t.steps, "added_by")).values(added_by=tombstone),
        ),
    ),
    t.reviews: Rule(nothing="when the group looks again, and what it says"),
    t.review_answers: Rule(
        ("review", "verdict", "at"),
        _at_reviews(t.review_answers),
        (update(t.review_answers).where(_at_reviews(t.review_answers)).values(person=tombstone),),
    ),
    t.feared_answers: Rule(
        ("came", "at"), _of_all, (update(t.feared_answers).where(_of_all).values(person=tombstone),)
    ),
    t.feared: Rule(("review", "came"), _at_reviews(t.feared), (delete(t.feared).where(_at_reviews(t.feared)),)),
}
