"""What each member has chosen for themselves: how they are shown and spoken to, and when they are left in peace."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chat.events import FromMember
from bot.chat.ids import PersonId
from bot.chat.words import is_zone
from bot.delivery import COMMUNITY
from bot.ports import Change, Tx, View
from bot.tags import tag_of

ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a break that has none."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One member's own choices; None where they leave it to the chat or to the community."""

    language: str | None = None
    zone: str | None = None
    named: bool | None = None
    """Whether their words carry their name when they do not say."""
    asks: bool = True
    """Whether the bot may write to them by itself. Answers to what they do come all the same."""
    receipts: bool = False
    """Whether what is recorded for them comes as a message too."""
    away_until: datetime | None = None
    """Until when (aware, UTC) they take a break."""

    def may_be_asked(self, at: datetime) -> bool:
        """Whether the bot may ask this member for something at that instant."""
        return self.asks and (self.away_until is None or self.away_until <= at)


CHOICES: View[Choices] = View("choices.choices")
"""By ``community`` and ``person``."""

CHOOSE = Change("choices.choose")
FORGET = Change("choices.forget")


def zone_of(tx: Tx, event: FromMember) -> str:
    """The zone in which a member means their times: their own where there is such a zone, otherwise the community's."""
    theirs = event.who.zone
    return theirs if theirs and is_zone(theirs) else tx.see(COMMUNITY, community=tx.community).zone


QUIET_KEY = "quiet"
"""The name of the key under whose tags those stand who have little room: the database alone leads to nobody."""

QUIET: View[bool] = View("choices.quiet")
"""Whether the one under this ``tag`` in ``community`` is asked for nothing at ``now``."""

QUIETEN = Change("choices.quieten")
"""Ask the one under this ``tag`` in ``community`` for nothing before ``until``."""

UNQUIET = Change("choices.unquiet")
"""The one under this ``tag`` may be asked again."""

UNQUIET_ALL = Change("choices.unquiet_all")
"""Forget everyone in ``community`` whose quiet time is over at ``now``."""


def may_ask(tx: Tx, community: str, person: PersonId, at: datetime) -> bool:
    """Whether the bot may write to this member by itself: they allow it, take no break, and have room for it."""
    if not tx.see(CHOICES, community=community, person=person).may_be_asked(at):
        return False
    return not is_quiet(tx, community, person, at)


def is_quiet(tx: Tx, community: str, person: PersonId, at: datetime, about: str = "") -> bool:
    """Whether this member is asked for nothing, or for nothing ``about`` one thing, at that instant."""
    key = tx.vault.key(QUIET_KEY)
    return key is not None and tx.see(QUIET, community=community, tag=_tag(key, community, person, about), now=at)


def quieten(tx: Tx, person: PersonId, until: datetime, about: str = "") -> None:
    """Ask this member for nothing, or for nothing ``about`` one thing, until then. Nobody else can see it."""
    tag = _tag(tx.vault.make(QUIET_KEY), tx.community, person, about)
    tx.change(QUIETEN, community=tx.community, tag=tag, until=until)


def unquiet(tx: Tx, person: PersonId, about: str = "") -> None:
    """This member may be asked again, or asked about one thing."""
    if (key := tx.vault.key(QUIET_KEY)) is not None:
        tx.change(UNQUIET, community=tx.community, tag=_tag(key, tx.community, person, about))


def _tag(key: bytes, community: str, person: PersonId, about: str) -> str:
    return tag_of(key, " ".join(filter(None, (community, about))), person)
