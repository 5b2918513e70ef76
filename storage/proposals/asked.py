"""What is asked of proposals, as statements."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select

from bot.proposals import views as core
from bot.proposals.model import (
    Fate,
    State,
)
from storage.proposals.rows import (
    COLUMNS,
    build_card,
    maybe_proposal,
    of_concern,
    of_risk,
    of_suggestion,
    of_way,
    proposal_from,
    suggestion_from,
    together_from,
    ways_from,
)
from storage.statements import Views, is_listed, query
from storage.tables import (
    affected,
    concerns,
    helping,
    more_time,
    proposals,
    risks,
    stances,
    suggestions,
    togethers,
    versions,
    ways,
)

_subject: BindParameter[Any] = bindparam("subject")
_proposal_id: BindParameter[Any] = bindparam("proposal")
_person: BindParameter[Any] = bindparam("person")


WAY_COLUMNS = (ways.c.id, ways.c.position, ways.c.origin)
VERSION_COLUMNS = (
    versions.c.way, versions.c.number, versions.c.words, versions.c.person, versions.c.named, versions.c.why,
    versions.c.at,
)  # fmt: skip
_suggestion_columns = (
    suggestions.c.id, suggestions.c.way, suggestions.c.base, suggestions.c.words, suggestions.c.person,
    suggestions.c.named, suggestions.c.why, suggestions.c.at, suggestions.c.until, suggestions.c.fate,
    suggestions.c.settled_at, suggestions.c.became,
)  # fmt: skip
_concern_columns = (
    concerns.c.id, concerns.c.words, concerns.c.person, concerns.c.named, concerns.c.at, concerns.c.met_at,
)  # fmt: skip
_risk_columns = (risks.c.id, risks.c.words, risks.c.person, risks.c.named, risks.c.at)


def whole_ways(of: Any) -> tuple[Any, Any]:
    """The statements for the ways of a proposal, and for all their versions."""
    return (
        select(*WAY_COLUMNS).where(ways.c.proposal == of).order_by(ways.c.position),
        select(*VERSION_COLUMNS).where(versions.c.proposal == of).order_by(versions.c.way, versions.c.number),
    )


def _asking(of: Any) -> Any:
    return (
        select(func.count())
        .select_from(more_time.join(proposals, proposals.c.id == more_time.c.proposal))
        .where(more_time.c.proposal == of, more_time.c.round == proposals.c.round)
    )


def card_statements(parameter: str) -> tuple[Any, ...]:
    """What is read for a proposal's card."""
    of: BindParameter[Any] = bindparam(parameter)
    part_of = select(proposals.c.part_of).where(proposals.c.id == of).scalar_subquery()
    return (
        select(*COLUMNS).where(proposals.c.id == of),
        *whole_ways(of),
        select(*_suggestion_columns).where(suggestions.c.proposal == of).order_by(suggestions.c.at, suggestions.c.id),
        select(*_concern_columns).where(concerns.c.proposal == of).order_by(concerns.c.at, concerns.c.id),
        select(*_risk_columns).where(risks.c.proposal == of).order_by(risks.c.at, risks.c.id),
        select(affected.c.person).where(affected.c.proposal == of).order_by(affected.c.person),
        select(helping.c.way, helping.c.person)
        .where(helping.c.proposal == of)
        .order_by(helping.c.way, helping.c.person),
        _asking(of),
        select(proposals.c.title).where(proposals.c.id == part_of),
    )


def _proposal_of(table: Any) -> Any:
    return select(*COLUMNS).join(table, table.c.proposal == proposals.c.id).where(table.c.id == _subject)


def took_part(table: Any, of: Any) -> Any:
    """Whether the person stands in this table beside a proposal."""
    mine = table.alias()
    return exists().where(mine.c.proposal == of.c.id, mine.c.person == _person)


