"""A wrong turn costs nothing: withdrawing, passing on, taking up again, and putting two proposals together."""

from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent
from bot.chat.text import Moment, Quoted
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.ports import Tx
from bot.proposals.actions.folding import make_way
from bot.proposals.actions.handing import SHAPED, running, shape_again, shaped_now, the_proposal
from bot.proposals.actions.keeping import FACE, WAY, put_up
from bot.proposals.actions.secrecy import forget
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.cards.whispers import join_which, only_its_carrier
from bot.proposals.draft import Flaw, read_words, same
from bot.proposals.forms import flaw_sentences, withdraw_form
from bot.proposals.model import MOST_SAID, Origin, Proposal, ProposalCard, State, Version, Way, taken_further
from bot.proposals.views import (
    ASK_TOGETHER,
    CARD,
    CARRY,
    HELP,
    MERGE,
    MERGE_AFFECTED,
    OPENED,
    OTHERS,
    SETTLE_TOGETHER,
    WITHDRAW,
)
from bot.proposals.views import TOGETHER as THE_TOGETHER

TOGETHER = "proposal.together"
"""The question, in the thread of the proposal that would take the other in."""
LISTED = 25


# --- withdrawing, passing on, taking up ---------------------------------------------------------------------------


def ask_to_withdraw(tx: Tx, event: ActionPressed) -> Answer:
    """A form for the reason, if it is still this member's alone to withdraw."""
    words = words_for(event.who.locale)
    return OpenForm(withdraw_form(_untouched(tx, event, words), "", words))


def withdraw(tx: Tx, event: FormSent) -> Answer:
    """It is over without a decision. Anyone can take it up again."""
    words = words_for(event.who.locale)
    proposal = _untouched(tx, event, words)
    flaws: dict[str, Flaw] = {}
    why = read_words(event.values, "why", MOST_SAID, False, flaws)
    if flaws:
        form = withdraw_form(proposal, event.values.get("why", ""), words)
        return FormErrors(form, flaw_sentences(flaws, words), Token("proposal.withdraw", (proposal.id,)))
    for suggestion in tx.see(OPENED, proposal=proposal.id):
        make_way(tx, proposal, suggestion)
    _end(tx, event, proposal, State.WITHDRAWN, why=why)
    return Whisper(said(words.say("Withdrawn. Nothing of it is lost, and anyone can take it up again.")))


def _end(
    tx: Tx, event: ActionPressed | FormSent, proposal: Proposal, state: State, why: str = "", into: str | None = None
) -> None:
    if proposal.is_secret:
        forget(tx, proposal)
    tx.change(WITHDRAW, proposal=proposal.id, state=state, at=tx.now, by=event.who.person, why=why, part_of=into)
    tx.rest(SHAPED, proposal.id)
    tx.touch(FACE, proposal.id)


