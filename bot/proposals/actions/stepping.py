"""Next steps: named by anyone, taken only by volunteering, asked about once on the day."""

from datetime import datetime

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.events import ActionPressed, FormSent, FromMember, TimeCame
from bot.chat.ids import ProposalId
from bot.chat.text import Bold, Moment, Text, clean, one_line
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.choices import may_ask, zone_of
from bot.ports import Effect, Tx, Urgency
from bot.proposals.actions.handing import the_proposal
from bot.proposals.actions.keeping import FACE
from bot.proposals.actions.stances import number
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.cards.steps import add_form, own_step, steps_page, taken, when_form
from bot.proposals.decision_views import (
    ADD_STEP,
    ASK_OWNER,
    FINISH,
    GIVE_BACK,
    MOVE_STEP,
    STEP,
    STEPS,
    TAKE_STEP,
    WHOLE,
)
from bot.proposals.following import MOST_STEP, MOST_STEPS, Step, Whole
from bot.proposals.model import Proposal

DAY = "step.day"
ASKED = "step.asked"
USUAL = "in 2 weeks"


def ask_to_add(tx: Tx, event: ActionPressed) -> Answer:
    """The form for one more step."""
    words = words_for(event.who.locale)
    whole = _going_ahead(tx, event, words)
    return OpenForm(add_form(whole.card.proposal.id, whole.card.proposal.title, {}, words))


def add(tx: Tx, event: FormSent) -> Answer:
    """One more step that anyone can take."""
    words = words_for(event.who.locale)
    proposal = _going_ahead(tx, event, words).card.proposal
    typed = clean(event.values.get("words", ""))
    if wrong := _flaw(tx, proposal, typed, words):
        form = add_form(proposal.id, proposal.title, {"words": typed}, words)
        return FormErrors(form, {"words": wrong}, Token("step.add", (proposal.id,)))
    tx.change(ADD_STEP, id=tx.ids.new(), proposal=proposal.id, words=typed, added_by=event.who.person, at=event.at)
    tx.touch(FACE, proposal.id)
    return Whisper(said(words.say("Added: {step}. Anyone can take it now.", step=Bold(typed))))


def _flaw(tx: Tx, proposal: Proposal, typed: str, words: Words) -> Text:
    if not typed:
        return words.say("Please say what is to be done.")
    if len(typed) > MOST_STEP:
        return words.say("This is longer than {most} characters. Nothing is lost: please cut it.", most=MOST_STEP)
    if tx.see(STEPS, proposal=proposal.id) >= MOST_STEPS:
        return words.say("There are {most} next steps already. Nothing more fits here.", most=MOST_STEPS)
    return ()


def show_all(tx: Tx, event: ActionPressed) -> Answer:
    """All next steps of a decision."""
    words = words_for(event.who.locale)
    return Whisper(steps_page(_whole(tx, event, words), number(event.token.id(1)), words))


def ask_when(tx: Tx, event: ActionPressed) -> Answer:
    """Taking a step begins with the day that its taker names."""
    words = words_for(event.who.locale)
    step, *_ = _step(tx, event, words)
    if step.owner is not None or step.done:
        raise Refused(said(taken(step, step.owner or event.who.person, words)))
    return OpenForm(when_form(step, "step.take", USUAL, words))


def take(tx: Tx, event: FormSent) -> Answer:
    """A step is theirs, because they want it."""
    words = words_for(event.who.locale)
    step, proposal, _ = _step(tx, event, words)
    day = _day(tx, event, step, words)
    if not isinstance(day, datetime):
        return day
    if not tx.change(TAKE_STEP, step=step.id, owner=event.who.person, due_at=day):
        raise Refused(said(taken(step, step.owner or event.who.person, words)))
    tx.wake(DAY, step.id, day)
    tx.touch(FACE, proposal)
    return Whisper(
        said(
            words.say(
                "It is yours until {moment}. Everyone can see that you have taken it. You can hand it back any time.",
                moment=Moment(day),
            )
        )
    )


def show(tx: Tx, event: ActionPressed) -> Answer:
    """A step for whoever has taken it."""
    words = words_for(event.who.locale)
    step, _, title = _mine(tx, event, words)
    return Whisper(own_step(step, title, words))


