"""What those who are thanked say of being seen, and how they say otherwise later."""

from datetime import timedelta

from bot.chat.answers import Answer, Refused, Whisper
from bot.chat.cards import Card, said
from bot.chat.events import ActionPressed, FromMember
from bot.chat.words import Words, words_for
from bot.ports import Tx
from bot.thanks.actions.giving import CARD, OPEN_QUESTION
from bot.thanks.cards import asking
from bot.thanks.model import Consent, Thanks
from bot.thanks.views import (
    ASKED,
    CONSENT,
    MINE,
    NAMEABLE,
    NEVER,
    SAY_NEVER,
    SPEAK_FOR,
    TAKE_BACK,
    THANKS,
    TOP,
    UNSAY_NEVER,
    WEEKS,
)

LISTED = 8
WEEK_CARD = "thanks.week"
REMEMBERED = timedelta(days=60)
"""For so long what is said of thanks and names reaches the weekly lists that were posted."""


def consent(tx: Tx, event: ActionPressed) -> Answer:
    """Someone who is thanked says whether others may see it."""
    words = words_for(event.who.locale)
    thanks, asked = _asked(tx, event, words)
    chosen = _consent(event)
    person = next((p for p in thanks.people if p.id == asked and p.person == event.who.person), None)
    if person is None or chosen is None:
        raise Refused(said(words.say("Only the one who is thanked can say this. Nothing was changed.")))
    name = event.who.name if chosen is Consent.SHARE else ""
    tx.change(CONSENT, asked=asked, whose=event.who.person, consent=chosen, name=name)
    _show_again(tx, thanks.id)
    return Whisper(asking.consented(person, chosen, words))


def _consent(event: ActionPressed) -> Consent | None:
    given = event.token.ids[1] if len(event.token.ids) > 1 else ""
    return Consent(given) if given in tuple(Consent) else None


def look(tx: Tx, event: ActionPressed) -> Answer:
    """The thanks for others, for whoever may speak for them."""
    words = words_for(event.who.locale)
    thanks, asked = _asked(tx, event, words)
    other = next((o for o in thanks.others if o.id == asked), None)
    if other is None:
        raise Refused(_gone(words))
    return Whisper(asking.look(thanks, other, words))


def speak_for(tx: Tx, event: ActionPressed) -> Answer:
    """Someone who speaks for others agrees, or would rather not; a "better not" stands."""
    words = words_for(event.who.locale)
    thanks, asked = _asked(tx, event, words)
    yes = event.token.ids[1:2] == ("yes",)
    if not tx.change(SPEAK_FOR, asked=asked, shown=yes):
        raise Refused(_gone(words))
    tx.touch(OPEN_QUESTION, asked)
    _show_again(tx, thanks.id)
    if yes:
        return Whisper(said(words.say("Thank you. Unless someone said “better not”, everyone can see them now.")))
    return Whisper(said(words.say("They stay private. Thank you for saying so.")))


def take_back(tx: Tx, event: ActionPressed) -> Answer:
    """The giver's own words are gone, everywhere."""
    words = words_for(event.who.locale)
    (thanks,) = event.token.ids or ("",)
    if not tx.change(TAKE_BACK, thanks=thanks, person=event.who.person):
        raise Refused(said(words.say("Only the one who wrote these words can take them back.")))
    _show_again(tx, thanks)
    return Whisper(said(words.say("Your words are gone.")))


def never(tx: Tx, event: ActionPressed) -> Answer:
    """Thanks to this member are never made public, or may be again. Nobody else learns of it."""
    yes = event.token.ids == ("yes",)
    tx.change(SAY_NEVER if yes else UNSAY_NEVER, community=tx.community, person=event.who.person)
    for thanks in tx.see(MINE, community=tx.community, person=event.who.person, limit=10_000):
        if any(person.person == event.who.person for person in thanks.people):
            _show_again(tx, thanks.id)
    return show_mine(tx, event)


def show_mine(tx: Tx, event: FromMember) -> Answer:
    """Thanks for this member and from them, with everything that can still be said of each."""
    found = tx.see(MINE, community=tx.community, person=event.who.person, limit=LISTED)
    is_never = tx.see(NEVER, community=tx.community, person=event.who.person)
    nameable = tx.see(NAMEABLE, community=tx.community, person=event.who.person)
    return Whisper(asking.mine(found, event.who.person, is_never, nameable, words_for(event.who.locale)))


def _asked(tx: Tx, event: ActionPressed, words: Words) -> tuple[Thanks, str]:
    found = tx.see(ASKED, subject=event.token.ids[0]) if event.token.ids else None
    if found is None or found[0].community != tx.community or found[0].gone:
        raise Refused(_gone(words))
    return found


def _gone(words: Words) -> Card:
    return said(words.say("These words were taken back by whoever wrote them."))


def _show_again(tx: Tx, thanks: str) -> None:
    """Bring the card to what may be seen now; the first time that anything may, it is put up."""
    top = tx.see(TOP, thanks=thanks)
    whole = tx.see(THANKS, subject=top)
    if whole is not None and whole.anything_shown:
        tx.show(CARD, top, whole.place)
    tx.touch(CARD, top)
    for week in tx.see(WEEKS, community=tx.community, since=tx.now - REMEMBERED):
        tx.touch(WEEK_CARD, week)
