"""What erased rows leave behind in the store's own files, and how that goes: in the night, when it disturbs nobody."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer, Nothing
from bot.chat.events import TimeCame, WorkDone
from bot.delivery import COMMUNITY
from bot.ports import Store, Tx

COMPACT = "home.compact"
SOON = timedelta(minutes=1)
HOUR = time(4)
"""By the community's own clock."""


def compact_tonight(tx: Tx) -> None:
    """Have the files rewritten before the day begins. Asked for twice, it is done once."""
    tx.wake(COMPACT, tx.community, next_night(tx.now, tx.see(COMMUNITY, community=tx.community).zone))


def next_night(now: datetime, zone: str) -> datetime:
    """The first 04:00 there after this instant."""
    here = now.astimezone(ZoneInfo(zone))
    night = datetime.combine(here.date(), HOUR, here.tzinfo)
    return (night if night > here else night + timedelta(days=1)).astimezone(now.tzinfo)


def begin(tx: Tx, event: TimeCame) -> Answer:
    """It is night."""
    tx.compute(COMPACT, event.subject)
    return Nothing()


async def compact(store: Store, _community: str) -> None:
    """The files hold what is kept, and nothing else."""
    await store.compact()


def compacted(tx: Tx, event: WorkDone) -> Answer:
    """Nothing is left to do."""
    return Nothing()
