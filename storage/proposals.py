"""Proposals as statements and rows; see ``bot.proposals.views`` for what each of them means."""

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId, PlaceId, ProposalId
from bot.proposals import views as core
from bot.proposals.deciding import Rule
from bot.proposals.model import (
    Concern,
    Course,
    Ending,
    Fate,
    Origin,
    Plan,
    Proposal,
    ProposalCard,
    Risk,
    SeenAs,
    State,
    Suggestion,
    Together,
    Version,
    Way,
)
from storage.statements import Changes, Row, Views, is_listed, query
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
from storage.values import length, maybe_length, maybe_moment, moment

_subject: BindParameter[Any] = bindparam("subject")
_proposal_id: BindParameter[Any] = bindparam("proposal")
_person: BindParameter[Any] = bindparam("person")


# --- row to model -------------------------------------------------------------------------------------------------

COLUMNS = (
    proposals.c.id, proposals.c.community, proposals.c.place, proposals.c.proposer, proposals.c.carrier,
    proposals.c.title, proposals.c.why, proposals.c.affected, proposals.c.source, proposals.c.rule, proposals.c.least,
    proposals.c.seen_as, proposals.c.plan, proposals.c.review, proposals.c.trial, proposals.c.round,
    proposals.c.opened_at, proposals.c.shaped_until, proposals.c.decided_until, proposals.c.extra, proposals.c.askers,
    proposals.c.shaping_extended, proposals.c.deciding_extended, proposals.c.state, proposals.c.audience,
    proposals.c.ended_at, proposals.c.ended_by, proposals.c.ended_why, proposals.c.part_of,
    proposals.c.follows,
)  # fmt: skip


def proposal_from(row: Row) -> Proposal:
    """A proposal from a row of ``COLUMNS``."""
    (
        proposal, community, place, proposer, carrier, title, why, of_affected, source, rule, least, seen_as, plan,
        review, trial, number, opened_at, shaped_until, decided_until, extra, askers, shaping_extended,
        deciding_extended, state, audience, ended_at, ended_by, ended_why, part_of, follows,
    ) = row  # fmt: skip
    course = Course(
        moment(opened_at),
        moment(shaped_until),
        moment(decided_until),
        length(extra),
        askers,
        bool(shaping_extended),
        bool(deciding_extended),
    )
    into = ProposalId(part_of) if part_of is not None else None
    by = PersonId(ended_by) if ended_by is not None else None
    return Proposal(
        id=ProposalId(proposal),
        community=CommunityId(community),
        place=PlaceId(place),
        proposer=PersonId(proposer),
        carrier=PersonId(carrier) if carrier is not None else None,
        title=title,
        why=why,
        affected=of_affected,
        source=source,
        rule=Rule(rule),
        least=least,
        seen_as=SeenAs(seen_as),
        plan=Plan(**json.loads(plan)),
        review=maybe_length(review),
        trial=maybe_length(trial),
        round=number,
        course=course,
        state=State(state),
        audience=audience,
        ending=Ending(moment(ended_at), by, ended_why or "", into) if ended_at is not None else None,
        follows=follows,
    )


def _maybe_proposal(rows: list[Row]) -> Proposal | None:
    return next(map(proposal_from, rows), None)


def ways_from(way_rows: list[Row], version_rows: list[Row]) -> tuple[Way, ...]:
    """Ways from rows of ``WAY_COLUMNS``, with those of ``VERSION_COLUMNS``."""
    of: defaultdict[int, list[Version]] = defaultdict(list)
    for way, number, words, person, named, why, at in version_rows:
        of[way].append(Version(words, PersonId(person), bool(named), number, why, moment(at)))
    return tuple(Way(way, position, Origin(origin), tuple(of[position])) for way, position, origin in way_rows)


def _suggestion(row: Row) -> Suggestion:
    suggestion, way, base, words, person, named, why, at, until, fate, settled_at, became = row
    return Suggestion(
        words,
        PersonId(person),
        bool(named),
        suggestion,
        way,
        base,
        why,
        moment(at),
        moment(until),
        Fate(fate),
        maybe_moment(settled_at),
        became,
    )


def _concern(row: Row) -> Concern:
    concern, words, person, named, at, met_at = row
    return Concern(words, PersonId(person), bool(named), concern, moment(at), maybe_moment(met_at))


def _risk(row: Row) -> Risk:
    risk, words, person, named, at = row
    return Risk(words, PersonId(person), bool(named), risk, moment(at))


