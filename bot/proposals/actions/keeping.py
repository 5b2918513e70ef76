"""Keeping what belongs to a proposal, row by row."""

from bot.chat.ids import ProposalId
from bot.ports import Tx
from bot.proposals.model import ProposalCard, Risk, Version, Way, title_of
from bot.proposals.views import ADD_VERSION, ADD_WAY, NAME_RISK, PROPOSE, RETITLE

FACE = "proposal"
"""The card of a proposal, in the place where it was posted."""
WAY = "proposal.way"
"""The card of one way, in the proposal's thread."""


def keep_whole(tx: Tx, card: ProposalCard) -> None:
    """Keep a new proposal with its ways and risks."""
    proposal, course = card.proposal, card.proposal.course
    tx.change(
        PROPOSE,
        id=proposal.id,
        community=proposal.community,
        place=proposal.place,
        proposer=proposal.proposer,
        carrier=proposal.carrier,
        title=proposal.title,
        why=proposal.why,
        affected=proposal.affected,
        source=proposal.source,
        rule=proposal.rule,
        least=proposal.least,
        seen_as=proposal.seen_as,
        plan=proposal.plan,
        review=proposal.review,
        trial=proposal.trial,
        opened_at=course.opened_at,
        shaped_until=course.shaped_until,
        decided_until=course.decided_until,
        extra=course.extra,
        askers=course.askers,
        audience=proposal.audience,
        follows=proposal.follows,
    )
    for way in card.ways:
        put_up(tx, proposal.id, way)
    for risk in card.risks:
        keep_risk(tx, proposal.id, risk)


def put_up(tx: Tx, proposal: ProposalId, way: Way) -> None:
    """Keep a new way with its first version."""
    tx.change(ADD_WAY, proposal=proposal, position=way.position, id=way.id, origin=way.origin)
    keep_version(tx, proposal, way.position, way.newest)


def keep_version(tx: Tx, proposal: ProposalId, way: int, version: Version) -> None:
    """Keep one more version of a way. That of the first way also names the proposal."""
    tx.change(
        ADD_VERSION,
        proposal=proposal,
        way=way,
        number=version.number,
        words=version.words,
        person=version.person,
        named=version.named,
        why=version.why,
        at=version.at,
    )
    if way == 1:
        tx.change(RETITLE, proposal=proposal, title=title_of(version.words))


def keep_risk(tx: Tx, proposal: ProposalId, risk: Risk) -> None:
    """Keep what could go wrong."""
    tx.change(
        NAME_RISK, id=risk.id, proposal=proposal, words=risk.words, person=risk.person, named=risk.named, at=risk.at
    )
