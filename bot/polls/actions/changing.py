"""Changes to an open poll that anyone can read on it: more private, never less; and time to be heard."""

from collections.abc import Mapping

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import Card, said
from bot.chat.events import ActionPressed, FormSent
from bot.chat.text import Moment, Text, clean
from bot.chat.token import Token
from bot.chat.typed import Missing, TooLong
from bot.chat.words import Words, words_for
from bot.polls.actions.answering import open_poll
from bot.polls.draft import Flaw
from bot.polls.forms import flaw_sentence, hearing_form, tighten_form
from bot.polls.model import MOST_REASON, Did, Poll, SeenAs, tighter
from bot.polls.views import FACE, HEAR, HEARING, TIGHTEN_SEEN, TIGHTEN_TOTALS, TRACE
from bot.ports import Effect, Tx
from bot.power import Deed, note


def ask_to_tighten(tx: Tx, event: ActionPressed) -> Answer:
    """A form with all that could be made more private."""
    words = words_for(event.who.locale)
    return OpenForm(tighten_form(_in_their_hands(tx, event, words), {}, words))


def tighten(tx: Tx, event: FormSent) -> Answer:
    """An open poll shows less of people from now on; whatever was promised when it was asked still holds."""
    words = words_for(event.who.locale)
    poll = _in_their_hands(tx, event, words)
    why = clean(event.values.get("why", ""))
    chosen = {
        before: event.values.get(key, before) for key, before in (("seen", poll.seen_as), ("totals", poll.totals))
    }
    tightened = {before: after for before, after in chosen.items() if after in tighter(before)}
    errors = _flaws(why, words)
    if not tightened:
        nothing = words.say("Choose something that is more private than it is now.")
        errors = {"seen" if tighter(poll.seen_as) else "totals": nothing, **errors}
    if errors:
        return FormErrors(tighten_form(poll, event.values, words), errors, Token("poll.tighten", (poll.id,)))
    for before, after in tightened.items():
        change = TIGHTEN_SEEN if isinstance(before, SeenAs) else TIGHTEN_TOTALS
        if not tx.change(change, poll=poll.id, before=before, after=after):
            raise Refused(said(words.say("Someone changed this just now. Please look at the card again.")))
        _trace(tx, event, poll, Did.TIGHTENED, before, after, why)
        note(tx, Deed.TIGHTENED, event.who.person, poll.question, before, after, why)
    tx.touch(FACE, poll.id)
    return Whisper(said(words.say("It is more private now. Your reason stands on the card.")))


def ask_to_be_heard(tx: Tx, event: ActionPressed) -> Answer:
    """A form for what should be heard before the poll closes."""
    words = words_for(event.who.locale)
    return OpenForm(hearing_form(_to_be_heard(tx, event, words), "", words))


def be_heard(tx: Tx, event: FormSent) -> Answer:
    """The words are posted, and the poll stays open for the time that was settled when it was asked."""
    words = words_for(event.who.locale)
    poll = _to_be_heard(tx, event, words)
    why = clean(event.values.get("why", ""))
    if errors := _flaws(why, words):
        return FormErrors(hearing_form(poll, why, words), errors, Token("poll.hear", (poll.id,)))
    closes_at = max(poll.closes_at, event.at + poll.hearing)
    if not tx.change(HEAR, poll=poll.id, at=event.at, closes_at=closes_at):
        raise Refused(_was_heard(words))
    _trace(tx, event, poll, Did.HEARD, "", "", why)
    if closes_at > poll.closes_at:
        zone = "UTC"
        note(
            tx,
            Deed.MOVED,
            event.who.person,
            poll.question,
            words.moment(poll.closes_at, zone),
            words.moment(closes_at, zone),
            why,
        )
        tx.wake("poll.close", poll.id, closes_at)
    tx.touch(FACE, poll.id)
    tx.post(Effect(f"{HEARING}:{poll.id}", poll.place, HEARING, poll.id, told=event.who.person))
    return Whisper(
        said(words.say("Your words are posted. This closes {moment}, and not before.", moment=Moment(closes_at)))
    )


def _flaws(why: str, words: Words) -> Mapping[str, Text]:
    flaw: Flaw | None = Missing() if not why else TooLong(MOST_REASON) if len(why) > MOST_REASON else None
    return {} if flaw is None else {"why": flaw_sentence("why", flaw, words)}


def _trace(tx: Tx, event: FormSent, poll: Poll, did: Did, before: str, after: str, why: str) -> None:
    tx.change(
        TRACE,
        id=tx.ids.new(),
        poll=poll.id,
        at=event.at,
        person=event.who.person,
        did=did,
        before=before,
        after=after,
        why=why,
    )


def _in_their_hands(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Poll:
    poll = open_poll(tx, event, words)
    if poll.asker != event.who.person and not event.who.keeper:
        raise Refused(said(words.say("Whoever asked can make this more private, and so can keepers.")))
    if not tighter(poll.seen_as) and not tighter(poll.totals):
        raise Refused(said(words.say("This is as private as an open poll can become.")))
    return poll


def _to_be_heard(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Poll:
    poll = open_poll(tx, event, words)
    if not poll.can_be_heard(event.at):
        raise Refused(_was_heard(words))
    return poll


def _was_heard(words: Words) -> Card:
    return said(words.say("Someone has asked to be heard already. That can be done once in each poll."))