def _untouched(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Proposal:
    proposal = _carried(tx, event, words)
    if taken_further(_whole(tx, proposal)):
        raise Refused(
            said(
                words.say(
                    "Others have taken this further, so it is not yours alone to withdraw. You can pass it on, "
                    "under Details."
                )
            )
        )
    return proposal


def pass_on(tx: Tx, event: ActionPressed) -> Answer:
    """Whoever carried it carries it no more, and everything goes on; anyone can carry it instead."""
    words = words_for(event.who.locale)
    proposal = _carried(tx, event, words)
    tx.change(CARRY, proposal=proposal.id, before=event.who.person, carrier=None)
    tx.touch(FACE, proposal.id)
    return Whisper(said(words.say("Passed on. It goes its way, and you are free of it.")))


def carry_on(tx: Tx, event: ActionPressed) -> Answer:
    """Someone carries on what was passed on."""
    words = words_for(event.who.locale)
    proposal = running(tx, event, words)
    if not tx.change(CARRY, proposal=proposal.id, before="", carrier=event.who.person):
        raise Refused(said(words.say("Somebody carries this already. Nothing was changed.")))
    tx.touch(FACE, proposal.id)
    return Whisper(said(words.say("You carry it on. That gives you no say over it that others do not have.")))


def reopen(tx: Tx, event: ActionPressed) -> Answer:
    """What was withdrawn is shaped once more, by whoever takes it up."""
    words = words_for(event.who.locale)
    proposal = the_proposal(tx, event, words)
    if proposal.state is not State.WITHDRAWN or not shape_again(tx, proposal, event.at):
        raise Refused(said(words.say("This was taken up again already. Nothing was changed.")))
    tx.change(CARRY, proposal=proposal.id, before=proposal.carrier or "", carrier=event.who.person)
    until = Moment(proposal.course.anew(event.at).shaped_until)
    return Whisper(said(words.say("It is shaped again, until {moment}, with all that was there.", moment=until)))


# --- putting two together -----------------------------------------------------------------------------------------


def choose_other(tx: Tx, event: ActionPressed) -> Answer:
    """Which other proposal asks the same?"""
    words = words_for(event.who.locale)
    proposal = _carried(tx, event, words)
    others = tx.see(OTHERS, proposal=proposal.id, limit=LISTED)
    return Whisper(join_which(proposal, others, words))


def ask_together(tx: Tx, event: ActionPressed) -> Answer:
    """Whoever carries the other one is asked, in its thread."""
    words = words_for(event.who.locale)
    proposal = _carried(tx, event, words)
    others = tx.see(OTHERS, proposal=proposal.id, limit=LISTED)
    other = next((each for each in others if each.id in event.values), None)
    if other is None or not other.is_shaped(event.at):
        raise Refused(said(words.say("That one is not being shaped any more. Nothing was changed.")))
    question = tx.ids.new()
    if not tx.change(
        ASK_TOGETHER, id=question, proposal=proposal.id, other=other.id, person=event.who.person, at=tx.now
    ):
        raise Refused(said(words.say("That was asked already, in the thread of the other one.")))
    tx.show(TOGETHER, question, other.place, told=event.who.person, thread=(FACE, other.id))
    told = words.say("Asked, in the thread of {title}. Until then both go on.", title=Quoted(other.title))
    return Whisper(said(told))


def answer_together(tx: Tx, event: ActionPressed) -> Answer:
    """Whoever carries the other one agrees, or would rather keep them apart."""
    words = words_for(event.who.locale)
    asked = tx.see(THE_TOGETHER, subject=event.token.id(0))
    if asked is None or asked.other.community != tx.community:
        raise Refused(no_such_proposal(words))
    if asked.other.carrier != event.who.person:
        raise Refused(only_its_carrier(asked.other, words))
    yes = event.token.id(1) == "yes"
    if yes and not (asked.one.is_shaped(event.at) and asked.other.is_shaped(event.at)):
        raise Refused(said(words.say("One of them is not being shaped any more, so they stay apart.")))
    if not tx.change(SETTLE_TOGETHER, asked=asked.id, agreed=yes):
        raise Refused(said(words.say("This was answered already. Nothing was changed.")))
    tx.touch(TOGETHER, asked.id)
    if not yes:
        return Whisper(said(words.say("They stay apart.")))
    _merge(tx, event, asked.one, asked.other)
    return Whisper(said(words.say("They are one now. All that stood in the other one is here.")))


def _merge(tx: Tx, event: ActionPressed, one: Proposal, other: Proposal) -> None:
    for suggestion in tx.see(OPENED, proposal=one.id):
        make_way(tx, one, suggestion)
    coming, ways = _whole(tx, one), list(_whole(tx, other).ways)
    for way in coming.ways:
        position = _taken_in(tx, other, way, ways)
        for person in coming.helping.get(way.position, ()):
            tx.change(HELP, proposal=other.id, way=position, person=person)
    tx.change(MERGE, proposal=one.id, other=other.id)
    if not (one.is_secret or other.is_secret):
        # Whom it affects is a tag in the one and a name in the other, or a tag of another key: they say it anew.
        tx.change(MERGE_AFFECTED, proposal=one.id, other=other.id)
    _end(tx, event, one, State.MERGED, into=other.id)
    tx.touch(FACE, other.id)


def _taken_in(tx: Tx, other: Proposal, way: Way, ways: list[Way]) -> int:
    """The position of this way among ``ways``, those of the other proposal, where it may stand already."""
    for known in ways:
        if same(known.words, way.words):
            return known.position
    newest = way.newest
    version = Version(newest.words, newest.person, newest.named, 1, newest.why, tx.now)
    new = Way(tx.ids.new(), ways[-1].position + 1, Origin.MERGED, (version,))
    put_up(tx, other.id, new)
    ways.append(new)
    tx.show(WAY, new.id, other.place, thread=(FACE, other.id))
    return new.position


def _carried(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Proposal:
    """The proposal, if it is being shaped and this member carries it."""
    proposal = shaped_now(tx, event, words)
    if proposal.carrier != event.who.person:
        raise Refused(only_its_carrier(proposal, words))
    return proposal


def _whole(tx: Tx, proposal: Proposal) -> ProposalCard:
    card = tx.see(CARD, subject=proposal.id)
    assert card is not None
    return card
