"""Hiding words, showing them again, answering. The right to hide is asked of the platform again with every press."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember, TimeCame
from bot.chat.hidden import mark
from bot.chat.ids import GONE
from bot.chat.text import Text, clean, one_line
from bot.chat.token import Token
from bot.chat.typed import too_long
from bot.chat.words import Words, words_for
from bot.hiding import cards
from bot.hiding.forms import answer_form, hide_form, seek_form, show_form
from bot.hiding.model import INDEXED, MOST_ANSWER, MOST_WHY, Hidden, Piece, in_json
from bot.hiding.views import (
    ANSWER,
    FORGET,
    FOUND,
    HIDDEN,
    HIDE,
    HIDE_COPIES,
    KEEP,
    ON_MESSAGE,
    PIECE,
    PIECES,
    REDRAW,
    SHOW,
    SHOW_COPIES,
    SHOWN,
)
from bot.ports import Effect, Tx
from bot.power import Deed, note

TOLD = "hiding.told"
ANSWERED = "hiding.answered"
FORGOTTEN = "hiding.forget"


def look(tx: Tx, event: ActionPressed) -> Answer:
    """Everyone's words in one thing, for a keeper to choose from."""
    words = _for_keepers(event)
    found = tx.see(PIECES, community=tx.community, subject=event.token.id(0))
    return Whisper(cards.pieces(found, words))


def look_at(tx: Tx, event: CommandGiven) -> Answer:
    """Everyone's words on a message of ours, from that message's own menu."""
    words = _for_keepers(event)
    if event.about is None:
        return Whisper(cards.from_a_menu(words))
    shown = tx.see(ON_MESSAGE, community=tx.community, message=event.about.message)
    found = (piece for one in shown for piece in tx.see(PIECES, community=tx.community, subject=one))
    return Whisper(cards.pieces(list(dict.fromkeys(found)), words) if shown else cards.not_mine(words))


def ask_what(tx: Tx, event: ActionPressed) -> Answer:
    """The form that looks for words."""
    return OpenForm(seek_form(_for_keepers(event)))


def seek(tx: Tx, event: FormSent) -> Answer:
    """Words that stand in the channel where they are looked for."""
    words = _for_keepers(event)
    sought = one_line(event.values.get("sought", ""))
    literally = sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like = f"%{literally}%"
    found = tx.see(FOUND, community=tx.community, place=event.where.place, like=like)
    return Whisper(cards.pieces(found if sought else [], words))


# --- hiding -------------------------------------------------------------------------------------------------------


def asker(kept: timedelta) -> Callable[[Tx, ActionPressed], Answer]:
    """The use case that asks why words are to be hidden, which then are kept apart for this long."""

    def ask(tx: Tx, event: ActionPressed) -> Answer:
        words = _for_keepers(event)
        chosen = event.values[0].split(" ") if event.values else event.token.ids
        return OpenForm(hide_form(_piece(tx, chosen, words), kept, "", words))

    return ask


def hider(kept: timedelta) -> Callable[[Tx, FormSent], Answer]:
    """The use case that hides words, and keeps them apart for this long."""

    def hide(tx: Tx, event: FormSent) -> Answer:
        words = _for_keepers(event)
        piece = _piece(tx, event.token.ids, words)
        why = clean(event.values.get("why", ""))
        if wrong := _wrong(why, words):
            again = Token("hide.ask", (piece.kind, piece.id))
            return FormErrors(hide_form(piece, kept, why, words), {"why": wrong}, again)
        hidden = _hide(tx, event, piece, why)
        tx.wake(FORGOTTEN, hidden, tx.now + kept)
        return Whisper(cards.done(hidden, _tell(tx, piece, hidden), words))

    return hide


def _hide(tx: Tx, event: FormSent, piece: Piece, why: str) -> str:
    hidden = tx.ids.new()
    where = {"community": tx.community, "kind": piece.kind, "piece": piece.id}
    tx.change(HIDE, **where, before=piece.before, after=piece.hidden_as(hidden))
    copies = {"words": piece.words, "quoted": in_json(piece.words), "mark": mark(hidden)}
    tx.change(HIDE_COPIES, community=tx.community, kind=piece.kind, **copies)
    title = mark(hidden) if piece.title == piece.words else piece.title
    trace = note(tx, Deed.HID, event.who.person, title, why=why)
    tx.change(
        KEEP,
        **where,
        id=hidden,
        subject=piece.subject,
        title=title,
        person=event.who.person,
        author=piece.author,
        at=tx.now,
        why=why,
        words=piece.words,
        trace=trace,
    )
    tx.change(REDRAW, community=tx.community, subject=piece.subject, piece=piece.id, mark=mark(hidden))
    _index(tx, piece.kind, piece.id)
    return hidden


def _index(tx: Tx, kind: str, piece: str) -> None:
    if kind in INDEXED:
        tx.wake(kind, piece, tx.now)


