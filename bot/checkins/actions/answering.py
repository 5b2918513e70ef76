"""What a member does with a round: answer it, change that, take it back, or leave it for today."""

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.hidden import with_hide_button
from bot.chat.ids import PersonId
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.checkins.actions import boxes
from bot.checkins.actions.keys import pass_by
from bot.checkins.actions.rounds import FACE
from bot.checkins.cards import whispers
from bot.checkins.cards.sentences import gone
from bot.checkins.forms import answer_form
from bot.checkins.model import LITTLE_ROOM, MOST_ANSWER, Kind, Round, Seen
from bot.checkins.views import ANSWER, CARD, CHECKIN, JOURNAL, KEPT_COMPANY, OPEN, OWN, REMINDED, ROUND, UNANSWER
from bot.choices import quieten, unquiet
from bot.offers import offered_once
from bot.ports import Tx
from bot.settings import SETTINGS, Name

NAMED = "checkin.answer"
ENTRIES = 5


def answer_now(tx: Tx, event: CommandGiven) -> Answer:
    """``/checkin``: the form of the open round; where several are open, or none, what there is."""
    words = words_for(event.who.locale)
    found = tx.see(OPEN, community=tx.community, place=event.where.place, person=event.who.person, now=tx.now)
    if len(found) == 1:
        return OpenForm(answer_form(found[0], _own(tx, found[0], event.who.person, words), words))
    return Whisper(whispers.open_rounds(found, _signposts(tx), words))


def show_round(tx: Tx, event: ActionPressed) -> Answer:
    """An open round, for someone who found it in the list of what waits."""
    words = words_for(event.who.locale)
    of = _open(tx, event, words)
    return Whisper(whispers.open_rounds([of], _signposts(tx), words))


def check_in(tx: Tx, event: ActionPressed) -> Answer:
    """The form, with what this member has written already."""
    words = words_for(event.who.locale)
    of = _open(tx, event, words)
    return OpenForm(answer_form(of, _own(tx, of, event.who.person, words), words))


def answer(tx: Tx, event: FormSent) -> Answer:
    """What was written is kept as this check-in keeps it; written again, it takes the place of what was there."""
    words = words_for(event.who.locale)
    of, person = _open(tx, event, words), event.who.person
    said = _said(of, event)
    if not any(said):
        wrong = {"q0": whispers.nothing_said(words)}
        return FormErrors(answer_form(of, said, words), wrong, Token("checkin.in", (of.id,)))
    if of.seen is Seen.UNNAMED:
        boxes.put(tx, of, person, said, words)
    else:
        _keep(tx, of, person, said)
    quiet = _make_room(tx, of, person, said)
    offers = offered_once(tx, event) if of.has_plenty(said) else ()
    reminded = person in tx.see(REMINDED, checkin=of.checkin)
    return Whisper(whispers.received(of, said, quiet, offers, reminded, _signposts(tx), words))


def _said(of: Round, event: FormSent) -> tuple[str, ...]:
    """A line for each question; empty where it was left open."""
    said = []
    for number, question in enumerate(of.questions):
        typed = clean(event.values.get(f"q{number}", ""))
        if question.choices:
            place = int(typed) if typed.isascii() and typed.isdigit() else len(question.choices)
            said.append(question.choices[place] if place < len(question.choices) else "")
        else:
            said.append(typed[:MOST_ANSWER])
    return tuple(said)


def _keep(tx: Tx, of: Round, person: PersonId, said: Sequence[str]) -> None:
    already = tx.see(OWN, round=of.id, person=person)
    kept = already.id if already is not None else tx.ids.new()
    tx.change(ANSWER, id=kept, round=of.id, person=person, said=tuple(said), at=tx.now)
    if of.seen is Seen.NAMED:
        tx.show(NAMED, kept, of.place, thread=(FACE, of.id))
        tx.touch(NAMED, kept)


def _make_room(tx: Tx, of: Round, person: PersonId, said: Sequence[str]) -> bool:
    """Those who have room for nothing or a little are asked for nothing until the next round; the others are again."""
    if of.kind is not Kind.ROOM or not of.questions:
        return False
    if said[0] not in of.questions[0].choices[:LITTLE_ROOM]:
        unquiet(tx, person)
        return False
    checkin = tx.see(CHECKIN, subject=of.checkin)
    following = checkin.pending if checkin is not None else None
    quieten(tx, person, following.at if following is not None else of.closes_at + timedelta(days=7))
    return True


def take_back(tx: Tx, event: ActionPressed) -> Answer:
    """An answer is gone. One without a name can be found only while its round is open."""
    words, person = words_for(event.who.locale), event.who.person
    of = _of(tx, event, words)
    if of.seen is Seen.UNNAMED:
        of = _open(tx, event, words)
        boxes.put(tx, of, person, ("",) * len(of.questions), words)
    else:
        already = tx.see(OWN, round=of.id, person=person)
        tx.change(UNANSWER, round=of.id, person=person)
        if already is not None:
            tx.touch(NAMED, already.id)
    if of.kind is Kind.ROOM:
        unquiet(tx, person)
    return Whisper(whispers.taken_back(words))


def not_today(tx: Tx, event: ActionPressed) -> Answer:
    """No reminder of this round. It is kept until the round closes, under a tag, and nowhere after."""
    words = words_for(event.who.locale)
    of = _open(tx, event, words)
    pass_by(tx, of, event.who.person, words)
    return Whisper(whispers.passed(of, words))


def read(tx: Tx, event: ActionPressed) -> Answer:
    """All that was shared without names, a page at a time."""
    words = words_for(event.who.locale)
    card = tx.see(CARD, subject=event.token.id(0))
    if card is None or card.round.community != tx.community or not card.shown:
        raise Refused(gone(words))
    all_of_it = whispers.read_all(card, _page(event.token.id(1)), words)
    return Whisper(with_hide_button(all_of_it, card.round.id, event.who.keeper, words))


def show_journal(tx: Tx, event: FromMember) -> Answer:
    """What this member wrote for themselves."""
    page = _page(event.token.id(0)) if isinstance(event, ActionPressed) else 0
    skip = page * ENTRIES
    found = tx.see(JOURNAL, community=tx.community, person=event.who.person, limit=ENTRIES + 1, skip=skip)
    kept = () if page else tx.see(KEPT_COMPANY, community=tx.community, person=event.who.person)
    return Whisper(whispers.journal(found[:ENTRIES], kept, page, len(found) > ENTRIES, words_for(event.who.locale)))


def _page(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _signposts(tx: Tx) -> str:
    return tx.see(SETTINGS, community=tx.community).get(Name.SIGNPOSTS)


def _own(tx: Tx, of: Round, person: PersonId, words: Words) -> tuple[str, ...]:
    if of.seen is Seen.UNNAMED:
        return boxes.own(tx, of, person, words)
    already = tx.see(OWN, round=of.id, person=person)
    return already.said if already is not None else ()


def _of(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Round:
    of = tx.see(ROUND, subject=event.token.id(0))
    if of is None or of.community != tx.community:
        raise Refused(gone(words))
    return of


def _open(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Round:
    of = _of(tx, event, words)
    if not of.takes_answers(event.at):
        raise Refused(whispers.too_late(of, words))
    return of
