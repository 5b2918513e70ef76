"""Saying where one stands, changing it, taking it back, and saying why. The clock decides whether it counts."""

from collections.abc import Mapping

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.ports import Tx
from bot.power import by_rule
from bot.proposals.actions.beginning import DECIDE
from bot.proposals.actions.handing import the_proposal
from bot.proposals.actions.keeping import FACE
from bot.proposals.actions.secrecy import holder
from bot.proposals.actions.secretly import ask_secretly, explain_secretly, keep_secretly
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.cards.stances import newer_stands, too_late, way_page, why_form
from bot.proposals.cards.voices import reasons_page
from bot.proposals.decided import MOST_REASON, Stand, takes_stances, unconfirmed, versions_of
from bot.proposals.deciding import AS_IT_IS, Stance
from bot.proposals.decision_views import EXPLAIN, EXTEND_DECIDING, MINE, TAKE, WHOLE
from bot.proposals.model import Proposal, ProposalCard
from bot.proposals.views import PROPOSAL, WAYS


def show(tx: Tx, event: ActionPressed) -> Answer:
    """One way, with where this member stands on it."""
    words = words_for(event.who.locale)
    card = _open(tx, event, words)
    chosen = event.values[0] if event.values else event.token.id(1)
    return Whisper(way_page(card, _way(card, chosen, words), _mine(tx, event, card), False, words))


def take(tx: Tx, event: ActionPressed) -> Answer:
    """A stance on one way; it replaces the one before."""
    words = words_for(event.who.locale)
    card = _open(tx, event, words)
    chosen = event.token.id(2)
    if chosen not in tuple(Stance):
        raise Refused(said(words.say("This stance is not there. Nothing was recorded.")))
    return _record(tx, event, card, _way(card, event.token.id(1), words), Stance(chosen), words)


def take_back(tx: Tx, event: ActionPressed) -> Answer:
    """Nothing is said about this way any more, as if it had not been."""
    words = words_for(event.who.locale)
    card = _open(tx, event, words)
    return _record(tx, event, card, _way(card, event.token.id(1), words), None, words)


def still_so(tx: Tx, event: ActionPressed) -> Answer:
    """Every stance of this member on earlier words holds for those that stand now."""
    words = words_for(event.who.locale)
    card = _open(tx, event, words)
    versions = versions_of(card.ways)
    for stand in unconfirmed(_mine(tx, event, card).values(), versions):
        _keep(tx, event, card, stand.way, stand.stance)
    tx.touch(FACE, card.proposal.id)
    return Whisper(said(words.say("Recorded: still so. You can change it until deciding is over.")))


def ask_why(tx: Tx, event: ActionPressed) -> Answer:
    """The form to say why."""
    words = words_for(event.who.locale)
    card = _open(tx, event, words)
    way = _way(card, event.token.id(1), words)
    if card.proposal.is_secret:
        return ask_secretly(tx, event, card, way, words)
    return OpenForm(why_form(card, way, _held(tx, event, card, way, words), words))


def explain(tx: Tx, event: FormSent) -> Answer:
    """The words are kept with the stance that they speak for; empty words take back what was there."""
    words = words_for(event.who.locale)
    card = _open(tx, event, words)
    way = _way(card, event.token.id(1), words)
    if card.proposal.is_secret:
        return explain_secretly(tx, event, card, way, words)
    stand = _held(tx, event, card, way, words)
    typed, named = clean(event.values.get("words", "")), event.values.get("named") == "named"
    if len(typed) > MOST_REASON:
        wrong = words.say("This is longer than {most} characters. Nothing is lost: please cut it.", most=MOST_REASON)
        form = why_form(card, way, stand, words, {"words": typed, "named": "named" if named else "unnamed"})
        return FormErrors(form, {"words": wrong}, Token("stance.why", event.token.ids))
    proposal = card.proposal
    if stand.round != proposal.round:
        _keep(tx, event, card, way, stand.stance, version=stand.version)
    tx.change(
        EXPLAIN,
        proposal=proposal.id,
        in_round=proposal.round,
        whose=event.who.person,
        on=way,
        words=typed,
        said_as=stand.stance if typed else None,
        named=named and bool(typed),
    )
    tx.touch(FACE, proposal.id)
    if not typed:
        return Whisper(said(words.say("Your words are gone. Your stance stays as it was.")))
    return Whisper(said(words.say("Your words stand with your stance now. Thank you for saying why.")))