def may_know(of: Any) -> Any:
    """Proposals of the place where someone asks, of ``places`` that they are in as their chat says, and of those where
    they have proposed or shaped something before: a channel may be private, and what is proposed in it is not told to
    whoever can not see it."""
    other = proposals.alias()
    there = or_(other.c.proposer == _person, *(took_part(table, other) for table in TAKEN_PART))
    # Asked once for the whole statement, not once for each proposal.
    been_in = select(other.c.place).where(other.c.community == bindparam("community"), there)
    return or_(of.c.place == bindparam("place"), is_listed(of.c.place, "places"), of.c.place.in_(been_in))


TAKEN_PART = (versions, suggestions, concerns, risks, affected, helping, more_time, stances)
"""Tables in which a person stands beside a proposal that they have taken part in."""

_suggested_way = select(suggestions.c.proposal, suggestions.c.way).where(suggestions.c.id == _subject).subquery()
_asked_for = select(togethers.c.proposal).where(togethers.c.id == _subject).scalar_subquery()
_asked_with = select(togethers.c.other).where(togethers.c.id == _subject).scalar_subquery()
_place_of = select(proposals.c.place).where(proposals.c.id == _proposal_id).scalar_subquery()
_community_of = select(proposals.c.community).where(proposals.c.id == _proposal_id).scalar_subquery()

VIEWS: Views = {
    core.PROPOSAL: query(maybe_proposal, select(*COLUMNS).where(proposals.c.id == _proposal_id)),
    core.CARD: query(build_card, *card_statements("subject")),
    core.WAYS: query(ways_from, *whole_ways(_proposal_id)),
    core.OPENED: query(
        lambda rows: tuple(map(suggestion_from, rows)),
        select(*_suggestion_columns)
        .where(suggestions.c.proposal == _proposal_id, suggestions.c.fate == Fate.OPEN.value)
        .order_by(suggestions.c.until, suggestions.c.at, suggestions.c.id),
    ),
    core.SUGGESTION: query(
        of_suggestion,
        _proposal_of(suggestions),
        select(*_suggestion_columns).where(suggestions.c.id == _subject),
        select(*WAY_COLUMNS).join(
            _suggested_way, and_(_suggested_way.c.proposal == ways.c.proposal, _suggested_way.c.way == ways.c.position)
        ),
        select(*VERSION_COLUMNS)
        .join(
            _suggested_way,
            and_(_suggested_way.c.proposal == versions.c.proposal, _suggested_way.c.way == versions.c.way),
        )
        .order_by(versions.c.number),
    ),
    core.CONCERN: query(of_concern, _proposal_of(concerns), select(*_concern_columns).where(concerns.c.id == _subject)),
    core.WAY: query(
        of_way,
        _proposal_of(ways),
        select(*WAY_COLUMNS).where(ways.c.id == _subject),
        select(*VERSION_COLUMNS)
        .join(ways, and_(ways.c.proposal == versions.c.proposal, ways.c.position == versions.c.way))
        .where(ways.c.id == _subject)
        .order_by(versions.c.number),
    ),
    core.RISK: query(of_risk, _proposal_of(risks), select(*_risk_columns).where(risks.c.id == _subject)),
    core.HELPING: query(
        lambda rows: frozenset(way for (way,) in rows),
        select(helping.c.way).where(helping.c.proposal == _proposal_id, helping.c.person == _person),
    ),
    core.ASKING: query(lambda rows: rows[0][0], _asking(_proposal_id)),
    core.OTHERS: query(
        lambda rows: list(map(proposal_from, rows)),
        select(*COLUMNS)
        .where(
            proposals.c.community == _community_of,
            proposals.c.place == _place_of,
            proposals.c.id != _proposal_id,
            proposals.c.state == State.SHAPING.value,
        )
        .order_by(proposals.c.opened_at.desc(), proposals.c.id)
        .limit(bindparam("limit")),
    ),
    core.TOGETHER: query(
        together_from,
        select(*COLUMNS).where(proposals.c.id == _asked_for),
        select(*COLUMNS).where(proposals.c.id == _asked_with),
        select(togethers.c.id, togethers.c.person, togethers.c.agreed).where(togethers.c.id == _subject),
    ),
}
