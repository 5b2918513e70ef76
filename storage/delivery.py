"""What follows a unit of work, as statements; see ``bot.delivery`` for what each of them means."""

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert  # compiles for SQLite as well; SQLite's own does not for PostgreSQL

from bot import delivery as core
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.ports import EVERYWHERE, Posted, Urgency
from bot.turns import AGEING
from storage.statements import Changes, Row, Views, query
from storage.tables import communities, drafts, due, outbox, seen, settings, surfaces, work
from storage.values import maybe_moment, moment

MICROSECOND = timedelta(microseconds=1)

_now: BindParameter[int] = bindparam("now", type_=BigInteger)
_limit: BindParameter[Any] = bindparam("limit")
_revision: BindParameter[int] = bindparam("revision", type_=Integer)
_until: BindParameter[int] = bindparam("until", type_=BigInteger)


def _values(*names: str) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


LONGEST_WAIT = 2 * 3_600_000_000
"""Microseconds. Nothing is put off so far ahead: what says so was written before the clock was set back."""


def _ready(not_before: ColumnElement[int]) -> ColumnElement[bool]:
    return or_(not_before <= _now, not_before > _now + LONGEST_WAIT)


# --- outbox -------------------------------------------------------------------------------------------------------

_WAITING_COLUMNS = (
    outbox.c.key,
    outbox.c.community,
    outbox.c.destination,
    outbox.c.direct,
    outbox.c.face,
    outbox.c.subject,
    outbox.c.urgency,
    outbox.c.told,
    outbox.c.thread_face,
    outbox.c.thread_subject,
    outbox.c.attempts,
    outbox.c.created_at,
    outbox.c.attempted_at,
)


def _waiting(rows: list[Row]) -> list[core.Waiting]:
    return [_effect(row) for row in rows]


def _effect(row: Row) -> core.Waiting:
    (
        key, community, to, direct, face, subject, urgency, told, thread_face, thread_subject,
        attempts, created_at, attempted_at,
    ) = row  # fmt: skip
    return core.Waiting(
        key,
        CommunityId(community),
        to,
        bool(direct),
        face,
        subject,
        Urgency(urgency),
        PersonId(told) if told else None,
        (thread_face, thread_subject) if thread_face is not None else None,
        attempts,
        moment(created_at),
        maybe_moment(attempted_at),
    )


_uncertain: Select[Any] = select(*_WAITING_COLUMNS).where(
    outbox.c.state == "attempting", outbox.c.claimed_by == bindparam("by")
)

# Of one destination nothing else is said meanwhile, by no process: order is kept.
_other = outbox.alias("other")
_spoken_to = (
    select(_other.c.key)
    .where(
        _other.c.state == "attempting",
        _other.c.community == outbox.c.community,
        _other.c.destination == outbox.c.destination,
        ~_ready(_other.c.not_before),
    )
    .exists()
)
_may_be_said = and_(
    or_(outbox.c.state == "waiting", outbox.c.state == "attempting"), _ready(outbox.c.not_before), ~_spoken_to
)

# The first thing for each destination, since no more is said there at a time; of each community its first few, so that
# one with very much to say does not keep the others out of the look.
_class = outbox.c.urgency - (_now - outbox.c.created_at) // int(AGEING / MICROSECOND)
_first = (_class, outbox.c.created_at, outbox.c.key)
_in_place = func.row_number().over(partition_by=(outbox.c.community, outbox.c.destination), order_by=_first)
_places = select(*_WAITING_COLUMNS, _class.label("class"), _in_place.label("in_place")).where(_may_be_said).subquery()
_turn = func.row_number().over(
    partition_by=_places.c.community, order_by=(_places.c["class"], _places.c.created_at, _places.c.key)
)
_in_turn = select(_places, _turn.label("turn")).where(_places.c.in_place == 1).subquery()
_waiting_rows = (
    select(*(_in_turn.c[column.name] for column in _WAITING_COLUMNS))
    .where(_in_turn.c.turn <= _limit)
    .order_by(_in_turn.c["class"], _in_turn.c.turn, _in_turn.c.created_at, _in_turn.c.key)
    .limit(bindparam("most"))
)


