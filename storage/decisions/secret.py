"""Secret stances: what lies under tags while a round goes on, and what is left of it then."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, exists, func, literal, null, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import PersonId
from bot.proposals import decision_views as core
from bot.proposals.decided import Boxed, Stand
from bot.proposals.deciding import Stance
from bot.proposals.model import SeenAs, State
from storage import proposals as of_proposals
from storage.statements import Changes, Row, Views, query
from storage.tables import (
    affected,
    proposals,
    secret_stance_counts,
    secret_stance_words,
    secret_stances,
    stance_words,
    stances,
    versions,
)

_proposal: BindParameter[Any] = bindparam("proposal")
_round: BindParameter[Any] = bindparam("in_round")
_tag: BindParameter[Any] = bindparam("tag")

NAMED = (
    stances.c.id, stances.c.person, stances.c.way, stances.c.round, stances.c.version, stances.c.stance,
    stances.c.words, stances.c.said_as, stances.c.named,
)  # fmt: skip
"""Columns of a stance beside the one who takes it."""

_tagged_columns = (
    literal("").label("id"), secret_stances.c.tag, secret_stances.c.way, secret_stances.c.round,
    secret_stances.c.version, secret_stances.c.stance, literal("").label("words"), null().label("said_as"),
    literal(False).label("named"),
)  # fmt: skip


def stands_of(of: Any, whose: Any = None) -> Any:
    """Stances with whoever takes them, or the tag that stands for them."""
    named = select(*NAMED).where(stances.c.proposal == of)
    tagged = select(*_tagged_columns).where(secret_stances.c.proposal == of)
    if whose is not None:
        named, tagged = named.where(stances.c.person == whose), tagged.where(secret_stances.c.tag == whose)
    both = union_all(named, tagged).subquery()
    return select(both).order_by(both.c.round, both.c.id, both.c.person, both.c.way)


def words_of(of: Any) -> Any:
    """Words from the boxes of a proposal. Their ids say nothing about who wrote or when."""
    return (
        select(
            stance_words.c.id, stance_words.c.way, stance_words.c.round, stance_words.c.said_as, stance_words.c.words
        )
        .where(stance_words.c.proposal == of)
        .order_by(stance_words.c.id)
    )


def stand_of_words(row: Row) -> Stand:
    """Words from a box as what someone said. Nobody stands beside them."""
    told, way, number, said_as, words = row
    stance = Stance(said_as)
    return Stand(told, PersonId(""), way, number, 0, stance, words, stance, False)


def _boxed(row: Row) -> Boxed:
    way, said_as, words, always = row
    return Boxed(way, Stance(said_as), words, bool(always))


_box_columns = (
    secret_stance_words.c.way, secret_stance_words.c.said_as, secret_stance_words.c.words,
    secret_stance_words.c.always,
)  # fmt: skip
_in_box = and_(secret_stance_words.c.proposal == _proposal, secret_stance_words.c.round == _round)
_my_words = and_(_in_box, secret_stance_words.c.tag == _tag)
_newest = (
    select(func.coalesce(func.max(versions.c.number), 0))
    .where(versions.c.proposal == secret_stances.c.proposal, versions.c.way == secret_stances.c.way)
    .scalar_subquery()
)
_said = (
    select(
        secret_stances.c.proposal,
        secret_stances.c.round,
        secret_stances.c.way,
        secret_stances.c.stance,
        exists()
        .where(affected.c.proposal == secret_stances.c.proposal, affected.c.person == secret_stances.c.tag)
        .label("affected"),
        (secret_stances.c.version == _newest).label("confirmed"),
    )
    .where(secret_stances.c.proposal == _proposal, secret_stances.c.round == _round)
    .subquery()
)
_cell = (_said.c.proposal, _said.c.round, _said.c.way, _said.c.stance, _said.c.affected, _said.c.confirmed)

VIEWS: Views = {
    core.SECRET_SAID: query(lambda rows: _boxed(rows[0]) if rows else None, select(*_box_columns).where(_my_words)),
    core.SECRET_BOX: query(
        lambda rows: list(map(_boxed, rows)),
        select(*_box_columns).where(_in_box).order_by(secret_stance_words.c.tag),
    ),
    core.SECRETLY_OPEN: query(
        lambda rows: list(map(of_proposals.proposal_from, rows)),
        select(*of_proposals.COLUMNS)
        .where(
            proposals.c.community == bindparam("community"),
            proposals.c.seen_as == SeenAs.SECRET.value,
            or_(proposals.c.state == State.SHAPING.value, proposals.c.state == State.DECIDING.value),
        )
        .order_by(proposals.c.id),
    ),
}

CHANGES: Changes = {
    core.SECRET_TAKE: insert(secret_stances)
    .values(
        proposal=_proposal,
        round=_round,
        tag=_tag,
        way=bindparam("way"),
        version=bindparam("version"),
        stance=bindparam("stance"),
    )
    .on_conflict_do_update(
        index_elements=["proposal", "round", "tag", "way"],
        set_={"version": bindparam("version"), "stance": bindparam("stance")},
    ),
    core.SECRET_BACK: delete(secret_stances).where(
        secret_stances.c.proposal == _proposal,
        secret_stances.c.round == _round,
        secret_stances.c.tag == _tag,
        secret_stances.c.way == bindparam("way"),
    ),
    core.SECRET_EXPLAIN: insert(secret_stance_words)
    .values(
        proposal=_proposal,
        round=_round,
        tag=_tag,
        way=bindparam("way"),
        said_as=bindparam("said_as"),
        words=bindparam("words"),
        always=bindparam("always"),
    )
    .on_conflict_do_update(
        index_elements=["proposal", "round", "tag"],
        set_={name: bindparam(name) for name in ("way", "said_as", "words", "always")},
    ),
    core.SECRET_UNEXPLAIN: delete(secret_stance_words).where(_my_words),
    core.SECRET_COUNT: insert(secret_stance_counts).from_select(
        ["proposal", "round", "way", "stance", "affected", "confirmed", "number"],
        select(*_cell, func.count()).group_by(*_cell),
    ),
    core.SECRET_TELL: insert(stance_words).values(
        id=bindparam("id"),
        proposal=_proposal,
        round=_round,
        way=bindparam("way"),
        said_as=bindparam("said_as"),
        words=bindparam("words"),
    ),
    core.SECRET_SWEEP: (
        delete(secret_stances).where(secret_stances.c.proposal == _proposal),
        delete(secret_stance_words).where(secret_stance_words.c.proposal == _proposal),
        delete(affected).where(affected.c.proposal == _proposal),
    ),
    core.SECRET_LEAVE: (
        delete(secret_stances).where(
            secret_stances.c.proposal == _proposal, secret_stances.c.tag == bindparam("whose")
        ),
        delete(secret_stance_words).where(
            secret_stance_words.c.proposal == _proposal, secret_stance_words.c.tag == bindparam("words")
        ),
        delete(affected).where(affected.c.proposal == _proposal, affected.c.person == bindparam("whose")),
    ),
}
