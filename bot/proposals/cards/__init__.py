"""A proposal as everyone sees it. Pure."""

from bot.chat.cards import Card
from bot.chat.words import Words
from bot.proposals.cards.over import deciding_card, over_card
from bot.proposals.cards.shaped import shaped_card
from bot.proposals.model import ProposalCard, State


def proposal_face(card: ProposalCard | None, words: Words) -> Card | None:
    """The card of a proposal; None when there is none."""
    return proposal_card(card, words) if card is not None else None


def proposal_card(card: ProposalCard, words: Words) -> Card:
    """The card for where it stands."""
    match card.proposal.state:
        case State.SHAPING:
            return shaped_card(card, words)
        case State.DECIDING | State.COUNTING | State.SETTLED:
            return deciding_card(card, words)
        case State.WITHDRAWN | State.MERGED:
            return over_card(card, words)
