"""A closed poll in the record, and as files that anyone can count again."""

from bot.chat.answers import Answer, File, Refused, Whisper
from bot.chat.cards import Element, said
from bot.chat.events import ActionPressed
from bot.chat.text import sentences
from bot.chat.words import Words, words_for
from bot.polls.actions.answering import the_poll
from bot.polls.actions.archive import archive, as_csv, as_json, may_be_shown
from bot.polls.cards.record import entry as record_entry
from bot.polls.cards.record import too_few_alike
from bot.polls.cards.whispers import void
from bot.polls.model import State
from bot.polls.views import CARD, POLL, TAKEN
from bot.ports import Reader, Tx

MOST_TAKEN = 500
"""Polls in one archive that is made while somebody waits for it."""


def entry(reader: Reader, poll: str, words: Words) -> tuple[Element, ...]:
    """A poll in the list of what was decided."""
    found = reader.see(POLL, poll=poll)
    return record_entry(found, words) if found is not None else ()


def export(tx: Tx, event: ActionPressed) -> Answer:
    """A closed poll's ballots without names, as JSON that ``descant count`` checks and as CSV."""
    words = words_for(event.who.locale)
    poll = the_poll(tx, event, words)
    card = tx.see(CARD, subject=poll.id)
    if poll.state is not State.CLOSED or card is None:
        raise Refused(said(words.say("Its ballots can be taken along once it has closed.")))
    if poll.result is not None and poll.result.void:
        raise Refused(void(words))
    if not may_be_shown(poll, card.tallies):
        raise Refused(said(too_few_alike(words)))
    return Whisper(
        said(words.say("Here is every ballot, without names. Anyone can count them again.")),
        (File("poll.json", as_json(card)), File("poll.csv", as_csv(card))),
    )


def export_all(tx: Tx, event: ActionPressed) -> Answer:
    """Everything in the record that this member can find, as one archive."""
    words = words_for(event.who.locale)
    cards = tx.see(
        TAKEN,
        community=tx.community,
        place=event.where.place,
        person=event.who.person,
        places=event.who.places,
        like="%",
        limit=MOST_TAKEN,
        skip=0,
    )
    told = words.count(
        "Here is what was decided in {n} poll, and its ballots if they pick nobody out. No names stand beside them.",
        "Here is what was decided in {n} polls, and their ballots where they pick nobody out. "
        "No names stand beside them.",
        len(cards),
    )
    more = words.say("These are the newest; whoever hosts Descant can export all.") if len(cards) == MOST_TAKEN else ()
    return Whisper(said(sentences(told, more)), (File("record.zip", archive(cards, tx.now, words)),))
