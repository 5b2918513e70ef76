"""What anyone can say of themselves: that it affects them, that they would help, that they need more time."""

from bot.chat.answers import Answer, Whisper
from bot.chat.events import ActionPressed
from bot.chat.words import words_for
from bot.ports import Effect, Tx
from bot.power import by_rule
from bot.proposals.actions.handing import SHAPED, running, shaped_now
from bot.proposals.actions.keeping import FACE
from bot.proposals.actions.secrecy import holder
from bot.proposals.actions.suggesting import way_at
from bot.proposals.cards.whispers import affects_you, helped, helping_with, more_time
from bot.proposals.model import Proposal
from bot.proposals.views import (
    AFFECT,
    ASKING,
    EXTEND,
    HELP,
    HELPING,
    NEED_TIME,
    UNAFFECT,
    UNHELP,
    WAYS,
)

LONGER = "proposal.longer"
"""Said in the thread: the shaping was extended."""


def affects(tx: Tx, event: ActionPressed) -> Answer:
    """It affects this member, or does not after all. Nobody can say it of anyone else."""
    words = words_for(event.who.locale)
    proposal = running(tx, event, words)
    yes = event.token.handler == "proposal.affects"
    whose = holder(tx, proposal, event.who.person, words)
    tx.change(AFFECT if yes else UNAFFECT, proposal=proposal.id, person=whose)
    tx.touch(FACE, proposal.id)
    return Whisper(affects_you(proposal, yes, words))


def offer_help(tx: Tx, event: ActionPressed) -> Answer:
    """This member would help with a way; where there are several, first with which."""
    words = words_for(event.who.locale)
    proposal = running(tx, event, words)
    ways = tx.see(WAYS, proposal=proposal.id)
    mine = tx.see(HELPING, proposal=proposal.id, person=event.who.person)
    if len(ways) > 1 and not event.token.id(1):
        return Whisper(helping_with(proposal, ways, mine, words))
    position = way_at(ways, event.token.id(1) or "1", words).position
    return _help(tx, event, proposal, mine | {position})


def choose_help(tx: Tx, event: ActionPressed) -> Answer:
    """Exactly the ways that are marked in the menu."""
    words = words_for(event.who.locale)
    proposal = running(tx, event, words)
    ways = tx.see(WAYS, proposal=proposal.id)
    return _help(tx, event, proposal, frozenset(way_at(ways, value, words).position for value in event.values))


def no_help(tx: Tx, event: ActionPressed) -> Answer:
    """Not after all."""
    return _help(tx, event, running(tx, event, words_for(event.who.locale)), frozenset())


def _help(tx: Tx, event: ActionPressed, proposal: Proposal, positions: frozenset[int]) -> Answer:
    before = tx.see(HELPING, proposal=proposal.id, person=event.who.person)
    ways = tx.see(WAYS, proposal=proposal.id)
    for way in ways:
        if (way.position in positions) != (way.position in before):
            change = HELP if way.position in positions else UNHELP
            tx.change(change, proposal=proposal.id, way=way.position, person=event.who.person)
    tx.touch(FACE, proposal.id)
    return Whisper(helped(proposal, positions, len(ways) > 1, words_for(event.who.locale)))


def need_time(tx: Tx, event: ActionPressed) -> Answer:
    """This member needs more time. When as many as was stated do, the shaping is extended, once."""
    words = words_for(event.who.locale)
    proposal = shaped_now(tx, event, words)
    tx.change(NEED_TIME, proposal=proposal.id, round=proposal.round, person=event.who.person)
    asking = tx.see(ASKING, proposal=proposal.id)
    course = proposal.course.asked_for_time(asking, event.at)
    extended = course != proposal.course and bool(
        tx.change(EXTEND, proposal=proposal.id, shaped_until=course.shaped_until, decided_until=course.decided_until)
    )
    if extended:
        tx.wake(SHAPED, proposal.id, course.shaped_until)
        by_rule(tx, proposal.title, proposal.course.shaped_until, course.shaped_until)
        key, thread = f"{LONGER}:{proposal.id}:{proposal.round}", (FACE, proposal.id)
        tx.post(Effect(key, proposal.place, LONGER, proposal.id, thread=thread))
        proposal = shaped_now(tx, event, words)
    tx.touch(FACE, proposal.id)
    return Whisper(more_time(proposal, asking, extended, words))