def _undelivered(rows: list[Row]) -> core.Undelivered | None:
    for place, trouble in rows:
        return core.Undelivered(PlaceId(place), trouble or "")
    return None


# --- surfaces -----------------------------------------------------------------------------------------------------


def _behind(rows: list[Row]) -> list[core.Behind]:
    return [
        core.Behind(
            CommunityId(community),
            face,
            subject,
            PlaceId(place),
            Posted(PlaceId(held_by), MessageId(message)),
            moment(posted_at),
            revision,
            rendered,
        )
        for community, face, subject, place, held_by, message, posted_at, revision, rendered in rows
    ]


def _placed(rows: list[Row]) -> Posted | None:
    for held_by, message in rows:
        return Posted(PlaceId(held_by), MessageId(message))
    return None


_is_behind = and_(surfaces.c.revision > surfaces.c.rendered, surfaces.c.message.is_not(None), ~surfaces.c.lost)
_the_surface = and_(
    surfaces.c.face == bindparam("face"),
    surfaces.c.subject == bindparam("subject"),
    surfaces.c.place == bindparam("place"),
)


# --- due and work -------------------------------------------------------------------------------------------------


def _due(rows: list[Row]) -> list[core.Due]:
    return [core.Due(CommunityId(c), kind, subject, moment(at), attempts) for c, kind, subject, at, attempts in rows]


def _work(rows: list[Row]) -> list[core.Work]:
    return [core.Work(CommunityId(c), kind, subject, attempts) for c, kind, subject, attempts in rows]


_due_rows: Select[Any] = select(due.c.community, due.c.kind, due.c.subject, due.c.at, due.c.attempts)
_work_rows: Select[Any] = select(work.c.community, work.c.kind, work.c.subject, work.c.attempts)
_next_due = _due_rows.where(due.c.community != EVERYWHERE).order_by(due.c.at, due.c.subject).limit(1)
_the_work = and_(work.c.kind == bindparam("kind"), work.c.subject == bindparam("subject"))
_the_due = and_(due.c.kind == bindparam("kind"), due.c.subject == bindparam("subject"))


# --- communities and drafts ---------------------------------------------------------------------------------------


def _community(rows: list[Row]) -> core.Community:
    ((language, zone),) = rows
    usual = core.Community()
    return core.Community(language or usual.language, zone or usual.zone)


def _community_row(parameter: str) -> Select[Any]:
    """What was set, otherwise what the chat told when it was joined."""
    community: BindParameter[Any] = bindparam(parameter)

    def column(name: str) -> Any:
        was_set = select(settings.c.value).where(settings.c.community == community, settings.c.name == name)
        was_told = select(communities.c[name]).where(communities.c.id == community)
        return func.coalesce(func.nullif(was_set.scalar_subquery(), ""), was_told.scalar_subquery())

    return select(column("language"), column("zone"))


def _draft(rows: list[Row]) -> core.KeptDraft | None:
    for draft, person, place, kind, content in rows:
        return core.KeptDraft(draft, PersonId(person), PlaceId(place), kind, content)
    return None


