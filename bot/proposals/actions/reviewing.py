"""Looking again: first those who objected or were worried, then the group. A trial ends by itself unless it is kept."""

from datetime import datetime

from bot.chat.answers import Answer, Nothing, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, TimeCame
from bot.chat.ids import GONE, ProposalId
from bot.chat.words import words_for
from bot.choices import may_ask
from bot.ports import Effect, Tx, Urgency
from bot.proposals.actions.keeping import FACE
from bot.proposals.actions.stances import number
from bot.proposals.cards.review import gone, happened_page, review_card, review_receipt, thanks_for_telling
from bot.proposals.decision_views import (
    CAME,
    CAME_SEEN,
    END_REVIEW,
    FEAR,
    MOVE_REVIEW,
    PLAN_REVIEW,
    REVIEW,
    REVIEW_OF,
    REVIEWED,
    SAY,
    VERDICTS,
    WHOLE,
)
from bot.proposals.following import (
    Came,
    Review,
    ReviewState,
    Verdict,
    feared_of,
    review_times,
    trial_times,
    verdict,
)
from bot.proposals.model import Proposal
from bot.proposals.views import PROPOSAL

TIME = "review.time"
CARD = "review"
FEARED_FACE = "review.feared"
NOTICE = "review.notice"


def plan_review(tx: Tx, proposal: Proposal, number: int = 1) -> None:
    """The group looks again after the time that was locked; a trial ends then, unless it is kept."""
    length = proposal.trial or proposal.review
    if length is None:
        return
    course = proposal.course
    times = (
        trial_times(tx.now, tx.now + length)
        if proposal.trial
        else review_times(tx.now, tx.now + length, course.decided_until - course.shaped_until)
    )
    review = tx.ids.new()
    tx.change(
        PLAN_REVIEW,
        id=review,
        proposal=proposal.id,
        number=number,
        trial=proposal.trial is not None,
        asks_at=times.asks_at,
        opens_at=times.opens_at,
        ends_at=times.ends_at,
    )
    tx.wake(TIME, review, times.asks_at)


def time_came(tx: Tx, event: TimeCame) -> Answer:
    """The next part of a review, whichever it is by the clock."""
    found = tx.see(REVIEW, review=event.subject)
    if found is None or found[0].state is ReviewState.ENDED:
        return Nothing()
    review, proposal_id, _ = found
    proposal = tx.see(PROPOSAL, proposal=proposal_id)
    assert proposal is not None
    match review.state:
        case ReviewState.WAITING:
            _ask_first(tx, review, proposal)
        case ReviewState.ASKING:
            _ask_everyone(tx, review, proposal)
        case _:
            _end(tx, review, proposal)
    return Nothing()


def _ask_first(tx: Tx, review: Review, proposal: Proposal) -> None:
    """Those who objected or were worried are asked, word for word, what came of it."""
    _move(tx, review, ReviewState.ASKING, review.opens_at)
    whole = tx.see(WHOLE, subject=proposal.id)
    assert whole is not None
    for source, person, _ in feared_of(whole.card, whole.said()):
        feared = tx.ids.new()
        tx.change(FEAR, id=feared, review=review.id, source=source, person=person)
        if person and not person.startswith(GONE) and may_ask(tx, proposal.community, person, tx.now):
            key = f"{FEARED_FACE}:{review.id}:{source}"
            tx.post(Effect(key, person, FEARED_FACE, feared, direct=True, urgency=Urgency.DIGEST))


def _ask_everyone(tx: Tx, review: Review, proposal: Proposal) -> None:
    _move(tx, review, ReviewState.OPEN, review.ends_at)
    tx.show(CARD, review.id, proposal.place)


def _move(tx: Tx, review: Review, state: ReviewState, then: datetime) -> None:
    tx.change(MOVE_REVIEW, review=review.id, before=review.state, state=state)
    tx.wake(TIME, review.id, then)


def _end(tx: Tx, review: Review, proposal: Proposal) -> None:
    """What most say holds. Where that is not clear nothing is changed by it; but a trial that nobody renewed ends."""
    answers = tx.see(VERDICTS, review=review.id)
    found = verdict(answers)
    tx.change(END_REVIEW, review=review.id, verdict=found)
    tx.touch(CARD, review.id)
    tx.touch(FACE, proposal.id)
    tx.post(Effect(f"{NOTICE}:{review.id}:end", proposal.place, NOTICE, review.id, urgency=Urgency.CLOSING))
    goes_on = found is Verdict.KEEP or (not review.trial and found is not Verdict.STOP)
    if goes_on:
        plan_review(tx, proposal, review.number + 1)
    elif proposal.follows:
        tx.wake(proposal.follows, proposal.id, tx.now)


def show(tx: Tx, event: ActionPressed) -> Answer:
    """The card of a review again, for the one who asked to see it."""
    words = words_for(event.who.locale)
    review, _ = _review(tx, event)
    card = review_card(tx.see(REVIEWED, subject=review.id), words)
    if card is None:
        raise Refused(gone(words))
    return Whisper(card)


def say(tx: Tx, event: ActionPressed) -> Answer:
    """Keep it, change it, stop it: one answer each, until it is over."""
    words = words_for(event.who.locale)
    review, _ = _review(tx, event)
    if review.state is not ReviewState.OPEN or event.at >= review.ends_at:
        raise Refused(gone(words))
    chosen = event.token.id(1)
    said_now = Verdict(chosen) if chosen in tuple(Verdict) else None
    if not tx.change(SAY, review=review.id, person=event.who.person, verdict=said_now, at=event.at):
        return Whisper(said(words.say("A newer answer of yours is recorded.")))
    tx.touch(CARD, review.id)
    if said_now is None:
        return Whisper(said(words.say("Nothing is recorded for you now.")))
    return Whisper(review_receipt(review, said_now, words))


def tell(tx: Tx, event: ActionPressed) -> Answer:
    """What came of an objection or a concern, from whoever raised it; of words that are nobody's, from everyone."""
    words = words_for(event.who.locale)
    chosen = event.token.id(1)
    if chosen not in tuple(Came):
        raise Refused(gone(words))
    came = Came(chosen)
    review = tx.see(REVIEW_OF, subject=event.token.id(0))
    if review is None or not (
        tx.change(CAME, feared=event.token.id(0), whose=event.who.person, came=came)
        or _told_by_all(tx, event, review, came)
    ):
        raise Refused(gone(words))
    tx.touch(CARD, review)
    return Whisper(said(thanks_for_telling(came, words)))


def _told_by_all(tx: Tx, event: ActionPressed, review_id: str, came: Came) -> bool:
    found = tx.see(REVIEW, review=review_id)
    if found is None or found[2] != tx.community or found[0].state is not ReviewState.OPEN:
        return False
    if not any(each.id == event.token.id(0) and each.asks_all for each in found[0].feared):
        return False
    tx.change(CAME_SEEN, feared=event.token.id(0), person=event.who.person, came=came, at=event.at)
    return True


def ask_all(tx: Tx, event: ActionPressed) -> Answer:
    """A page of words that nobody knows the writer of: everyone is asked whether they came true."""
    words = words_for(event.who.locale)
    review, _ = _review(tx, event)
    if review.state is not ReviewState.OPEN or event.at >= review.ends_at:
        raise Refused(gone(words))
    return Whisper(happened_page(review, number(event.token.id(1)), words))


def _review(tx: Tx, event: ActionPressed) -> tuple[Review, ProposalId]:
    found = tx.see(REVIEW, review=event.token.id(0))
    if found is None or found[2] != tx.community:
        raise Refused(gone(words_for(event.who.locale)))
    return found[0], found[1]
