"""What comes in. Each adapter decodes its platform's payloads into these few events; nothing else enters the core."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.token import Token


@dataclass(frozen=True, slots=True)
class Who:
    """The member who acted, as their chat describes them at that moment."""

    person: PersonId
    locale: str = "en"
    zone: str | None = None
    """The name of their time zone, where their chat tells it."""
    keeper: bool = False
    """Whether the platform lets them configure the bot. It opens setup and nothing else."""
    name: str = ""
    """What their chat calls them at that moment. Kept only where they agree to be shown by it."""
    places: frozenset[PlaceId] = frozenset()
    """Places that they are in, as far as their chat was asked; what is asked there may be told to them anywhere."""
    receipts: bool = False
    """Whether they want what is recorded for them as a message too."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place in which something happened."""

    community: CommunityId
    place: PlaceId
    message: MessageId | None = None
    """The message that was pressed, if any."""
    private: bool = False
    """Whether what was pressed is a whisper, which an answering whisper then replaces."""
    audience: int | None = None
    """How many members can see the place, where the chat knows it without asking."""
    alone: bool = False
    """Whether nobody but the member reads there: a page of their own, or their conversation with the bot."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A message that a command was given about, from that message's own menu."""

    words: str
    by: PersonId | None
    """Who wrote it; None where that is not a member (another bot)."""
    link: str = ""
    """Where it stands (``https`` only), where the chat tells."""
    message: MessageId | None = None
    """Which one it is, where the chat tells."""


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A member typed a command; ``text`` is everything behind its name."""

    key: str
    """Names this delivery, so that the same one coming twice is known. Empty: the platform gives no such thing."""
    who: Who
    where: Where
    at: datetime
    """The platform's own time (aware, UTC) where it gives one, otherwise that of arrival."""
    name: str
    text: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was typed into named boxes, on platforms that have them."""
    mentions: Mapping[str, PersonId] = field(default_factory=dict[str, PersonId])
    """Members mentioned in the text or in a box, by the words that stand for them there."""
    about: Shared | None = None
    """The message whose menu the command was chosen from."""


@dataclass(frozen=True, slots=True)
class ActionPressed:
    """A member pressed a button or chose from a menu."""

    key: str
    who: Who
    where: Where
    at: datetime
    token: Token
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSent:
    """A member sent a form; ``values`` by field key."""

    key: str
    who: Who
    where: Where
    at: datetime
    token: Token
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TimeCame:
    """Something that was asked for with ``tx.wake`` is due. ``due`` is when it should have come, ``at`` when it did."""

    community: CommunityId
    kind: str
    subject: str
    due: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkDone:
    """Something that was asked for with ``tx.compute`` has been computed; ``result`` is what its worker returned."""

    community: CommunityId
    kind: str
    subject: str
    at: datetime
    result: Any


@dataclass(frozen=True, slots=True)
class CommunityLeft:
    """The bot was removed from a community (an outage is not a removal)."""

    community: CommunityId
    at: datetime


@dataclass(frozen=True, slots=True)
class CommunityJoined:
    """The bot was added to a community, or is there again."""

    community: CommunityId
    at: datetime
    locale: str = "en"
    zone: str | None = None
    place: PlaceId | None = None
    """Where the bot may say hello to everyone, where the chat tells."""
    by: PersonId | None = None
    """Who added it, where the chat tells; then the hello goes to them alone."""


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Someone is not there any more, where a chat tells without further rights."""

    community: CommunityId
    person: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceGone:
    """A channel was deleted, or the bot can not see it any more."""

    community: CommunityId
    place: PlaceId
    at: datetime


FromMember = CommandGiven | ActionPressed | FormSent
Event = FromMember | TimeCame | WorkDone | CommunityJoined | CommunityLeft | MemberLeft | PlaceGone
