"""A check-in that runs is changed by anyone, from its next round on; who and why is read by all."""

import json
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot import drafts
from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, TimeCame
from bot.chat.ids import PlaceId
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.typed import PLACE, Values
from bot.chat.words import Words, words_for
from bot.checkins.actions.deeds import DEED, running, tell, why_wrong
from bot.checkins.actions.rounds import DUE, aim, open_due
from bot.checkins.cards.changing import differences, preview
from bot.checkins.draft import Draft, as_changed, read_draft, values_of
from bot.checkins.forms import PROMISED, draft_form, save_form
from bot.checkins.model import CheckIn
from bot.checkins.views import ALTER, CHECKIN, OPEN_UNTIL, TRY_AGAIN
from bot.delivery import COMMUNITY, DROP_DRAFT, KeptDraft
from bot.ports import Effect, Tx
from bot.power import Deed, note
from bot.settings import SETTINGS, Part

DRAFTED = "checkin"
OF = "of"
"""The key under which a draft keeps which check-in it is to change; one that is to begin has none."""

WAS = "was"
"""The key under which it keeps what held when the change was begun."""


def ask(tx: Tx, event: ActionPressed) -> Answer:
    """The form, with what holds now."""
    words = words_for(event.who.locale)
    found = running(tx, event, words)
    holds = values_of(found, _today(tx, found))
    values = {**holds, OF: found.id, WAS: json.dumps(holds), PROMISED: found.seen}
    draft = tx.ids.new()
    drafts.keep(tx, event, draft, DRAFTED, values, found.place)
    return OpenForm(draft_form("checkin.make", draft, values, words))


def look(tx: Tx, values: Values, read: Draft, draft: str, words: Words) -> Answer:
    """How it would go on, with its next three dates."""
    found = _unchanged(tx, values, words)
    return Whisper(preview(found, _after(tx, found, read), draft, tx.now, words))


def ask_why(tx: Tx, event: ActionPressed) -> Answer:
    """Why, and in which channel?"""
    words = words_for(event.who.locale)
    kept = _kept(tx, event, words)
    found = _unchanged(tx, kept.values, words)
    return OpenForm(save_form(kept.id, _choosing_place(tx, found), words))


def save(tx: Tx, event: FormSent) -> Answer:
    """It is so from the next round on. A round that is due already comes first, as it was announced."""
    words, why = words_for(event.who.locale), clean(event.values.get("why", ""))
    kept = _kept(tx, event, words)
    found = _unchanged(tx, kept.values, words)
    if wrong := why_wrong(why, words):
        typed = {**event.values, **_choosing_place(tx, found, event.values.get(PLACE, ""))}
        return FormErrors(save_form(kept.id, typed, words), wrong, Token("checkin.save", (kept.id,)))
    read = read_draft(kept.values, words.weekdays(), tx.now)
    if not isinstance(read, Draft):
        raise Refused(said(words.say("These dates have passed. Nothing was changed; please change it once more.")))
    found = _with_all_that_is_due(tx, found)
    place = _place(tx, found, event.values.get(PLACE, ""))
    after = replace(_after(tx, found, read), place=place)
    tx.change(DROP_DRAFT, id=kept.id)
    if not _told(tx, event, found, after, why, words):
        return Whisper(said(words.say("Nothing is different, so nothing was changed.")))
    _keep(tx, after)
    return Whisper(said(words.say("Changed from the next round on. Everyone here can read who changed it, and why.")))


def _keep(tx: Tx, after: CheckIn) -> None:
    rhythm = after.rhythm
    tx.change(
        ALTER,
        checkin=after.id,
        place=after.place,
        name=after.name,
        kind=after.kind,
        questions=after.questions,
        rotates=after.rotates,
        seen_as=after.seen,
        days=tuple(sorted(rhythm.days)),
        hour=rhythm.at,
        every=rhythm.every,
        since=rhythm.since,
        off=tuple((off.first.isoformat(), off.last.isoformat()) for off in rhythm.off),
        follows=after.follows,
        open_for=after.open_for,
    )
    aim(tx, after, after.pending)


def _told(tx: Tx, event: FormSent, found: CheckIn, after: CheckIn, why: str, words: Words) -> bool:
    """Keep a trace of each difference, and say it in its place; returns whether there is any."""
    before, since = differences(found, after, _today(tx, found), words)
    if before or since:
        tell(tx, event, found, Deed.CHANGED, before, since, why)
    if after.name != found.name:
        tell(tx, event, found, Deed.RENAMED, "", after.name, why)
    if after.place != found.place:
        _tell_both(tx, event, found, after, why)
    return bool(before or since) or after.name != found.name or after.place != found.place


def _tell_both(tx: Tx, event: FormSent, found: CheckIn, after: CheckIn, why: str) -> None:
    """It is said where it was asked and where it will be. What could not be posted there does not pause it here."""
    tx.change(TRY_AGAIN, checkin=found.id)
    trace = note(tx, Deed.RELOCATED, event.who.person, after.name, found.place, after.place, why)
    for place in (found.place, after.place):
        tx.post(Effect(f"{DEED}:{trace}:{place}", place, DEED, trace))


def _with_all_that_is_due(tx: Tx, found: CheckIn) -> CheckIn:
    if found.pending is None or found.pending.at > tx.now:
        return found
    open_due(tx, TimeCame(tx.community, DUE, found.id, found.pending.at, tx.now))
    return tx.see(CHECKIN, subject=found.id) or found


def _after(tx: Tx, found: CheckIn, read: Draft) -> CheckIn:
    ours = tx.see(COMMUNITY, community=tx.community).zone
    return as_changed(found, read, tx.now, tx.see(OPEN_UNTIL, checkin=found.id), ours)


def _choosing_place(tx: Tx, found: CheckIn, typed: str = "") -> dict[str, str]:
    """The channel, where it may be chosen: check-ins that have one by the set-up stay there, or come there."""
    if tx.see(SETTINGS, community=tx.community).place(Part.CHECKINS) is not None:
        return {}
    return {PLACE: typed or found.place}


def _place(tx: Tx, found: CheckIn, typed: str) -> PlaceId:
    return tx.see(SETTINGS, community=tx.community).place(Part.CHECKINS) or PlaceId(typed or found.place)


def _today(tx: Tx, found: CheckIn) -> date:
    return tx.now.astimezone(ZoneInfo(found.rhythm.zone)).date()


def _kept(tx: Tx, event: ActionPressed | FormSent, words: Words) -> KeptDraft:
    gone = words.say("This change is not there any more: it was saved or left.")
    return drafts.still_there(tx, event, DRAFTED, gone)


def _unchanged(tx: Tx, values: Values, words: Words) -> CheckIn:
    """The check-in that is to be changed. Refuses where it has ended, or someone has changed it meanwhile."""
    found = tx.see(CHECKIN, subject=values.get(OF, ""))
    if found is None or found.community != tx.community or found.ended:
        raise Refused(said(words.say("It has ended. Nothing was changed.")))
    if json.dumps(values_of(found, _today(tx, found))) != values.get(WAS):
        raise Refused(said(words.say("Someone changed it just now. Nothing was changed; please look at it again.")))
    return found
