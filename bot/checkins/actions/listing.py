"""The check-ins of a place, and what anyone can do with them: for themselves without a word, for everyone with one."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer, FormErrors, OpenForm, Whisper
from bot.chat.cards import said
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.forms import Form
from bot.chat.hidden import with_hide_button
from bot.chat.text import Text, clean, one_line
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.checkins.actions.answering import answer_now, show_journal
from bot.checkins.actions.deeds import one, running, tell, why_wrong
from bot.checkins.actions.making import new
from bot.checkins.actions.rounds import DUE, aim_anew
from bot.checkins.cards import listed, whispers
from bot.checkins.forms import end_form, pause_form, until_form
from bot.checkins.model import CheckIn
from bot.checkins.recurrence import DAY, Off
from bot.checkins.views import (
    END,
    GO_ON,
    HERE,
    OVER_TIME,
    PAUSE,
    REMIND,
    REMINDED,
    REST,
    RESTING,
    TRY_AGAIN,
    UNREMIND,
)
from bot.choices import zone_of
from bot.ports import Tx
from bot.power import Deed


def checkin(tx: Tx, event: CommandGiven) -> Answer:
    """``/checkin``: the open round, or what the first word asks for."""
    wanted, _, rest = " ".join([event.options.get("what", ""), event.text]).strip().partition(" ")
    match wanted.lower():
        case "":
            return answer_now(tx, event) if not set(event.options) - {"what"} else new(tx, event, "")
        case "new":
            return new(tx, event, rest)
        case "list":
            return show_list(tx, event)
        case "pause":
            return ask_to_rest(tx, event)
        case "journal":
            return show_journal(tx, event)
        case _:
            return show_list(tx, event)


def show_list(tx: Tx, event: FromMember) -> Answer:
    """Every check-in here, with what comes next."""
    found = tx.see(HERE, community=tx.community, place=event.where.place, person=event.who.person)
    return Whisper(listed.check_ins(found, words_for(event.who.locale)))


def about(tx: Tx, event: ActionPressed) -> Answer:
    """All that anyone can know about a check-in, with its next three dates."""
    words = words_for(event.who.locale)
    return _about(tx, event, one(tx, event, words), words)


def _about(tx: Tx, event: ActionPressed | FormSent, found: CheckIn, words: Words) -> Answer:
    reminded = event.who.person in tx.see(REMINDED, checkin=found.id)
    shown = tx.see(OVER_TIME, checkin=found.id)
    about = listed.about(found, shown, reminded, tx.now, words)
    return Whisper(with_hide_button(about, found.id, event.who.keeper, words))


# --- for oneself --------------------------------------------------------------------------------------------------


def remind_me(tx: Tx, event: ActionPressed) -> Answer:
    """One reminder in each round, for this member."""
    words = words_for(event.who.locale)
    found, wanted = one(tx, event, words), event.token.handler == "checkin.remind"
    tx.change(REMIND if wanted else UNREMIND, checkin=found.id, person=event.who.person)
    return Whisper(whispers.reminding(found.name, wanted, words))


def ask_to_rest(tx: Tx, event: ActionPressed | CommandGiven) -> Answer:
    """Until when do check-ins leave this member in peace? Whoever pauses them already is told so, with the way back."""
    words = words_for(event.who.locale)
    until = tx.see(RESTING, community=tx.community, person=event.who.person, now=tx.now)
    return OpenForm(_rest_form("", words)) if until is None else Whisper(whispers.resting(until, words))


def ask_again_to_rest(tx: Tx, event: ActionPressed) -> Answer:
    """Until when, after all?"""
    return OpenForm(_rest_form("", words_for(event.who.locale)))


def rest(tx: Tx, event: FormSent) -> Answer:
    """Check-ins leave this member in peace until then. Nobody is told, and no reason is asked."""
    words, typed = words_for(event.who.locale), one_line(event.values.get("until", ""))
    until = read_deadline(typed, tx.now, zone_of(tx, event), (event.who.locale, "en"))
    if not isinstance(until, Deadline):
        return FormErrors(_rest_form(typed, words), {"until": no_time(words)}, Token("checkin.rest"))
    tx.change(PAUSE, community=tx.community, person=event.who.person, until=until.at)
    return Whisper(whispers.resting(until.at, words))


def back_again(tx: Tx, event: ActionPressed) -> Answer:
    """The pause is over."""
    tx.change(GO_ON, community=tx.community, person=event.who.person)
    return Whisper(whispers.resting(None, words_for(event.who.locale)))


def _rest_form(typed: str, words: Words) -> Form:
    hint = words.label("For example: in 2 weeks, or 2027-01-10.")
    return until_form("checkin.rest", words.label("Pause check-ins for me"), hint, typed, words)


def no_time(words: Words) -> Text:
    """What is said of words that name no time."""
    return words.say("I could not read that as a time. You can write in 2 weeks, or 2027-01-10.")


# --- for everyone -------------------------------------------------------------------------------------------------


def ask_to_pause(tx: Tx, event: ActionPressed) -> Answer:
    """Until when, and why?"""
    words = words_for(event.who.locale)
    return OpenForm(pause_form(running(tx, event, words).id, {}, words))


def pause(tx: Tx, event: FormSent) -> Answer:
    """Days without a round, from today on; who and why stands in the log and in the check-in's place."""
    words = words_for(event.who.locale)
    found, zone = running(tx, event, words), zone_of(tx, event)
    typed, why = one_line(event.values.get("until", "")), clean(event.values.get("why", ""))
    until = read_deadline(typed, tx.now, zone, (event.who.locale, "en")) if typed else None
    wrong = why_wrong(why, words)
    if typed and not isinstance(until, Deadline):
        wrong["until"] = no_time(words)
    if wrong:
        return FormErrors(pause_form(found.id, event.values, words), wrong, Token("checkin.pause", (found.id,)))
    here = ZoneInfo(found.rhythm.zone)
    last = until.at.astimezone(here).date() - DAY if isinstance(until, Deadline) else date.max
    today = tx.now.astimezone(here).date()
    _rest(tx, found, (*_standing(found, today), Off(today, max(last, today))))
    tell(tx, event, found, Deed.PAUSED, "", words.day(last + DAY) if last < date.max else "", why)
    return _about(tx, event, one(tx, event, words), words)


