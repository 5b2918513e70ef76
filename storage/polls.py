"""Polls as statements and rows; see ``bot.polls.views`` for what each of them means."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId, PlaceId, PollId
from bot.polls import views as core
from bot.polls.counting import Choice, Kind, count_from, margin_from
from bot.polls.model import (
    Ballot,
    Ending,
    Option,
    Plan,
    Poll,
    PollCard,
    Reason,
    Result,
    SeenAs,
    Spoken,
    State,
    Totals,
    sides,
)
from storage.statements import Changes, Row, Views, query
from storage.tables import (
    ballots,
    fair_points,
    options,
    polls,
    reasons,
    secret_ballots,
    secret_counts,
    secret_reasons,
    secret_words,
)
from storage.values import choice_of, maybe_moment, moment

_poll_id: BindParameter[Any] = bindparam("poll")


# --- row to model -------------------------------------------------------------------------------------------------


def _poll(rows: list[Row], option_rows: list[Row]) -> Poll | None:
    if not rows:
        return None
    (
        poll, community, place, asker, question, why, kind, pick, seen_as, totals, open_options, least, plan,
        opened_at, closes_at, state, audience, ended_at, ended_by, ended_why, late, result,
    ) = rows[0]  # fmt: skip
    return Poll(
        id=PollId(poll),
        community=CommunityId(community),
        place=PlaceId(place),
        asker=PersonId(asker),
        question=question,
        why=why,
        kind=Kind(kind),
        pick=pick,
        seen_as=SeenAs(seen_as),
        totals=Totals(totals),
        open_options=bool(open_options),
        least=least,
        plan=_plan(plan),
        opened_at=moment(opened_at),
        closes_at=moment(closes_at),
        state=State(state),
        audience=audience,
        options=tuple(Option(n, words, by, maybe_moment(at)) for n, words, by, at in option_rows),
        ending=_ending(ended_at, ended_by, ended_why, late),
        result=_result(result),
    )


def _decided(rows: list[Row], option_rows: list[Row]) -> list[Poll]:
    of: defaultdict[str, list[Row]] = defaultdict(list)
    for poll, *option in option_rows:
        of[poll].append(tuple(option))
    return [poll for row in rows if (poll := _poll([row], of[row[0]])) is not None]


@lru_cache(maxsize=1024)
def _plan(text: str) -> Plan:
    return Plan(**json.loads(text))


def _ending(at: int | None, by: str | None, why: str | None, late: int | None) -> Ending | None:
    if at is None:
        return None
    lateness = timedelta(microseconds=late) if late is not None else None
    return Ending(moment(at), PersonId(by) if by else None, why or "", lateness)


def _result(text: str | None) -> Result | None:
    if text is None:
        return None
    kept: dict[str, Any] = json.loads(text)
    return Result(count_from(kept["count"]), margin_from(kept["margin"]), kept["void"])


def _tallies(rows: list[Row]) -> Mapping[Choice, int]:
    return {choice_of(choice): number for choice, number in rows}


def _ballot(rows: list[Row]) -> Ballot | None:
    for choice, at in rows:
        return Ballot(choice_of(choice) if choice is not None else None, moment(at))
    return None


def _reason(row: Row, fair: int = 0) -> Reason:
    reason, option, words, person, named, choice, kind = row
    changed = not _holds(kind, choice, option)
    return Reason(reason, option, words, PersonId(person) if named else None, changed, fair)


def _names(kind: Kind, rows: list[Row]) -> Mapping[int, tuple[PersonId, ...]]:
    people: defaultdict[int, list[PersonId]] = defaultdict(list)
    for person, choice in rows:
        for position in sides(kind, choice_of(choice)):
            people[position].append(PersonId(person))
    return {position: tuple(names) for position, names in people.items()}


def _card(
    rows: list[Row],
    option_rows: list[Row],
    tally_rows: list[Row],
    name_rows: list[Row],
    reason_rows: list[Row],
    mark_rows: list[Row],
    *secret_rows: list[Row],
) -> PollCard | None:
    poll = _poll(rows, option_rows)
    if poll is None:
        return None
    if poll.seen_as is SeenAs.SECRET:
        return _secret_card(poll, *secret_rows)
    tallies = _tallies(tally_rows)
    fair = Counter(reason for reason, option, choice in mark_rows if not _holds(poll.kind, choice, option))
    reasons = tuple(_reason(row, fair[row[0]]) for row in reason_rows)
    return PollCard(poll, sum(tallies.values()), tallies, _names(poll.kind, name_rows), reasons)


def _secret_card(
    poll: Poll, answered: list[Row], being_counted: list[Row], counted: list[Row], told: list[Row]
) -> PollCard:
    tallies = _tallies([*being_counted, *counted])
    said = tuple(Reason(reason, option, words, None, changed=False) for reason, option, words in told)
    return PollCard(poll, answered[0][0] or sum(tallies.values()), tallies, {}, said)


def _holds(kind: str, choice: str | None, option: int) -> bool:
    return choice is not None and option in sides(Kind(kind), choice_of(choice))


def _mine(rows: list[Row]) -> Mapping[int, Reason]:
    return {reason.option: reason for reason in map(_reason, rows)}


def _spoken(rows: list[Row]) -> Spoken | None:
    for reason, person, option in rows:
        return Spoken(reason, PersonId(person), option)
    return None


# --- statements ---------------------------------------------------------------------------------------------------

_poll_columns = (
    polls.c.id, polls.c.community, polls.c.place, polls.c.asker, polls.c.question, polls.c.why, polls.c.kind,
    polls.c.pick, polls.c.seen_as, polls.c.totals, polls.c.open_options, polls.c.least, polls.c.plan,
    polls.c.opened_at, polls.c.closes_at, polls.c.state, polls.c.audience, polls.c.ended_at, polls.c.ended_by,
    polls.c.ended_why, polls.c.late, polls.c.result,
)  # fmt: skip
_option_columns = (options.c.position, options.c.words, options.c.added_by, options.c.moment)


def _poll_rows(parameter: str) -> tuple[Any, Any]:
    poll: BindParameter[Any] = bindparam(parameter)
    return (
        select(*_poll_columns).where(polls.c.id == poll),
        select(*_option_columns).where(options.c.poll == poll).order_by(options.c.position),
    )


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
    .order_by(ballots.c.person)
)


_ballots_of = secret_ballots.c.poll == _poll_id
_how_many = select(func.count()).select_from(secret_ballots).where(_ballots_of).scalar_subquery()
_tag_of = and_(_ballots_of, secret_ballots.c.tag == bindparam("tag"))
_words_of = and_(secret_reasons.c.poll == _poll_id, secret_reasons.c.tag == bindparam("tag"))

_secret_rows = (
    # How many have answered, while it is open; what they chose is read by the count alone, once it takes no more.
    select(func.count()).select_from(secret_ballots).where(secret_ballots.c.poll == bindparam("subject")),
    select(secret_ballots.c.choice, func.count())
    .join(polls, polls.c.id == secret_ballots.c.poll)
    .where(secret_ballots.c.poll == bindparam("subject"), polls.c.state == State.COUNTING.value)
    .group_by(secret_ballots.c.choice),
    select(secret_counts.c.choice, secret_counts.c.number).where(secret_counts.c.poll == bindparam("subject")),
    select(secret_words.c.id, secret_words.c.option, secret_words.c.words)
    .where(secret_words.c.poll == bindparam("subject"))
    .order_by(secret_words.c.id),
)


def may_know(of: Any) -> Any:
    """Polls of the place where someone asks, and of places where they have asked or answered before: a channel may be
    private, and what is asked in it is not told to whoever can not see it."""
    person: BindParameter[Any] = bindparam("person")
    other, mine = polls.alias(), ballots.alias()
    answered = exists().where(mine.c.poll == other.c.id, mine.c.person == person)
    been_there = exists().where(
        other.c.community == bindparam("community"), other.c.place == of.c.place, or_(other.c.asker == person, answered)
    )
    return or_(of.c.place == bindparam("place"), been_there)


def _decided_rows(*columns: Any) -> Any:
    like = func.lower(bindparam("like"))
    of_options = exists().where(options.c.poll == polls.c.id, func.lower(options.c.words).like(like, escape="\\"))
    of_poll = func.lower(polls.c.question + " " + polls.c.why).like(like, escape="\\")
    return (
        select(*columns)
        .where(
            polls.c.community == bindparam("community"),
            may_know(polls),
            polls.c.state == State.CLOSED.value,
            or_(of_poll, of_options),
        )
        .order_by(polls.c.ended_at.desc(), polls.c.id)
        .limit(bindparam("limit"))
        .offset(bindparam("skip"))
    )


VIEWS: Views = {
    core.POLL: query(_poll, *_poll_rows("poll")),
    core.CARD: query(
        _card,
        *_poll_rows("subject"),
        _tally_rows("subject"),
        _name_rows,
        _reason_rows.where(reasons.c.poll == bindparam("subject")).order_by(reasons.c.id),
        _mark_rows,
        *_secret_rows,
    ),
    core.DECIDED: query(
        _decided,
        _decided_rows(*_poll_columns),
        select(options.c.poll, *_option_columns)
        .where(options.c.poll.in_(_decided_rows(polls.c.id).scalar_subquery()))
        .order_by(options.c.poll, options.c.position),
    ),
    core.BALLOT: query(
        _ballot,
        select(ballots.c.choice, ballots.c.at).where(
            ballots.c.poll == _poll_id, ballots.c.person == bindparam("person")
        ),
    ),
    core.SECRET_BALLOT: query(
        lambda rows: choice_of(rows[0][0]) if rows else None, select(secret_ballots.c.choice).where(_tag_of)
    ),
    core.SECRET_REASON: query(
        lambda rows: (rows[0][0], rows[0][1]) if rows else None,
        select(secret_reasons.c.option, secret_reasons.c.words).where(_words_of),
    ),
    core.SECRET_BOX: query(
        lambda rows: [(option, words) for option, words in rows],
        select(secret_reasons.c.option, secret_reasons.c.words)
        .where(secret_reasons.c.poll == _poll_id)
        .order_by(secret_reasons.c.tag),
    ),
    core.HOLDERS: query(
        lambda rows: [(PersonId(person), choice_of(choice)) for person, choice in rows],
        select(ballots.c.person, ballots.c.choice)
        .where(ballots.c.poll == _poll_id, ballots.c.choice.is_not(None))
        .order_by(ballots.c.person),
    ),
    core.TALLIES: query(_tallies, _tally_rows("poll")),
    core.MY_REASONS: query(
        _mine,
        _reason_rows.where(reasons.c.poll == _poll_id, reasons.c.person == bindparam("person")).order_by(reasons.c.id),
    ),
    core.REASON: query(
        _spoken,
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

_asked = (
    "id", "community", "place", "asker", "question", "why", "kind", "pick", "seen_as", "totals", "open_options",
    "least", "plan", "opened_at", "closes_at", "audience",
)  # fmt: skip

_newest_ballot = select(func.max(ballots.c.at)).where(ballots.c.poll == _poll_id).scalar_subquery()
"""A ballot that was taken counts, so a poll never ends before it, whatever the platform's clock said of the press."""

