"""From a command or a form to a posted poll, with a private preview in between."""

from datetime import datetime

from bot import drafts
from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import Card, Paragraph, said
from bot.chat.deadlines import SOONEST
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.ids import PlaceId, PollId
from bot.chat.text import Moment, Place
from bot.chat.token import Token
from bot.chat.typed import PLACE, Missing, Values
from bot.chat.words import Words, words_for
from bot.choices import zone_of
from bot.delivery import DROP_DRAFT, KeptDraft
from bot.polls.actions.quiet import ROUND, starts_at
from bot.polls.actions.secrecy import is_secret
from bot.polls.cards.whispers import switched_off
from bot.polls.draft import KEYS, Draft, Flaw, from_line, read_draft
from bot.polls.forms import draft_form, flaw_sentences, page_of, preview
from bot.polls.model import Option, Poll, State, hearing_for
from bot.polls.views import ASK, FACE, OFFER
from bot.ports import Tx
from bot.settings import SETTINGS, Name, Part, to_pick

DRAFTED = "poll"
SETTLED = "closes_at"
"""Under this key a draft keeps the instant that its preview showed, so that posting it later does not move it."""

USUAL_KEYS = {
    "closes": Name.POLL_CLOSES,
    "seen": Name.POLL_SEEN,
    "totals": Name.POLL_TOTALS,
    "least": Name.POLL_LEAST,
}


def ask(tx: Tx, event: CommandGiven) -> Answer:
    """``/poll``: a form when nothing was written, otherwise the preview, or what is missing."""
    typed = {**from_line(event.text), **event.options}
    if not typed:
        return begin(tx, event)
    return _look(tx, event, tx.ids.new(), event.where.place, {**_usual(tx, event), **typed, **to_pick(tx, event)})


def begin(tx: Tx, event: CommandGiven | ActionPressed) -> Answer:
    """The form, with what is usual in this community standing in it."""
    draft_id, values = tx.ids.new(), {**_usual(tx, event), **to_pick(tx, event)}
    drafts.keep(tx, event, draft_id, DRAFTED, values, event.where.place)
    return OpenForm(draft_form("poll.ask", draft_id, values, words_for(event.who.locale)))


def compose(tx: Tx, event: FormSent) -> Answer:
    """A page of the form was sent: the preview, or the page again with what is wrong."""
    kept = drafts.kept(tx, event, DRAFTED)
    before = kept.values if kept else {}
    values = {**before, **{key: event.values[key] for key in (*KEYS, PLACE) if key in event.values}}
    if values.get("closes") != before.get("closes"):
        values.pop(SETTLED, None)
    draft_id, place = (kept.id, kept.place) if kept else (tx.ids.new(), event.where.place)
    return _look(tx, event, draft_id, PlaceId(values.get(PLACE) or place), values)


def change(tx: Tx, event: ActionPressed) -> Answer:
    """One of the form's pages again, with what was typed."""
    words = words_for(event.who.locale)
    kept = _here(tx, event, words)
    page = {"poll.choices": "poll.more", "poll.plan": "poll.next"}.get(event.token.handler, "poll.ask")
    return OpenForm(draft_form(page, kept.id, kept.values, words))


def drop(tx: Tx, event: ActionPressed) -> Answer:
    """The draft is thrown away."""
    words = words_for(event.who.locale)
    tx.change(DROP_DRAFT, id=_here(tx, event, words).id)
    return Whisper(said(words.say("Nothing was posted.")))


def post(tx: Tx, event: ActionPressed) -> Answer:
    """The draft becomes a poll that everyone in its place can answer."""
    words = words_for(event.who.locale)
    kept = _here(tx, event, words)
    values = kept.values
    draft = _read(tx, event, values)
    if not isinstance(draft, Draft):
        return _mend(kept.id, values, draft, words)
    if _closing(draft, values) < tx.now + SOONEST:
        return _look_again(tx, event, kept, draft, values)
    poll = _poll(tx, event, kept.place, PollId(tx.ids.new()), draft, _closing(draft, values))
    _keep_whole(tx, poll)
    tx.change(DROP_DRAFT, id=kept.id)
    tx.show(FACE, poll.id, poll.place, told=poll.asker)
    tx.wake("poll.close", poll.id, poll.closes_at)
    tx.wake(ROUND, poll.id, starts_at(poll))
    return Whisper(
        said(
            words.say("Posted in {place}. It closes {moment}.", place=Place(poll.place), moment=Moment(poll.closes_at))
        )
    )


def _keep_whole(tx: Tx, poll: Poll) -> None:
    tx.change(
        ASK,
        id=poll.id,
        community=poll.community,
        place=poll.place,
        asker=poll.asker,
        question=poll.question,
        why=poll.why,
        kind=poll.kind,
        pick=poll.pick,
        seen_as=poll.seen_as,
        totals=poll.totals,
        open_options=poll.open_options,
        least=poll.least,
        plan=poll.plan,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        audience=poll.audience,
        hearing=poll.hearing,
    )
    for option in poll.options:
        put_up(tx, poll, option)
    if is_secret(poll):
        tx.vault.make(poll.id)


