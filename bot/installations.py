"""Where a chat's app was installed, and the token with which it speaks there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.chat.ids import CommunityId, PersonId
from bot.config import Secret


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation. ``community`` may stand for a whole organisation, where the app was installed for all of it."""

    community: CommunityId
    token: Secret
    bot: PersonId
    """The app's own member there."""


class Installations(Protocol):
    """Where installations are kept, their tokens sealed."""

    async def all(self) -> Sequence[Installation]:
        """Every installation whose token can be opened."""
        ...

    async def find(self, community: CommunityId) -> Installation | None:
        """The one of this community."""
        ...

    async def keep(self, installation: Installation) -> None:
        """Keep it in place of an earlier one."""
        ...

    async def forget(self, community: CommunityId) -> None:
        """Its token is deleted at once."""
        ...
