"""Answers and the words that go with them, in polls that are not secret."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import PersonId
from bot.polls import views as core
from bot.polls.model import SeenAs, State
from storage.polls.rows import ballot_from, mine_from, spoken_from, tallies_from
from storage.statements import Changes, Views, query
from storage.tables import ballots, fair_points, polls, reasons
from storage.values import choice_of

_poll_id: BindParameter[Any] = bindparam("poll")


def _tally_rows(parameter: str) -> Any:
    return (
        select(ballots.c.choice, func.count())
        .where(ballots.c.poll == bindparam(parameter), ballots.c.choice.is_not(None))
        .group_by(ballots.c.choice)
    )


_reason_rows = (
    select(
        reasons.c.id,
        reasons.c.option,
        reasons.c.words,
        reasons.c.person,
        reasons.c.named,
        ballots.c.choice,
        polls.c.kind,
    )
    .join(polls, polls.c.id == reasons.c.poll)
    .outerjoin(ballots, and_(ballots.c.poll == reasons.c.poll, ballots.c.person == reasons.c.person))
)
"""Ordered by id, which says nothing about who wrote or when."""

_mark_rows = (
    select(reasons.c.id, reasons.c.option, ballots.c.choice)
    .join(fair_points, fair_points.c.reason == reasons.c.id)
    .outerjoin(ballots, and_(ballots.c.poll == reasons.c.poll, ballots.c.person == fair_points.c.marker))
    .where(reasons.c.poll == bindparam("subject"))
)
"""Who called which reason fair, by what they hold now: a mark of someone who has come over does not count."""

_name_rows = (
    select(ballots.c.person, ballots.c.choice)
    .join(polls, polls.c.id == ballots.c.poll)
    .where(
        polls.c.id == bindparam("subject"),
        polls.c.seen_as == SeenAs.NAMED.value,
        polls.c.state == State.CLOSED.value,
        ballots.c.choice.is_not(None),
    )
)


CARD_ROWS = (
    _tally_rows("subject"),
    _name_rows,
    _reason_rows.where(reasons.c.poll == bindparam("subject")).order_by(reasons.c.id),
    _mark_rows,
)


def rows_of(chosen: Any) -> tuple[Any, Any]:
    """Ballots by poll and choice, and reasons without a name, of these polls."""
    return (
        select(ballots.c.poll, ballots.c.choice, func.count())
        .where(ballots.c.poll.in_(chosen), ballots.c.choice.is_not(None))
        .group_by(ballots.c.poll, ballots.c.choice),
        select(reasons.c.poll, reasons.c.id, reasons.c.option, reasons.c.words)
        .where(reasons.c.poll.in_(chosen))
        .order_by(reasons.c.id),
    )


VIEWS: Views = {
    core.BALLOT: query(
        ballot_from,
        select(ballots.c.choice, ballots.c.at).where(
            ballots.c.poll == _poll_id, ballots.c.person == bindparam("person")
        ),
    ),
    core.HOLDERS: query(
        lambda rows: [(PersonId(person), choice_of(choice)) for person, choice in rows],
        select(ballots.c.person, ballots.c.choice)
        .where(ballots.c.poll == _poll_id, ballots.c.choice.is_not(None))
        .order_by(ballots.c.person),
    ),
    core.TALLIES: query(tallies_from, _tally_rows("poll")),
    core.MY_REASONS: query(
        mine_from,
        _reason_rows.where(reasons.c.poll == _poll_id, reasons.c.person == bindparam("person")).order_by(reasons.c.id),
    ),
    core.REASON: query(
        spoken_from,
        select(reasons.c.id, reasons.c.person, reasons.c.option).where(
            reasons.c.poll == _poll_id, reasons.c.id == bindparam("id")
        ),
    ),
    core.MARKED: query(
        lambda rows: frozenset(reason for (reason,) in rows),
        select(fair_points.c.reason)
        .join(reasons, reasons.c.id == fair_points.c.reason)
        .where(reasons.c.poll == _poll_id, fair_points.c.marker == bindparam("person")),
    ),
}

CHANGES: Changes = {
    core.CAST: insert(ballots)
    .values(poll=_poll_id, person=bindparam("person"), choice=bindparam("choice"), at=bindparam("at"))
    .on_conflict_do_update(
        index_elements=["poll", "person"],
        set_={"choice": bindparam("choice"), "at": bindparam("at")},
        where=ballots.c.at < bindparam("at"),
    ),
    core.EXPLAIN: insert(reasons)
    .values(
        id=bindparam("id"),
        poll=_poll_id,
        person=bindparam("person"),
        option=bindparam("option"),
        words=bindparam("words"),
        named=bindparam("named"),
        at=bindparam("at"),
    )
    .on_conflict_do_update(
        index_elements=["poll", "person", "option"],
        set_={"words": bindparam("words"), "named": bindparam("named"), "at": bindparam("at")},
    ),
    core.UNEXPLAIN: delete(reasons).where(
        reasons.c.poll == _poll_id, reasons.c.person == bindparam("person"), reasons.c.option == bindparam("option")
    ),
    core.FAIR: insert(fair_points)
    .values(reason=bindparam("reason"), marker=bindparam("marker"))
    .on_conflict_do_nothing(),
    core.UNFAIR: delete(fair_points).where(
        fair_points.c.reason == bindparam("reason"), fair_points.c.marker == bindparam("marker")
    ),
}
