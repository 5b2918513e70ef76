"""Looking at a proposal: how it was settled, and all that was said."""

from bot.chat.answers import Answer, Refused, Whisper
from bot.chat.events import ActionPressed
from bot.chat.hidden import with_hide_button
from bot.chat.words import Words, words_for
from bot.ports import Tx
from bot.proposals.actions.handing import the_proposal
from bot.proposals.cards.lists import page_of
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.cards.whispers import details
from bot.proposals.model import ProposalCard
from bot.proposals.views import CARD


def show_details(tx: Tx, event: ActionPressed) -> Answer:
    """Everything that was settled when it was posted, and what this member can do."""
    words = words_for(event.who.locale)
    card = _card(tx, event, words)
    shown = details(card, event.who.person, event.at, words)
    return Whisper(with_hide_button(shown, card.proposal.id, event.who.keeper, words))


def show_list(tx: Tx, event: ActionPressed) -> Answer:
    """A page of all ways, versions, suggestions, concerns or risks."""
    words = words_for(event.who.locale)
    typed = event.token.id(2)
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    return Whisper(page_of(_card(tx, event, words), event.token.id(1), number, event.who.person, words))


def _card(tx: Tx, event: ActionPressed, words: Words) -> ProposalCard:
    card = tx.see(CARD, subject=the_proposal(tx, event, words).id)
    if card is None:
        raise Refused(no_such_proposal(words))
    return card
