"""Choosing, changing, taking back. The clock decides in the same transaction whether it counts."""

from datetime import datetime

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, FromMember
from bot.chat.text import Bold, Text
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.choices import zone_of
from bot.polls.actions.asking import put_up
from bot.polls.actions.secrecy import is_secret, tag
from bot.polls.cards import poll_card
from bot.polls.cards.whispers import May, chosen, details, newer_stands, no_such_poll, receipt, too_late, with_receipt
from bot.polls.counting import Choice, Kind
from bot.polls.draft import Flaw, TooMany, read_option, read_time
from bot.polls.forms import flaw_sentence, option_form
from bot.polls.model import MOST_OPTIONS, Ballot, Option, Poll, Totals, pressed, tighter
from bot.polls.views import BALLOT, CARD, CAST, FACE, POLL, SECRET_BALLOT, SECRET_CAST, SECRET_TAKE_BACK, TALLIES
from bot.ports import Effect, Tx, Urgency

RECEIPT = "poll.receipt"


def choose(tx: Tx, event: ActionPressed) -> Answer:
    """A press on an option: chosen, or no longer chosen where one may choose several."""
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    position = _position(poll, event.token.id(1), words)
    before = ballot_of(tx, event, poll) if poll.kind is not Kind.ONE else None
    return cast(tx, event, poll, pressed(poll.kind, before.choice if before else None, position) or None, words)


def pick(tx: Tx, event: ActionPressed) -> Answer:
    """A choice from a menu: exactly the options that are marked there."""
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    positions = sorted({_position(poll, value, words) for value in event.values})
    choice = tuple(positions[:1] if poll.kind is Kind.ONE else positions)
    return cast(tx, event, poll, choice or None, words)


def not_for_me(tx: Tx, event: ActionPressed) -> Answer:
    """An answer that chooses nothing, and counts as having taken part."""
    words = words_for(event.who.locale)
    return cast(tx, event, open_poll(tx, event, words), (), words)


def take_back(tx: Tx, event: ActionPressed) -> Answer:
    """The answer is gone, as if it had not been given."""
    words = words_for(event.who.locale)
    return cast(tx, event, open_poll(tx, event, words), None, words)


def show_card(tx: Tx, event: ActionPressed) -> Answer:
    """The poll's card again, for the one who asked to see it, with what is recorded for them."""
    words = words_for(event.who.locale)
    poll = the_poll(tx, event, words)
    card = tx.see(CARD, subject=poll.id)
    if card is None:
        raise Refused(no_such_poll(words))
    mine = ballot_of(tx, event, poll) if poll.takes_answers(event.at) else None
    if mine is None or mine.choice is None:
        return Whisper(poll_card(card, words))
    return Whisper(with_receipt(poll_card(card, words), poll, mine.choice, words))


def answered(tx: Tx, event: FromMember, poll_id: str) -> Text:
    """What a member has answered, for their own page. Of a secret poll it says nothing: chats keep such pages."""
    poll = tx.see(POLL, poll=poll_id)
    if poll is None or is_secret(poll):
        return ()
    mine, words = ballot_of(tx, event, poll), words_for(event.who.locale)
    if mine is None or mine.choice is None:
        return ()
    return words.say("You answered: {choice}.", choice=chosen(poll, mine.choice, words))


def show_details(tx: Tx, event: ActionPressed) -> Answer:
    """Everything that was settled when the poll was asked."""
    words = words_for(event.who.locale)
    poll = the_poll(tx, event, words)
    is_open, own = poll.takes_answers(event.at), poll.asker == event.who.person
    private = bool(tighter(poll.seen_as) or tighter(poll.totals))
    may = May(
        close=is_open and own,
        tighten=is_open and private and (own or event.who.keeper),
        be_heard=poll.can_be_heard(event.at),
        hide=event.who.keeper,
    )
    return Whisper(details(poll, may, words))


def offer(tx: Tx, event: ActionPressed) -> Answer:
    """A form for one more option."""
    words = words_for(event.who.locale)
    return OpenForm(option_form(_growing(tx, event, words), "", "", words))


