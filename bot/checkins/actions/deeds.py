"""What anyone may do to a check-in for everyone: each time who and why stands in the log and in its place."""

from bot.chat.answers import Refused
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, FromMember
from bot.chat.text import Text
from bot.chat.typed import too_long
from bot.chat.words import Words
from bot.checkins.cards.sentences import gone
from bot.checkins.model import CheckIn
from bot.checkins.views import CHECKIN
from bot.ports import Effect, Tx
from bot.power import MOST_WHY, Deed, note

DEED = "checkin.deed"


def tell(tx: Tx, event: FromMember, found: CheckIn, deed: Deed, before: str, after: str, why: str) -> None:
    """Keep a trace of what was done, and say it where the check-in is asked."""
    trace = note(tx, deed, event.who.person, found.name, before, after, why)
    tx.post(Effect(f"{DEED}:{trace}", found.place, DEED, trace))


def why_wrong(why: str, words: Words) -> dict[str, Text]:
    """What is wrong with a reason, by the field that it stands in."""
    if not why:
        return {"why": words.say("Please say why in a few words, for everyone to read.")}
    if len(why) > MOST_WHY:
        return {"why": too_long(MOST_WHY, words)}
    return {}


def running(tx: Tx, event: ActionPressed | FormSent, words: Words) -> CheckIn:
    """The check-in that this is about, as long as it goes on. Refuses otherwise."""
    found = one(tx, event, words)
    if found.ended:
        raise Refused(said(words.say("It has ended. Nothing was changed.")))
    return found


def one(tx: Tx, event: ActionPressed | FormSent, words: Words) -> CheckIn:
    """The check-in that this is about. Refuses where there is none."""
    found = tx.see(CHECKIN, subject=event.token.id(0))
    if found is None or found.community != tx.community:
        raise Refused(gone(words))
    return found