def _tell(tx: Tx, piece: Piece, hidden: str) -> bool:
    """Tell whoever wrote the words, whatever they have chosen about being asked: this is done to them."""
    if piece.author is None or piece.author.startswith(GONE):
        return False
    tx.post(Effect(f"{TOLD}:{hidden}", piece.author, TOLD, hidden, direct=True))
    return True


def forget(tx: Tx, event: TimeCame) -> Answer:
    """The time is over in which the words could be shown again."""
    tx.change(FORGET, hidden=event.subject)
    return Nothing()


# --- showing again ------------------------------------------------------------------------------------------------


def ask_to_show(tx: Tx, event: ActionPressed) -> Answer:
    """Why are they shown again?"""
    words = _for_keepers(event)
    return OpenForm(show_form(_hidden(tx, event, words), "", words))


def show(tx: Tx, event: FormSent) -> Answer:
    """The words stand again where they stood, and that leaves a trace too."""
    words = _for_keepers(event)
    hidden = _hidden(tx, event, words)
    why = clean(event.values.get("why", ""))
    if wrong := _wrong(why, words):
        return FormErrors(show_form(hidden, why, words), {"why": wrong}, Token("hide.show", (hidden.id,)))
    stood = {"mark": mark(hidden.id), "words": hidden.words, "quoted": in_json(hidden.words or "")}
    tx.change(REDRAW, community=tx.community, subject=hidden.subject, piece=hidden.piece, mark=mark(hidden.id))
    tx.change(SHOW, community=tx.community, kind=hidden.kind, piece=hidden.piece, **stood)
    tx.change(SHOW_COPIES, community=tx.community, kind=hidden.kind, **stood)
    tx.change(SHOWN, hidden=hidden.id)
    _index(tx, hidden.kind, hidden.piece)
    tx.rest(FORGOTTEN, hidden.id)
    title = hidden.words if hidden.title == mark(hidden.id) and hidden.words else hidden.title
    note(tx, Deed.SHOWED, event.who.person, title, why=why)
    return Whisper(said(words.say("These words can be read again. Everyone can see that you did it, and why.")))


# --- answering ----------------------------------------------------------------------------------------------------


def ask_for_answer(tx: Tx, event: ActionPressed) -> Answer:
    """The form for whoever wrote the words."""
    words = words_for(event.who.locale)
    hidden = _mine(tx, event, words)
    return OpenForm(answer_form(hidden, hidden.answer, words))


def answer(tx: Tx, event: FormSent) -> Answer:
    """What whoever wrote the words says stands with the reason, and is told to the keeper who hid them."""
    words = words_for(event.who.locale)
    hidden, typed = _mine(tx, event, words), clean(event.values.get("answer", ""))
    if len(typed) > MOST_ANSWER:
        wrong = too_long(MOST_ANSWER, words)
        again = Token("hide.answer", (hidden.id,))
        return FormErrors(answer_form(hidden, typed, words), {"answer": wrong}, again)
    tx.change(ANSWER, hidden=hidden.id, person=event.who.person, answer=typed)
    tx.change(REDRAW, community=tx.community, subject=hidden.subject, piece=hidden.piece, mark=mark(hidden.id))
    if not typed:
        return Whisper(said(words.say("Your answer is gone.")))
    if hidden.by is not None:
        tx.post(Effect(f"{ANSWERED}:{hidden.id}:{tx.ids.new()}", hidden.by, ANSWERED, hidden.id, direct=True))
    return Whisper(said(words.say("Your answer stands with the reason now, without your name.")))


# --- who may, and what --------------------------------------------------------------------------------------------


def _for_keepers(event: FromMember) -> Words:
    """The reader's words, for someone who may hide. Refuses everyone else."""
    words = words_for(event.who.locale)
    if not event.who.keeper:
        raise Refused(cards.only_keepers(words))
    return words


def _piece(tx: Tx, chosen: Sequence[str], words: Words) -> Piece:
    kind, wanted = (*chosen, "", "")[:2]
    found = tx.see(PIECE, community=tx.community, kind=kind, id=wanted)
    if not found:
        raise Refused(said(words.say("These words are not there any more. Nothing was changed.")))
    if found[0].hidden is not None:
        raise Refused(said(words.say("These words are hidden already.")))
    return found[0]


def _hidden(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Hidden:
    """What was hidden here and can be shown again."""
    hidden = tx.see(HIDDEN, subject=event.token.id(0))
    if hidden is None or hidden.community != tx.community or hidden.shown_again:
        raise Refused(said(words.say("These words are not hidden any more.")))
    if hidden.words is None:
        raise Refused(said(words.say("These words are not kept any more, so they can not be shown again.")))
    return hidden


def _mine(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Hidden:
    hidden = tx.see(HIDDEN, subject=event.token.id(0))
    if hidden is None or (hidden.community, hidden.author) != (tx.community, event.who.person):
        raise Refused(said(words.say("Only the one who wrote these words can answer. Nothing was changed.")))
    return hidden


def _wrong(why: str, words: Words) -> Text:
    if not why:
        return words.say("Please say why in a few words, for everyone to read.")
    if len(why) > MOST_WHY:
        return too_long(MOST_WHY, words)
    return ()
