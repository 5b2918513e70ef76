"""Secret polls: ballots, papers and reasons under tags that only the poll's key can tell, until it is destroyed."""

import hmac

from bot.chat.answers import Refused
from bot.chat.ids import PersonId
from bot.chat.words import Words
from bot.polls.cards.whispers import void
from bot.polls.model import SMALL, Poll, SeenAs
from bot.polls.views import SECRET_BOX, SECRET_GATHER, SECRET_TELL
from bot.ports import Store, Tx

SHRED = "poll.shred"


def is_secret(poll: Poll) -> bool:
    """Whether nobody may ever find out who chose what."""
    return poll.seen_as is SeenAs.SECRET


def tag(tx: Tx, poll: Poll, what: str, person: PersonId, words: Words) -> str:
    """Where this member's ``what`` lies: chance to whoever has not the poll's key. Refuses where the key is lost."""
    key = tx.vault.key(poll.id)
    if key is None:
        raise Refused(void(words))
    return hmac.digest(key, f"{what} {person}".encode(), "sha256").hex()


def gather(tx: Tx, poll: Poll) -> None:
    """What is left when a secret poll has been counted: numbers, and words in an order that tells nothing."""
    box = tx.see(SECRET_BOX, poll=poll.id)
    if len(box) >= SMALL:
        for option, words in tx.dice.shuffled(box):
            tx.change(SECRET_TELL, id=tx.ids.new(), poll=poll.id, option=option, words=words)
    tx.change(SECRET_GATHER, poll=poll.id, least=SMALL)
    tx.compute(SHRED, poll.id)


async def shred(store: Store, poll: str) -> None:
    """The key, and what the tags have left in the database's own files, are gone."""
    await store.shred(poll)
