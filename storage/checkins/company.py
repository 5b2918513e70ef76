"""Who is around, who would like company, and how all of it is forgotten; and traces of what was done to check-ins."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId
from bot.checkins import views as core
from bot.checkins.actions.company import WISH, WITH
from bot.checkins.model import Company
from bot.power import Deed, Trace
from storage.statements import Changes, Row, Views, query
from storage.tables import around, companions, outbox, power, wishes
from storage.values import maybe_moment, moment

_community: BindParameter[Any] = bindparam("community")
_person: BindParameter[Any] = bindparam("person")
_subject: BindParameter[Any] = bindparam("subject")
_wish: BindParameter[Any] = bindparam("wish")


def _company(row: Row) -> Company:
    wish, community, asker, until = row
    return Company(wish, CommunityId(community), PersonId(asker), moment(until))


def _trace(rows: list[Row]) -> Trace | None:
    for trace, at, person, deed, thing, before, after, why in rows:
        by = PersonId(person) if person is not None else None
        return Trace(trace, moment(at), by, Deed(deed), thing, before, after, why)
    return None


_wish_columns = (wishes.c.id, wishes.c.community, wishes.c.asker, wishes.c.until)
_companions_of = select(companions.c.id).where(companions.c.wish == _wish)

VIEWS: Views = {
    core.AROUND: query(
        lambda rows: [PersonId(person) for (person,) in rows],
        select(around.c.person).where(around.c.community == _community, around.c.until > bindparam("now")),
    ),
    core.FIRST_TO_LEAVE: query(
        lambda rows: maybe_moment(rows[0][0]), select(func.min(around.c.until)).where(around.c.community == _community)
    ),
    core.COMPANY: query(
        lambda rows: _company(rows[0]) if rows else None, select(*_wish_columns).where(wishes.c.id == _subject)
    ),
    core.WISHED: query(
        lambda rows: _company(rows[0]) if rows else None,
        select(*_wish_columns).where(
            wishes.c.community == _community, wishes.c.asker == _person, wishes.c.until > bindparam("now")
        ),
    ),
    core.COMPANION: query(
        lambda rows: (_company(rows[0][:4]), PersonId(rows[0][4])) if rows else None,
        select(*_wish_columns, companions.c.person)
        .join(companions, companions.c.wish == wishes.c.id)
        .where(companions.c.id == _subject),
    ),
    core.TRACE: query(
        _trace,
        select(
            power.c.id,
            power.c.at,
            power.c.person,
            power.c.deed,
            power.c.thing,
            power.c.before,
            power.c.after,
            power.c.why,
        ).where(power.c.id == _subject),
    ),
}

CHANGES: Changes = {
    core.BE_AROUND: insert(around)
    .values(community=_community, person=_person, until=bindparam("until"))
    .on_conflict_do_update(index_elements=["community", "person"], set_={"until": bindparam("until")}),
    core.LEAVE: delete(around).where(around.c.community == _community, around.c.person == _person),
    core.LEAVE_ALL: delete(around).where(around.c.community == _community, around.c.until <= bindparam("now")),
    core.ASK_COMPANY: insert(wishes).values(
        **{name: bindparam(name) for name in ("id", "community", "asker", "until")}
    ),
    core.KEEP_COMPANY: insert(companions)
    .values(id=bindparam("id"), wish=_wish, person=_person)
    .on_conflict_do_nothing(index_elements=["wish", "person"]),
    core.FORGET_COMPANY: (
        delete(outbox).where(
            or_(
                (outbox.c.face == WISH) & (outbox.c.subject == _wish),
                (outbox.c.face == WITH) & outbox.c.subject.in_(_companions_of),
            )
        ),
        delete(companions).where(companions.c.wish == _wish),
        delete(wishes).where(wishes.c.id == _wish),
    ),
}
