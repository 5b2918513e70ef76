"""What Slack's payloads become: what somebody did with the ways back to them, or what happened to a workspace. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.chat.events import Event, FromMember
from bot.chat.ids import CommunityId, PlaceId
from bot.chat.token import Token

Payload = Mapping[str, Any]

PREFIX = "slack"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, and in which workspace the app was installed that hears of it."""

    team: str
    enterprise: str | None
    person: str
    home: str = ""
    """The workspace that they belong to; another one in a channel that workspaces share (Slack Connect)."""

    @property
    def community(self) -> CommunityId:
        """Their community."""
        return community_of(self.team)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a member beside the payload."""

    locale: str = "en"
    zone: str | None = None
    keeper: bool = False
    name: str = ""
    places: frozenset[PlaceId] = frozenset()
    """Channels that they are in, where that was asked."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form or a window was opened; it travels in the view's ``private_metadata``."""

    place: str
    message: str = ""

    def noted(self, token: Token | None) -> str:
        """As text for a view."""
        return json.dumps([self.place, self.message, token.encode() if token else ""])


@dataclass(frozen=True, slots=True)
class Back:
    """Which ways an answer can take."""

    way: Literal["command", "press", "view", "home", "form"]
    origin: Origin
    trigger: str = ""
    response_url: str = ""
    private: bool = False
    """What was pressed is a whisper, which can be replaced."""
    view: str = ""
    hash: str = ""
    mark: str = ""
    """What the message that was pressed was marked with, as long as it has not been edited."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a member did, and the ways back to them."""

    actor: Actor
    event: FromMember
    back: Back


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that the core hears of."""

    event: Event


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Someone looks at their Home tab."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """What is known of a member may be out of date."""

    team: str
    person: str
    left: bool


@dataclass(frozen=True, slots=True)
class Revoked:
    """The app may not speak there any more."""

    team: str
    enterprise: str | None
    uninstalled: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us; ``kind`` holds nothing personal."""

    kind: str


Decoded = Asked | Happened | HomeOpened | MemberChanged | Revoked | Ignored


def community_of(team: str) -> CommunityId:
    """A workspace as a community."""
    return CommunityId(f"{PREFIX}:{team}")


def team_of(community: CommunityId) -> str:
    """The workspace that is this community."""
    return community.partition(":")[2]
