"""Secret proposals: stances and words under tags that only the key of their round can tell, until it is destroyed."""

from bot.chat.answers import Refused
from bot.chat.ids import PersonId
from bot.chat.words import Words
from bot.ports import Tx
from bot.proposals.actions.keeping import FACE
from bot.proposals.cards.secret import key_lost
from bot.proposals.decided import Decided, nothing_known, told_from
from bot.proposals.decision_views import (
    SECRET_BOX,
    SECRET_COUNT,
    SECRET_LEAVE,
    SECRET_SWEEP,
    SECRET_TELL,
    SECRETLY_OPEN,
)
from bot.proposals.model import Proposal
from bot.tags import tag_of

SHRED = "proposal.shred"
STANCE, WORDS = "stance", "words"


def holder(tx: Tx, proposal: Proposal, person: PersonId, words: Words) -> PersonId:
    """Under what this member's stances lie: under themselves, or in a secret proposal under a tag. Refuses where the
    key to that is lost."""
    return tagged(tx, proposal, STANCE, person, words) if proposal.is_secret else person


def tagged(tx: Tx, proposal: Proposal, what: str, person: PersonId, words: Words) -> PersonId:
    """The tag of this member's ``what`` in this round of a secret proposal. Refuses where its key is lost."""
    key = tx.vault.key(proposal.key)
    if key is None:
        raise Refused(key_lost(proposal, words))
    return PersonId(tag_of(key, what, person))


def as_known(tx: Tx, proposal: Proposal, decided: Decided) -> Decided:
    """What is decided, or that nothing can be: where the key of a secret round is lost, so is who said what before."""
    if proposal.is_secret and tx.vault.key(proposal.key) is None:
        return nothing_known(decided)
    return decided


def gather(tx: Tx, proposal: Proposal, decided: Decided) -> None:
    """What is left of a round that is over: numbers, and words in an order that tells nothing."""
    of = {"proposal": proposal.id, "in_round": proposal.round}
    for each in tx.dice.shuffled(told_from(tx.see(SECRET_BOX, **of))):
        tx.change(SECRET_TELL, id=tx.ids.new(), way=each.way, said_as=each.said_as, words=each.words, **of)
    if any(each.said for each in decided.decision.tallies):
        tx.change(SECRET_COUNT, **of)
    forget(tx, proposal)


def forget(tx: Tx, proposal: Proposal) -> None:
    """All that lies under tags goes, and then their key with what they have left in the database's own files."""
    tx.change(SECRET_SWEEP, proposal=proposal.id)
    tx.compute(SHRED, proposal.key)


def take_out(tx: Tx, person: PersonId) -> None:
    """What a member has said in secret proposals that go on is gone. In those that are over nobody can find it."""
    for proposal in tx.see(SECRETLY_OPEN, community=tx.community):
        key = tx.vault.key(proposal.key)
        if key is not None:
            whose, words = (tag_of(key, what, person) for what in (STANCE, WORDS))
            tx.change(SECRET_LEAVE, proposal=proposal.id, whose=whose, words=words)
            tx.touch(FACE, proposal.id)
            # No key has this name: only the log is emptied, which shows what went in the same unit as the name.
            tx.compute(SHRED, f"{proposal.key}-left")
