"""How a member goes: out of what lies under tags, out of every row, and out of what others wrote."""

from bot.chat.hidden import ERASED
from bot.chat.ids import PersonId
from bot.chat.words import Words
from bot.checkins.actions import boxes
from bot.choices import unquiet
from bot.hiding.model import INDEXED
from bot.hiding.views import REDRAW
from bot.home.actions.forgetting import compact_tonight
from bot.offers import forget_offers
from bot.personal import MENTIONED_ON, MENTIONING, REWORD, erase, without
from bot.polls.actions import secrecy as of_polls
from bot.ports import Tx
from bot.proposals.actions import secrecy as of_proposals


def erase_member(tx: Tx, person: PersonId, words: Words) -> None:
    """Nothing here leads to them any more, nor does any word of theirs stay that was not put to the group."""
    boxes.take_out(tx, person, words)
    of_polls.take_out(tx, person)
    of_proposals.take_out(tx, person)
    unquiet(tx, person)
    forget_offers(tx, person)
    erase(tx, person)
    _unmention(tx, person)
    compact_tonight(tx)


def _unmention(tx: Tx, person: PersonId) -> None:
    """Where others mentioned them stands that they have erased themselves, in whatever language it is read in."""
    for kind, of, subject in tx.see(MENTIONED_ON, community=tx.community, person=person):
        tx.change(REDRAW, community=tx.community, subject=subject, piece=of, mark=ERASED)
        if kind in INDEXED:
            tx.wake(kind, of, tx.now)
    for column, before in tx.see(MENTIONING, community=tx.community, person=person):
        if (after := without(before, person)) != before:
            tx.change(REWORD, community=tx.community, column=column, before=before, after=after)
