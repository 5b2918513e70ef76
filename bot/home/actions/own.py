"""Each member's own page, choices, breaks and data. None of it is ever shown to anyone else."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from bot.chat.answers import Answer, File, FormErrors, OpenForm, Whisper
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.events import ActionPressed, FormSent, FromMember
from bot.chat.hidden import written_over
from bot.chat.text import Quoted, Text, one_line
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.checkins.actions.boxes import kept_apart
from bot.choices import ALWAYS, CHOICES, CHOOSE, Choices, zone_of
from bot.home.actions.archive import archive
from bot.home.actions.erasing import erase_member
from bot.home.cards import own, welcome
from bot.home.forms import AS_THE_CHAT, choices_form, end_form, erase_form
from bot.home.model import OpenThing
from bot.home.views import OPEN
from bot.personal import KEPT, Kept
from bot.ports import Tx
from bot.routes import Receipt, UseCase

MOST_OPEN = 100
"""Open things that are looked at for one member; what is listed are the first of them."""


def showing(receipts: Mapping[str, Receipt]) -> UseCase:
    """A member's own page, with what they answered in what is open."""

    def show(tx: Tx, event: FromMember) -> Answer:
        things = tx.see(
            OPEN,
            community=tx.community,
            place=event.where.place,
            places=event.who.places,
            person=event.who.person,
            now=tx.now,
            limit=MOST_OPEN,
        )
        waiting, coming = own.parted(things)
        answered = [
            (thing, _answered(tx, event, thing, receipts) if number < own.SHOWN else ())
            for number, thing in enumerate(coming)
        ]
        return Whisper(own.home(waiting, answered, _own(tx, event), tx.now, words_for(event.who.locale)))

    return show


def _answered(tx: Tx, event: FromMember, thing: OpenThing, receipts: Mapping[str, Receipt]) -> Text:
    receipt = receipts.get(thing.kind)
    return receipt(tx, event, thing.id) if receipt is not None else ()


def explain(tx: Tx, event: FromMember) -> Answer:
    """What Descant is, and what can be done with it."""
    return Whisper(welcome.help_card(words_for(event.who.locale)))


# --- choices ------------------------------------------------------------------------------------------------------


def show_choices(tx: Tx, event: ActionPressed) -> Answer:
    """What this member has chosen for themselves."""
    return Whisper(own.chosen(_own(tx, event), tx.now, words_for(event.who.locale)))


def change_choices(tx: Tx, event: ActionPressed) -> Answer:
    """The form of it."""
    return OpenForm(choices_form(_own(tx, event), {}, words_for(event.who.locale)))


def keep_choices(tx: Tx, event: FormSent) -> Answer:
    """What was chosen holds from now on."""
    words, before = words_for(event.who.locale), _own(tx, event)
    zone = one_line(event.values.get("zone", ""))
    if zone and zone not in available_timezones():
        wrong = words.say("I know no time zone called {typed}.", typed=Quoted(zone[:40]))
        return FormErrors(choices_form(before, event.values, words), {"zone": wrong}, Token("home.choose"))
    language = event.values.get("language", AS_THE_CHAT)
    chosen = replace(
        before,
        language=None if language == AS_THE_CHAT else language,
        zone=zone or None,
        named={"named": True, "unnamed": False}.get(event.values.get("named", "")),
        asks=event.values.get("asks") != "no",
        receipts=event.values.get("receipts") == "yes",
    )
    _keep(tx, event, chosen)
    return Whisper(own.chosen(chosen, tx.now, words_for(chosen.language or event.who.locale)))


# --- a break ------------------------------------------------------------------------------------------------------


def take_a_break(tx: Tx, event: ActionPressed) -> Answer:
    """One press, and the bot asks this member for nothing."""
    resting = replace(_own(tx, event), away_until=ALWAYS)
    _keep(tx, event, resting)
    return Whisper(own.break_begun(resting, words_for(event.who.locale)))


def ask_for_end(tx: Tx, event: ActionPressed) -> Answer:
    """When does it end?"""
    return OpenForm(end_form("", words_for(event.who.locale)))


def set_end(tx: Tx, event: FormSent) -> Answer:
    """The break ends by itself then."""
    words, typed = words_for(event.who.locale), one_line(event.values.get("until", ""))
    zone = zone_of(tx, event)
    until = read_deadline(typed, tx.now, zone, (event.who.locale, "en")) if typed else Deadline(ALWAYS, zone)
    if not isinstance(until, Deadline):
        wrong = words.say("I could not read that as a time. You can write in 2 weeks, or 2027-01-10.")
        return FormErrors(end_form(typed, words), {"until": wrong}, Token("home.end"))
    resting = replace(_own(tx, event), away_until=until.at)
    _keep(tx, event, resting)
    return Whisper(own.break_begun(resting, words))


def come_back(tx: Tx, event: ActionPressed) -> Answer:
    """The break is over."""
    _keep(tx, event, replace(_own(tx, event), away_until=None))
    return Whisper(own.welcome_back(words_for(event.who.locale)))


# --- my data ------------------------------------------------------------------------------------------------------


def show_data(tx: Tx, event: ActionPressed) -> Answer:
    """What is kept about this member, in words."""
    words = words_for(event.who.locale)
    return Whisper(own.my_data(_kept(tx, event, words), words))


def export_data(tx: Tx, event: ActionPressed) -> Answer:
    """All of it as one archive: JSON for machines, a page for people."""
    words = words_for(event.who.locale)
    kept = _kept(tx, event, words)
    title = words.label("What Descant keeps about you")
    return Whisper(own.my_data(kept, words), (File("my-data.zip", archive(_readable(kept, words), title, tx.now)),))


def _kept(tx: Tx, event: FromMember, words: Words) -> Kept:
    person = event.who.person
    under_their_name = tx.see(KEPT, community=tx.community, person=person)
    return {**under_their_name, **kept_apart(tx, person, words)}


def _readable(kept: Kept, words: Words) -> Kept:
    """With a word for what was hidden; their own hidden words stand in it for as long as they are kept apart."""
    return {
        table: [{k: written_over(v, words) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
        for table, rows in kept.items()
    }


def ask_to_erase(tx: Tx, event: ActionPressed) -> Answer:
    """Exactly what will go, and what stays."""
    return OpenForm(erase_form(words_for(event.who.locale)))


def erase_data(tx: Tx, event: FormSent) -> Answer:
    """The member is gone from everything that is kept here."""
    words = words_for(event.who.locale)
    if event.values.get("sure") != "yes":
        return Whisper(own.kept_after_all(words))
    erase_member(tx, event.who.person, words)
    return Whisper(own.erased(words))


def _own(tx: Tx, event: FromMember) -> Choices:
    return tx.see(CHOICES, community=tx.community, person=event.who.person)


def _keep(tx: Tx, event: FromMember, chosen: Choices) -> None:
    tx.change(
        CHOOSE,
        community=tx.community,
        person=event.who.person,
        language=chosen.language,
        zone=chosen.zone,
        named=chosen.named,
        asks=chosen.asks,
        receipts=chosen.receipts,
        away_until=chosen.away_until,
    )
