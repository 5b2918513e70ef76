"""What follows a unit of work, as rows that outlive any process: what is to be said, shown, done later or computed."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.chat.cards import Card
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.words import Words
from bot.ports import Change, Directory, Posted, Store, Urgency, View

M = TypeVar("M")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Face(Generic[M]):
    """How a subject is drawn: what is read for it, and the card for that; None when there is nothing left to say.

    The view is read by ``subject``; ``to``, the place or the person that it is said to, is there where it matters.
    """

    view: View[M]
    card: Callable[[M, Words], Card | None]


@dataclass(frozen=True, slots=True)
class Job(Generic[M, R]):
    """How something is computed beside the writer: what is read, from whom it is an answer, and the computation."""

    view: View[M]
    compute: Callable[[M, int | None], R]
    """From what was read, and how many members can see the place (None: not known), to the result. Pure, and found by
    its name from another process."""
    place: Callable[[M], PlaceId | None]
    size: Callable[[M], int]
    """How much there is to compute, in distinct things; what is large is computed in a process of its own."""


@dataclass(frozen=True, slots=True)
class Inquiry(Generic[M, R]):
    """How something is asked of the chat beside the writer: what is read, and the question."""

    view: View[M]
    ask: Callable[[M, Directory, CommunityId], Awaitable[R]]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done to the store itself, beside the writer: with the subject's id. Done twice is done once."""

    do: Callable[[Store, str], Awaitable[None]]


# --- communities --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Community:
    """How a community reads and tells the time."""

    language: str = "en"
    zone: str = "UTC"


COMMUNITY: View[Community] = View("communities.community")
"""By ``community``; the usual values where nothing was set."""

LEFT: View[bool] = View("communities.left")
"""Whether the bot is not in ``community`` any more."""

HELLO: View[Community] = View("communities.hello")
"""By ``subject``, a community's id."""

KEEP_COMMUNITY = Change("communities.keep")
"""Note a community with its language and zone; returns 0 when it was known and had not been left."""

LEAVE_COMMUNITY = Change("communities.leave")
FORGET_COMMUNITY = Change("communities.forget")
"""Let go of everything that is kept of a community that was left; returns 0 when it was not."""

KEYED: View[list[str]] = View("communities.keyed")
"""The names of all keys in the vault that there may be for things of ``community``."""

STILL_IN: View[list[CommunityId]] = View("communities.still_in")
"""The communities whose id begins with ``prefix`` and that have not been left, as far as is known."""


# --- what came in -------------------------------------------------------------------------------------------------

SEEN = Change("delivery.seen")
"""Note a delivery's key; returns 0 when it is known already."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What someone has typed so far, and where they began."""

    id: str
    person: PersonId
    place: PlaceId
    kind: str
    content: str

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields of its form, by key."""
        values: dict[str, str] = json.loads(self.content)
        return values


DRAFT: View[KeptDraft | None] = View("drafts.draft")
KEEP_DRAFT = Change("drafts.keep")
DROP_DRAFT = Change("drafts.drop")


# --- effects ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """An effect that has not been delivered."""

    key: str
    community: CommunityId
    to: str
    direct: bool
    face: str
    subject: str
    urgency: Urgency
    told: PersonId | None
    thread: tuple[str, str] | None
    attempts: int
    created_at: datetime
    attempted_at: datetime | None
    """Since when it may have been said without our knowing; None when it certainly has not been."""


WAITING: View[list[Waiting]] = View("outbox.waiting")
"""Effects that may be delivered at ``now``: for each destination the most urgent and oldest, at most ``limit`` of a
community and ``most`` in all; every community's first ones come before anyone's second.

Among them are those whose claim is over; where another is being delivered, nothing else may be."""

UNCERTAIN: View[list[Waiting]] = View("outbox.uncertain")
"""Effects whose delivery the process ``by`` began, and of which nothing more is known."""

WAITS_UNTIL: View[datetime | None] = View("outbox.waits_until")
"""The earliest instant at which an effect may be delivered, or a card that is behind be edited."""

POST = Change("outbox.post")
ATTEMPT = Change("outbox.attempt")
"""Note, before the call, that ``by`` attempts a delivery, and claim it until ``until``; returns 0 when it does not
wait any more, or another is being delivered there."""

DELIVERED = Change("outbox.delivered")
PUT_OFF = Change("outbox.put_off")
"""What ``by`` had claimed waits until ``at``; ``tried`` is since when it may have been said already (None: it certainly
was not)."""

BURY = Change("outbox.bury")
"""Give an effect up; ``trouble`` says why."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that could not be said in a place, and why."""

    place: PlaceId
    trouble: str


