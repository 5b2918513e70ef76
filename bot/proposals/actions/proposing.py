"""From a command, a message or a form to a posted proposal, with a private preview in between."""

from bot import drafts
from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.ids import PersonId, PlaceId, ProposalId
from bot.chat.text import Moment, Place, sentences
from bot.chat.token import Token
from bot.chat.typed import PLACE, Missing, Values
from bot.chat.words import Words, words_for
from bot.choices import zone_of
from bot.delivery import DROP_DRAFT, KeptDraft
from bot.ports import Tx
from bot.proposals.actions.handing import SHAPED
from bot.proposals.actions.keeping import FACE, keep_whole
from bot.proposals.cards.parts import switched_off
from bot.proposals.draft import FOLLOWS, KEYS, Draft, Flaw, from_line, read_draft
from bot.proposals.forms import draft_form, flaw_sentences, page_of, preview
from bot.proposals.model import (
    EXTRA,
    Course,
    Origin,
    Proposal,
    ProposalCard,
    Risk,
    State,
    Version,
    Way,
    askers_for,
    least_for,
    title_of,
)
from bot.settings import SETTINGS, Name, Part, to_pick

DRAFTED = "proposal"
SOURCE = "source"
"""Under this key a draft keeps the address of the message that it was made from."""

USUAL_KEYS = {
    "rule": Name.RULE,
    "seen": Name.PROPOSAL_SEEN,
    "least": Name.PROPOSAL_LEAST,
    "shaping": Name.SHAPING,
    "deciding": Name.DECIDING,
    "review": Name.REVIEW,
}


def propose(tx: Tx, event: CommandGiven) -> Answer:
    """``/propose``, or "Make this a proposal": a form when something is missing, otherwise the preview."""
    typed = {**from_line(event.text), **{key: event.options[key] for key in KEYS if key in event.options}}
    if event.about is not None:
        typed.setdefault("what", event.about.words)
        typed[SOURCE] = event.about.link
        return open_with(tx, event, typed)
    if not typed:
        return begin(tx, event)
    return _look(
        tx, event, tx.ids.new(), event.where.place, {**_usual(tx, event), **typed, **to_pick(tx, event, Part.PROPOSALS)}
    )


def begin(tx: Tx, event: CommandGiven | ActionPressed) -> Answer:
    """The form, with what is usual in this community behind it."""
    return open_with(tx, event, {})


def open_with(tx: Tx, event: CommandGiven | ActionPressed, typed: Values) -> Answer:
    """The form with these words in it already, by key."""
    draft, values = tx.ids.new(), {**_usual(tx, event), **typed, **to_pick(tx, event, Part.PROPOSALS)}
    drafts.keep(tx, event, draft, DRAFTED, values, event.where.place)
    return OpenForm(draft_form("proposal.write", draft, values, words_for(event.who.locale)))


def compose(tx: Tx, event: FormSent) -> Answer:
    """A page of the form was sent: the preview, or the page again with what is wrong."""
    kept = drafts.kept(tx, event, DRAFTED)
    before = kept.values if kept else _usual(tx, event)
    values = {**before, **{key: event.values[key] for key in (*KEYS, PLACE) if key in event.values}}
    draft, place = (kept.id, kept.place) if kept else (tx.ids.new(), event.where.place)
    return _look(tx, event, draft, PlaceId(values.get(PLACE) or place), values)


def edit(tx: Tx, event: ActionPressed) -> Answer:
    """One of the form's pages again, with what was typed."""
    words = words_for(event.who.locale)
    kept = _here(tx, event, words)
    page = {"proposal.choices": "proposal.more", "proposal.plan": "proposal.next"}.get(event.token.handler, "")
    return OpenForm(draft_form(page, kept.id, kept.values, words))


def drop(tx: Tx, event: ActionPressed) -> Answer:
    """The draft is thrown away."""
    words = words_for(event.who.locale)
    tx.change(DROP_DRAFT, id=_here(tx, event, words).id)
    return Whisper(said(words.say("Nothing was posted.")))