VIEWS: Views = {
    core.COMMUNITY: query(_community, _community_row("community")),
    core.LEFT: query(
        bool,
        select(communities.c.id).where(communities.c.id == bindparam("community"), communities.c.left_at.is_not(None)),
    ),
    core.HELLO: query(_community, _community_row("subject")),
    core.STILL_IN: query(
        lambda rows: [CommunityId(community) for (community,) in rows],
        select(communities.c.id).where(
            communities.c.id.startswith(bindparam("prefix")), communities.c.left_at.is_(None)
        ),
    ),
    core.DRAFT: query(
        _draft,
        select(drafts.c.id, drafts.c.person, drafts.c.place, drafts.c.kind, drafts.c.content).where(
            drafts.c.id == bindparam("id")
        ),
    ),
    core.WAITING: query(_waiting, _waiting_rows),
    core.UNCERTAIN: query(_waiting, _uncertain),
    core.UNDELIVERED: query(
        _undelivered, select(outbox.c.destination, outbox.c.trouble).where(outbox.c.key == bindparam("subject"))
    ),
    core.WAITS_UNTIL: query(
        lambda said, shown: maybe_moment(min(filter(None, (said[0][0], shown[0][0])), default=None)),
        select(func.min(outbox.c.not_before)).where(outbox.c.state == "waiting"),
        select(func.min(surfaces.c.not_before)).where(_is_behind),
    ),
    core.BEHIND: query(
        _behind,
        select(
            surfaces.c.community,
            surfaces.c.face,
            surfaces.c.subject,
            surfaces.c.place,
            surfaces.c.held_by,
            surfaces.c.message,
            surfaces.c.posted_at,
            surfaces.c.revision,
            surfaces.c.rendered,
        )
        .where(_is_behind, _ready(surfaces.c.not_before))
        .order_by(surfaces.c.not_before, surfaces.c.face, surfaces.c.subject, surfaces.c.place)
        .limit(_limit),
    ),
    core.REVISION: query(
        lambda rows: rows[0][0] if rows else 0,
        select(surfaces.c.revision).where(
            surfaces.c.face == bindparam("face"),
            surfaces.c.subject == bindparam("subject"),
            surfaces.c.place == bindparam("place"),
        ),
    ),
    core.BACKLOG: query(
        lambda *counts: core.Backlog(*(rows[0][0] for rows in counts)),
        select(func.count()).where(or_(outbox.c.state == "waiting", outbox.c.state == "attempting")),
        select(func.count()).where(outbox.c.state == "dead"),
        select(func.count()).select_from(surfaces).where(_is_behind),
        select(func.count()).select_from(due),
        select(func.count()).select_from(work),
    ),
    core.POSTED_AS: query(
        lambda rows: next((MessageId(str(message)) for (message,) in rows), None),
        select(outbox.c.message).where(outbox.c.key == bindparam("key"), outbox.c.message.is_not(None)),
    ),
    core.PLACED_AS: query(
        _placed,
        select(surfaces.c.held_by, surfaces.c.message).where(_the_surface, surfaces.c.message.is_not(None)),
    ),
    core.DUE: query(
        _due, _due_rows.where(due.c.not_before <= _now).order_by(due.c.not_before, due.c.subject).limit(_limit)
    ),
    core.NEXT_DUE: query(
        lambda rows: next(iter(_due(rows)), None),
        _next_due,
    ),
    core.WAKES_AT: query(lambda rows: maybe_moment(rows[0][0]), select(func.min(due.c.not_before))),
    core.WORK: query(
        _work, _work_rows.where(_ready(work.c.not_before)).order_by(work.c.at, work.c.subject).limit(_limit)
    ),
}

