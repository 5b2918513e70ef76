"""How a poll ends: by the clock, or early by whoever asked; counted beside the writer, and frozen once."""

import json

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, TimeCame, WorkDone
from bot.chat.ids import PlaceId
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.typed import Missing, TooLong
from bot.chat.words import Words, words_for
from bot.polls.actions.answering import open_poll
from bot.polls.actions.secrecy import gather, is_secret
from bot.polls.cards.whispers import still_to_be_heard, too_late
from bot.polls.counting import count, kept_count, kept_margin, margin
from bot.polls.draft import Flaw
from bot.polls.forms import close_form, flaw_sentence
from bot.polls.model import MOST_REASON, PUNCTUAL, SMALL, Poll, PollCard, Result, State
from bot.polls.views import END, FACE, FREEZE, HEARING, POLL
from bot.ports import Effect, Tx, Urgency
from bot.power import Deed, note

ANNOUNCED = "poll.closed"


def ask_to_close(tx: Tx, event: ActionPressed) -> Answer:
    """A form for the reason, which everyone will read."""
    words = words_for(event.who.locale)
    return OpenForm(close_form(_own(tx, event, words), "", words))


def close_early(tx: Tx, event: FormSent) -> Answer:
    """The asker ends the poll before its time, in the open and with a reason."""
    words = words_for(event.who.locale)
    poll = _own(tx, event, words)
    if poll.heard_until is not None and event.at < poll.heard_until:
        raise Refused(still_to_be_heard(poll, words))
    why = clean(event.values.get("why", ""))
    flaw: Flaw | None = Missing() if not why else TooLong(MOST_REASON) if len(why) > MOST_REASON else None
    if flaw is not None:
        errors = {"why": flaw_sentence("why", flaw, words)}
        return FormErrors(close_form(poll, why, words), errors, Token("poll.close", (poll.id,)))
    if not tx.change(END, poll=poll.id, at=event.at, by=event.who.person, why=why, late=None):
        raise Refused(too_late(poll, words))
    note(tx, Deed.CLOSED_EARLY, event.who.person, poll.question, why=why)
    tx.rest("poll.close", poll.id)
    _count(tx, poll)
    return Whisper(said(words.say("Closed. The result is on its way, with your reason on it.")))


def close_on_time(tx: Tx, event: TimeCame) -> Answer:
    """The deadline has come, or came while nothing was running: then the card says how late this is."""
    poll = tx.see(POLL, poll=event.subject)
    if poll is None or poll.state is not State.OPEN:
        return Nothing()
    if event.at < poll.closes_at:
        # Someone asked to be heard while this was on its way.
        tx.wake("poll.close", poll.id, poll.closes_at)
        return Nothing()
    lateness = event.at - poll.closes_at
    late = lateness if lateness > PUNCTUAL else None
    if tx.change(END, poll=poll.id, at=poll.closes_at, by=None, why="", late=late):
        _count(tx, poll)
    return Nothing()


def counted(card: PollCard | None, audience: int | None) -> tuple[Result, int | None] | None:
    """The result of a poll that has ended, with how many could see it; None when the poll is not there."""
    if card is None:
        return None
    poll = card.poll
    options = len(poll.options)
    tallies = card.tallies
    if is_secret(poll) and sum(tallies.values()) < SMALL:
        tallies = {(): sum(tallies.values())} if tallies else {}
    tally = count(poll.kind, tallies, options, poll.pick)
    result = Result(tally, margin(poll.kind, tallies, options, poll.pick, tally))
    return result, audience if audience is not None else poll.audience


def kept_result(result: Result) -> str:
    """The result as the text that is frozen."""
    kept = {"count": kept_count(result.count), "margin": kept_margin(result.margin), "void": result.void}
    return json.dumps(kept, separators=(",", ":"))


def place_of(card: PollCard | None) -> PlaceId | None:
    """Where the poll was asked, to learn how many could see it."""
    return card.poll.place if card else None


def size_of(card: PollCard | None) -> int:
    """How many different ballots there are to count."""
    return len(card.tallies) if card else 0


def freeze(tx: Tx, event: WorkDone) -> Answer:
    """The result is kept for good. A second time changes nothing."""
    if event.result is None:
        return Nothing()
    result, audience = event.result
    poll = tx.see(POLL, poll=event.subject)
    if poll is not None and is_secret(poll) and tx.vault.key(poll.id) is None:
        result = Result(count(poll.kind, {}, len(poll.options), poll.pick), None, void=True)
    if poll is None or not tx.change(FREEZE, poll=poll.id, result=kept_result(result), audience=audience):
        return Nothing()
    if is_secret(poll):
        gather(tx, poll)
    tx.touch(FACE, poll.id)
    tx.touch(HEARING, poll.id)
    tx.post(Effect(f"{ANNOUNCED}:{poll.id}", poll.place, ANNOUNCED, poll.id, urgency=Urgency.CLOSING, told=poll.asker))
    return Nothing()


def _count(tx: Tx, poll: Poll) -> None:
    tx.touch(FACE, poll.id)
    tx.compute("poll.count", poll.id)


def _own(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Poll:
    poll = open_poll(tx, event, words)
    if poll.asker != event.who.person:
        raise Refused(said(words.say("Only the one who asked can close this early. It closes by itself on time.")))
    return poll