def resume(tx: Tx, event: ActionPressed) -> Answer:
    """The pause that there is now is over."""
    words = words_for(event.who.locale)
    found = running(tx, event, words)
    today = tx.now.astimezone(ZoneInfo(found.rhythm.zone)).date()
    standing = _standing(found, today)
    if standing != found.rhythm.off:
        tx.change(TRY_AGAIN, checkin=found.id)
        _rest(tx, found, standing)
        tell(tx, event, found, Deed.RESUMED, "", "", "")
    return _about(tx, event, one(tx, event, words), words)


def _standing(found: CheckIn, today: date) -> tuple[Off, ...]:
    """The days off but those of today."""
    return tuple(off for off in found.rhythm.off if not off.holds(today))


def _rest(tx: Tx, found: CheckIn, off: tuple[Off, ...]) -> None:
    kept = tuple((each.first.isoformat(), each.last.isoformat()) for each in off)
    tx.change(REST, checkin=found.id, off=kept)
    aim_anew(tx, replace(found, rhythm=replace(found.rhythm, off=off)))


def ask_to_end(tx: Tx, event: ActionPressed) -> Answer:
    """Why?"""
    words = words_for(event.who.locale)
    return OpenForm(end_form(running(tx, event, words).id, {}, words))


def end(tx: Tx, event: FormSent) -> Answer:
    """Nothing comes any more; a round that is open closes in its time."""
    words = words_for(event.who.locale)
    found, why = running(tx, event, words), clean(event.values.get("why", ""))
    if wrong := why_wrong(why, words):
        return FormErrors(end_form(found.id, event.values, words), wrong, Token("checkin.end", (found.id,)))
    tx.change(END, checkin=found.id)
    tx.rest(DUE, found.id)
    tell(tx, event, found, Deed.ENDED, "", "", why)
    return Whisper(said(words.say("It has ended. Everyone here can read who ended it, and why.")))