def add_option(tx: Tx, event: FormSent) -> Answer:
    """One more option for everyone. No option is ever edited or taken away."""
    words = words_for(event.who.locale)
    poll = _growing(tx, event, words)
    typed, meaning = event.values.get("words", ""), event.values.get("meaning", "")
    option = _new_option(tx, event, poll, typed, meaning, words)
    if not isinstance(option, Option):
        form = option_form(poll, typed, meaning, words)
        return FormErrors(form, {"words": flaw_sentence("words", option, words)}, Token("poll.add", (poll.id,)))
    put_up(tx, poll, option)
    tx.touch(FACE, poll.id)
    return Whisper(said(words.say("Added: {option}. Everyone can choose it now.", option=Bold(option.words))))


def _new_option(tx: Tx, event: FormSent, poll: Poll, typed: str, meaning: str, words: Words) -> Option | Flaw:
    number, known = len(poll.options) + 1, [option.words for option in poll.options]
    at = None
    if poll.kind is Kind.TIME:
        zone = zone_of(tx, event)
        time = read_time(typed, tx.now, zone, (event.who.locale, "en"))
        if not isinstance(time, datetime):
            return time
        at, typed = time, words.moment(time, zone)
    option = read_option(typed, meaning, known)
    return Option(number, option[0], event.who.person, at, option[1]) if isinstance(option, tuple) else option


def the_poll(tx: Tx, event: FromMember, words: Words) -> Poll:
    """The poll that the event is about. Refuses when it is not there, or belongs to another community."""
    ids = event.token.ids if not hasattr(event, "name") else ()
    poll = tx.see(POLL, poll=ids[0]) if ids else None
    if poll is None or poll.community != tx.community:
        raise Refused(no_such_poll(words))
    return poll


def open_poll(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Poll:
    """The poll that the event is about, if the clock lets it take answers at that moment. Refuses otherwise."""
    poll = the_poll(tx, event, words)
    if not poll.takes_answers(event.at):
        raise Refused(too_late(poll, words))
    return poll


def ballot_of(tx: Tx, event: FromMember, poll: Poll) -> Ballot | None:
    """What the one who acted has chosen so far."""
    if is_secret(poll):
        under = tag(tx, poll, "ballot", event.who.person, words_for(event.who.locale))
        return Ballot(tx.see(SECRET_BALLOT, poll=poll.id, tag=under), event.at)
    return tx.see(BALLOT, poll=poll.id, person=event.who.person)


def cast(tx: Tx, event: ActionPressed, poll: Poll, choice: Choice | None, words: Words) -> Answer:
    """Keep a choice, or that there is none any more, and say what is recorded."""
    if is_secret(poll):
        return _cast_secretly(tx, event, poll, choice, words)
    if not tx.change(CAST, poll=poll.id, person=event.who.person, choice=choice, at=event.at):
        stands = ballot_of(tx, event, poll)
        return Whisper(newer_stands(poll, stands.choice if stands else None, words))
    tx.touch(FACE, poll.id)
    if event.who.receipts:
        tx.post(_receipt(tx, event, poll))
    tallies = tx.see(TALLIES, poll=poll.id) if poll.totals is Totals.ANSWERED else {}
    return Whisper(receipt(poll, choice, tallies, words))


def _receipt(tx: Tx, event: ActionPressed, poll: Poll) -> Effect:
    """What is recorded, as a message to the one who acted and asked for that. Not in a secret poll: chats keep it."""
    key = f"{RECEIPT}:{tx.ids.new()}"
    return Effect(key, event.who.person, RECEIPT, poll.id, direct=True, urgency=Urgency.DIGEST)


def _cast_secretly(tx: Tx, event: ActionPressed, poll: Poll, choice: Choice | None, words: Words) -> Answer:
    """Without times the order of arrival decides between two presses of the same member."""
    under = tag(tx, poll, "ballot", event.who.person, words)
    if choice is None:
        tx.change(SECRET_TAKE_BACK, poll=poll.id, tag=under)
    else:
        tx.change(SECRET_CAST, poll=poll.id, tag=under, choice=choice)
    tx.touch(FACE, poll.id)
    return Whisper(receipt(poll, choice, {}, words))


def _position(poll: Poll, value: str, words: Words) -> int:
    if value.isascii() and value.isdigit() and any(o.position == int(value) for o in poll.options):
        return int(value)
    raise Refused(said(words.say("This option is not there. Nothing was recorded.")))


def _growing(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Poll:
    poll = open_poll(tx, event, words)
    if not poll.takes_options(event.at):
        if len(poll.options) >= MOST_OPTIONS:
            raise Refused(said(flaw_sentence("options", TooMany(len(poll.options) + 1), words)))
        raise Refused(said(words.say("Options could be added until three quarters of the time had passed.")))
    return poll
