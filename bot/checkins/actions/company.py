"""I'm around, and I'd like company: those who are around are asked, and nothing of it is kept when it is over."""

from datetime import timedelta

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Whisper
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.events import ActionPressed, FormSent, FromMember, TimeCame
from bot.chat.forms import Form
from bot.chat.text import one_line
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.checkins.actions.keeping import ask_both
from bot.checkins.actions.keys import SHRED
from bot.checkins.actions.listing import no_time
from bot.checkins.cards import company as cards
from bot.checkins.forms import until_form
from bot.checkins.views import (
    AROUND,
    ASK_COMPANY,
    BE_AROUND,
    COMPANY,
    FIRST_TO_LEAVE,
    FORGET_COMPANY,
    KEEP_COMPANY,
    LEAVE,
    LEAVE_ALL,
    WISHED,
)
from bot.choices import zone_of
from bot.ports import Effect, Tx, Urgency
from bot.settings import SETTINGS, Name

WISH = "company.wish"
WITH = "company.with"
OVER = "company.over"
GOING = "company.going"
LASTS = timedelta(hours=2)
"""After this time a wish for company is forgotten."""

LONGEST = timedelta(hours=24)
"""So long someone may say at once that they are around."""


def ask_for_company(tx: Tx, event: ActionPressed) -> Answer:
    """Those who are around are asked, once, and the one who asks hears at once whether anyone is."""
    words, signposts = words_for(event.who.locale), _signposts(tx)
    already = tx.see(WISHED, community=tx.community, person=event.who.person, now=tx.now)
    if already is not None:
        return Whisper(cards.asked_around(already, signposts, words))
    around = [p for p in tx.see(AROUND, community=tx.community, now=tx.now) if p != event.who.person]
    if not around:
        return Whisper(cards.nobody_around(signposts, words))
    wish, until = tx.ids.new(), tx.now + LASTS
    tx.change(ASK_COMPANY, id=wish, community=tx.community, asker=event.who.person, until=until)
    for person in around:
        tx.post(Effect(f"{WISH}:{wish}:{person}", person, WISH, wish, direct=True, urgency=Urgency.CLOSING))
    tx.wake(OVER, wish, until)
    found = tx.see(COMPANY, subject=wish)
    assert found is not None
    return Whisper(cards.asked_around(found, signposts, words))


def keep_company(tx: Tx, event: ActionPressed) -> Answer:
    """Someone is with the one who asked, who is told so."""
    words, person = words_for(event.who.locale), event.who.person
    wish = tx.see(COMPANY, subject=event.token.id(0))
    if wish is None or wish.community != tx.community or wish.until <= tx.now or wish.asker == person:
        return Whisper(cards.has_passed(words))
    companion = tx.ids.new()
    if tx.change(KEEP_COMPANY, id=companion, wish=wish.id, person=person):
        effect = Effect(f"{WITH}:{companion}", wish.asker, WITH, companion, direct=True, urgency=Urgency.CLOSING)
        tx.post(effect)
    return Whisper(cards.with_them(wish.asker, words))


def never_mind(tx: Tx, event: ActionPressed) -> Answer:
    """The one who asked does not need it any more."""
    words = words_for(event.who.locale)
    wish = tx.see(COMPANY, subject=event.token.id(0))
    if wish is not None and wish.asker == event.who.person:
        _forget(tx, wish.id)
        tx.rest(OVER, wish.id)
    return Whisper(cards.forgotten(words))


def over(tx: Tx, event: TimeCame) -> Answer:
    """A wish for company is forgotten, with all that was said because of it. Where someone was there, both are asked
    whether they want that kept."""
    wish = tx.see(COMPANY, subject=event.subject)
    if wish is not None:
        ask_both(tx, wish)
    _forget(tx, event.subject)
    return Nothing()


def _forget(tx: Tx, wish: str) -> None:
    tx.change(FORGET_COMPANY, wish=wish)
    tx.compute(SHRED, wish)


# --- being around -------------------------------------------------------------------------------------------------


def ask_until(tx: Tx, event: ActionPressed) -> Answer:
    """Until when is this member around?"""
    words = words_for(event.who.locale)
    return OpenForm(_form(words.label("in 2 hours"), words))


def be_around(tx: Tx, event: FormSent) -> Answer:
    """This member is around until then, and is asked when someone would like company."""
    words, typed = words_for(event.who.locale), one_line(event.values.get("until", ""))
    zone = zone_of(tx, event)
    until = read_deadline(typed, tx.now, zone, (event.who.locale, "en"))
    if not isinstance(until, Deadline):
        return FormErrors(_form(typed, words), {"until": no_time(words)}, Token("checkin.around"))
    ends = min(until.at, tx.now + LONGEST)
    tx.change(BE_AROUND, community=tx.community, person=event.who.person, until=ends)
    _wait_for_the_first(tx)
    return Whisper(cards.around(ends, words))


def not_around(tx: Tx, event: FromMember) -> Answer:
    """This member is not asked any more."""
    tx.change(LEAVE, community=tx.community, person=event.who.person)
    tx.compute(SHRED, GOING)
    return Whisper(cards.around(None, words_for(event.who.locale)))


def going(tx: Tx, event: TimeCame) -> Answer:
    """Whoever is not around any more is forgotten."""
    if tx.change(LEAVE_ALL, community=tx.community, now=tx.now):
        tx.compute(SHRED, GOING)
    _wait_for_the_first(tx)
    return Nothing()


def _wait_for_the_first(tx: Tx) -> None:
    first = tx.see(FIRST_TO_LEAVE, community=tx.community)
    if first is not None:
        tx.wake(GOING, tx.community, first)


def _form(typed: str, words: Words) -> Form:
    hint = words.label("For example: in 2 hours, or tonight 10pm. A day at most.")
    return until_form("checkin.around", words.label("I'm around"), hint, typed, words)


def _signposts(tx: Tx) -> str:
    return tx.see(SETTINGS, community=tx.community).get(Name.SIGNPOSTS)
