"""Stances, decisions and what follows them as statements and rows; see ``bot.proposals.decision_views``."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, literal, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId, ProposalId
from bot.proposals import decision_views as core
from bot.proposals import views as ground
from bot.proposals.decided import Decided, Stand, decision_from, latest
from bot.proposals.deciding import Stance
from bot.proposals.following import Came, DecidedWords, Feared, Review, ReviewState, Step, Verdict, Whole
from bot.proposals.model import Proposal, ProposalCard, State, Way
from storage import proposals as of_proposals
from storage.statements import Changes, Row, Views, query
from storage.tables import (
    concerns,
    decisions,
    feared,
    proposals,
    review_answers,
    reviews,
    stances,
    steps,
    versions,
    ways,
)
from storage.values import maybe_length, maybe_moment, moment

_subject: BindParameter[Any] = bindparam("subject")
_proposal: BindParameter[Any] = bindparam("proposal")
_person: BindParameter[Any] = bindparam("person")
_GROUND = of_proposals.VIEWS[ground.CARD]


# --- row to model -------------------------------------------------------------------------------------------------


def _stand(row: Row) -> Stand:
    stand, person, way, number, version, stance, words, said_as, named = row
    return Stand(
        stand,
        PersonId(person),
        way,
        number,
        version,
        Stance(stance) if stance is not None else None,
        words,
        Stance(said_as) if said_as is not None else None,
        bool(named),
    )


def _decided(row: Row) -> Decided:
    number, at, late, audience, result = row
    return decision_from(result, number, moment(at), maybe_length(late), audience)


def _step(row: Row) -> Step:
    step, words, owner, due_at, asked, done_at = row
    taker = PersonId(owner) if owner is not None else None
    return Step(step, words, taker, maybe_moment(due_at), bool(asked), done_at is not None)


def _feared(row: Row) -> Feared | None:
    """None where whoever said it has erased themselves: then their words are gone."""
    fear, came, said, said_named, worried, worried_named, person = row
    words = said or worried
    if not words:
        return None
    named = said_named if said else worried_named
    return Feared(fear, words, PersonId(person) if named else None, Came(came) if came is not None else None)


def _review(row: Row, feared_rows: list[Row], answer_rows: list[Row]) -> Review:
    review, number, trial, asks_at, opens_at, ends_at, state, verdict = row
    numbers = Counter({Verdict(said): count for said, count in answer_rows})
    return Review(
        review,
        number,
        bool(trial),
        moment(asks_at),
        moment(opens_at),
        moment(ends_at),
        ReviewState(state),
        Verdict(verdict) if verdict is not None else None,
        tuple(found for each in feared_rows if (found := _feared(each)) is not None),
        (numbers[Verdict.KEEP], numbers[Verdict.CHANGE], numbers[Verdict.STOP]),
    )


def _whole(*rows: list[Row]) -> Whole | None:
    *ground_rows, stand_rows, decision_rows, step_rows, review_rows, feared_rows, answer_rows = rows
    card = _GROUND.build(*ground_rows)
    if card is None:
        return None
    review = _review(review_rows[0], feared_rows, answer_rows) if review_rows else None
    return Whole(
        card,
        tuple(map(_stand, stand_rows)),
        tuple(map(_decided, decision_rows)),
        tuple(map(_step, step_rows)),
        review,
    )


def _reviewed(
    rows: list[Row],
    way_rows: list[Row],
    version_rows: list[Row],
    decision_rows: list[Row],
    review_rows: list[Row],
    *of_review: list[Row],
) -> Whole | None:
    if not rows:
        return None
    ways = of_proposals.ways_from(way_rows, version_rows)
    card = ProposalCard(of_proposals.proposal_from(rows[0]), ways, (), (), (), frozenset(), {}, 0)
    return Whole(card, (), tuple(map(_decided, decision_rows)), (), _review(review_rows[0], *of_review))


def _decided_words(rows: list[Row], version_rows: list[Row]) -> DecidedWords | None:
    for proposer, *row in rows:
        decided = _decided(row)
        kept = {(way, number): words for way, number, words in version_rows}
        ahead = tuple(kept[way, decided.versions[way]] for way in decided.decision.ways)
        return DecidedWords(ahead, PersonId(proposer), decided.at) if ahead else None
    return None


def _mine(rows: list[Row]) -> Mapping[int, Stand]:
    return {stand.way: stand for stand in latest(map(_stand, rows))}


def _one_stand(
    rows: list[Row], stand_rows: list[Row], way_rows: list[Row], version_rows: list[Row]
) -> tuple[Proposal, Way, Stand] | None:
    if not rows or not way_rows:
        return None
    (way,) = of_proposals.ways_from(way_rows, version_rows)
    return of_proposals.proposal_from(rows[0]), way, _stand(stand_rows[0])


def _own_step(rows: list[Row]) -> core.OwnStep | None:
    for proposal, title, community, *row in rows:
        return _step(row), ProposalId(proposal), title, CommunityId(community)
    return None


def _one_review(
    rows: list[Row], feared_rows: list[Row], answer_rows: list[Row]
) -> tuple[Review, ProposalId, CommunityId] | None:
    for proposal, community, *row in rows:
        return _review(row, feared_rows, answer_rows), ProposalId(proposal), CommunityId(community)
    return None


def _one_feared(rows: list[Row]) -> tuple[Feared, str] | None:
    for title, *row in rows:
        found = _feared(row)
        return (found, title) if found is not None else None
    return None


# --- statements ---------------------------------------------------------------------------------------------------

_stand_columns = (
    stances.c.id, stances.c.person, stances.c.way, stances.c.round, stances.c.version, stances.c.stance,
    stances.c.words, stances.c.said_as, stances.c.named,
)  # fmt: skip
_step_columns = (steps.c.id, steps.c.words, steps.c.owner, steps.c.due_at, steps.c.asked, steps.c.done_at)
_review_columns = (
    reviews.c.id, reviews.c.number, reviews.c.trial, reviews.c.asks_at, reviews.c.opens_at, reviews.c.ends_at,
    reviews.c.state, reviews.c.verdict,
)  # fmt: skip


def _stands_of(of: Any) -> Any:
    return select(*_stand_columns).where(stances.c.proposal == of).order_by(stances.c.round, stances.c.id)


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
            feared.c.person,
        )
        .select_from(feared)
        .outerjoin(stances, stances.c.id == feared.c.source)
        .outerjoin(concerns, concerns.c.id == feared.c.source)
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
_newest_review = (
    select(reviews.c.id).where(reviews.c.proposal == _subject).order_by(reviews.c.number.desc()).limit(1)
).scalar_subquery()
_review_id: BindParameter[Any] = bindparam("review")
_of_stand = select(stances.c.proposal, stances.c.way).where(stances.c.id == _subject).subquery()


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
        _whole,
        *_GROUND.statements,
        _stands_of(_subject),
        _decision_rows(_subject),
        select(*_step_columns).where(steps.c.proposal == _subject).order_by(steps.c.at, steps.c.id),
        select(*_review_columns).where(reviews.c.id == _newest_review),
        _feared_rows().where(feared.c.review == _newest_review).order_by(feared.c.id),
        _answer_rows(_newest_review),
    ),
    core.DECIDED_WORDS: query(
        _decided_words,
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
    ),
    core.MINE: query(
        _mine,
        select(*_stand_columns)
        .where(stances.c.proposal == _proposal, stances.c.person == _person)
        .order_by(stances.c.round),
    ),
    core.STANDS: query(lambda rows: tuple(map(_stand, rows)), _stands_of(_proposal)),
    core.STAND: query(
        _one_stand,
        select(*of_proposals.COLUMNS).join(_of_stand, _of_stand.c.proposal == proposals.c.id),
        select(*_stand_columns).where(stances.c.id == _subject),
        select(*of_proposals.WAY_COLUMNS).join(
            _of_stand, and_(_of_stand.c.proposal == ways.c.proposal, _of_stand.c.way == ways.c.position)
        ),
        select(*of_proposals.VERSION_COLUMNS)
        .join(_of_stand, and_(_of_stand.c.proposal == versions.c.proposal, _of_stand.c.way == versions.c.way))
        .order_by(versions.c.number),
    ),
    core.STEP: query(
        _own_step,
        select(proposals.c.id, proposals.c.title, proposals.c.community, *_step_columns)
        .join(steps, steps.c.proposal == proposals.c.id)
        .where(steps.c.id == _subject),
    ),
    core.STEPS: query(
        lambda rows: rows[0][0], select(func.count()).select_from(steps).where(steps.c.proposal == _proposal)
    ),
    core.REVIEW: query(
        _one_review,
        select(proposals.c.id, proposals.c.community, *_review_columns)
        .join(reviews, reviews.c.proposal == proposals.c.id)
        .where(reviews.c.id == _review_id),
        _feared_rows().where(feared.c.review == _review_id).order_by(feared.c.id),
        _answer_rows(_review_id),
    ),
    core.REVIEWED: query(
        _reviewed,
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
        _one_feared,
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
    core.SAY: insert(review_answers)
    .values(**_values("review", "person", "verdict", "at"))
    .on_conflict_do_update(
        index_elements=["review", "person"],
        set_=_values("verdict", "at"),
        where=review_answers.c.at < bindparam("at"),
    ),
}
