"""Stand-ins that fulfil the ports: a clock that is moved by hand, names that are counted, a chat that keeps what it
was told and fails when it is asked to."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.chat.cards import Card
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.ports import Capabilities, ChatError, Gone, Posted

T = TypeVar("T")

START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday."""


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> None:
        self._now += by


class CountedIds:
    """i1, i2, i3 …"""

    def __init__(self) -> None:
        self._given = 0

    def new(self) -> str:
        self._given += 1
        return f"i{self._given}"


class LoadedDice:
    """Leaves everything in the order in which it came, backwards, so that a shuffle can be seen."""

    def shuffled(self, things: list[T]) -> list[T]:
        return things[::-1]


@dataclass
class Message:
    """One message in the fake chat."""

    id: MessageId
    place: PlaceId
    card: Card
    key: str
    at: datetime
    edits: int = 0


@dataclass
class FakeChat:
    """A chat with every place that is spoken of. ``failures`` are raised, one for each call, before anything is done;
    ``lost_answers`` after it was done."""

    clock: FakeClock
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            edit_every=timedelta(seconds=1),
            old_edit_every=timedelta(seconds=20),
            post_every=timedelta(0),
            remembers_keys=timedelta(minutes=2),
        )
    )
    messages: dict[MessageId, Message] = field(default_factory=dict)
    failures: list[ChatError] = field(default_factory=list)
    lost_answers: list[ChatError] = field(default_factory=list)
    forbidden: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """What is missing in a place; None: the place is gone."""
    can_be_searched: bool = False
    tells_remedies: bool = False
    members: int | None = None

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        self._fail(self.failures)
        known = next((m for m in self.messages.values() if m.key == key and self._remembered(m)), None)
        message = known or self._new(place, card, key)
        self._fail(self.lost_answers)
        return Posted(place, message.id)

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        return await self.post(community, PlaceId(f"{under.place}/{under.message}"), card, locale, key)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        return await self.post(community, PlaceId(f"@{person}"), card, locale, key)

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        self._fail(self.failures)
        if posted.message not in self.messages:
            raise Gone("message")
        message = self.messages[posted.message]
        message.card, message.edits = card, message.edits + 1

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        if under is not None:
            place = PlaceId(f"{under.place}/{under.message}")
        found = (m for m in self.messages.values() if self.can_be_searched and m.key == key and m.place == place)
        return next((Posted(m.place, m.id) for m in found), None)

    async def missing(self, community: CommunityId, place: PlaceId) -> tuple[str, ...] | None:
        return self.forbidden.get(place, ())

    async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
        return self.members

    def in_place(self, place: str) -> list[Message]:
        """What stands in a place, the oldest first."""
        return [m for m in self.messages.values() if m.place == place]

    def _new(self, place: PlaceId, card: Card, key: str) -> Message:
        message = Message(MessageId(f"m{len(self.messages) + 1}"), place, card, key, self.clock.now())
        self.messages[message.id] = message
        return message

    def _remembered(self, message: Message) -> bool:
        return self.clock.now() - message.at < self.capabilities.remembers_keys

    @staticmethod
    def _fail(failures: list[ChatError]) -> None:
        if failures:
            raise failures.pop(0)
