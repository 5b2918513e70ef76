"""Resources as statements and rows; see ``bot.resources.views``."""

from collections import defaultdict
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, delete, exists, false, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.terms import MOST_SOUGHT
from bot.resources import views as core
from bot.resources.model import Mark, Resource
from storage.polls import may_know
from storage.statements import Changes, Row, Views, query
from storage.tables import resource_marks, resource_terms, resources
from storage.values import moment

_community: BindParameter[Any] = bindparam("community")
_person: BindParameter[Any] = bindparam("person")
_resource: BindParameter[Any] = bindparam("resource")


def _found(rows: list[Row], mark_rows: list[Row]) -> list[Resource]:
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for of, person, holds, why, at in mark_rows:
        marks[of].append(Mark(PersonId(person), bool(holds), why, moment(at)))
    return [
        Resource(
            id=resource,
            community=CommunityId(community),
            place=PlaceId(place),
            person=PersonId(person),
            words=words,
            link=link,
            everywhere=bool(everywhere),
            at=moment(at),
            gone=bool(gone),
            marks=tuple(marks[resource]),
        )
        for resource, community, place, person, words, link, everywhere, at, gone in rows
    ]


def _one(rows: list[Row], mark_rows: list[Row]) -> Resource | None:
    return next(iter(_found(rows, mark_rows)), None)


_columns = (
    resources.c.id, resources.c.community, resources.c.place, resources.c.person, resources.c.words, resources.c.link,
    resources.c.everywhere, resources.c.at, resources.c.gone,
)  # fmt: skip
_mark_rows = select(
    resource_marks.c.resource, resource_marks.c.person, resource_marks.c.holds, resource_marks.c.why,
    resource_marks.c.at,
).order_by(resource_marks.c.at, resource_marks.c.id)  # fmt: skip


_mine = resources.alias()
_where_i_shared = select(_mine.c.place).where(_mine.c.community == _community, _mine.c.person == _person)


def _has_word(number: int) -> Any:
    """One that begins with the text in this slot, or no text there."""
    term: BindParameter[Any] = bindparam(f"term{number}")
    with_it = select(resource_terms.c.resource).where(
        resource_terms.c.community == _community,
        resource_terms.c.term >= term,
        resource_terms.c.term < bindparam(f"end{number}"),
    )
    return or_(term == "", resources.c.id.in_(with_it))


_last = resource_marks.alias()
_later = resource_marks.alias()
_doubted = exists().where(
    _last.c.resource == resources.c.id,
    ~_last.c.holds,
    ~exists().where(
        _later.c.resource == _last.c.resource,
        or_(_later.c.at > _last.c.at, and_(_later.c.at == _last.c.at, _later.c.id > _last.c.id)),
    ),
)


def _some(*columns: Any) -> Any:
    return (
        select(*columns)
        .where(
            resources.c.community == _community,
            ~resources.c.gone,
            or_(resources.c.everywhere, resources.c.place.in_(_where_i_shared), may_know(resources)),
            *(_has_word(number) for number in range(1, MOST_SOUGHT + 1)),
        )
        .order_by(case((_doubted, 1), else_=0), resources.c.at.desc(), resources.c.id)
        .limit(bindparam("limit"))
        .offset(bindparam("skip"))
    )


VIEWS: Views = {
    core.RESOURCE: query(
        _one,
        select(*_columns).where(resources.c.id == bindparam("subject")),
        _mark_rows.where(resource_marks.c.resource == bindparam("subject")),
    ),
    core.FOUND: query(
        _found,
        _some(*_columns),
        _mark_rows.where(resource_marks.c.resource.in_(_some(resources.c.id).scalar_subquery())),
    ),
}

_shared = ("id", "community", "place", "person", "words", "link", "everywhere", "at")
_marked = ("id", "resource", "person", "holds", "why", "at")

CHANGES: Changes = {
    core.SHARE: insert(resources).values(**{name: bindparam(name) for name in _shared}, gone=false()),
    core.FILE_UNDER: insert(resource_terms).values(community=_community, term=bindparam("term"), resource=_resource),
    core.UNFILE: delete(resource_terms).where(resource_terms.c.resource == _resource),
    core.TAKE_BACK: (
        delete(resource_terms).where(
            resource_terms.c.resource.in_(
                select(resources.c.id).where(resources.c.id == _resource, resources.c.person == _person)
            )
        ),
        update(resources)
        .where(resources.c.id == _resource, resources.c.person == _person)
        .values(words="", link="", gone=true()),
    ),
    core.MARK: insert(resource_marks).values(**{name: bindparam(name) for name in _marked}),
}
