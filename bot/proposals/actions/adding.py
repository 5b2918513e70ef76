"""What anyone can add to a proposal: a concern, a risk, another way. And saying that a concern is met."""

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent
from bot.chat.token import Token
from bot.chat.typed import Twice
from bot.chat.words import Words, words_for
from bot.choices import CHOICES
from bot.ports import Tx
from bot.proposals.actions.handing import shaped_now
from bot.proposals.actions.keeping import FACE, WAY, keep_risk, put_up
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.draft import Flaw, read_words, same
from bot.proposals.forms import flaw_sentences, words_form
from bot.proposals.model import MOST_SAID, MOST_WORDS, Origin, Phase, Proposal, ProposalCard, Risk, Version, Way
from bot.proposals.views import CARD, MEET, RAISE, UNMEET
from bot.proposals.views import CONCERN as THE_CONCERN

CONCERN = "proposal.concern"
RISK = "proposal.risk"

CREDITED = "proposal.other"
"""Whoever adds a way is named unless they say otherwise; whoever worries is not unless they say so."""


def ask(tx: Tx, event: ActionPressed) -> Answer:
    """The form for it."""
    words = words_for(event.who.locale)
    proposal = shaped_now(tx, event, words)
    own = tx.see(CHOICES, community=tx.community, person=event.who.person).named
    named = event.token.handler == CREDITED if own is None else own
    return OpenForm(words_form(event.token.handler, proposal, "", named, words))


def raise_concern(tx: Tx, event: FormSent) -> Answer:
    """It stays open until its raiser says that it is met."""
    words = words_for(event.who.locale)
    card, typed, named = _read(tx, event, MOST_SAID, words)
    if isinstance(typed, FormErrors):
        return typed
    concern = tx.ids.new()
    tx.change(
        RAISE, id=concern, proposal=card.proposal.id, words=typed, person=event.who.person, named=named, at=tx.now
    )
    _show(tx, event, card.proposal, CONCERN, concern)
    return Whisper(said(words.say("It is there. When it is met, say so in the thread: nobody else can.")))


def add_risk(tx: Tx, event: FormSent) -> Answer:
    """What could go wrong stands on the card."""
    words = words_for(event.who.locale)
    card, typed, named = _read(tx, event, MOST_SAID, words)
    if isinstance(typed, FormErrors):
        return typed
    risk = Risk(typed, event.who.person, named, tx.ids.new(), tx.now)
    keep_risk(tx, card.proposal.id, risk)
    _show(tx, event, card.proposal, RISK, risk.id)
    return Whisper(said(words.say("It stands on the card now. Thank you for seeing it.")))


def add_way(tx: Tx, event: FormSent) -> Answer:
    """Another way goes to the decision beside the others."""
    words = words_for(event.who.locale)
    card, typed, named = _read(tx, event, MOST_WORDS, words)
    if isinstance(typed, FormErrors):
        return typed
    position = card.ways[-1].position + 1
    version = Version(typed, event.who.person, named, 1, "", tx.now)
    way = Way(tx.ids.new(), position, Origin.ADDED, (version,))
    put_up(tx, card.proposal.id, way)
    _show(tx, event, card.proposal, WAY, way.id)
    return Whisper(said(words.say("It is way {number} now, and goes to the decision.", number=position)))


def meet(tx: Tx, event: ActionPressed) -> Answer:
    """Its raiser, and nobody else, says whether a concern is met."""
    words = words_for(event.who.locale)
    found = tx.see(THE_CONCERN, subject=event.token.id(0))
    if found is None or found[0].community != tx.community:
        raise Refused(no_such_proposal(words))
    proposal, concern = found
    if concern.person != event.who.person:
        raise Refused(said(words.say("Only the one who raised it can say this. Nothing was changed.")))
    if proposal.phase(event.at) is Phase.ENDED:
        raise Refused(said(words.say("This is over. The concern stands in the record as it was.")))
    met = event.token.handler == "proposal.met"
    if met:
        tx.change(MEET, concern=concern.id, whose=event.who.person, at=tx.now)
    else:
        tx.change(UNMEET, concern=concern.id, whose=event.who.person)
    tx.touch(CONCERN, concern.id)
    tx.touch(FACE, proposal.id)
    return Whisper(
        said(words.say("Noted: it is met.") if met else words.say("Noted: it is open again, and goes to the decision."))
    )


def _read(tx: Tx, event: FormSent, most: int, words: Words) -> tuple[ProposalCard, "str | FormErrors", bool]:
    """The proposal, the words that were typed or what is wrong with them, and whether they carry a name."""
    proposal = shaped_now(tx, event, words)
    card = tx.see(CARD, subject=proposal.id)
    assert card is not None
    flaws: dict[str, Flaw] = {}
    typed, named = read_words(event.values, "words", most, True, flaws), event.values.get("named") == "named"
    if not flaws and any(same(typed, known) for known in _known(card, event.token.handler)):
        flaws["words"] = Twice(typed[:40])
    if flaws:
        form = words_form(event.token.handler, proposal, event.values.get("words", ""), named, words)
        again = Token(event.token.handler, (proposal.id,))
        return card, FormErrors(form, flaw_sentences(flaws, words), again), named
    return card, typed, named


def _known(card: ProposalCard, handler: str) -> tuple[str, ...]:
    match handler:
        case "proposal.worry":
            return tuple(concern.words for concern in card.open_concerns)
        case "proposal.risk":
            return tuple(risk.words for risk in card.risks)
        case _:
            return tuple(way.words for way in card.ways)


def _show(tx: Tx, event: FormSent, proposal: Proposal, face: str, subject: str) -> None:
    tx.show(face, subject, proposal.place, told=event.who.person, thread=(FACE, proposal.id))
    tx.touch(FACE, proposal.id)