def build_card(
    rows: list[Row],
    way_rows: list[Row],
    version_rows: list[Row],
    suggestion_rows: list[Row],
    concern_rows: list[Row],
    risk_rows: list[Row],
    affected_rows: list[Row],
    helping_rows: list[Row],
    asking_rows: list[Row],
    joined_rows: list[Row],
) -> ProposalCard | None:
    """The rows of ``card_statements`` as a card."""
    proposal = _maybe_proposal(rows)
    if proposal is None:
        return None
    of: defaultdict[int, set[PersonId]] = defaultdict(set)
    for way, person in helping_rows:
        of[way].add(PersonId(person))
    return ProposalCard(
        proposal,
        ways_from(way_rows, version_rows),
        tuple(map(_suggestion, suggestion_rows)),
        tuple(map(_concern, concern_rows)),
        tuple(map(_risk, risk_rows)),
        frozenset(PersonId(person) for (person,) in affected_rows),
        {way: frozenset(people) for way, people in of.items()},
        asking_rows[0][0],
        joined_rows[0][0] if joined_rows else "",
    )


def _of_suggestion(
    rows: list[Row], suggestion_rows: list[Row], way_rows: list[Row], version_rows: list[Row]
) -> tuple[Proposal, Suggestion, Way] | None:
    if not rows or not suggestion_rows:
        return None
    (way,) = ways_from(way_rows, version_rows)
    return proposal_from(rows[0]), _suggestion(suggestion_rows[0]), way


def _of_concern(rows: list[Row], concern_rows: list[Row]) -> tuple[Proposal, Concern] | None:
    return (proposal_from(rows[0]), _concern(concern_rows[0])) if rows and concern_rows else None


def _of_way(rows: list[Row], way_rows: list[Row], version_rows: list[Row]) -> tuple[Proposal, Way] | None:
    return (proposal_from(rows[0]), ways_from(way_rows, version_rows)[0]) if rows else None


def _of_risk(rows: list[Row], risk_rows: list[Row]) -> tuple[Proposal, Risk] | None:
    return (proposal_from(rows[0]), _risk(risk_rows[0])) if rows and risk_rows else None


def _together(rows: list[Row], other_rows: list[Row], asked: list[Row]) -> Together | None:
    if not asked:
        return None
    ((question, person, agreed),) = asked
    yes = None if agreed is None else bool(agreed)
    return Together(question, proposal_from(rows[0]), proposal_from(other_rows[0]), PersonId(person), yes)


# --- statements ---------------------------------------------------------------------------------------------------

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
    core.PROPOSAL: query(_maybe_proposal, select(*COLUMNS).where(proposals.c.id == _proposal_id)),
    core.CARD: query(build_card, *card_statements("subject")),
    core.WAYS: query(ways_from, *whole_ways(_proposal_id)),
    core.OPENED: query(
        lambda rows: tuple(map(_suggestion, rows)),
        select(*_suggestion_columns)
        .where(suggestions.c.proposal == _proposal_id, suggestions.c.fate == Fate.OPEN.value)
        .order_by(suggestions.c.until, suggestions.c.at, suggestions.c.id),
    ),
    core.SUGGESTION: query(
        _of_suggestion,
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
    core.CONCERN: query(
        _of_concern, _proposal_of(concerns), select(*_concern_columns).where(concerns.c.id == _subject)
    ),
    core.WAY: query(
        _of_way,
        _proposal_of(ways),
        select(*WAY_COLUMNS).where(ways.c.id == _subject),
        select(*VERSION_COLUMNS)
        .join(ways, and_(ways.c.proposal == versions.c.proposal, ways.c.position == versions.c.way))
        .where(ways.c.id == _subject)
        .order_by(versions.c.number),
    ),
    core.RISK: query(_of_risk, _proposal_of(risks), select(*_risk_columns).where(risks.c.id == _subject)),
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
        _together,
        select(*COLUMNS).where(proposals.c.id == _asked_for),
        select(*COLUMNS).where(proposals.c.id == _asked_with),
        select(togethers.c.id, togethers.c.person, togethers.c.agreed).where(togethers.c.id == _subject),
    ),
}


def _values(*names: str) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


_proposed = (
    "id", "community", "place", "proposer", "carrier", "title", "why", "affected", "source", "rule", "least",
    "seen_as", "plan", "review", "trial", "opened_at", "shaped_until", "decided_until", "extra", "askers", "audience",
    "follows",
)  # fmt: skip
_being = proposals.c.id == _proposal_id
_running = or_(proposals.c.state == State.SHAPING.value, proposals.c.state == State.DECIDING.value)
_spoken = ("id", "proposal", "words", "person", "named", "at")


