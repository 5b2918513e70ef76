"""What the core needs from outside, in the core's own words. Storage and adapters fulfil these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from bot.chat.cards import Card
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId

T = TypeVar("T")
P = ParamSpec("P")


# --- time, names, chance ------------------------------------------------------------------------------------------


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        ...


class Ids(Protocol):
    """Where the names of new things come from."""

    def new(self) -> str:
        """A short id never given before: lower-case letters and digits, at most 16."""
        ...


class Dice(Protocol):
    """Chance, where order must mean nothing."""

    def shuffled(self, things: list[T]) -> list[T]:
        """The same things in an order that nobody could foretell."""
        ...


class Vault(Protocol):
    """Keys that are never in the database, nor in a copy of it."""

    def make(self, name: str) -> bytes:
        """A new key of 32 bytes under this name, durable before it is used; the one that is there, if one is."""
        ...

    def key(self, name: str) -> bytes | None:
        """The key of this name; None when there is none, or none any more."""
        ...


# --- the store ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class View(Generic[T]):
    """A question that the store can answer, and the type of its answer. Storage knows the statements behind it."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One change that the store can make. Storage knows the statement behind it."""

    name: str


class Urgency(IntEnum):
    """Which of two things waiting to be said goes first; lower is sooner."""

    CLOSING = 0
    POST = 1
    CARD = 2
    DIGEST = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that must be said exactly once. ``key`` says what it is, so that writing it twice is writing it once.

    It holds no words: ``face`` and ``subject`` say what is drawn, from the newest state, when it is delivered.
    """

    key: str
    to: PlaceId | PersonId
    face: str
    subject: str
    direct: bool = False
    """Whether ``to`` is a person, told in a direct message; otherwise it is a place."""
    urgency: Urgency = Urgency.POST
    told: PersonId | None = None
    """Who hears of it, privately, if it can not be said."""
    thread: tuple[str, str] | None = None
    """The face and subject of the card in ``to`` under which it is said, in that card's thread; once that is posted."""


class Reader(Protocol):
    """Whoever can ask the store a question inside a transaction."""

    def see(self, view: View[T], /, **what: Any) -> T:
        """The answer to ``view`` for these parameters, as the database stands in this unit of work."""
        ...


class Tx(Reader, Protocol):
    """One unit of work. All of it stays, or none of it."""

    @property
    def community(self) -> CommunityId:
        """The community that this unit belongs to."""
        ...

    @property
    def now(self) -> datetime:
        """The clock when the unit began, aware, in UTC."""
        ...

    @property
    def ids(self) -> Ids:
        """Names for new things."""
        ...

    @property
    def dice(self) -> Dice:
        """Chance."""
        ...

    @property
    def vault(self) -> Vault:
        """Keys that are kept apart."""
        ...

    def change(self, change: Change, /, **what: Any) -> int:
        """Make a change; returns the number of rows that it changed."""
        ...

    def show(
        self,
        face: str,
        subject: str,
        place: PlaceId,
        told: PersonId | None = None,
        thread: tuple[str, str] | None = None,
    ) -> None:
        """Put a card in this place that is kept up to date from now on. Shown once, however often this is called.

        ``told`` hears of it, privately, if it can not be put there. ``thread``: as in ``Effect``.
        """
        ...

    def touch(self, face: str, subject: str) -> None:
        """The cards that show this subject are out of date: the courier edits them to the newest state."""
        ...

    def post(self, effect: Effect) -> None:
        """Say this once, after the unit has been committed."""
        ...

    def wake(self, kind: str, subject: str, at: datetime) -> None:
        """Come back as ``TimeCame`` at this instant; a later call for the same kind and subject moves it."""
        ...

    def rest(self, kind: str, subject: str) -> None:
        """Do not come back for this kind and subject after all."""
        ...

    def compute(self, kind: str, subject: str) -> None:
        """Have this computed beside the writer; it comes back as ``WorkDone``."""
        ...


EVERYWHERE = CommunityId("")
"""Where units belong that are about no community of their own."""