CHANGES: Changes = {
    core.ASK: insert(polls).values(**{name: bindparam(name) for name in _asked}, state=State.OPEN.value),
    core.OFFER: insert(options).values(
        poll=_poll_id,
        position=bindparam("position"),
        words=bindparam("words"),
        added_by=bindparam("added_by"),
        added_at=bindparam("at"),
        moment=bindparam("moment"),
    ),
    core.CAST: insert(ballots)
    .values(poll=_poll_id, person=bindparam("person"), choice=bindparam("choice"), at=bindparam("at"))
    .on_conflict_do_update(
        index_elements=["poll", "person"],
        set_={"choice": bindparam("choice"), "at": bindparam("at")},
        where=ballots.c.at < bindparam("at"),
    ),
    core.SECRET_CAST: insert(secret_ballots)
    .values(poll=_poll_id, tag=bindparam("tag"), choice=bindparam("choice"))
    .on_conflict_do_update(index_elements=["poll", "tag"], set_={"choice": bindparam("choice")}),
    core.SECRET_TAKE_BACK: delete(secret_ballots).where(_tag_of),
    core.SECRET_EXPLAIN: insert(secret_reasons)
    .values(poll=_poll_id, tag=bindparam("tag"), option=bindparam("option"), words=bindparam("words"))
    .on_conflict_do_update(
        index_elements=["poll", "tag"], set_={"option": bindparam("option"), "words": bindparam("words")}
    ),
    core.SECRET_UNEXPLAIN: delete(secret_reasons).where(_words_of),
    core.SECRET_TELL: insert(secret_words).values(
        id=bindparam("id"), poll=_poll_id, option=bindparam("option"), words=bindparam("words")
    ),
    core.SECRET_GATHER: (
        insert(secret_counts).from_select(
            ["poll", "choice", "number"],
            select(secret_ballots.c.poll, secret_ballots.c.choice, func.count())
            .where(_ballots_of, _how_many >= bindparam("least"))
            .group_by(secret_ballots.c.poll, secret_ballots.c.choice),
        ),
        insert(secret_counts).from_select(
            ["poll", "choice", "number"],
            select(secret_ballots.c.poll, literal("[]"), func.count())
            .where(_ballots_of, _how_many < bindparam("least"))
            .group_by(secret_ballots.c.poll),
        ),
        delete(secret_ballots).where(_ballots_of),
        delete(secret_reasons).where(secret_reasons.c.poll == _poll_id),
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
    core.END: update(polls)
    .where(polls.c.id == _poll_id, polls.c.state == State.OPEN.value)
    .values(
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
