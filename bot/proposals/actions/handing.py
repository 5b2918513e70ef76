"""How shaping ends, and how it begins once more. The clock decides; whoever comes first brings it about, once."""

from datetime import datetime

from bot.chat.answers import Answer, Nothing, Refused
from bot.chat.events import ActionPressed, FormSent, TimeCame
from bot.chat.words import Words
from bot.ports import Effect, Tx
from bot.proposals.actions.beginning import begin_deciding
from bot.proposals.actions.folding import settle_all
from bot.proposals.actions.keeping import FACE
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.cards.whispers import not_shaped
from bot.proposals.model import Phase, Proposal, State, key_of
from bot.proposals.views import HAND_OVER, PROPOSAL, RESHAPE

SHAPED = "proposal.shaped"
"""The shaping of a proposal ends."""
BEGUN = "proposal.begun"
"""Said in the place: from now on it is decided."""


def shaping_ended(tx: Tx, event: TimeCame) -> Answer:
    """The time for shaping is over, or was over while nothing was running."""
    proposal = tx.see(PROPOSAL, proposal=event.subject)
    if proposal is not None and not proposal.is_shaped(event.at):
        hand_over(tx, proposal, event.at)
    return Nothing()


def hand_over(tx: Tx, proposal: Proposal, at: datetime) -> Proposal:
    """The proposal as it is decided: whoever comes first after its shaping brings that about. Before, as it is."""
    if proposal.state is not State.SHAPING or proposal.phase(at) is Phase.SHAPING:
        return proposal
    settle_all(tx, proposal, at)
    if tx.change(HAND_OVER, proposal=proposal.id):
        tx.rest(SHAPED, proposal.id)
        begin_deciding(tx, proposal)
        tx.touch(FACE, proposal.id)
        key = f"{BEGUN}:{proposal.id}:{proposal.round}"
        tx.post(Effect(key, proposal.place, BEGUN, proposal.id, told=proposal.proposer))
    now = tx.see(PROPOSAL, proposal=proposal.id)
    assert now is not None
    return now


def shape_again(tx: Tx, proposal: Proposal, at: datetime) -> bool:
    """One more round of shaping with all that is there, as long as the first was meant to be; False when it is being
    shaped already."""
    course = proposal.course.anew(at)
    if not tx.change(
        RESHAPE,
        proposal=proposal.id,
        opened_at=course.opened_at,
        shaped_until=course.shaped_until,
        decided_until=course.decided_until,
    ):
        return False
    if proposal.is_secret:
        tx.vault.make(key_of(proposal.id, proposal.round + 1))
    tx.wake(SHAPED, proposal.id, course.shaped_until)
    tx.touch(FACE, proposal.id)
    return True


def the_proposal(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Proposal:
    """The proposal that the event is about, in the phase that the clock says. Refuses when it is not there, or belongs
    to another community."""
    proposal = tx.see(PROPOSAL, proposal=event.token.id(0))
    if proposal is None or proposal.community != tx.community:
        raise Refused(no_such_proposal(words))
    return hand_over(tx, proposal, event.at)


def shaped_now(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Proposal:
    """The proposal that the event is about, if the clock lets it be shaped at that moment. Refuses otherwise."""
    proposal = the_proposal(tx, event, words)
    if not proposal.is_shaped(event.at):
        raise Refused(not_shaped(proposal, words))
    return proposal


def running(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Proposal:
    """The proposal that the event is about, if it is shaped or decided at that moment. Refuses otherwise."""
    proposal = the_proposal(tx, event, words)
    if proposal.phase(event.at) is Phase.ENDED:
        raise Refused(not_shaped(proposal, words))
    return proposal
