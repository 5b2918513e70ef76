"""Suggest a change to the set-up: for everyone, as a proposal in which what holds now stands already."""

from bot.chat.answers import Answer, Refused, Whisper
from bot.chat.events import ActionPressed
from bot.chat.words import words_for
from bot.ports import Tx
from bot.proposals.actions.proposing import open_with
from bot.settings import SETTINGS, Name, Part
from bot.setup.cards.suggested import no_proposals, no_such_setting, what_to_change, worded


def choose(tx: Tx, event: ActionPressed) -> Answer:
    """What is to be changed?"""
    words, settings = words_for(event.who.locale), tx.see(SETTINGS, community=tx.community)
    if settings.is_off(Part.PROPOSALS):
        raise Refused(no_proposals(words))
    return Whisper(what_to_change(settings, words))


def propose(tx: Tx, event: ActionPressed) -> Answer:
    """The form of a proposal, with the setting and what holds now."""
    words = words_for(event.who.locale)
    chosen = event.values[0] if event.values else event.token.id(0)
    if chosen not in tuple(Name):
        raise Refused(no_such_setting(words))
    return open_with(tx, event, {"what": worded(Name(chosen), tx.see(SETTINGS, community=tx.community), words)})
