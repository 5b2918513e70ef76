"""What can be reached from ``/descant``."""

from bot.chat.answers import Answer, Whisper
from bot.chat.events import CommandGiven
from bot.chat.words import words_for
from bot.home.cards import help_card
from bot.ports import Tx


def descant(tx: Tx, event: CommandGiven) -> Answer:
    """What Descant is, and what can be done from here."""
    return Whisper(help_card(words_for(event.who.locale)))