def _look_again(tx: Tx, event: ActionPressed, kept: KeptDraft, draft: Draft, values: dict[str, str]) -> Answer:
    """The draft lay so long that its closing has come, or nearly: it is shown once more as it would be now."""
    words = words_for(event.who.locale)
    values[SETTLED] = draft.closes.at.isoformat()
    drafts.keep(tx, event, kept.id, DRAFTED, values, kept.place)
    told = words.say("The time at which this was to close has come meanwhile, so nothing was posted yet.")
    shown = preview(_poll(tx, event, kept.place, PollId(kept.id), draft, draft.closes.at), draft, kept.id, words)
    return Whisper(Card((Paragraph(told), *shown.elements)))


def put_up(tx: Tx, poll: Poll, option: Option) -> None:
    """Put an option on a poll."""
    tx.change(
        OFFER,
        poll=poll.id,
        position=option.position,
        words=option.words,
        added_by=option.added_by,
        at=tx.now,
        moment=option.at,
        meaning=option.meaning,
    )


def _look(tx: Tx, event: CommandGiven | FormSent, draft_id: str, place: PlaceId, values: dict[str, str]) -> Answer:
    words = words_for(event.who.locale)
    draft = _read(tx, event, values)
    if isinstance(draft, Draft) and _closing(draft, values) < tx.now + SOONEST:
        values.pop(SETTLED)
    if isinstance(draft, Draft):
        values.setdefault(SETTLED, draft.closes.at.isoformat())
    drafts.keep(tx, event, draft_id, DRAFTED, values, place)
    if not isinstance(draft, Draft):
        if isinstance(event, CommandGiven) and all(isinstance(flaw, Missing) for flaw in draft.values()):
            return OpenForm(draft_form("poll.ask", draft_id, values, words))
        return _mend(draft_id, values, draft, words)
    poll = _poll(tx, event, place, PollId(draft_id), draft, _closing(draft, values))
    return Whisper(preview(poll, draft, draft_id, words))


def _mend(draft_id: str, values: Values, flaws: dict[str, Flaw], words: Words) -> FormErrors:
    page = page_of(flaws, values)
    again = {"poll.more": "poll.choices", "poll.next": "poll.plan"}.get(page, "poll.change")
    form = draft_form(page, draft_id, values, words)
    return FormErrors(form, flaw_sentences(flaws, words), Token(again, (draft_id,)))


def _read(tx: Tx, event: FromMember, values: Values) -> Draft | dict[str, Flaw]:
    zone = zone_of(tx, event)
    return read_draft(values, tx.now, zone, (event.who.locale, "en"))


def _usual(tx: Tx, event: FromMember) -> dict[str, str]:
    """What the community's set-up says of polls. Refuses where it does without them."""
    settings = tx.see(SETTINGS, community=tx.community)
    if settings.is_off(Part.POLLS):
        raise Refused(switched_off(words_for(event.who.locale)))
    return {key: settings.get(name) for key, name in USUAL_KEYS.items()}


def _closing(draft: Draft, values: Values) -> datetime:
    settled = values.get(SETTLED)
    return datetime.fromisoformat(settled) if settled else draft.closes.at


def _poll(tx: Tx, event: FromMember, place: PlaceId, poll: PollId, draft: Draft, closes_at: datetime) -> Poll:
    return Poll(
        id=poll,
        community=tx.community,
        place=place,
        asker=event.who.person,
        question=draft.question,
        why=draft.why,
        kind=draft.kind,
        pick=draft.pick,
        seen_as=draft.seen_as,
        totals=draft.totals,
        open_options=draft.open_options,
        least=draft.least,
        plan=draft.plan,
        opened_at=tx.now,
        closes_at=closes_at,
        state=State.OPEN,
        audience=event.where.audience,
        options=_options(draft, event),
        hearing=hearing_for(closes_at - tx.now),
    )


def _options(draft: Draft, event: FromMember) -> tuple[Option, ...]:
    meant = zip(draft.options, draft.meanings, strict=True)
    if not draft.times:
        return tuple(Option(number, words, meaning=meaning) for number, (words, meaning) in enumerate(meant, 1))
    words = words_for(event.who.locale)
    times = sorted(zip(draft.times, draft.meanings, strict=True))
    return tuple(
        Option(number, words.moment(at, draft.closes.zone), at=at, meaning=meaning)
        for number, (at, meaning) in enumerate(times, 1)
    )


def _here(tx: Tx, event: ActionPressed, words: Words) -> KeptDraft:
    gone = words.say("This draft is not there any more: it was posted or thrown away.")
    return drafts.still_there(tx, event, DRAFTED, gone)