CHANGES: Changes = {
    core.KEEP_COMMUNITY: insert(communities)
    .values(id=bindparam("community"), **_values("language", "zone"), left_at=None)
    .on_conflict_do_update(
        index_elements=["id"],
        set_={"language": bindparam("language"), "zone": bindparam("zone"), "left_at": None},
        where=communities.c.left_at.is_not(None),
    ),
    core.LEAVE_COMMUNITY: update(communities)
    .where(communities.c.id == bindparam("community"))
    .values(left_at=bindparam("at")),
    core.SEEN: insert(seen).values(**_values("key", "at")).on_conflict_do_nothing(),
    core.KEEP_DRAFT: insert(drafts)
    .values(**_values("id", "community", "person", "place", "kind", "content", "at"))
    .on_conflict_do_update(
        index_elements=["id"],
        set_={"place": bindparam("place"), "content": bindparam("content"), "at": bindparam("at")},
        where=drafts.c.person == bindparam("person"),
    ),
    core.DROP_DRAFT: delete(drafts).where(drafts.c.id == bindparam("id")),
    core.POST: insert(outbox)
    .values(
        **_values("key", "community", "destination", "direct", "face", "subject", "urgency", "told", "created_at"),
        **_values("thread_face", "thread_subject"),
        state="waiting",
        not_before=bindparam("created_at"),
        attempts=0,
    )
    .on_conflict_do_nothing(),
    core.ATTEMPT: update(outbox)
    .where(outbox.c.key == bindparam("key"), _may_be_said)
    .values(
        state="attempting",
        attempts=outbox.c.attempts + 1,
        attempted_at=func.coalesce(outbox.c.attempted_at, _now),
        claimed_by=bindparam("by"),
        not_before=bindparam("until"),
    ),
    core.DELIVERED: update(outbox)
    .where(outbox.c.key == bindparam("key"))
    .values(state="delivered", message=bindparam("message"), not_before=bindparam("at")),
    core.PUT_OFF: update(outbox)
    .where(outbox.c.key == bindparam("key"), outbox.c.state == "attempting", outbox.c.claimed_by == bindparam("by"))
    .values(state="waiting", not_before=bindparam("at"), attempted_at=bindparam("tried")),
    core.BURY: update(outbox)
    .where(outbox.c.key == bindparam("key"))
    .values(state="dead", not_before=bindparam("at"), trouble=bindparam("trouble")),
    core.SHOW: insert(surfaces)
    .values(**_values("face", "subject", "place", "community"), revision=1, rendered=0, lost=False, not_before=0)
    .on_conflict_do_nothing(),
    core.TOUCH: update(surfaces)
    .where(surfaces.c.face == bindparam("face"), surfaces.c.subject == bindparam("subject"))
    .values(revision=surfaces.c.revision + 1),
    core.PLACED: update(surfaces)
    .where(_the_surface)
    .values(
        held_by=bindparam("held_by"),
        message=bindparam("message"),
        posted_at=bindparam("at"),
        rendered=bindparam("revision"),
        lost=False,
    ),
    core.RENDERED: update(surfaces)
    .where(_the_surface)
    .values(rendered=case((surfaces.c.rendered < _revision, _revision), else_=surfaces.c.rendered), not_before=_until),
    core.CLAIM_CARD: update(surfaces)
    .where(_the_surface, _ready(surfaces.c.not_before))
    .values(claimed_by=bindparam("by"), not_before=_until),
    core.PACE_CARD: update(surfaces)
    .where(_the_surface, surfaces.c.claimed_by == bindparam("by"))
    .values(not_before=_until),
    core.FREE_CARDS: update(surfaces)
    .where(surfaces.c.claimed_by == bindparam("by"), surfaces.c.not_before > bindparam("at"))
    .values(not_before=bindparam("at")),
    core.LOST: update(surfaces).where(_the_surface).values(lost=True),
    core.LOSE_PLACE: update(surfaces)
    .where(surfaces.c.community == bindparam("community"), surfaces.c.held_by == bindparam("place"))
    .values(lost=True),
    core.WAKE: insert(due)
    .values(**_values("kind", "subject", "community", "at"), not_before=bindparam("at"), attempts=0)
    .on_conflict_do_update(
        index_elements=["kind", "subject"], set_={"at": bindparam("at"), "not_before": bindparam("at"), "attempts": 0}
    ),
    core.REST: delete(due).where(_the_due),
    core.TAKE_DUE: delete(due).where(_the_due, due.c.at == bindparam("at")),
    core.DELAY_DUE: update(due).where(_the_due).values(not_before=bindparam("not_before"), attempts=due.c.attempts + 1),
    core.COMPUTE: insert(work)
    .values(**_values("kind", "subject", "community", "at"), not_before=bindparam("at"), attempts=0)
    .on_conflict_do_nothing(),
    core.CLAIM_WORK: update(work)
    .where(_the_work, _ready(work.c.not_before))
    .values(claimed_by=bindparam("by"), not_before=_until),
    core.FREE_WORK: update(work)
    .where(work.c.claimed_by == bindparam("by"), work.c.not_before > bindparam("at"))
    .values(not_before=bindparam("at")),
    core.TAKE_WORK: delete(work).where(_the_work),
    core.DELAY_WORK: update(work)
    .where(_the_work)
    .values(not_before=bindparam("not_before"), attempts=work.c.attempts + 1),
}
