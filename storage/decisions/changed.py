"""The changes that stances, decisions and what follows them can make."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.proposals import decision_views as core
from bot.proposals.following import ReviewState
from bot.proposals.model import State
from storage.statements import Changes
from storage.tables import (
    decisions,
    feared,
    feared_answers,
    proposals,
    review_answers,
    reviews,
    stances,
    steps,
)

_subject: BindParameter[Any] = bindparam("subject")
_proposal: BindParameter[Any] = bindparam("proposal")
_review_id: BindParameter[Any] = bindparam("review")
_person: BindParameter[Any] = bindparam("person")


def _values(*names: str) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


_step_id = steps.c.id == bindparam("step")
_open_step = and_(_step_id, steps.c.done_at.is_(None))
_own = and_(_open_step, steps.c.owner == bindparam("whose"))

CHANGES: Changes = {
    core.TAKE: insert(stances)
    .values(
        **_values("id", "proposal", "round", "person", "way", "version", "stance", "at", "words", "said_as", "named")
    )
    .on_conflict_do_update(
        index_elements=["proposal", "round", "person", "way"],
        set_=_values("version", "stance", "at"),
        where=stances.c.at < bindparam("at"),
    ),
    core.EXPLAIN: update(stances)
    .where(
        stances.c.proposal == _proposal,
        stances.c.round == bindparam("in_round"),
        stances.c.person == bindparam("whose"),
        stances.c.way == bindparam("on"),
    )
    .values(**_values("words", "said_as", "named")),
    core.EXTEND_DECIDING: update(proposals)
    .where(
        proposals.c.id == _proposal,
        or_(proposals.c.state == State.SHAPING.value, proposals.c.state == State.DECIDING.value),
        ~proposals.c.deciding_extended,
    )
    .values(decided_until=bindparam("decided_until"), deciding_extended=True),
    core.END: update(proposals)
    .where(proposals.c.id == _proposal, proposals.c.state == State.DECIDING.value)
    .values(state=State.COUNTING.value),
    core.SETTLE: update(proposals)
    .where(proposals.c.id == _proposal, proposals.c.state == State.COUNTING.value)
    .values(state=State.SETTLED.value),
    core.KEEP: insert(decisions).values(**_values("proposal", "round", "at", "late", "audience", "outcome", "result")),
    core.ADD_STEP: insert(steps).values(
        **_values("id", "proposal", "words", "added_by", "at"), owner=None, due_at=None, asked=False, done_at=None
    ),
    core.TAKE_STEP: update(steps)
    .where(_open_step, steps.c.owner.is_(None))
    .values(**_values("owner", "due_at"), asked=False),
    core.MOVE_STEP: update(steps).where(_own).values(due_at=bindparam("due_at"), asked=False),
    core.GIVE_BACK: update(steps).where(_own).values(owner=null(), due_at=null(), asked=False),
    core.FINISH: update(steps).where(_own).values(done_at=bindparam("at")),
    core.ASK_OWNER: update(steps).where(_open_step, ~steps.c.asked).values(asked=True),
    core.PLAN_REVIEW: insert(reviews).values(
        **_values("id", "proposal", "number", "trial", "asks_at", "opens_at", "ends_at"),
        state=ReviewState.WAITING.value,
        verdict=None,
    ),
    core.MOVE_REVIEW: update(reviews)
    .where(reviews.c.id == _review_id, reviews.c.state == bindparam("before"))
    .values(state=bindparam("state")),
    core.END_REVIEW: update(reviews)
    .where(reviews.c.id == _review_id, reviews.c.state == ReviewState.OPEN.value)
    .values(state=ReviewState.ENDED.value, verdict=bindparam("verdict")),
    core.FEAR: insert(feared).values(**_values("id", "review", "source", "person"), came=None).on_conflict_do_nothing(),
    core.CAME: update(feared)
    .where(
        feared.c.id == bindparam("feared"),
        feared.c.person == bindparam("whose"),
        feared.c.review.in_(select(reviews.c.id).where(reviews.c.state != ReviewState.ENDED.value)),
    )
    .values(came=bindparam("came")),
    core.CAME_SEEN: insert(feared_answers)
    .values(**_values("feared", "person", "came", "at"))
    .on_conflict_do_update(
        index_elements=["feared", "person"],
        set_=_values("came", "at"),
        where=feared_answers.c.at < bindparam("at"),
    ),
    core.SAY: insert(review_answers)
    .values(**_values("review", "person", "verdict", "at"))
    .on_conflict_do_update(
        index_elements=["review", "person"],
        set_=_values("verdict", "at"),
        where=review_answers.c.at < bindparam("at"),
    ),
}
