"""Deciding begins: whoever took a stance on words that have changed since is asked, once, whether it still holds."""

from bot.chat.ids import GONE
from bot.choices import may_ask
from bot.ports import Effect, Tx, Urgency
from bot.proposals.decided import Stand, latest, unconfirmed, versions_of
from bot.proposals.deciding import AS_IT_IS
from bot.proposals.decision_views import STANDS
from bot.proposals.model import Proposal
from bot.proposals.views import WAYS

DECIDE = "proposal.decide"
"""Deciding is over."""
STILL = "stance.still"


def begin_deciding(tx: Tx, proposal: Proposal) -> None:
    """The end of deciding is set, and stances on earlier words are asked about."""
    tx.wake(DECIDE, proposal.id, proposal.course.decided_until)
    ways, stands = tx.see(WAYS, proposal=proposal.id), tx.see(STANDS, proposal=proposal.id)
    asked = set()
    for stand in unconfirmed(latest(stands), versions_of(ways)):
        if stand.way != AS_IT_IS and stand.person not in asked:
            asked.add(stand.person)
            _ask(tx, proposal, stand)


def _ask(tx: Tx, proposal: Proposal, stand: Stand) -> None:
    if stand.person.startswith(GONE) or not may_ask(tx, proposal.community, stand.person, tx.now):
        return
    key = f"{STILL}:{proposal.id}:{proposal.round}:{stand.person}"
    tx.post(Effect(key, stand.person, STILL, stand.id, direct=True, urgency=Urgency.DIGEST))
