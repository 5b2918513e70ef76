"""Reading and changing the set-up. The right to change is asked of the platform again with every press."""

import json
from collections.abc import Iterable
from itertools import islice

from bot.chat.answers import Answer, File, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember, PlaceGone, WorkDone
from bot.chat.ids import CommunityId
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.delivery import LOSE_PLACE
from bot.ports import Directory, Effect, Tx
from bot.power import LOG, Deed, Trace, note
from bot.settings import IN, SET, SET_IN, SETTINGS, UNTHANKED_SET, ZONE_MOVED, Name, Settings
from bot.setup.cards import found as found_cards
from bot.setup.cards import log as log_cards
from bot.setup.cards import panel as panel_cards
from bot.setup.forms import flaw_sentence, section_form
from bot.setup.model import SECTIONS, Change, Coming, Missing, read_change
from bot.setup.views import COMING, FIND, FOUND, LOOK

GONE = "setup.gone"
CHECK = "setup.check"
FOLLOWED = {Name.ZONE: ZONE_MOVED, Name.UNTHANKED: UNTHANKED_SET, Name.OFF: UNTHANKED_SET}
"""What comes due at once when one of these was set."""

EVERYTHING = "%"
WHOLE = 100_000
"""Traces in an export; more than any community will make."""


def show(tx: Tx, event: FromMember) -> Answer:
    """The panel: the same sentences for everyone."""
    words = words_for(event.who.locale)
    return Whisper(panel_cards.panel(_settings(tx), _coming(tx, event), event.who.keeper, tx.now, words))


def change(tx: Tx, event: ActionPressed) -> Answer:
    """A section's form."""
    words = words_for(event.who.locale)
    return OpenForm(section_form(_section(event, words), _settings(tx), {}, words))


def keep(tx: Tx, event: FormSent) -> Answer:
    """What was changed holds from now on, and each change leaves a trace with its reason."""
    words = words_for(event.who.locale)
    section, before = _section(event, words), _settings(tx)
    read = read_change(section, event.values, tx.now)
    if not isinstance(read, Change):
        wrong = {key: flaw_sentence(flaw, words) for key, flaw in read.items()}
        form = section_form(section, before, event.values, words)
        return FormErrors(form, wrong, Token("setup.change", (section,)))
    for name, value in read.values.items():
        if value != before.get(name):
            tx.change(SET, community=tx.community, name=name, value=value, person=event.who.person)
            note(tx, Deed.SET, event.who.person, name.value, before.get(name), value, read.why)
            if name in FOLLOWED:
                tx.wake(FOLLOWED[name], tx.community, tx.now)
    # Check-ins that go by the community's zone move with it in a moment; what they go by now is not said any more.
    coming = [] if Name.ZONE in read.values else _coming(tx, event)
    return Whisper(panel_cards.changed(_settings(tx), coming, event.who.keeper, tx.now, words))


def read_log(tx: Tx, event: ActionPressed) -> Answer:
    """A page of what was changed."""
    page = int(event.token.ids[0]) if event.token.ids and event.token.ids[0].isdigit() else 0
    skip = page * log_cards.PAGE
    traces = tx.see(LOG, community=tx.community, like=EVERYTHING, limit=log_cards.PAGE + 1, skip=skip)
    words = words_for(event.who.locale)
    return Whisper(log_cards.log_page(traces[: log_cards.PAGE], page, len(traces) > log_cards.PAGE, words))


def search_log(tx: Tx, event: CommandGiven, words_sought: str) -> Answer:
    """What was changed that these words stand in."""
    escaped = words_sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    traces = tx.see(LOG, community=tx.community, like=f"%{escaped}%", limit=log_cards.PAGE, skip=0)
    return Whisper(log_cards.log_page(traces, 0, more=False, words=words_for(event.who.locale)))


def export_log(tx: Tx, event: ActionPressed) -> Answer:
    """The whole log as a file."""
    traces = tx.see(LOG, community=tx.community, like=EVERYTHING, limit=WHOLE, skip=0)
    words = words_for(event.who.locale)
    page = log_cards.log_page(list(islice(traces, log_cards.PAGE)), 0, len(traces) > log_cards.PAGE, words)
    return Whisper(page, (File("what-was-changed.json", _as_json(traces)),))


def _as_json(traces: Iterable[Trace]) -> bytes:
    kept = [
        {
            "at": trace.at.isoformat(),
            "by": trace.by,
            "deed": trace.deed,
            "thing": trace.thing,
            "before": trace.before,
            "after": trace.after,
            "why": trace.why,
            "answer": trace.answer,
        }
        for trace in traces
    ]
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


# --- a look at the channels ---------------------------------------------------------------------------------------


def look_over(tx: Tx, event: ActionPressed) -> Answer:
    """Have every channel that is set looked at, beside everything else."""
    tx.change(LOOK, community=tx.community)
    tx.compute(CHECK, tx.community)
    return Whisper(found_cards.looking(words_for(event.who.locale)))


async def ask_around(settings: Settings, directory: Directory, community: CommunityId) -> tuple[Missing, bool]:
    """What is missing in each channel that is set, and whether that is said as what to do about it."""
    places = {place for part in IN if (place := settings.place(part)) is not None}
    missing = {place: await directory.missing(community, place) for place in sorted(places)}
    return missing, directory.tells_remedies


def looked(tx: Tx, event: WorkDone) -> Answer:
    """Keep what was found."""
    missing, remedies = event.result
    found = json.dumps({"missing": missing, "remedies": remedies})
    tx.change(FIND, community=tx.community, at=event.at, found=found)
    return Nothing()


def show_found(tx: Tx, event: ActionPressed) -> Answer:
    """What the last look found."""
    return Whisper(found_cards.findings(tx.see(FOUND, community=tx.community), words_for(event.who.locale)))


def place_gone(tx: Tx, event: PlaceGone) -> Answer:
    """Cards there are kept up to date no more; whoever chose the channel is told, once."""
    tx.change(LOSE_PLACE, community=tx.community, place=event.place)
    for was in tx.see(SET_IN, community=tx.community, place=event.place):
        tx.change(SET, community=tx.community, name=was.name, value="", person=was.by)
        if was.by is not None:
            tx.post(Effect(f"{GONE}:{event.place}:{was.by}", was.by, GONE, tx.community, direct=True))
    return Nothing()


def _coming(tx: Tx, event: FromMember) -> list[Coming]:
    return tx.see(COMING, community=tx.community, place=event.where.place, person=event.who.person)


def _settings(tx: Tx) -> Settings:
    return tx.see(SETTINGS, community=tx.community)


def _section(event: ActionPressed | FormSent, words: Words) -> str:
    """The section that the event is about, for someone who may change it."""
    section = event.token.ids[0] if event.token.ids else ""
    if not event.who.keeper or section not in SECTIONS:
        raise Refused(panel_cards.only_keepers(words))
    return section
