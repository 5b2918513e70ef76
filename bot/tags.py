"""What stands for a member where they themselves must not: it leads to nobody without a key that is kept apart."""

import hmac

from bot.chat.answers import Answer, Nothing
from bot.chat.events import WorkDone
from bot.chat.ids import PersonId
from bot.ports import Store, Tx


def tag_of(key: bytes, what: str, person: PersonId) -> str:
    """Where this member's ``what`` lies, in 64 hexadecimal digits: chance to whoever has not the key."""
    return hmac.digest(key, f"{what} {person}".encode(), "sha256").hex()


async def shred(store: Store, name: str) -> None:
    """The key of this name, and what deleted rows have left behind in the database's own files, are gone."""
    await store.shred(name)


def shredded(tx: Tx, event: WorkDone) -> Answer:
    """Nothing is left to be done."""
    return Nothing()
