"""Secret polls: ballots, papers and reasons under tags that only the poll's key can tell, until it is destroyed."""

from bot.chat.answers import Refused
from bot.chat.ids import PersonId
from bot.chat.words import Words
from bot.delivery import DROP_DRAFT
from bot.polls.cards.whispers import void
from bot.polls.model import SMALL, Poll, SeenAs
from bot.polls.views import SECRET_BOX, SECRET_GATHER, SECRET_OPEN, SECRET_TELL, SECRET_UNEXPLAIN
from bot.ports import Tx
from bot.tags import tag_of

SHRED = "poll.shred"


def is_secret(poll: Poll) -> bool:
    """Whether nobody may ever find out who chose what."""
    return poll.seen_as is SeenAs.SECRET


def tag(tx: Tx, poll: Poll, what: str, person: PersonId, words: Words) -> str:
    """Where this member's ``what`` lies: chance to whoever has not the poll's key. Refuses where the key is lost."""
    key = tx.vault.key(poll.id)
    if key is None:
        raise Refused(void(words))
    return tag_of(key, what, person)


def take_out(tx: Tx, person: PersonId) -> None:
    """Nothing that this member wrote lies in a secret poll that is open. Their ballot stays: it is a number."""
    for poll in tx.see(SECRET_OPEN, community=tx.community):
        if (key := tx.vault.key(poll)) is not None:
            tx.change(SECRET_UNEXPLAIN, poll=poll, tag=tag_of(key, "reason", person))
            tx.change(DROP_DRAFT, id=paper_under(tag_of(key, "paper", person)))


def paper_under(tag: str) -> str:
    """The id of a draft that lies under a tag."""
    return f"paper:{tag}"


def gather(tx: Tx, poll: Poll) -> None:
    """What is left when a secret poll has been counted: numbers, and words in an order that tells nothing."""
    box = tx.see(SECRET_BOX, poll=poll.id)
    if len(box) >= SMALL:
        for option, words in tx.dice.shuffled(box):
            tx.change(SECRET_TELL, id=tx.ids.new(), poll=poll.id, option=option, words=words)
    tx.change(SECRET_GATHER, poll=poll.id, least=SMALL)
    tx.compute(SHRED, poll.id)
