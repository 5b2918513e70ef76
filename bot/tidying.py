"""Lets go of what nobody needs any more: a few rows at a time, and it comes back by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.answers import Answer, Nothing
from bot.chat.events import TimeCame
from bot.ports import Change, Tx

TIDY = "store.tidy"
EVERYTHING = "everything"
AT_A_TIME = 500
"""Rows of each kind that go in one unit: everybody else waits for it."""
SOON = timedelta(seconds=5)
DAILY = timedelta(days=1)

DROP_SEEN = Change("tidying.seen")
"""Forget at most ``limit`` deliveries that came in before ``before``."""

DROP_SAID = Change("tidying.said")
"""Forget at most ``limit`` effects that were delivered, or given up, before ``before``."""

DROP_DRAFTS = Change("tidying.drafts")
"""Throw away at most ``limit`` drafts that nobody has touched since ``before``."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How long what is not needed any more stays."""

    deliveries: timedelta = timedelta(days=7)
    """What came in, to know a repetition; and what was said."""
    drafts: timedelta = timedelta(days=30)
    hidden: timedelta = timedelta(days=30)
    """Words that keepers have hidden, in case they are to be shown again."""
    left: timedelta = timedelta(days=30)
    """All that was kept of a community from which the bot was taken out, in case it comes back."""


USUALLY = Kept()


def begin(tx: Tx) -> None:
    """Tidy soon after a start."""
    tx.wake(TIDY, EVERYTHING, tx.now + SOON)


def tidier(kept: Kept) -> Callable[[Tx, TimeCame], Answer]:
    """The use case that lets go of what is older than this, and comes back: soon while there is more, else daily."""
    limits = ((DROP_SEEN, kept.deliveries), (DROP_SAID, kept.deliveries), (DROP_DRAFTS, kept.drafts))

    def tidy(tx: Tx, event: TimeCame) -> Answer:
        gone = [tx.change(drop, before=tx.now - age, limit=AT_A_TIME) for drop, age in limits]
        tx.wake(TIDY, EVERYTHING, tx.now + (SOON if AT_A_TIME in gone else DAILY))
        return Nothing()

    return tidy