def finish(tx: Tx, event: ActionPressed) -> Answer:
    """It is done, says its owner."""
    words = words_for(event.who.locale)
    step, proposal, _ = _mine(tx, event, words)
    tx.change(FINISH, step=step.id, whose=event.who.person, at=event.at)
    tx.rest(DAY, step.id)
    tx.touch(FACE, proposal)
    return Whisper(said(words.say("Done: {step}. Thank you.", step=Bold(step.words))))


def ask_longer(tx: Tx, event: ActionPressed) -> Answer:
    """Until which other day?"""
    words = words_for(event.who.locale)
    step, *_ = _mine(tx, event, words)
    return OpenForm(when_form(step, "step.longer", USUAL, words))


def longer(tx: Tx, event: FormSent) -> Answer:
    """Another day, and one question on that day."""
    words = words_for(event.who.locale)
    step, proposal, _ = _mine(tx, event, words)
    day = _day(tx, event, step, words)
    if not isinstance(day, datetime):
        return day
    tx.change(MOVE_STEP, step=step.id, whose=event.who.person, due_at=day)
    tx.wake(DAY, step.id, day)
    tx.touch(FACE, proposal)
    return Whisper(said(words.say("It is yours until {moment}. That is fine.", moment=Moment(day))))


def give_back(tx: Tx, event: ActionPressed) -> Answer:
    """It is open again, and anyone can take it. Nobody is told who had it."""
    words = words_for(event.who.locale)
    step, proposal, _ = _mine(tx, event, words)
    tx.change(GIVE_BACK, step=step.id, whose=event.who.person)
    tx.rest(DAY, step.id)
    tx.touch(FACE, proposal)
    return Whisper(said(words.say("Handed back. It is open again, and that is fine.")))


def day_came(tx: Tx, event: TimeCame) -> Answer:
    """The owner is asked, once, privately. The card shows the day no more."""
    found = tx.see(STEP, subject=event.subject)
    if found is None or not tx.change(ASK_OWNER, step=event.subject):
        return Nothing()
    step, proposal, _, community = found
    tx.touch(FACE, proposal)
    if step.owner is not None and step.due_at is not None and may_ask(tx, community, step.owner, tx.now):
        key = f"{ASKED}:{step.id}:{step.due_at:%Y%m%dT%H%M%S}"
        tx.post(Effect(key, step.owner, ASKED, step.id, direct=True, urgency=Urgency.DIGEST))
    return Nothing()


def _day(tx: Tx, event: FormSent, step: Step, words: Words) -> datetime | FormErrors:
    typed = one_line(event.values.get("when", ""))
    zone = zone_of(tx, event)
    read = read_deadline(typed, tx.now, zone, (event.who.locale, "en"))
    if isinstance(read, Deadline):
        return read.at
    wrong = words.say("I could not read that as a time. You can write in 2 weeks, or 2027-01-10.")
    handler = event.token.handler
    return FormErrors(when_form(step, handler, typed, words), {"when": wrong}, Token(handler, (step.id,)))


def _step(tx: Tx, event: FromMember, words: Words) -> tuple[Step, ProposalId, str]:
    found = tx.see(STEP, subject=event.token.id(0)) if isinstance(event, ActionPressed | FormSent) else None
    if found is None or found[3] != tx.community:
        raise Refused(said(words.say("This next step is not there any more. Nothing was recorded.")))
    return found[0], found[1], found[2]


def _mine(tx: Tx, event: ActionPressed | FormSent, words: Words) -> tuple[Step, ProposalId, str]:
    step, proposal, title = _step(tx, event, words)
    if step.done and step.owner == event.who.person:
        raise Refused(said(words.say("This has been done already.")))
    if step.owner != event.who.person:
        raise Refused(said(words.say("You have not taken this step, so there is nothing for you to do about it.")))
    return step, proposal, title


def _whole(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Whole:
    whole = tx.see(WHOLE, subject=the_proposal(tx, event, words).id)
    if whole is None:
        raise Refused(no_such_proposal(words))
    return whole


def _going_ahead(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Whole:
    whole = _whole(tx, event, words)
    ended = whole.review is not None and whole.review.ended_it
    if whole.decided is None or not whole.decided.goes_ahead or ended:
        raise Refused(said(words.say("Next steps belong to what goes ahead, and this does not just now.")))
    return whole
