"""Who is around, who would like company, and how all of it is forgotten; and traces of what was done to check-ins."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, String, bindparam, cast, delete, exists, false, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId
from bot.checkins import views as core
from bot.checkins.actions.company import WISH, WITH
from bot.checkins.actions.keeping import KEEP
from bot.checkins.model import AskedToKeep, Company, KeptCompany
from bot.power import Deed, Trace
from storage.statements import Changes, Row, Views, query
from storage.tables import around, companions, company_asked, company_kept, outbox, power, wishes
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


def _asked(row: Row) -> AskedToKeep:
    asked, community, asker, companion, until, asker_keeps, companion_keeps = row
    return AskedToKeep(
        asked,
        CommunityId(community),
        PersonId(asker),
        PersonId(companion),
        moment(until),
        bool(asker_keeps),
        bool(companion_keeps),
    )


def _to_keep(rows: list[Row]) -> AskedToKeep | None:
    return _asked(rows[0]) if rows else None


_asked_columns = (
    company_asked.c.id, company_asked.c.community, company_asked.c.asker, company_asked.c.companion,
    company_asked.c.until, company_asked.c.asker_keeps, company_asked.c.companion_keeps,
)  # fmt: skip
_id: BindParameter[Any] = bindparam("id")
_wanted = (company_asked.c.id == _id, company_asked.c.asker_keeps, company_asked.c.companion_keeps)
_mine = company_kept.alias()
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
    core.COMPANIONS: query(
        lambda rows: [PersonId(person) for (person,) in rows],
        select(companions.c.person).where(companions.c.wish == _wish).order_by(companions.c.id),
    ),
    core.TO_KEEP: query(_to_keep, select(*_asked_columns).where(company_asked.c.id == _subject)),
    core.TO_KEEP_FOR: query(
        lambda rows: (_asked(rows[0][:-1]), PersonId(rows[0][-1])) if rows else None,
        select(*_asked_columns, cast(bindparam("to"), String)).where(company_asked.c.id == _subject),
    ),
    core.KEPT_COMPANY: query(
        lambda rows: [KeptCompany(kept, PersonId(other), date.fromisoformat(day)) for kept, other, day in rows],
        select(company_kept.c.id, company_kept.c.other, company_kept.c.day)
        .where(company_kept.c.community == _community, company_kept.c.person == _person)
        .order_by(company_kept.c.day.desc(), company_kept.c.id),
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
    core.ASK_BOTH: insert(company_asked).values(
        **{name: bindparam(name) for name in ("id", "community", "asker", "companion", "until")},
        asker_keeps=false(),
        companion_keeps=false(),
    ),
    core.WANT_KEPT: (
        update(company_asked)
        .where(company_asked.c.id == _id, company_asked.c.asker == _person)
        .values(asker_keeps=true()),
        update(company_asked)
        .where(company_asked.c.id == _id, company_asked.c.companion == _person)
        .values(companion_keeps=true()),
    ),
    core.KEEP_FOR_BOTH: tuple(
        insert(company_kept)
        .from_select(
            ["id", "community", "person", "other", "day"],
            select(company_asked.c.id, company_asked.c.community, one, other, cast(bindparam("day"), String)).where(
                *_wanted
            ),
        )
        .on_conflict_do_nothing(index_elements=["id", "person"])
        for one, other in (
            (company_asked.c.asker, company_asked.c.companion),
            (company_asked.c.companion, company_asked.c.asker),
        )
    ),
    core.FORGET_ASKED: (
        delete(outbox).where((outbox.c.face == KEEP) & (outbox.c.subject == _id)),
        delete(company_asked).where(company_asked.c.id == _id),
    ),
    core.FORGET_KEPT: delete(company_kept).where(
        company_kept.c.id == _id,
        exists().where(_mine.c.id == company_kept.c.id, _mine.c.person == _person),
    ),
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
