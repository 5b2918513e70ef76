"""Agreements as statements and rows; see ``bot.agreement.views``."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.agreement import views as core
from bot.agreement.model import Change, Version
from bot.chat.ids import CommunityId, PersonId, PlaceId
from storage.statements import Changes, Row, Views, query
from storage.tables import agreement_versions, met
from storage.values import maybe_moment, moment

_community: BindParameter[Any] = bindparam("community")


def _version(row: Row) -> Version:
    version, community, number, text, person, why, proposal, place, at, review_at, returns = row
    return Version(
        id=version,
        community=CommunityId(community),
        number=number,
        text=text,
        person=PersonId(person),
        why=why,
        proposal=proposal,
        place=PlaceId(place),
        at=moment(at),
        review_at=maybe_moment(review_at),
        returns=bool(returns),
    )


def _newest(rows: list[Row]) -> Version | None:
    return _version(rows[0]) if rows else None


def _changes(rows: list[Row]) -> list[Change]:
    return [Change(_version(row), before or "") for *row, before in rows]


_columns = (
    agreement_versions.c.id, agreement_versions.c.community, agreement_versions.c.number, agreement_versions.c.text,
    agreement_versions.c.person, agreement_versions.c.why, agreement_versions.c.proposal, agreement_versions.c.place,
    agreement_versions.c.at, agreement_versions.c.review_at, agreement_versions.c.returns,
)  # fmt: skip
_earlier = agreement_versions.alias()
_with_earlier = select(*_columns, _earlier.c.text).outerjoin(
    _earlier,
    (_earlier.c.community == agreement_versions.c.community) & (_earlier.c.number == agreement_versions.c.number - 1),
)


def newest_of(community: Any) -> Any:
    """The id of the version that holds in this community."""
    of = agreement_versions.alias()
    return select(of.c.id).where(of.c.community == community).order_by(of.c.number.desc()).limit(1).scalar_subquery()


VIEWS: Views = {
    core.NEWEST: query(_newest, select(*_columns).where(agreement_versions.c.id == newest_of(_community))),
    core.OF_SUBJECT: query(
        _newest, select(*_columns).where(agreement_versions.c.id == newest_of(bindparam("subject")))
    ),
    core.CHANGED: query(
        lambda rows: next(iter(_changes(rows)), None),
        _with_earlier.where(agreement_versions.c.id == bindparam("subject")),
    ),
    core.VERSIONS: query(
        _changes,
        _with_earlier.where(agreement_versions.c.community == _community)
        .order_by(agreement_versions.c.number.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("skip")),
    ),
}

_adopted = ("id", "community", "number", "text", "person", "why", "proposal", "place", "at", "review_at", "returns")

CHANGES: Changes = {
    core.ADOPT: insert(agreement_versions).values(**{name: bindparam(name) for name in _adopted}),
    core.LOOK_AGAIN: update(agreement_versions)
    .where(agreement_versions.c.community == bindparam("whose"), agreement_versions.c.number == bindparam("which"))
    .values(review_at=bindparam("at")),
    core.MEET: insert(met).values(community=_community, tag=bindparam("tag")).on_conflict_do_nothing(),
}
