"""From ``/checkin new`` to a check-in that comes back by itself, with a private preview in between."""

from bot import drafts
from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.text import Command, Moment
from bot.chat.token import Token
from bot.chat.typed import Values
from bot.chat.words import Words, words_for
from bot.checkins.actions.changing import DRAFTED, OF, look
from bot.checkins.actions.rounds import DUE
from bot.checkins.cards.making import beginnings, preview
from bot.checkins.cards.sentences import switched_off
from bot.checkins.cards.templates import TEMPLATES, template_values
from bot.checkins.draft import KEYS, USUAL, Draft, from_line, read_draft
from bot.checkins.forms import draft_form, flaw_sentence, page_of
from bot.checkins.recurrence import next_slot
from bot.checkins.views import START
from bot.delivery import COMMUNITY, DROP_DRAFT, KeptDraft
from bot.ports import Effect, Tx
from bot.settings import SETTINGS, Part, to_pick

STARTED = "checkin.started"


def new(tx: Tx, event: CommandGiven, typed: str) -> Answer:
    """What a check-in can be made from; or, when something was written, its preview or what is missing."""
    words = _where_it_is_read(tx, event)
    values = {**from_line(typed), **{key: value for key, value in event.options.items() if key in KEYS}}
    if not values:
        return Whisper(beginnings(words))
    return _look(tx, event, tx.ids.new(), {**_usual(tx, event), **values}, words)


def begin(tx: Tx, event: ActionPressed) -> Answer:
    """What a check-in can be made from."""
    return Whisper(beginnings(_where_it_is_read(tx, event)))


def write(tx: Tx, event: ActionPressed) -> Answer:
    """The form: empty, or as a template has it, in the group's language."""
    words = on(tx, event)
    template = event.values[0] if event.values else ""
    ours = words_for(tx.see(COMMUNITY, community=tx.community).language)
    values = {**_usual(tx, event), **(template_values(template, ours) if template in TEMPLATES else {})}
    draft = tx.ids.new()
    drafts.keep(tx, event, draft, DRAFTED, values, event.where.place)
    return OpenForm(draft_form("checkin.make", draft, values, words))


def compose(tx: Tx, event: FormSent) -> Answer:
    """A page of the form was sent: the preview, or the page again with what is missing."""
    words, kept = on(tx, event), drafts.kept(tx, event, DRAFTED)
    before = kept.values if kept else _usual(tx, event)
    values = {**before, **{key: event.values[key] for key in KEYS if key in event.values}}
    return _look(tx, event, kept.id if kept else tx.ids.new(), values, words)


def change(tx: Tx, event: ActionPressed) -> Answer:
    """One of the form's pages again, with what was typed."""
    words = words_for(event.who.locale)
    kept = _here(tx, event, words)
    page = "checkin.more" if event.token.handler == "checkin.more" else "checkin.make"
    return OpenForm(draft_form(page, kept.id, kept.values, words))


def drop(tx: Tx, event: ActionPressed) -> Answer:
    """The draft is thrown away."""
    words = words_for(event.who.locale)
    kept = _here(tx, event, words)
    tx.change(DROP_DRAFT, id=kept.id)
    if OF in kept.values:
        return Whisper(said(words.say("It stays as it is. Nothing was changed.")))
    return Whisper(said(words.say("Thrown away. Nothing was started.")))


def start(tx: Tx, event: ActionPressed) -> Answer:
    """The check-in begins: everyone in its place reads that there is one, and its first round is on its way."""
    words = on(tx, event)
    kept = _here(tx, event, words)
    draft = read_draft(kept.values, words.weekdays(), tx.now)
    first = next_slot(draft.rhythm, tx.now) if isinstance(draft, Draft) else None
    if not isinstance(draft, Draft) or first is None:
        return _look(tx, event, kept.id, kept.values, words)
    checkin, rhythm = tx.ids.new(), draft.rhythm
    place = tx.see(SETTINGS, community=tx.community).place(Part.CHECKINS) or kept.place
    tx.change(
        START,
        id=checkin,
        community=tx.community,
        place=place,
        maker=event.who.person,
        name=draft.name,
        kind=draft.kind,
        questions=draft.questions,
        rotates=draft.rotates,
        seen_as=draft.seen,
        days=tuple(sorted(rhythm.days)),
        hour=rhythm.at,
        every=rhythm.every,
        since=rhythm.since,
        zone=rhythm.zone,
        off=tuple((off.first.isoformat(), off.last.isoformat()) for off in rhythm.off),
        follows=rhythm.zone == tx.see(COMMUNITY, community=tx.community).zone,
        open_for=draft.open_for,
        next_day=first.day,
        next_at=first.at,
        shift=first.shift.name if first.shift else None,
    )
    tx.wake(DUE, checkin, first.at)
    tx.change(DROP_DRAFT, id=kept.id)
    tx.post(Effect(f"{STARTED}:{checkin}", place, STARTED, checkin, told=event.who.person))
    return Whisper(said(words.say("Started. The first round comes {moment}.", moment=Moment(first.at))))


def on(tx: Tx, event: FromMember) -> Words:
    """The member's words, where check-ins are switched on. Refuses elsewhere."""
    words = words_for(event.who.locale)
    if tx.see(SETTINGS, community=tx.community).is_off(Part.CHECKINS):
        raise Refused(switched_off(words))
    return words


def _where_it_is_read(tx: Tx, event: FromMember) -> Words:
    """The same, where the one who begins is not the only one to read it. Its form has no room for a channel."""
    words = on(tx, event)
    if to_pick(tx, event, Part.CHECKINS):
        raise Refused(
            said(
                words.say(
                    "A check-in is asked in a channel. Type {command} in the one that you mean.",
                    command=Command("checkin new"),
                )
            )
        )
    return words


def _usual(tx: Tx, event: FromMember) -> dict[str, str]:
    return {**USUAL, "zone": tx.see(COMMUNITY, community=tx.community).zone}


def _look(tx: Tx, event: FromMember, draft_id: str, values: Values, words: Words) -> Answer:
    drafts.keep(tx, event, draft_id, DRAFTED, values, event.where.place)
    draft = read_draft(values, words.weekdays(), tx.now)
    if isinstance(draft, Draft) and OF in values:
        return look(tx, values, draft, draft_id, words)
    if isinstance(draft, Draft):
        return Whisper(preview(draft, draft_id, tx.now, words))
    page = page_of(draft)
    wrong = {key: flaw_sentence(flaw, words) for key, flaw in draft.items()}
    again = Token("checkin.more" if page == "checkin.more" else "checkin.change", (draft_id,))
    return FormErrors(draft_form(page, draft_id, values, words), wrong, again)


def _here(tx: Tx, event: ActionPressed, words: Words) -> KeptDraft:
    gone = words.say("This draft is not there any more: it was started or thrown away.")
    return drafts.still_there(tx, event, DRAFTED, gone)
