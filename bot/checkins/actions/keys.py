"""What lies under a round's key while it is open: tags that lead to nobody without it. It is destroyed at the close."""

import hmac

from bot import tags
from bot.chat.answers import Refused
from bot.chat.ids import PersonId
from bot.chat.words import Words
from bot.checkins.cards.whispers import key_lost
from bot.checkins.model import Round
from bot.checkins.thresholds import PRIME
from bot.checkins.views import BOX, PASS, PASSED, UNPASS
from bot.ports import Tx

SHRED = "checkin.shred"


def tag_of(tx: Tx, of: Round, what: str, person: PersonId, words: Words) -> str:
    """Where this member's ``what`` lies in a round. Refuses where the key is lost and others' answers lie there."""
    key = tx.vault.key(of.id)
    if key is None:
        if tx.see(BOX, round=of.id):
            raise Refused(key_lost(words))
        key = tx.vault.make(of.id)
    return tags.tag_of(key, what, person)


def mark_of(tx: Tx, of: Round, person: PersonId) -> int:
    """The same number for a member in each round of a check-in: rounds are compared by it, never answers."""
    key = tx.vault.make(of.checkin)
    return int.from_bytes(hmac.digest(key, person.encode(), "sha256")[:8]) % (PRIME - 1) + 1


def pass_by(tx: Tx, of: Round, person: PersonId, words: Words) -> None:
    """It is not today for this member."""
    tx.change(PASS, round=of.id, tag=tag_of(tx, of, "not today", person, words))


def has_passed(tx: Tx, of: Round, person: PersonId) -> bool:
    """Whether it is not today for this member."""
    key = tx.vault.key(of.id)
    return key is not None and tx.see(PASSED, round=of.id, tag=tags.tag_of(key, "not today", person))


def unpass(tx: Tx, of: Round, person: PersonId) -> None:
    """It is as if this member had not said "not today"."""
    if (key := tx.vault.key(of.id)) is not None:
        tx.change(UNPASS, round=of.id, tag=tags.tag_of(key, "not today", person))


def forget(tx: Tx, of: Round, cleared: int) -> None:
    """Where something was under tags or a reminder was sent, have key and leftovers destroyed."""
    if cleared or tx.vault.key(of.id) is not None:
        tx.compute(SHRED, of.id)
