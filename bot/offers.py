"""What nobody has taken yet, for those who say that they have room for it: next steps of what goes ahead."""

from dataclasses import dataclass
from itertools import islice

from bot.chat.events import FromMember
from bot.chat.ids import PersonId
from bot.choices import ALWAYS, is_quiet, may_ask, quieten, unquiet
from bot.ports import Tx, View

MOST = 3
"""So many at a time."""

LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """A next step that anyone may take."""

    step: str
    words: str
    title: str
    """What was decided, of which it is a step."""


ALL_STEPS: View[list[str]] = View("offers.all_steps")
"""Every next step in ``community``."""

UNTAKEN: View[list[Offer]] = View("offers.untaken")
"""Next steps in ``community`` that nobody has taken, of what goes ahead and ``person`` may know, who asks in ``place``
and is in ``places`` as their chat says; the oldest first, at most ``limit``."""


def offered_once(tx: Tx, event: FromMember) -> tuple[Offer, ...]:
    """What this member is offered now. The same step is never offered to them again; what is kept of that leads to
    nobody. Nothing to those who take a break or want not to be asked."""
    person, where = event.who.person, event.where.place
    if not may_ask(tx, tx.community, person, tx.now):
        return ()
    known = {"community": tx.community, "person": person, "place": where, "places": event.who.places}
    untaken = tx.see(UNTAKEN, **known, limit=LOOKED_AT)
    new = (offer for offer in untaken if not is_quiet(tx, tx.community, person, tx.now, about=offer.step))
    offered = tuple(islice(new, MOST))
    for offer in offered:
        quieten(tx, person, ALWAYS, about=offer.step)
    return offered


def forget_offers(tx: Tx, person: PersonId) -> None:
    """Nothing is kept any more of what this member was offered."""
    for step in tx.see(ALL_STEPS, community=tx.community):
        unquiet(tx, person, about=step)
