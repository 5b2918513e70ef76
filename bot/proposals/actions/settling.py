"""How deciding ends: by the clock; counted beside the writer, and frozen once."""

from bot.chat.answers import Answer, Nothing
from bot.chat.events import TimeCame, WorkDone
from bot.chat.ids import PlaceId
from bot.ports import Effect, Tx, Urgency
from bot.proposals.actions.handing import shape_again
from bot.proposals.actions.keeping import FACE
from bot.proposals.actions.reviewing import plan_review
from bot.proposals.actions.secrecy import as_known, gather
from bot.proposals.decided import (
    MOST_ROUNDS,
    PUNCTUAL,
    Decided,
    carried_ways,
    decided_now,
    kept_decision,
    shapers,
    versions_of,
)
from bot.proposals.deciding import Outcome
from bot.proposals.decision_views import END, KEEP, SETTLE
from bot.proposals.following import Whole
from bot.proposals.model import Phase, Proposal, State
from bot.proposals.views import PROPOSAL
from bot.settings import SETTINGS, Part

COUNT = "proposal.count"
DECIDED = "proposal.decided"


def end(tx: Tx, event: TimeCame) -> Answer:
    """The time for deciding is over, or was over while nothing was running."""
    proposal = tx.see(PROPOSAL, proposal=event.subject)
    if proposal is None or proposal.state is not State.DECIDING or proposal.phase(event.at) is not Phase.ENDED:
        return Nothing()
    tx.change(END, proposal=proposal.id)
    tx.touch(FACE, proposal.id)
    tx.compute(COUNT, proposal.id)
    return Nothing()


def counted(whole: Whole | None, audience: int | None) -> Decided | None:
    """What comes of a proposal that takes no more stances; None when it is not there. When it was settled is not known
    here."""
    if whole is None:
        return None
    card, proposal = whole.card, whole.card.proposal
    return Decided(
        proposal.round,
        proposal.course.decided_until,
        None,
        proposal.course.deciding_extended,
        audience if audience is not None else proposal.audience,
        proposal.rule,
        decided_now(card, whole.stands),
        tuple(versions_of(card.ways).values()),
        carried_ways(card),
        shapers(card),
    )


def place_of(whole: Whole | None) -> PlaceId | None:
    """Where it was proposed, to learn how many could see it."""
    return whole.card.proposal.place if whole else None


def size_of(whole: Whole | None) -> int:
    """How many stances there are to count."""
    return len(whole.stands) if whole else 0


def freeze(tx: Tx, event: WorkDone) -> Answer:
    """The decision is kept for good. A second time changes nothing."""
    decided: Decided | None = event.result
    proposal = tx.see(PROPOSAL, proposal=event.subject)
    if decided is None or proposal is None or not tx.change(SETTLE, proposal=proposal.id):
        return Nothing()
    decided = as_known(tx, proposal, decided)
    if proposal.is_secret:
        gather(tx, proposal, decided)
    late = tx.now - decided.at
    tx.change(
        KEEP,
        proposal=proposal.id,
        round=decided.round,
        at=decided.at,
        late=late if late > PUNCTUAL else None,
        audience=decided.audience,
        outcome=decided.decision.outcome,
        result=kept_decision(decided),
    )
    _tell(tx, proposal, decided)
    if decided.goes_ahead:
        plan_review(tx, proposal)
        if proposal.follows:
            tx.wake(proposal.follows, proposal.id, tx.now)
    if decided.decision.outcome is Outcome.BACK_TO_SHAPING and decided.round < MOST_ROUNDS:
        shape_again(tx, proposal, tx.now)
    return Nothing()


def _tell(tx: Tx, proposal: Proposal, decided: Decided) -> None:
    """The card becomes the decision, and a short post says so. What went ahead stands with the other decisions, too,
    where the proposal was made in the channel for proposals: elsewhere not everyone may be meant to read it."""
    tx.touch(FACE, proposal.id)
    key = f"{DECIDED}:{proposal.id}:{decided.round}"
    tx.post(Effect(key, proposal.place, DECIDED, proposal.id, urgency=Urgency.CLOSING, told=proposal.proposer))
    settings = tx.see(SETTINGS, community=tx.community)
    kept_in = settings.place(Part.DECISIONS)
    if decided.goes_ahead and kept_in is not None and settings.place(Part.PROPOSALS) == proposal.place:
        tx.show(FACE, proposal.id, kept_in)
