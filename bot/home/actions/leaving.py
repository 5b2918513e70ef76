"""How the bot is taken out of a community: what was kept stays for a stated time, and then all of it goes."""

from collections.abc import Callable
from datetime import timedelta

from bot.chat.answers import Answer, Nothing
from bot.chat.events import CommunityLeft, TimeCame
from bot.delivery import FORGET_COMMUNITY, KEYED, LEAVE_COMMUNITY
from bot.home.actions.forgetting import COMPACT, SOON
from bot.ports import Tx

FORGET = "community.forget"
SHRED = "community.shred"


def leaver(kept: timedelta) -> Callable[[Tx, CommunityLeft], Answer]:
    """The use case that keeps what there is for this long, in case the bot comes back."""

    def left(tx: Tx, event: CommunityLeft) -> Answer:
        tx.change(LEAVE_COMMUNITY, community=tx.community, at=event.at)
        tx.wake(FORGET, tx.community, tx.now + kept)
        return Nothing()

    return left


def forget(tx: Tx, event: TimeCame) -> Answer:
    """The bot has not come back. Nothing of the community is kept any more, nor of anyone in it; and what lay under
    keys can not be read in any copy either."""
    keys = [name for name in tx.see(KEYED, community=tx.community) if tx.vault.key(name) is not None]
    if tx.change(FORGET_COMMUNITY, community=tx.community):
        for name in keys:
            tx.compute(SHRED, name)
        tx.wake(COMPACT, tx.community, tx.now + SOON)
    return Nothing()
