"""Settings, the power log and members' choices as statements; see ``bot.settings``, ``bot.power``, ``bot.choices``."""

import json
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot import choices as own
from bot import power as log
from bot import settings as core
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.power import Deed
from bot.setup import views
from bot.setup.model import SUGGESTED, Coming, Found, Suggestion
from storage.checkins.schedules import may_know
from storage.statements import Changes, Row, Views, query
from storage.tables import checkins, choices, communities, drafts, hidden, looks, power, settings
from storage.values import maybe_moment, moment


def _settings(community: list[Row], rows: list[Row]) -> core.Settings:
    known = {name.value: name for name in core.Name}
    found = dict(zip((core.Name.LANGUAGE, core.Name.ZONE), community[0], strict=True)) if community else {}
    return core.Settings(found | {known[name]: value for name, value in rows if name in known})


def _trace(row: Row) -> log.Trace:
    trace, at, person, deed, thing, before, after, why, answer = row
    by = PersonId(person) if person is not None else None
    return log.Trace(trace, moment(at), by, log.Deed(deed), thing, before, after, why, answer or "")


def _found(rows: list[Row]) -> Found | None:
    for at, found in rows:
        kept = json.loads(found)
        if "missing" not in kept:
            return None  # A look from before it was said how the chat mends it; it can be had again.
        missing = {PlaceId(place): None if m is None else tuple(m) for place, m in kept["missing"].items()}
        return Found(moment(at), missing, kept["remedies"])
    return None


def _choices(rows: list[Row]) -> own.Choices:
    for language, zone, named, asks, receipts, away_until in rows:
        by_name = None if named is None else bool(named)
        return own.Choices(language, zone, by_name, bool(asks), bool(receipts), maybe_moment(away_until))
    return own.Choices()


def _suggestion(rows: list[Row]) -> Suggestion | None:
    for person, content in rows:
        values = json.loads(content)
        return Suggestion(PersonId(person), core.Name(values["name"]), values["words"])
    return None


_kept = ("language", "zone", "named", "asks", "receipts", "away_until")
_of_community = settings.c.community == bindparam("community")
_said = power.c.thing + " " + power.c.after + " " + power.c.why + " " + func.coalesce(hidden.c.answer, "")
_newest = select(func.max(power.c.number)).where(power.c.community == bindparam("community")).scalar_subquery()


def _set_up(traces: Any) -> Any:
    return and_(traces.c.community == bindparam("community"), traces.c.deed == Deed.SET.value)


_later = power.alias()
_by_the_same = and_(_later.c.person == power.c.person, _later.c.number > power.c.number)

VIEWS: Views = {
    core.SETTINGS: query(
        _settings,
        select(communities.c.language, communities.c.zone).where(communities.c.id == bindparam("community")),
        select(settings.c.name, settings.c.value).where(_of_community),
    ),
    core.SET_IN: query(
        lambda rows: [core.SetIn(CommunityId(c), core.Name(n), PersonId(p) if p else None) for c, n, p in rows],
        select(settings.c.community, settings.c.name, settings.c.person).where(
            _of_community,
            settings.c.value == bindparam("place"),
            or_(*(settings.c.name == name.value for name in core.IN.values())),
        ),
    ),
    log.LOG: query(
        lambda rows: [_trace(row) for row in rows],
        select(
            power.c.id,
            power.c.at,
            power.c.person,
            power.c.deed,
            power.c.thing,
            power.c.before,
            power.c.after,
            power.c.why,
            hidden.c.answer,
        )
        .select_from(power.outerjoin(hidden, hidden.c.trace == power.c.id))
        .where(
            power.c.community == bindparam("community"),
            func.lower(_said).like(func.lower(bindparam("like")), escape="\\"),
        )
        .order_by(power.c.number.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("skip")),
    ),
    log.LAST_SEAL: query(
        lambda rows: rows[0][0] if rows else "",
        select(power.c.seal).where(power.c.community == bindparam("community"), power.c.number == _newest),
    ),
    views.OF_SUBJECT: query(
        _settings,
        select(communities.c.language, communities.c.zone).where(communities.c.id == bindparam("subject")),
        select(settings.c.name, settings.c.value).where(settings.c.community == bindparam("subject")),
    ),
    views.COMING: query(
        lambda rows: [Coming(name, moment(at)) for name, at in rows],
        select(checkins.c.name, checkins.c.next_at)
        .where(
            checkins.c.community == bindparam("community"),
            ~checkins.c.ended,
            checkins.c.next_at.is_not(None),
            may_know(checkins, checkins.c.place),
        )
        .order_by(checkins.c.next_at, checkins.c.id)
        .limit(3),
    ),
    views.KNOWN_KEEPERS: query(
        lambda rows: [PersonId(person) for (person,) in rows],
        select(power.c.person)
        .where(_set_up(power), power.c.person.is_not(None), ~exists().where(_set_up(_later), _by_the_same))
        .order_by(power.c.number.desc())
        .limit(bindparam("limit")),
    ),
    views.SUGGESTION: query(
        _suggestion,
        select(drafts.c.person, drafts.c.content).where(
            drafts.c.id == bindparam("subject"), drafts.c.kind == SUGGESTED
        ),
    ),
    views.FOUND: query(_found, select(looks.c.at, looks.c.found).where(looks.c.community == bindparam("community"))),
    own.CHOICES: query(
        _choices,
        select(*(choices.c[name] for name in _kept)).where(
            choices.c.community == bindparam("community"), choices.c.person == bindparam("person")
        ),
    ),
}

CHANGES: Changes = {
    core.SET: insert(settings)
    .values(**{name: bindparam(name) for name in ("community", "name", "value", "person")})
    .on_conflict_do_update(
        index_elements=["community", "name"], set_={"value": bindparam("value"), "person": bindparam("person")}
    ),
    log.NOTE: insert(power).values(
        **{
            name: bindparam(name)
            for name in (
                "id",
                "community",
                "at",
                "person",
                "deed",
                "thing",
                "before",
                "after",
                "why",
                "salt",
                "digest",
                "seal",
            )
        },
        number=func.coalesce(_newest, 0) + 1,
    ),
    views.LOOK: delete(looks).where(looks.c.community == bindparam("community")),
    views.FIND: insert(looks)
    .values(community=bindparam("community"), at=bindparam("at"), found=bindparam("found"))
    .on_conflict_do_update(index_elements=["community"], set_={"at": bindparam("at"), "found": bindparam("found")}),
    own.CHOOSE: insert(choices)
    .values(community=bindparam("community"), person=bindparam("person"), **{n: bindparam(n) for n in _kept})
    .on_conflict_do_update(index_elements=["community", "person"], set_={n: bindparam(n) for n in _kept}),
    own.FORGET: delete(choices).where(
        choices.c.community == bindparam("community"), choices.c.person == bindparam("person")
    ),
}
