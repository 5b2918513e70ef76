"""Company that is over: both are asked whether they want it kept. Only if both do, it is; otherwise nothing is."""

from datetime import timedelta

from bot.chat.answers import Answer, Nothing, Whisper
from bot.chat.events import ActionPressed, TimeCame
from bot.chat.ids import PersonId
from bot.chat.words import words_for
from bot.checkins.actions.keys import SHRED
from bot.checkins.cards import company as cards
from bot.checkins.model import Company
from bot.checkins.views import (
    ASK_BOTH,
    COMPANIONS,
    FORGET_ASKED,
    FORGET_KEPT,
    KEEP_FOR_BOTH,
    TO_KEEP,
    WANT_KEPT,
)
from bot.choices import may_ask
from bot.ports import Effect, Tx, Urgency

KEEP = "company.keep"
LAPSE = "company.lapse"
ASKED_FOR = timedelta(days=1)
"""So long both can say that they want it kept; then it is forgotten."""


def ask_both(tx: Tx, over: Company) -> None:
    """Ask the one who wanted company and each who was with them, where both may be asked."""
    for companion in tx.see(COMPANIONS, wish=over.id):
        both = (over.asker, companion)
        if all(may_ask(tx, tx.community, person, tx.now) for person in both):
            _ask(tx, both)


def _ask(tx: Tx, both: tuple[PersonId, PersonId]) -> None:
    asked, until = tx.ids.new(), tx.now + ASKED_FOR
    asker, companion = both
    tx.change(ASK_BOTH, id=asked, community=tx.community, asker=asker, companion=companion, until=until)
    for person in both:
        tx.post(Effect(f"{KEEP}:{asked}:{person}", person, KEEP, asked, direct=True, urgency=Urgency.DIGEST))
    tx.wake(LAPSE, asked, until)


def keep(tx: Tx, event: ActionPressed) -> Answer:
    """One of them wants it kept. The other is not told, unless they want it too."""
    words, person = words_for(event.who.locale), event.who.person
    asked = tx.see(TO_KEEP, subject=event.token.id(0))
    if asked is None or asked.community != tx.community or not asked.is_between(person) or asked.until <= tx.now:
        return Whisper(cards.has_passed(words))
    tx.change(WANT_KEPT, id=asked.id, person=person)
    if asked.wanted_by_another(person):
        tx.change(KEEP_FOR_BOTH, id=asked.id, day=tx.now.date())
        _forget(tx, asked.id)
        tx.rest(LAPSE, asked.id)
        return Whisper(cards.kept_for_both(asked.other(person), words))
    return Whisper(cards.wanted_kept(asked, person, words))


def lapse(tx: Tx, event: TimeCame) -> Answer:
    """Not both wanted it kept: nothing is."""
    _forget(tx, event.subject)
    return Nothing()


def _forget(tx: Tx, asked: str) -> None:
    tx.change(FORGET_ASKED, id=asked)
    tx.compute(SHRED, asked)


def let_go(tx: Tx, event: ActionPressed) -> Answer:
    """One of them does not want it kept any more: it is gone for both."""
    kept = event.token.id(0)
    if tx.change(FORGET_KEPT, id=kept, person=event.who.person):
        tx.compute(SHRED, kept)
    return Whisper(cards.forgotten(words_for(event.who.locale)))
