"""The card of a proposal for its whole life. Pure."""

from dataclasses import replace

from bot.chat.cards import Buttons, Card
from bot.chat.words import Words
from bot.proposals.cards.decision import decision_card
from bot.proposals.cards.over import over_card
from bot.proposals.cards.shaped import shaped_card
from bot.proposals.cards.stances import before, counting_card, early, open_card
from bot.proposals.following import Whole
from bot.proposals.model import State


def whole_face(whole: Whole | None, words: Words) -> Card | None:
    """The card as everyone sees it; None when there is no such proposal."""
    return whole_card(whole, words) if whole is not None else None


def whole_card(whole: Whole, words: Words) -> Card:
    """The card for where it stands."""
    match whole.card.proposal.state:
        case State.SHAPING:
            return _shaped(shaped_card(whole.card, words), whole, words)
        case State.DECIDING:
            return open_card(whole, words)
        case State.COUNTING:
            return counting_card(whole, words)
        case State.SETTLED:
            return decision_card(whole, words)
        case State.WITHDRAWN | State.MERGED:
            return over_card(whole.card, words)


def _shaped(card: Card, whole: Whole, words: Words) -> Card:
    """What shaping shows, with what an earlier round came to and the way to say where one stands."""
    *rest, last = card.elements
    assert isinstance(last, Buttons)
    note, stand = early(whole, words)
    end = Buttons((*last.buttons, stand))
    return replace(card, elements=(*rest, *before(whole, words), note, end))