def read(tx: Tx, event: ActionPressed) -> Answer:
    """A page of everything that was said, dissent first."""
    words = words_for(event.who.locale)
    proposal = the_proposal(tx, event, words)
    whole = tx.see(WHOLE, subject=proposal.id)
    if whole is None:
        raise Refused(no_such_proposal(words))
    own = {stand.id for stand in whole.stands if stand.person == event.who.person}
    return Whisper(reasons_page(whole, number(event.token.id(1)), own, words))


def number(typed: str) -> int:
    """A page's number as it travels in a token; 0 where there is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _record(tx: Tx, event: ActionPressed, card: ProposalCard, way: int, stance: Stance | None, words: Words) -> Answer:
    if not _keep(tx, event, card, way, stance):
        return Whisper(said(newer_stands(_mine(tx, event, card).get(way), words)))
    proposal = card.proposal
    if stance is Stance.OBJECT and _extended(tx, event, proposal):
        card = _ground(tx, proposal)
    tx.touch(FACE, proposal.id)
    return Whisper(way_page(card, way, _mine(tx, event, card), True, words))


def _keep(
    tx: Tx,
    event: ActionPressed | FormSent,
    card: ProposalCard,
    way: int,
    stance: Stance | None,
    version: int | None = None,
) -> int:
    """What was said of the way in an earlier round, and why, goes along; 0 when something newer is there."""
    number = versions_of(card.ways)[way] if version is None else version
    if card.proposal.is_secret:
        keep_secretly(tx, event, card.proposal, way, number, stance)
        return 1
    before = _mine(tx, event, card).get(way)
    return tx.change(
        TAKE,
        id=tx.ids.new(),
        proposal=card.proposal.id,
        round=card.proposal.round,
        person=event.who.person,
        way=way,
        version=number,
        stance=stance,
        at=event.at,
        words=before.words if before else "",
        said_as=before.said_as if before else None,
        named=before.named if before else False,
    )


def _extended(tx: Tx, event: ActionPressed, proposal: Proposal) -> bool:
    """An objection in the last tenth of the time extends it once, so that it can be heard."""
    course = proposal.course.objected(event.at)
    if course == proposal.course:
        return False
    if not tx.change(EXTEND_DECIDING, proposal=proposal.id, decided_until=course.decided_until):
        return False
    tx.wake(DECIDE, proposal.id, course.decided_until)
    by_rule(tx, proposal.title, proposal.course.decided_until, course.decided_until)
    return True


def _open(tx: Tx, event: ActionPressed | FormSent, words: Words) -> ProposalCard:
    """The proposal with its ways, if the clock lets it take a stance at that moment. Refuses otherwise."""
    proposal = the_proposal(tx, event, words)
    if not takes_stances(proposal, event.at):
        raise Refused(said(too_late(proposal, event.at, words)))
    return _ground(tx, proposal)


def _ground(tx: Tx, proposal: Proposal) -> ProposalCard:
    """What a stance needs to know: the times as they are, and the ways. All else stays unread."""
    now = tx.see(PROPOSAL, proposal=proposal.id) or proposal
    return ProposalCard(now, tx.see(WAYS, proposal=proposal.id), (), (), (), frozenset(), {}, 0)


def _mine(tx: Tx, event: ActionPressed | FormSent, card: ProposalCard) -> Mapping[int, Stand]:
    whose = holder(tx, card.proposal, event.who.person, words_for(event.who.locale))
    return tx.see(MINE, proposal=card.proposal.id, person=whose)


def _held(tx: Tx, event: ActionPressed | FormSent, card: ProposalCard, way: int, words: Words) -> Stand:
    stand = _mine(tx, event, card).get(way)
    if stand is None or stand.stance is None:
        raise Refused(said(words.say("Say where you stand first, then why. Standing aside is a stance, too.")))
    return stand


def _way(card: ProposalCard, typed: str, words: Words) -> int:
    positions = {str(way.position): way.position for way in card.ways} | {str(AS_IT_IS): AS_IT_IS}
    if typed not in positions:
        raise Refused(said(words.say("This way is not there. Nothing was recorded.")))
    return positions[typed]
