"""The outgoing half: fulfils the core's ``Chat`` and ``Directory`` on the made-up room."""

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.web.room import Room
from adapters.web.told import direct, thread
from bot.chat.cards import Card
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.ports import Capabilities, Gone, Posted


class WebChat:
    """Says things in the room. Nothing here is slow, and nothing is ever posted twice under one key."""

    capabilities = Capabilities(
        edit_every=timedelta(0),
        old_edit_every=timedelta(0),
        post_every=timedelta(0),
        remembers_keys=timedelta(days=3650),
    )

    def __init__(self, room: Room, now: Callable[[], datetime]) -> None:
        self._room = room
        self._now = now

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a place."""
        return Posted(place, MessageId(str(await self._room.post(place, card, self._now(), key))))

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        """Say it in the thread of a message."""
        return await self.post(community, PlaceId(thread(int(under.message))), card, locale, key)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a member's direct messages."""
        return await self.post(community, PlaceId(direct(person)), card, locale, key)

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        """Change a message. Raises ``Gone`` when it is not there."""
        if not await self._room.edit(int(posted.message), card):
            raise Gone("message")

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        """The message posted under this key."""
        found = await self._room.by_key(key)
        return Posted(PlaceId(found.place), MessageId(str(found.id))) if found else None

    tells_remedies = False

    async def missing(self, community: CommunityId, place: PlaceId) -> tuple[str, ...] | None:
        """Nothing is forbidden in the made-up community, but a channel may not be there."""
        return () if place in self._room.channels else None

    async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
        """How many members can see the place."""
        return audience(self._room, place)


def audience(room: Room, place: str) -> int:
    """How many members of the room can see a place."""
    return sum(room.sees(member, place) for member in room.members)
