"""What is kept of something that is said or shown, step by step: small units of the courier's."""

from datetime import datetime, timedelta

from bot.delivery import (
    ATTEMPT,
    BURY,
    CLAIM_CARD,
    DELIVERED,
    FREE_CARDS,
    LOST,
    PACE_CARD,
    PLACED,
    PUT_OFF,
    RENDERED,
    UNDELIVERED_FACE,
    Behind,
    Waiting,
)
from bot.ports import Effect, Posted, Tx

CLAIM = timedelta(seconds=30)
"""How long what is being said or edited is ours; longer than a call. Another process takes it up when we are gone."""


def attempt(tx: Tx, effect: Waiting, by: str, now: datetime) -> int:
    """Note that ``by`` is about to say it, and keep it for a while; 0 when another has it, or it was said."""
    return tx.change(ATTEMPT, key=effect.key, by=by, now=now, until=now + CLAIM)


def put_off(tx: Tx, effect: Waiting, by: str, at: datetime, tried: datetime | None) -> None:
    """It waits until then. ``tried`` is since when it may have been said all the same."""
    tx.change(PUT_OFF, key=effect.key, by=by, at=at, tried=tried)


def delivered(tx: Tx, effect: Waiting, posted: Posted | None, revision: int | None, at: datetime) -> None:
    """It was said; a card that is kept up to date stands where it was posted."""
    tx.change(DELIVERED, key=effect.key, at=at, message=posted.message if posted else None)
    if posted is not None and revision is not None:
        tx.change(
            PLACED,
            face=effect.face,
            subject=effect.subject,
            place=effect.to,
            held_by=posted.place,
            message=posted.message,
            revision=revision,
            at=at,
        )


def bury(tx: Tx, effect: Waiting, at: datetime, trouble: str) -> None:
    """Given up, and told to whoever it was said for. What could not be told to a person is not told to anyone else."""
    tx.change(BURY, key=effect.key, at=at, trouble=trouble)
    if effect.told is not None and not effect.direct:
        tx.post(Effect(f"undelivered:{effect.key}", effect.told, UNDELIVERED_FACE, effect.key, direct=True))


def claim(tx: Tx, card: Behind, by: str, now: datetime) -> int:
    """Keep the card for ``by``; 0 when another has it."""
    return tx.change(
        CLAIM_CARD, face=card.face, subject=card.subject, place=card.shown_in, by=by, now=now, until=now + CLAIM
    )


def pace(tx: Tx, card: Behind, by: str, until: datetime) -> None:
    """The card is not edited before then."""
    tx.change(PACE_CARD, face=card.face, subject=card.subject, place=card.shown_in, by=by, until=until)


def free_cards(tx: Tx, by: str, at: datetime) -> None:
    """Cards that ``by`` has may be edited from then on."""
    tx.change(FREE_CARDS, by=by, at=at)


def rendered(tx: Tx, card: Behind, revision: int, until: datetime) -> None:
    """The card shows this, and is not edited before then."""
    tx.change(RENDERED, face=card.face, subject=card.subject, place=card.shown_in, revision=revision, until=until)


def lost(tx: Tx, card: Behind) -> None:
    """The card is not there any more, or can not be changed."""
    tx.change(LOST, face=card.face, subject=card.subject, place=card.shown_in)
