"""Everything that is open, and everything that was decided, in one statement each; a feature adds its part here."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, false, literal, null, or_, select, true, union_all

from bot.home import views as core
from bot.home.model import OpenThing, Recorded
from bot.polls.model import SeenAs, State
from bot.proposals.following import ReviewState
from bot.proposals.model import SeenAs as Seen
from bot.proposals.model import State as Stage
from storage import checkins as of_checkins
from storage import decisions as of_decisions
from storage import proposals as of_proposals
from storage.agreement import newest_of
from storage.polls import may_know, recorded
from storage.statements import Changes, Row, Views, query
from storage.tables import agreement_versions, ballots, polls, proposals, review_answers, reviews, stances, steps
from storage.values import moment

SOON = timedelta(days=30)
"""How long before it a look at the agreement is coming up."""


def _open(rows: list[Row]) -> list[OpenThing]:
    return [
        OpenThing(kind, thing, title, moment(ends), None if done is None else bool(done), kind == of_checkins.TO_COME)
        for kind, thing, title, ends, done in rows
    ]


_mine = exists().where(
    ballots.c.poll == polls.c.id, ballots.c.person == bindparam("person"), ballots.c.choice.is_not(None)
)
_polls = select(
    literal("poll").label("kind"),
    polls.c.id,
    polls.c.question,
    polls.c.closes_at.label("ends"),
    # Whether someone has answered a secret poll stands nowhere: only their own press can ask.
    case((polls.c.seen_as == SeenAs.SECRET.value, null()), else_=_mine).label("done"),
).where(
    and_(
        polls.c.community == bindparam("community"),
        polls.c.state == State.OPEN.value,
        polls.c.closes_at > bindparam("now"),
        may_know(polls),
    )
)


def _stands(proposal: Any) -> Any:
    """Whether the person has said where they stand."""
    mine = stances.alias()
    return exists().where(mine.c.proposal == proposal, mine.c.person == bindparam("person"), mine.c.stance.is_not(None))


_shaped = select(
    literal("proposal").label("kind"),
    proposals.c.id,
    proposals.c.title,
    proposals.c.shaped_until.label("ends"),
    or_(*(of_proposals.took_part(table, proposals) for table in of_proposals.TAKEN_PART)).label("done"),
).where(
    and_(
        proposals.c.community == bindparam("community"),
        proposals.c.state == Stage.SHAPING.value,
        proposals.c.shaped_until > bindparam("now"),
        of_proposals.may_know(proposals),
    )
)
"""Shaping asks nobody for anything: it waits for someone until they have added to it, and then it is coming up."""

_decided = select(
    literal("proposal").label("kind"),
    proposals.c.id,
    proposals.c.title,
    proposals.c.decided_until.label("ends"),
    # Who has taken a stance in a secret proposal stands nowhere.
    case((proposals.c.seen_as == Seen.SECRET.value, null()), else_=_stands(proposals.c.id)).label("done"),
).where(
    and_(
        proposals.c.community == bindparam("community"),
        proposals.c.state == Stage.DECIDING.value,
        proposals.c.decided_until > bindparam("now"),
        of_proposals.may_know(proposals),
    )
)
_steps = (
    select(
        literal("step").label("kind"),
        steps.c.id,
        steps.c.words,
        steps.c.due_at.label("ends"),
        false().label("done"),
    )
    .join(proposals, proposals.c.id == steps.c.proposal)
    .where(
        proposals.c.community == bindparam("community"),
        steps.c.owner == bindparam("person"),
        steps.c.due_at.is_not(None),
        steps.c.done_at.is_(None),
    )
)
"""Steps wait for nobody but those who took them."""
_looked_at = select(
    literal("agreement").label("kind"),
    agreement_versions.c.community.label("id"),
    # The agreement has no title of its own: what it is called depends on who reads.
    literal("").label("title"),
    agreement_versions.c.review_at.label("ends"),
    true().label("done"),
).where(
    agreement_versions.c.community == bindparam("community"),
    agreement_versions.c.id == newest_of(bindparam("community")),
    agreement_versions.c.review_at > bindparam("now"),
    agreement_versions.c.review_at < bindparam("now") + SOON // timedelta(microseconds=1),
)

_reviews = (
    select(
        literal("review").label("kind"),
        reviews.c.id,
        proposals.c.title,
        reviews.c.ends_at.label("ends"),
        exists()
        .where(
            review_answers.c.review == reviews.c.id,
            review_answers.c.person == bindparam("person"),
            review_answers.c.verdict.is_not(None),
        )
        .label("done"),
    )
    .join(proposals, proposals.c.id == reviews.c.proposal)
    .where(
        proposals.c.community == bindparam("community"),
        reviews.c.state == ReviewState.OPEN.value,
        reviews.c.ends_at > bindparam("now"),
        of_proposals.may_know(proposals),
    )
)

_all = union_all(_polls, _shaped, _decided, _steps, _reviews, _looked_at, *of_checkins.OPEN_THINGS).subquery()

_recorded = union_all(
    recorded(literal("poll").label("kind"), polls.c.id, polls.c.ended_at.label("at")), of_decisions.recorded()
).subquery()

VIEWS: Views = {
    core.OPEN: query(_open, select(*_all.c).order_by(_all.c.ends, _all.c.id).limit(bindparam("limit"))),
    core.RECORDED: query(
        lambda rows: [Recorded(kind, thing) for kind, thing, _ in rows],
        select(*_recorded.c)
        .order_by(_recorded.c.at.desc(), _recorded.c.id)
        .limit(bindparam("limit"))
        .offset(bindparam("skip")),
    ),
}
CHANGES: Changes = {}
