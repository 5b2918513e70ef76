"""What of check-ins waits for a member, and what is coming: parts of the statement behind everything that is open."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, case, exists, literal, null, select, true

from bot.checkins.model import Seen
from storage.checkins.schedules import may_know
from storage.tables import checkin_answers, checkin_rests, checkin_rounds, checkins

TO_COME = "checkin"
"""The kind of a round that is still to come."""

_community: BindParameter[Any] = bindparam("community")
_person: BindParameter[Any] = bindparam("person")
_now: BindParameter[Any] = bindparam("now")

_in_peace = exists().where(
    checkin_rests.c.community == _community,
    checkin_rests.c.person == _person,
    checkin_rests.c.until > _now,
)
_answered = exists().where(checkin_answers.c.round == checkin_rounds.c.id, checkin_answers.c.person == _person)
_open = (
    select(
        literal("round").label("kind"),
        checkin_rounds.c.id,
        checkin_rounds.c.name,
        checkin_rounds.c.closes_at.label("ends"),
        # Whether someone has answered without their name stands nowhere, either.
        case((checkin_rounds.c.seen_as == Seen.UNNAMED.value, null()), else_=_answered).label("done"),
    )
    .join(checkins, checkins.c.id == checkin_rounds.c.checkin)
    .where(
        checkins.c.community == _community,
        ~checkin_rounds.c.closed,
        checkin_rounds.c.closes_at > _now,
        may_know(checkins, checkin_rounds.c.place),
        ~_in_peace,
    )
)
_next = select(
    literal(TO_COME).label("kind"),
    checkins.c.id,
    checkins.c.name,
    checkins.c.next_at.label("ends"),
    true().label("done"),
).where(
    checkins.c.community == _community,
    checkins.c.next_at > _now,
    may_know(checkins, checkins.c.place),
    ~_in_peace,
)
OPEN_THINGS = (_open, _next)
