"""Rows of proposals and what they mean in the core."""

import json
from collections import defaultdict

from bot.chat.ids import CommunityId, PersonId, PlaceId, ProposalId
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
from storage.statements import Row
from storage.tables import (
    proposals,
)
from storage.values import length, maybe_length, maybe_moment, moment

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


def maybe_proposal(rows: list[Row]) -> Proposal | None:
    """A proposal, if its row is there."""
    return next(map(proposal_from, rows), None)


def ways_from(way_rows: list[Row], version_rows: list[Row]) -> tuple[Way, ...]:
    """Ways from rows of ``WAY_COLUMNS``, with those of ``VERSION_COLUMNS``."""
    of: defaultdict[int, list[Version]] = defaultdict(list)
    for way, number, words, person, named, why, at in version_rows:
        of[way].append(Version(words, PersonId(person), bool(named), number, why, moment(at)))
    return tuple(Way(way, position, Origin(origin), tuple(of[position])) for way, position, origin in way_rows)


def suggestion_from(row: Row) -> Suggestion:
    """A suggested change from its row."""
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


def concern_from(row: Row) -> Concern:
    """A concern from its row."""
    concern, words, person, named, at, met_at = row
    return Concern(words, PersonId(person), bool(named), concern, moment(at), maybe_moment(met_at))


def risk_from(row: Row) -> Risk:
    """A risk from its row."""
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
    proposal = maybe_proposal(rows)
    if proposal is None:
        return None
    of: defaultdict[int, set[PersonId]] = defaultdict(set)
    for way, person in helping_rows:
        of[way].add(PersonId(person))
    return ProposalCard(
        proposal,
        ways_from(way_rows, version_rows),
        tuple(map(suggestion_from, suggestion_rows)),
        tuple(map(concern_from, concern_rows)),
        tuple(map(risk_from, risk_rows)),
        frozenset(PersonId(person) for (person,) in affected_rows),
        {way: frozenset(people) for way, people in of.items()},
        asking_rows[0][0],
        joined_rows[0][0] if joined_rows else "",
    )


def of_suggestion(
    rows: list[Row], suggestion_rows: list[Row], way_rows: list[Row], version_rows: list[Row]
) -> tuple[Proposal, Suggestion, Way] | None:
    """A suggestion with the proposal and the way that it is about, if it is there."""
    if not rows or not suggestion_rows:
        return None
    (way,) = ways_from(way_rows, version_rows)
    return proposal_from(rows[0]), suggestion_from(suggestion_rows[0]), way


def of_concern(rows: list[Row], concern_rows: list[Row]) -> tuple[Proposal, Concern] | None:
    """A concern with its proposal, if it is there."""
    return (proposal_from(rows[0]), concern_from(concern_rows[0])) if rows and concern_rows else None


def of_way(rows: list[Row], way_rows: list[Row], version_rows: list[Row]) -> tuple[Proposal, Way] | None:
    """A way with its proposal, if it is there."""
    return (proposal_from(rows[0]), ways_from(way_rows, version_rows)[0]) if rows else None


def of_risk(rows: list[Row], risk_rows: list[Row]) -> tuple[Proposal, Risk] | None:
    """A risk with its proposal, if it is there."""
    return (proposal_from(rows[0]), risk_from(risk_rows[0])) if rows and risk_rows else None


def together_from(rows: list[Row], other_rows: list[Row], asked: list[Row]) -> Together | None:
    """Two proposals that someone would put together, if that was asked."""
    if not asked:
        return None
    ((question, person, agreed),) = asked
    yes = None if agreed is None else bool(agreed)
    return Together(question, proposal_from(rows[0]), proposal_from(other_rows[0]), PersonId(person), yes)
