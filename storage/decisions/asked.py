"""What can be asked of stances, decisions and what follows them."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, literal, or_, select

from bot import offers
from bot.proposals import decision_views as core
from bot.proposals import views as ground
from bot.proposals.deciding import AHEAD
from bot.proposals.following import Came, ReviewState, Verdict
from bot.proposals.model import State
from storage import proposals as of_proposals
from storage.decisions import secret
from storage.decisions.rows import (
    decided_words_from,
    mine_from,
    one_feared_from,
    one_review_from,
    one_stand_from,
    own_step_from,
    reviewed_from,
    stand_from,
    whole_from,
)
from storage.statements import Views, query
from storage.tables import (
    concerns,
    decisions,
    feared,
    feared_answers,
    proposals,
    review_answers,
    reviews,
    stance_words,
    stances,
    steps,
    versions,
    ways,
)

_subject: BindParameter[Any] = bindparam("subject")
_proposal: BindParameter[Any] = bindparam("proposal")
_person: BindParameter[Any] = bindparam("person")
_GROUND = of_proposals.VIEWS[ground.CARD]

_step_columns = (steps.c.id, steps.c.words, steps.c.owner, steps.c.due_at, steps.c.asked, steps.c.done_at)
_review_columns = (
    reviews.c.id, reviews.c.number, reviews.c.trial, reviews.c.asks_at, reviews.c.opens_at, reviews.c.ends_at,
    reviews.c.state, reviews.c.verdict,
)  # fmt: skip


def _how_many_say(came: Came) -> Any:
    return (
        select(func.count())
        .select_from(feared_answers)
        .where(feared_answers.c.feared == feared.c.id, feared_answers.c.came == came.value)
        .scalar_subquery()
    )


def _feared_rows(*columns: Any) -> Any:
    return (
        select(
            *columns,
            feared.c.id,
            feared.c.came,
            stances.c.words,
            stances.c.named,
            concerns.c.words,
            concerns.c.named,
            stance_words.c.words,
            feared.c.person,
            *map(_how_many_say, Came),
        )
        .select_from(feared)
        .outerjoin(stances, stances.c.id == feared.c.source)
        .outerjoin(concerns, concerns.c.id == feared.c.source)
        .outerjoin(stance_words, stance_words.c.id == feared.c.source)
    )


def _answer_rows(review: Any) -> Any:
    return (
        select(review_answers.c.verdict, func.count())
        .where(review_answers.c.review == review, review_answers.c.verdict.is_not(None))
        .group_by(review_answers.c.verdict)
    )


def _decision_rows(of: Any) -> Any:
    return (
        select(decisions.c.round, decisions.c.at, decisions.c.late, decisions.c.audience, decisions.c.result)
        .where(decisions.c.proposal == of)
        .order_by(decisions.c.round)
    )


_of_review = select(reviews.c.proposal).where(reviews.c.id == _subject).scalar_subquery()


def _newest_review(of: Any) -> Any:
    rows = select(reviews.c.id).where(reviews.c.proposal == of).order_by(reviews.c.number.desc()).limit(1)
    return rows.scalar_subquery()


_review_id: BindParameter[Any] = bindparam("review")
_of_stand = select(stances.c.proposal, stances.c.way).where(stances.c.id == _subject).subquery()


_later = decisions.alias()
_goes_ahead = exists().where(
    decisions.c.proposal == proposals.c.id,
    or_(*(decisions.c.outcome == ahead.value for ahead in AHEAD)),
    ~exists().where(_later.c.proposal == decisions.c.proposal, _later.c.round > decisions.c.round),
)
_next = reviews.alias()
_has_ended = exists().where(
    reviews.c.proposal == proposals.c.id,
    reviews.c.state == ReviewState.ENDED.value,
    or_(
        reviews.c.verdict == Verdict.STOP.value,
        and_(reviews.c.trial, func.coalesce(reviews.c.verdict, "") != Verdict.KEEP.value),
    ),
    ~exists().where(_next.c.proposal == reviews.c.proposal, _next.c.number > reviews.c.number),
)
"""As ``bot.proposals.following.Review.ended_it`` has it, of the newest review."""


def recorded() -> Any:
    """Proposals of ``community`` that were decided, with words ``like`` these in title, why or any version, that
    ``person`` may know: kind, id and when they were decided last."""
    like = func.lower(bindparam("like"))
    of_words = exists().where(
        versions.c.proposal == proposals.c.id, func.lower(versions.c.words).like(like, escape="\\")
    )
    of_proposal = func.lower(proposals.c.title + " " + proposals.c.why).like(like, escape="\\")
    return (
        select(literal("proposal").label("kind"), proposals.c.id, func.max(decisions.c.at).label("at"))
        .join(decisions, decisions.c.proposal == proposals.c.id)
        .where(
            proposals.c.community == bindparam("community"),
            of_proposals.may_know(proposals),
            or_(of_proposal, of_words),
        )
        .group_by(proposals.c.id)
    )


VIEWS: Views = {
    core.WHOLE: query(
        whole_from,
        *_GROUND.statements,
        secret.stands_of(_subject),
        secret.words_of(_subject),
        _decision_rows(_subject),
        select(*_step_columns).where(steps.c.proposal == _subject).order_by(steps.c.at, steps.c.id),
        select(*_review_columns).where(reviews.c.id == _newest_review(_subject)),
        _feared_rows().where(feared.c.review == _newest_review(_subject)).order_by(feared.c.id),
        _answer_rows(_newest_review(_subject)),
    ),
    core.DECIDED_WORDS: query(
        decided_words_from,
        select(
            proposals.c.proposer,
            decisions.c.round,
            decisions.c.at,
            decisions.c.late,
            decisions.c.audience,
            decisions.c.result,
        )
        .join(decisions, decisions.c.proposal == proposals.c.id)
        .where(proposals.c.id == _proposal)
        .order_by(decisions.c.round.desc())
        .limit(1),
        select(versions.c.way, versions.c.number, versions.c.words).where(versions.c.proposal == _proposal),
        select(*_review_columns).where(reviews.c.id == _newest_review(_proposal)),
    ),
    core.MINE: query(
        mine_from,
        secret.stands_of(_proposal, _person),
    ),
    core.STANDS: query(
        lambda rows: tuple(map(stand_from, rows)),
        select(*secret.NAMED).where(stances.c.proposal == _proposal).order_by(stances.c.round, stances.c.id),
    ),
    core.STAND: query(
        one_stand_from,
        select(*of_proposals.COLUMNS).join(_of_stand, _of_stand.c.proposal == proposals.c.id),
        select(*secret.NAMED).where(stances.c.id == _subject),
        select(*of_proposals.WAY_COLUMNS).join(
            _of_stand, and_(_of_stand.c.proposal == ways.c.proposal, _of_stand.c.way == ways.c.position)
        ),
        select(*of_proposals.VERSION_COLUMNS)
        .join(_of_stand, and_(_of_stand.c.proposal == versions.c.proposal, _of_stand.c.way == versions.c.way))
        .order_by(versions.c.number),
    ),
    core.STEP: query(
        own_step_from,
        select(proposals.c.id, proposals.c.title, proposals.c.community, *_step_columns)
        .join(steps, steps.c.proposal == proposals.c.id)
        .where(steps.c.id == _subject),
    ),
    offers.ALL_STEPS: query(
        lambda rows: [step for (step,) in rows],
        select(steps.c.id)
        .join(proposals, proposals.c.id == steps.c.proposal)
        .where(proposals.c.community == bindparam("community"))
        .order_by(steps.c.id),
    ),
    offers.UNTAKEN: query(
        lambda rows: [offers.Offer(*row) for row in rows],
        select(steps.c.id, steps.c.words, proposals.c.title)
        .join(proposals, proposals.c.id == steps.c.proposal)
        .where(
            proposals.c.community == bindparam("community"),
            proposals.c.state == State.SETTLED.value,
            steps.c.owner.is_(None),
            steps.c.done_at.is_(None),
            _goes_ahead,
            ~_has_ended,
            of_proposals.may_know(proposals),
        )
        .order_by(steps.c.at, steps.c.id)
        .limit(bindparam("limit")),
    ),
    core.STEPS: query(
        lambda rows: rows[0][0], select(func.count()).select_from(steps).where(steps.c.proposal == _proposal)
    ),
    core.REVIEW: query(
        one_review_from,
        select(proposals.c.id, proposals.c.community, *_review_columns)
        .join(reviews, reviews.c.proposal == proposals.c.id)
        .where(reviews.c.id == _review_id),
        _feared_rows().where(feared.c.review == _review_id).order_by(feared.c.id),
        _answer_rows(_review_id),
    ),
    core.REVIEWED: query(
        reviewed_from,
        select(*of_proposals.COLUMNS).where(proposals.c.id == _of_review),
        *of_proposals.whole_ways(_of_review),
        _decision_rows(_of_review),
        select(*_review_columns).where(reviews.c.id == _subject),
        _feared_rows().where(feared.c.review == _subject).order_by(feared.c.id),
        _answer_rows(_subject),
    ),
    core.REVIEW_OF: query(
        lambda rows: rows[0][0] if rows else None, select(feared.c.review).where(feared.c.id == _subject)
    ),
    core.FEARED: query(
        one_feared_from,
        _feared_rows(proposals.c.title)
        .join(reviews, reviews.c.id == feared.c.review)
        .join(proposals, proposals.c.id == reviews.c.proposal)
        .where(feared.c.id == _subject),
    ),
    core.VERDICTS: query(
        lambda rows: [Verdict(said) for (said,) in rows],
        select(review_answers.c.verdict)
        .where(review_answers.c.review == _review_id, review_answers.c.verdict.is_not(None))
        .order_by(review_answers.c.verdict),
    ),
}
