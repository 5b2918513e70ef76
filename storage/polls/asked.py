"""Polls as they are asked, shown, ended and found again."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.polls import views as core
from bot.polls.model import State
from storage.polls import answers, secret
from storage.polls.rows import card_from, poll_from, taken_from, with_mine
from storage.statements import Changes, Views, is_listed, query
from storage.tables import ballots, options, poll_traces, polls

_poll_id: BindParameter[Any] = bindparam("poll")

_poll_columns = (
    polls.c.id, polls.c.community, polls.c.place, polls.c.asker, polls.c.question, polls.c.why, polls.c.kind,
    polls.c.pick, polls.c.seen_as, polls.c.totals, polls.c.open_options, polls.c.least, polls.c.plan,
    polls.c.opened_at, polls.c.closes_at, polls.c.state, polls.c.audience, polls.c.ended_at, polls.c.ended_by,
    polls.c.ended_why, polls.c.late, polls.c.result, polls.c.hearing, polls.c.heard_at, polls.c.moved_from,
    polls.c.quiet_at,
)  # fmt: skip
_option_columns = (options.c.position, options.c.words, options.c.added_by, options.c.moment, options.c.meaning)


def _poll_rows(parameter: str) -> tuple[Any, Any]:
    poll: BindParameter[Any] = bindparam(parameter)
    return (
        select(*_poll_columns).where(polls.c.id == poll),
        select(*_option_columns).where(options.c.poll == poll).order_by(options.c.position),
    )


_trace_rows = (
    select(
        poll_traces.c.did,
        poll_traces.c.at,
        poll_traces.c.person,
        poll_traces.c.before,
        poll_traces.c.after,
        poll_traces.c.why,
    )
    .where(poll_traces.c.poll == bindparam("subject"))
    .order_by(poll_traces.c.at, poll_traces.c.id)
)


def may_know(of: Any) -> Any:
    """Polls of the place where someone asks, of ``places`` that they are in as their chat says, and of those where they
    have asked or answered before: a channel may be private, and what is asked in it is not told to whoever can not see
    it."""
    person: BindParameter[Any] = bindparam("person")
    other, mine = polls.alias(), ballots.alias()
    answered = exists().where(mine.c.poll == other.c.id, mine.c.person == person)
    # Asked once for the whole statement, not once for each poll: that would be every poll times every poll.
    been_in = select(other.c.place).where(
        other.c.community == bindparam("community"), or_(other.c.asker == person, answered)
    )
    return or_(of.c.place == bindparam("place"), is_listed(of.c.place, "places"), of.c.place.in_(been_in))


def _closed(*columns: Any) -> Any:
    return select(*columns).where(polls.c.community == bindparam("community"), polls.c.state == State.CLOSED.value)


def recorded(*columns: Any) -> Any:
    """Closed polls of ``community`` with words ``like`` these in question, why or options, that ``person`` may know."""
    like = func.lower(bindparam("like"))
    of_option = func.lower(options.c.words + " " + options.c.meaning).like(like, escape="\\")
    of_options = exists().where(options.c.poll == polls.c.id, of_option)
    of_poll = func.lower(polls.c.question + " " + polls.c.why).like(like, escape="\\")
    return _closed(*columns).where(may_know(polls), or_(of_poll, of_options))


def _newest(*columns: Any) -> Any:
    ordered = recorded(*columns).order_by(polls.c.ended_at.desc(), polls.c.id)
    return ordered.limit(bindparam("limit")).offset(bindparam("skip"))


def _options_of(chosen: Any) -> Any:
    return (
        select(options.c.poll, *_option_columns)
        .where(options.c.poll.in_(chosen))
        .order_by(options.c.poll, options.c.position)
    )


def _whole(rows: Callable[..., Any]) -> tuple[Any, ...]:
    """Closed polls with everything in them that has no name."""
    chosen = rows(polls.c.id).scalar_subquery()
    return (rows(*_poll_columns), _options_of(chosen), *answers.rows_of(chosen), *secret.rows_of(chosen))


VIEWS: Views = {
    core.POLL: query(poll_from, *_poll_rows("poll")),
    core.CARD: query(
        card_from,
        *_poll_rows("subject"),
        _trace_rows,
        *answers.CARD_ROWS,
        *secret.CARD_ROWS,
    ),
    core.MINE: query(
        with_mine,
        *_poll_rows("subject"),
        select(ballots.c.choice, ballots.c.at).where(
            ballots.c.poll == bindparam("subject"), ballots.c.person == bindparam("to")
        ),
    ),
    core.TAKEN: query(taken_from, *_whole(_newest)),
    core.CLOSED: query(taken_from, *_whole(_closed)),
}

_asked = (
    "id", "community", "place", "asker", "question", "why", "kind", "pick", "seen_as", "totals", "open_options",
    "least", "plan", "opened_at", "closes_at", "audience", "hearing",
)  # fmt: skip

_newest_ballot = select(func.max(ballots.c.at)).where(ballots.c.poll == _poll_id).scalar_subquery()
"""A ballot that was taken counts, so a poll never ends before it, whatever the platform's clock said of the press."""

_open = update(polls).where(polls.c.id == _poll_id, polls.c.state == State.OPEN.value)
_may_end = func.coalesce(polls.c.heard_at + polls.c.hearing, 0) <= bindparam("at")
"""Whoever has asked to be heard has their time, whatever was read of the poll before they asked."""

CHANGES: Changes = {
    core.ASK: insert(polls).values(**{name: bindparam(name) for name in _asked}, state=State.OPEN.value),
    core.OFFER: insert(options).values(
        poll=_poll_id,
        position=bindparam("position"),
        words=bindparam("words"),
        added_by=bindparam("added_by"),
        added_at=bindparam("at"),
        moment=bindparam("moment"),
        meaning=bindparam("meaning"),
    ),
    core.TRACE: insert(poll_traces).values(
        id=bindparam("id"),
        poll=_poll_id,
        at=bindparam("at"),
        person=bindparam("person"),
        did=bindparam("did"),
        before=bindparam("before"),
        after=bindparam("after"),
        why=bindparam("why"),
    ),
    # Each from what it was seen to be, so that of two changes at the same time none undoes the other.
    core.TIGHTEN_SEEN: _open.where(polls.c.seen_as == bindparam("before")).values(seen_as=bindparam("after")),
    core.TIGHTEN_TOTALS: _open.where(polls.c.totals == bindparam("before")).values(totals=bindparam("after")),
    core.HEAR: _open.where(polls.c.heard_at.is_(None)).values(
        heard_at=bindparam("at"), moved_from=polls.c.closes_at, closes_at=bindparam("closes_at")
    ),
    core.QUIET: _open.values(quiet_at=bindparam("at")),
    core.END: _open.where(_may_end).values(
        state=State.COUNTING.value,
        ended_at=case((_newest_ballot > bindparam("at"), _newest_ballot), else_=bindparam("at")),
        ended_by=bindparam("by"),
        ended_why=bindparam("why"),
        late=bindparam("late"),
    ),
    core.FREEZE: update(polls)
    .where(polls.c.id == _poll_id, polls.c.state == State.COUNTING.value)
    .values(state=State.CLOSED.value, result=bindparam("result"), audience=bindparam("audience")),
}
