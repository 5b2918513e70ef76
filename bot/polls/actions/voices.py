"""Saying why, reading why, and calling a reason of another side a fair point."""

from collections.abc import Mapping

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.typed import TooLong
from bot.chat.words import Words, words_for
from bot.polls.actions.answering import ballot_of, open_poll, the_poll
from bot.polls.actions.secrecy import is_secret, tag
from bot.polls.cards.reasons import reasons_page
from bot.polls.cards.whispers import no_such_poll
from bot.polls.forms import flaw_sentence, secret_why_form, why_form
from bot.polls.model import ABOUT_ALL, MOST_REASON, Ballot, Poll, sides
from bot.polls.views import (
    CARD,
    EXPLAIN,
    FACE,
    FAIR,
    MARKED,
    MY_REASONS,
    REASON,
    SECRET_EXPLAIN,
    SECRET_REASON,
    SECRET_UNEXPLAIN,
    UNEXPLAIN,
    UNFAIR,
)
from bot.ports import Tx


def invite(tx: Tx, event: ActionPressed) -> Answer:
    """The form to say why, for what this member has chosen."""
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    if is_secret(poll):
        under = tag(tx, poll, "reason", event.who.person, words)
        about, typed = tx.see(SECRET_REASON, poll=poll.id, tag=under) or (ABOUT_ALL, "")
        return OpenForm(secret_why_form(poll, about, typed, words))
    sides = _sides(poll, ballot_of(tx, event, poll), words)
    given = tx.see(MY_REASONS, poll=poll.id, person=event.who.person)
    option = next((side for side in sides if side in given), next(iter(sides)))
    mine = given.get(option)
    return OpenForm(why_form(poll, option, sides, mine.words if mine else "", bool(mine and mine.by), words))


def explain(tx: Tx, event: FormSent) -> Answer:
    """The words are kept with the option they speak for; empty words take back what was there."""
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    if is_secret(poll):
        return explain_secretly(tx, event)
    sides = _sides(poll, ballot_of(tx, event, poll), words)
    typed, named = clean(event.values.get("words", "")), event.values.get("named") == "named"
    option = _spoken_for(event, sides)
    if len(typed) > MOST_REASON:
        form = why_form(poll, option, sides, typed, named, words)
        flaw = flaw_sentence("words", TooLong(MOST_REASON), words)
        return FormErrors(form, {"words": flaw}, Token("poll.why", (poll.id,)))
    tx.touch(FACE, poll.id)
    if not typed:
        tx.change(UNEXPLAIN, poll=poll.id, person=event.who.person, option=option)
        return Whisper(said(words.say("Your words are gone. Your answer stands as it was.")))
    before = tx.see(MY_REASONS, poll=poll.id, person=event.who.person).get(option)
    if before is not None and before.words != typed:
        # Other words are another reason: whoever called the old ones fair has not read these.
        tx.change(UNEXPLAIN, poll=poll.id, person=event.who.person, option=option)
    tx.change(
        EXPLAIN,
        id=tx.ids.new(),
        poll=poll.id,
        person=event.who.person,
        option=option,
        words=typed,
        named=named,
        at=event.at,
    )
    return Whisper(said(words.say("Your words are with {option} now. Thank you for saying why.", option=sides[option])))


def explain_secretly(tx: Tx, event: FormSent) -> Answer:
    """The words go into the poll's box, without any link to an answer."""
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    typed, option = clean(event.values.get("words", "")), _about(poll, event.values.get("option", ""))
    if len(typed) > MOST_REASON:
        flaw = flaw_sentence("words", TooLong(MOST_REASON), words)
        return FormErrors(secret_why_form(poll, option, typed, words), {"words": flaw}, Token("poll.why", (poll.id,)))
    under = tag(tx, poll, "reason", event.who.person, words)
    if not typed:
        tx.change(SECRET_UNEXPLAIN, poll=poll.id, tag=under)
        return Whisper(said(words.say("Your words are gone. Your answer stands as it was.")))
    tx.change(SECRET_EXPLAIN, poll=poll.id, tag=under, option=option, words=typed)
    return Whisper(said(words.say("Your words are in the box. They are read when it has closed, shuffled.")))


def _about(poll: Poll, typed: str) -> int:
    positions = {str(option.position): option.position for option in poll.options}
    return positions.get(typed, ABOUT_ALL)


def read(tx: Tx, event: ActionPressed) -> Answer:
    """A page of all reasons."""
    words = words_for(event.who.locale)
    poll = the_poll(tx, event, words)
    return _page(tx, event, poll, _number(event.token.id(1)), words)


def call_fair(tx: Tx, event: ActionPressed) -> Answer:
    """A reason of another side is a fair point, or is not any more."""
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    if is_secret(poll):
        raise Refused(said(words.say("In a secret poll reasons are read when it has closed.")))
    reason = tx.see(REASON, poll=poll.id, id=event.token.id(1))
    if reason is None:
        raise Refused(said(words.say("These words were taken back by whoever wrote them.")))
    ballot = ballot_of(tx, event, poll)
    if reason.person == event.who.person or reason.option in _held(poll, ballot):
        raise Refused(said(words.say("You can call reasons of other sides a fair point, not those of your own.")))
    mark = FAIR if event.token.handler == "poll.fair" else UNFAIR
    tx.change(mark, reason=reason.id, marker=event.who.person)
    return _page(tx, event, poll, _number(event.token.id(2)), words)


def _page(tx: Tx, event: ActionPressed, poll: Poll, page: int, words: Words) -> Answer:
    card = tx.see(CARD, subject=poll.id)
    if card is None:
        raise Refused(no_such_poll(words))
    if is_secret(poll):
        empty: frozenset[str] = frozenset()
        return Whisper(reasons_page(card, frozenset(), empty, empty, page, False, words))
    marked = tx.see(MARKED, poll=poll.id, person=event.who.person)
    ballot = ballot_of(tx, event, poll)
    held = _held(poll, ballot)
    own = frozenset(r.id for r in tx.see(MY_REASONS, poll=poll.id, person=event.who.person).values())
    return Whisper(reasons_page(card, held, own, marked, page, poll.takes_answers(event.at), words))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _held(poll: Poll, ballot: Ballot | None) -> frozenset[int]:
    if ballot is None or ballot.choice is None:
        return frozenset()
    return sides(poll.kind, ballot.choice)


def _sides(poll: Poll, ballot: Ballot | None, words: Words) -> Mapping[int, str]:
    held = _held(poll, ballot)
    if not held:
        raise Refused(said(words.say("Answer first, then say why. “Not for me” is an answer too.")))
    return {position: poll.words(position) if position else words.label("Not for me") for position in sorted(held)}


def _spoken_for(event: FormSent, sides: Mapping[int, str]) -> int:
    for typed in (event.values.get("option", ""), event.token.id(1)):
        if typed.isascii() and typed.isdigit() and int(typed) in sides:
            return int(typed)
    return next(iter(sides))