class Store(Protocol):
    """Where everything is kept. A use case runs whole, on one thread, in one transaction."""

    @property
    def process(self) -> str:
        """Who this process is among those that share the store: always the same where it is alone, otherwise another
        with each start."""
        ...

    @property
    def strained(self) -> bool:
        """Whether so much waits to be written that what can wait should: nobody is refused yet."""
        ...

    async def write(
        self, community: CommunityId, unit: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run ``unit(tx, *args)`` as one unit of work. Returns when what it did is durable.

        Raises what the unit raised (nothing of it stays), ``StoreBusy`` when too much is waiting, ``NotRecorded``
        when the commit failed, and ``Uncertain`` when nobody can say whether it did. A unit may be run again, from
        the beginning, when what it had done was undone by the store.
        """
        ...

    async def read(self, view: View[T], /, **what: Any) -> T:
        """The answer to ``view``, seeing everything that was committed before the call.

        Raises ``StoreBusy`` when the store can not answer just now.
        """
        ...

    async def gone(self) -> Sequence[str]:
        """Processes that have something in hand and are certainly not there any more; empty where that is not known.

        Raises ``StoreBusy`` when the store can not answer just now.
        """
        ...

    async def shred(self, name: str) -> None:
        """Destroy the key of this name, and what deleted rows have left behind in the database's own files.

        Raises ``StoreBusy`` when that can not be done just now; then nothing is destroyed yet.
        """
        ...

    async def compact(self) -> None:
        """Write the database's own files anew, so that nothing is left in them of rows that are gone; writing waits
        for it meanwhile. On a server it tidies, and the server decides what becomes of its files.

        Raises ``StoreBusy`` when that can not be done just now.
        """
        ...


class NotRecorded(Exception):
    """The unit could not be made durable: nothing of it was recorded, and nothing else was lost."""


class StoreBusy(NotRecorded):
    """More is waiting than can be written in time; asking again in a moment is right."""


class Uncertain(Exception):
    """The store went away while a unit was being made durable, and did not come back to say whether it is."""


# --- chats --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a chat can do, and how fast it may be spoken to."""

    edit_every: timedelta
    """The least time between two edits of one card."""
    old_edit_every: timedelta
    """The same for a card older than an hour."""
    post_every: timedelta
    """The least time between two messages in one place."""
    remembers_keys: timedelta
    """How long a message posted again under the same key is recognised and not repeated; zero: not at all."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a card went: the place that really holds it (a direct message has one of its own) and the message."""

    place: PlaceId
    message: MessageId


class Chat(Protocol):
    """The outgoing half of an adapter, for the communities it carries."""

    @property
    def capabilities(self) -> Capabilities:
        """What this chat can do."""
        ...

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a place. ``key`` names the message, for chats that recognise a repetition. Raises ``ChatError``."""
        ...

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        """Say it in this message's thread, opened under this title if there is none. Raises ``ChatError``."""
        ...

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a direct message. Raises ``ChatError``; ``Forbidden`` when the person does not take any."""
        ...

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        """Make the message show this card. Saying it twice is saying it once. Raises ``ChatError``."""
        ...

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        """The message posted under this key since then, in the place or in the thread of ``under``, where the chat can
        be asked; None otherwise."""
        ...


class ChatError(Exception):
    """The chat did not do what it was asked."""


class Unreachable(ChatError):
    """No answer, or not a clear one: it may or may not have been done. Worth trying again."""


class RateLimited(ChatError):
    """Not done: too fast. ``after`` says how long to wait."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"rate limited for {after.total_seconds():.1f} s")
        self.after = after


class Forbidden(ChatError):
    """Not done, and not worth trying again until something changes: a permission is missing."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class Gone(ChatError):
    """The message, the place or the person is not there any more."""


class Rejected(ChatError):
    """The chat refuses this content. A defect of ours: it is never tried again."""


class Directory(Protocol):
    """What a chat knows about who is there."""

    @property
    def tells_remedies(self) -> bool:
        """Whether ``missing`` tells what to do, rather than the names of permissions to give."""
        ...

    async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
        """How many members can see this place, or None when the chat does not tell."""
        ...

    async def missing(self, community: CommunityId, place: PlaceId) -> tuple[str, ...] | None:
        """What the bot is not allowed there and needs, by the platform's own names; None: the place is not there."""
        ...


class Carrier(Protocol):
    """A whole adapter: it brings events to the core until it is cancelled, and carries what the core says."""

    @property
    def prefix(self) -> str:
        """The beginning, without the colon, of the ids of the communities that it carries."""
        ...

    @property
    def chat(self) -> Chat:
        """Its outgoing half."""
        ...

    @property
    def directory(self) -> Directory:
        """What it knows about who is there."""
        ...

    @property
    def connected(self) -> bool:
        """Whether what members do on this platform is heard just now."""
        ...

    async def run(self) -> None:
        """Carry until cancelled; what was acknowledged is finished before it returns. Raises ``CannotCarry``."""
        ...

    async def look_over(self) -> list[str]:
        """What stands in the way of carrying, a sentence each with what to do; empty when nothing does."""
        ...


class CannotCarry(Exception):
    """The platform does not let this bot in, for good: a wrong token, a missing right. The message says what to do."""
