"""What each member has chosen for themselves: how they are shown and spoken to, and when they are left in peace."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chat.ids import PersonId
from bot.ports import Change, Reader, View

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
    away_until: datetime | None = None
    """Until when (aware, UTC) they take a break."""

    def may_be_asked(self, at: datetime) -> bool:
        """Whether the bot may ask this member for something at that instant."""
        return self.asks and (self.away_until is None or self.away_until <= at)


CHOICES: View[Choices] = View("choices.choices")
"""By ``community`` and ``person``."""

CHOOSE = Change("choices.choose")
FORGET = Change("choices.forget")


def may_ask(reader: Reader, community: str, person: PersonId, at: datetime) -> bool:
    """Whether the bot may write to this member by itself."""
    return reader.see(CHOICES, community=community, person=person).may_be_asked(at)