def _moved(table: Any, *columns: str) -> tuple[Any, Any]:
    """What stands in the rows of ``proposal`` for ``other`` as well, where it does not already; then not for it."""
    names = ("proposal", *columns)
    copied = select(bindparam("other"), *(table.c[name] for name in columns)).where(table.c.proposal == _proposal_id)
    return (
        insert(table).from_select(names, copied).on_conflict_do_nothing(),
        delete(table).where(table.c.proposal == _proposal_id),
    )


CHANGES: Changes = {
    core.PROPOSE: insert(proposals).values(
        **_values(*_proposed), round=1, shaping_extended=False, deciding_extended=False, state=State.SHAPING.value
    ),
    core.ADD_WAY: insert(ways).values(**_values("proposal", "position", "id", "origin")),
    core.ADD_VERSION: insert(versions)
    .values(**_values("proposal", "way", "number", "words", "person", "named", "why", "at"))
    .on_conflict_do_nothing(),
    core.RETITLE: update(proposals).where(_being).values(title=bindparam("title")),
    core.SUGGEST: insert(suggestions).values(
        **_values("id", "proposal", "way", "base", "words", "person", "named", "why", "at", "until"),
        fate=Fate.OPEN.value,
    ),
    core.SETTLE_SUGGESTION: update(suggestions)
    .where(suggestions.c.id == bindparam("suggestion"), suggestions.c.fate == Fate.OPEN.value)
    .values(
        fate=bindparam("fate"), minded_by=bindparam("minded_by"), settled_at=bindparam("at"), became=bindparam("became")
    ),
    core.RAISE: insert(concerns).values(**_values(*_spoken)),
    core.MEET: update(concerns)
    .where(concerns.c.id == bindparam("concern"), concerns.c.person == bindparam("whose"), concerns.c.met_at.is_(None))
    .values(met_at=bindparam("at")),
    core.UNMEET: update(concerns)
    .where(
        concerns.c.id == bindparam("concern"), concerns.c.person == bindparam("whose"), concerns.c.met_at.is_not(None)
    )
    .values(met_at=None),
    core.NAME_RISK: insert(risks).values(**_values(*_spoken)),
    core.AFFECT: insert(affected).values(**_values("proposal", "person")).on_conflict_do_nothing(),
    core.UNAFFECT: delete(affected).where(affected.c.proposal == _proposal_id, affected.c.person == _person),
    core.HELP: insert(helping).values(**_values("proposal", "way", "person")).on_conflict_do_nothing(),
    core.UNHELP: delete(helping).where(
        helping.c.proposal == _proposal_id, helping.c.way == bindparam("way"), helping.c.person == _person
    ),
    core.NEED_TIME: insert(more_time).values(**_values("proposal", "round", "person")).on_conflict_do_nothing(),
    core.EXTEND: update(proposals)
    .where(_being, proposals.c.state == State.SHAPING.value, ~proposals.c.shaping_extended)
    .values(**_values("shaped_until", "decided_until"), shaping_extended=True),
    core.HAND_OVER: update(proposals)
    .where(_being, proposals.c.state == State.SHAPING.value)
    .values(state=State.DECIDING.value),
    core.RESHAPE: update(proposals)
    .where(_being, proposals.c.state != State.SHAPING.value, proposals.c.state != State.MERGED.value)
    .values(
        **_values("opened_at", "shaped_until", "decided_until"),
        shaping_extended=False,
        deciding_extended=False,
        state=State.SHAPING.value,
        round=proposals.c.round + 1,
        ended_at=None,
        ended_by=None,
        ended_why=None,
    ),
    core.WITHDRAW: update(proposals)
    .where(_being, _running)
    .values(
        state=bindparam("state"),
        ended_at=bindparam("at"),
        ended_by=bindparam("by"),
        ended_why=bindparam("why"),
        part_of=bindparam("part_of"),
    ),
    core.CARRY: update(proposals)
    .where(_being, func.coalesce(proposals.c.carrier, literal("")) == bindparam("before"))
    .values(carrier=bindparam("carrier")),
    core.ASK_TOGETHER: insert(togethers)
    .values(**_values("id", "proposal", "other", "person", "at"), agreed=None)
    .on_conflict_do_nothing(),
    core.SETTLE_TOGETHER: update(togethers)
    .where(togethers.c.id == bindparam("asked"), togethers.c.agreed.is_(None))
    .values(agreed=bindparam("agreed")),
    core.MERGE: (
        update(concerns).where(concerns.c.proposal == _proposal_id).values(proposal=bindparam("other")),
        update(risks).where(risks.c.proposal == _proposal_id).values(proposal=bindparam("other")),
        *_moved(affected, "person"),
    ),
}
