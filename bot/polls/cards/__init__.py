"""A poll as its card, as its result and as what is whispered about it. Pure: model in, cards out."""

from bot.chat.cards import Card
from bot.chat.words import Words
from bot.polls.cards.ended import ended_card
from bot.polls.cards.opened import open_card
from bot.polls.model import PollCard, State


def poll_card(card: PollCard, words: Words) -> Card:
    """The card that everyone sees: the question while it is open, the result afterwards."""
    return open_card(card, words) if card.poll.state is State.OPEN else ended_card(card, words)


def poll_face(card: PollCard | None, words: Words) -> Card | None:
    """``poll_card`` for a poll that may not be there any more."""
    return poll_card(card, words) if card is not None else None