def post(tx: Tx, event: ActionPressed) -> Answer:
    """The draft becomes a proposal that everyone in its place can shape. Its times begin now."""
    words = words_for(event.who.locale)
    kept = _here(tx, event, words)
    values = kept.values
    draft = _read(tx, event, values)
    if not isinstance(draft, Draft):
        return _mend(kept.id, values, draft, words)
    place = tx.see(SETTINGS, community=tx.community).place(Part.PROPOSALS) or kept.place
    card = _card(tx, event, place, ProposalId(tx.ids.new()), draft, values)
    keep_whole(tx, card)
    if card.proposal.is_secret:
        tx.vault.make(card.proposal.key)
    tx.change(DROP_DRAFT, id=kept.id)
    proposal = card.proposal
    tx.show(FACE, proposal.id, place, told=proposal.proposer)
    tx.wake(SHAPED, proposal.id, proposal.course.shaped_until)
    return Whisper(
        said(
            sentences(
                words.say("Posted in {place}.", place=Place(place)),
                words.say("It is shaped until {moment}.", moment=Moment(proposal.course.shaped_until)),
            )
        )
    )


# --- drafts -------------------------------------------------------------------------------------------------------


def _look(tx: Tx, event: CommandGiven | FormSent, draft: str, place: PlaceId, values: Values) -> Answer:
    words = words_for(event.who.locale)
    read = _read(tx, event, values)
    drafts.keep(tx, event, draft, DRAFTED, values, place)
    if isinstance(read, Draft):
        card = _card(tx, event, place, ProposalId(draft), read, values)
        return Whisper(preview(card, draft, words))
    if isinstance(event, CommandGiven) and all(isinstance(flaw, Missing) for flaw in read.values()):
        return OpenForm(draft_form("proposal.write", draft, values, words))
    return _mend(draft, values, read, words)


def _mend(draft: str, values: Values, flaws: dict[str, Flaw], words: Words) -> FormErrors:
    page = page_of(flaws)
    again = {"proposal.more": "proposal.choices", "proposal.next": "proposal.plan"}.get(page, "proposal.edit")
    form = draft_form(page, draft, values, words)
    return FormErrors(form, flaw_sentences(flaws, words), Token(again, (draft,)))


def _read(tx: Tx, event: FromMember, values: Values) -> Draft | dict[str, Flaw]:
    zone = zone_of(tx, event)
    return read_draft(values, tx.now, zone, (event.who.locale, "en"))


def _usual(tx: Tx, event: FromMember) -> dict[str, str]:
    """What the community's set-up says of proposals. Refuses where it does without them."""
    settings = tx.see(SETTINGS, community=tx.community)
    if settings.is_off(Part.PROPOSALS):
        raise Refused(switched_off(words_for(event.who.locale)))
    return {key: settings.get(name) for key, name in USUAL_KEYS.items()}


def _card(
    tx: Tx, event: FromMember, place: PlaceId, proposal: ProposalId, draft: Draft, values: Values
) -> ProposalCard:
    person = event.who.person
    source = values.get(SOURCE, "")
    audience = event.where.audience if event.where.place == place else None
    ways = tuple(
        Way(tx.ids.new(), number, Origin.PROPOSED, (Version(words, person, True, 1, "", tx.now),))
        for number, words in enumerate((draft.what, *draft.others), 1)
    )
    risks = (Risk(draft.risks, person, True, tx.ids.new(), tx.now),) if draft.risks else ()
    kept = Proposal(
        id=proposal,
        community=tx.community,
        place=place,
        proposer=person,
        carrier=person,
        title=title_of(draft.what),
        why=draft.why,
        affected=draft.affected,
        source=source if source.startswith("https://") else "",
        rule=draft.rule,
        least=least_for(draft.seen_as, draft.least),
        seen_as=draft.seen_as,
        plan=draft.plan,
        review=draft.review,
        trial=draft.trial,
        round=1,
        course=_course(tx, draft, audience),
        state=State.SHAPING,
        audience=audience,
        follows=values.get(FOLLOWS, ""),
    )
    nobody: frozenset[PersonId] = frozenset()
    return ProposalCard(kept, ways, (), (), risks, nobody, {}, 0)


def _course(tx: Tx, draft: Draft, audience: int | None) -> Course:
    extra = min(EXTRA, draft.shaped_until - tx.now)
    return Course(tx.now, draft.shaped_until, draft.decided_until, extra, askers_for(audience))


def _here(tx: Tx, event: ActionPressed, words: Words) -> KeptDraft:
    gone = words.say("This draft is not there any more: it was posted or thrown away.")
    return drafts.still_there(tx, event, DRAFTED, gone)
