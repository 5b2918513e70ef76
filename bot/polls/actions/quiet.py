"""The quiet round: near the end, those who hold what nobody has spoken for are asked, once, whether they would."""

from datetime import datetime, timedelta

from bot.chat.answers import Answer, Nothing
from bot.chat.events import TimeCame
from bot.chat.ids import PersonId
from bot.choices import may_ask
from bot.polls.actions.secrecy import is_secret
from bot.polls.model import PUNCTUAL, Poll, sides
from bot.polls.views import CARD, FACE, HOLDERS, QUIET
from bot.ports import Effect, Tx, Urgency

ROUND = "poll.quiet"
LAST = 5
LONGEST = timedelta(hours=24)

LATE = 0.1
"""So much of the round may have passed, with the bot not running, for it still to be held."""

MOST_ASKED = 30
"""People asked for one option, drawn by chance where more hold it: one voice is enough."""


def starts_at(poll: Poll) -> datetime:
    """When the last fifth of the poll's time begins, at most a day before it closes."""
    return poll.closes_at - min((poll.closes_at - poll.opened_at) / LAST, LONGEST)


def invite_quiet(tx: Tx, event: TimeCame) -> Answer:
    """An invitation to those who hold an option without a voice. Late, it is left out: nobody is asked in a hurry."""
    card = tx.see(CARD, subject=event.subject)
    if card is None or not card.poll.takes_answers(event.at):
        return Nothing()
    poll = card.poll
    if event.at - event.due > max(PUNCTUAL, (poll.closes_at - event.due) * LATE):
        return Nothing()
    if is_secret(poll):
        # Whom to ask would tell who holds what, so the card asks everyone alike.
        tx.change(QUIET, poll=poll.id, at=event.due)
        tx.touch(FACE, poll.id)
        return Nothing()
    spoken = {reason.option for reason in card.reasons}
    held = [(person, sides(poll.kind, choice)) for person, choice in tx.see(HOLDERS, poll=poll.id)]
    asked = set()
    for option in poll.options:
        if option.position in spoken:
            continue
        holders = tx.dice.shuffled([who for who, theirs in held if option.position in theirs and who not in asked])
        for person in holders[:MOST_ASKED]:
            if may_ask(tx, poll.community, person, tx.now):
                asked.add(person)
                _invite(tx, poll, option.position, person)
    return Nothing()


def _invite(tx: Tx, poll: Poll, position: int, person: PersonId) -> None:
    face = face_of(position)
    tx.post(Effect(f"{face}:{poll.id}:{person}", person, face, poll.id, direct=True, urgency=Urgency.DIGEST))


def face_of(position: int) -> str:
    """The face of the invitation to speak for this option."""
    return f"{ROUND}.{position}"