UNDELIVERED_FACE = "undelivered"
UNDELIVERED: View[Undelivered | None] = View("outbox.undelivered")
"""By ``subject``, the key of the effect."""


def card_key(face: str, subject: str, place: str) -> str:
    """The key of the effect that posts a surface's card."""
    return f"card:{face}:{subject}:{place}"


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits in the whole store, in rows."""

    effects: int
    given_up: int
    cards: int
    due: int
    work: int


BACKLOG: View[Backlog] = View("delivery.backlog")


# --- surfaces -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Behind:
    """A card that shows less than the newest state."""

    community: CommunityId
    face: str
    subject: str
    shown_in: PlaceId
    posted: Posted
    posted_at: datetime
    revision: int
    rendered: int
    """The revision that it shows."""


SHOW = Change("surfaces.show")
TOUCH = Change("surfaces.touch")
BEHIND: View[list[Behind]] = View("surfaces.behind")
"""Posted cards whose newest state has not been rendered and that may be edited ``now``, at most ``limit``: those first
that have been free to be edited for the longest."""

CLAIM_CARD = Change("surfaces.claim")
"""Keep a card for ``by`` until ``until``, so that no two edits overtake each other; returns 0 when another has it."""

PACE_CARD = Change("surfaces.pace")
"""A card that ``by`` has is not edited before ``until``."""

FREE_CARDS = Change("surfaces.free")
"""Cards that ``by`` has may be edited from ``at`` on."""

REVISION: View[int] = View("surfaces.revision")
"""How often the surface of ``face``, ``subject`` and ``place`` has changed; 0 when there is none."""

POSTED_AS: View[MessageId | None] = View("outbox.posted_as")
"""The message that was posted under this ``key``; None while it is not known, or long after."""

PLACED_AS: View[Posted | None] = View("surfaces.placed_as")
"""The message that shows the surface of ``face``, ``subject`` and ``place``; None while it has not been posted."""

PLACED = Change("surfaces.placed")
"""The surface's card has been posted."""

RENDERED = Change("surfaces.rendered")
"""The surface shows this ``revision``, never goes back, and is not edited before ``until``."""

LOSE_PLACE = Change("surfaces.lose_place")
"""Every surface in this ``place`` of ``community`` is lost."""

LOST = Change("surfaces.lost")
"""The surface's message is not there any more, or can not be changed."""


# --- later --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """Something that comes back as ``TimeCame``."""

    community: CommunityId
    kind: str
    subject: str
    at: datetime
    attempts: int


DUE: View[list[Due]] = View("due.due")
"""What is due at ``now``, the oldest first, at most ``limit``."""

NEXT_DUE: View[Due | None] = View("due.next")
"""What comes next in a community, whether it is due already or not."""

WAKES_AT: View[datetime | None] = View("due.wakes_at")
"""The earliest instant at which something is to be looked at, tries that were put off included."""

WAKE = Change("due.wake")
REST = Change("due.rest")
TAKE_DUE = Change("due.take")
"""Take a due row whose instant is ``at``; returns 0 when it was moved, taken or called off."""

DELAY_DUE = Change("due.delay")
"""Try a due row again not before ``at``."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is computed and comes back as ``WorkDone``."""

    community: CommunityId
    kind: str
    subject: str
    attempts: int


WORK: View[list[Work]] = View("work.work")
"""What is to be computed at ``now``, the oldest first, at most ``limit``."""

CLAIM_WORK = Change("work.claim")
"""Keep a row of work for ``by`` until ``until``; returns 0 when another has it."""

FREE_WORK = Change("work.free")
"""Work that ``by`` has may be done from ``at`` on."""

COMPUTE = Change("work.compute")
TAKE_WORK = Change("work.take")
"""Take a row of work; returns 0 when its result has come already."""

DELAY_WORK = Change("work.delay")
