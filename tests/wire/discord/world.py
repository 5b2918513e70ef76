"""What stands behind the stand-in: servers, channels, messages, interactions, each under Discord's own rules."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]

EPOCH = 1420070400000
BOT, APPLICATION, TOKEN = "900000000000000001", "900000000000000001", "a.token.for-tests"
PRIVATE, V2 = 1 << 6, 1 << 15
FIRST_ANSWER_WITHIN, TOKEN_FOR, NONCE_FOR = 3.0, 15 * 60.0, 120.0
ALL_RIGHTS = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16) | (1 << 35) | (1 << 38)


class Refusal(Exception):
    """What Discord answers when it does not do something."""

    def __init__(self, status: int, code: int, message: str = "", **more: Any) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body = {"code": code, "message": message or "refused", **more}


@dataclass
class Channel:
    """A channel, a thread (``parent``) or a direct conversation (``person``)."""

    id: str
    server: str | None
    name: str = ""
    person: str | None = None
    parent: str | None = None
    archived: bool = False
    locked: bool = False
    rights: int = ALL_RIGHTS
    messages: dict[str, Payload] = field(default_factory=dict)


@dataclass
class Server:
    """A server with its channels."""

    id: str
    name: str
    members: int = 9
    system_channel: str | None = None


@dataclass
class Interaction:
    """One thing that a member did, and what was answered."""

    id: str
    token: str
    person: str
    channel: str
    kind: int
    pressed: str | None
    at: float
    first: Payload | None = None
    message: str | None = None
    acknowledged_at: float | None = None


@dataclass
class World:
    """Everything there is. ``now`` is the time in seconds since 1970."""

    now: Callable[[], float]
    servers: dict[str, Server] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    """Names by id."""
    closed: set[str] = field(default_factory=set)
    """People who take no direct messages."""
    interactions: dict[str, Interaction] = field(default_factory=dict)
    by_token: dict[str, Interaction] = field(default_factory=dict)
    nonces: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    forms: dict[str, Payload] = field(default_factory=dict)
    """The form that is open in front of each person."""
    commands: list[Payload] = field(default_factory=list)
    edits: list[tuple[float, str]] = field(default_factory=list)
    old_edits: list[float] = field(default_factory=list)
    patience: float = FIRST_ANSWER_WITHIN
    """Seconds that a first answer may take."""
    edit_old_every: float = 0.0
    """Seconds that must lie between two edits of messages older than an hour."""
    _by_name: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    def snowflake(self) -> str:
        """A new id, which tells its time."""
        return str((int(self.now() * 1000) - EPOCH << 22) | (next(self._numbers) & 0x3FFFFF))

    # --- places and people

    def server(self, name: str = "Garden", members: int = 9) -> Server:
        server = Server(self.snowflake(), name, members)
        self.servers[server.id] = server
        return server

    def channel(self, server: Server, name: str) -> Channel:
        channel = Channel(self.snowflake(), server.id, name)
        self.channels[channel.id] = channel
        return channel

    def person(self, name: str) -> str:
        """The id of the person of this name."""
        if name not in self._by_name:
            self._by_name[name] = self.snowflake()
            self.people[self._by_name[name]] = name
        return self._by_name[name]

    def direct_channel(self, person: str) -> Channel:
        """The same one each time."""
        if person not in self.people:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        for channel in self.channels.values():
            if channel.person == person:
                return channel
        channel = Channel(self.snowflake(), None, person=person)
        self.channels[channel.id] = channel
        return channel

    def thread(self, channel: str, message: str, name: str) -> Channel:
        """A thread from a message has the message's id."""
        parent = self._to_write(channel, 1 << 35)
        if message not in parent.messages:
            raise Refusal(404, 10008, "Unknown Message")
        if message in self.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        if parent.parent is not None or parent.person is not None:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        self.channels[message] = Channel(message, parent.server, name, parent=parent.id)
        return self.channels[message]

    # --- messages

    def post(self, channel: str, body: Payload) -> Payload:
        """A new message, or the one that is there under the same nonce."""
        place = self._to_write(channel)
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            known = self.nonces.get((channel, str(nonce)))
            if known is not None and self.now() - known[1] < NONCE_FOR:
                return place.messages[known[0]]
            message = self.add(place, body)
            self.nonces[channel, str(nonce)] = (message["id"], self.now())
            return message
        return self.add(place, body)

    def add(self, place: Channel, body: Payload, only_for: str | None = None) -> Payload:
        message = {
            "id": self.snowflake(),
            "channel_id": place.id,
            "author": {"id": BOT, "username": "descant", "discriminator": "0", "avatar": None, "bot": True},
            "content": body.get("content") or "",
            "timestamp": datetime.fromtimestamp(self.now(), UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "pinned": False,
            "type": 0,
            "embeds": [],
            "flags": body.get("flags", 0),
            "components": body.get("components") or [],
            "attachments": body.get("attachments") or [],
            "only_for": only_for,
        }
        place.messages[message["id"]] = message
        return message

    def edit(self, channel: str, message_id: str, body: Payload) -> Payload:
        """A message shows something else from now on."""
        place = self.channel_at(channel)
        message = self.message_at(place, message_id)
        if place.archived:
            raise Refusal(400, 50083, "Thread is archived")
        if message["only_for"] is None:
            self._pace_old(message_id)
            self.edits.append((self.now(), message_id))
        if message["flags"] & V2 and not body.get("flags", V2) & V2:
            raise Refusal(400, 50035, "The components flag can not be taken off")
        message |= {k: v for k, v in body.items() if k in {"components", "content", "attachments"}}
        message["flags"] |= body.get("flags", 0) & V2
        message["edited_timestamp"] = datetime.fromtimestamp(self.now(), UTC).isoformat()
        return message

    def _pace_old(self, message_id: str) -> None:
        age = self.now() - (((int(message_id) >> 22) + EPOCH) / 1000)
        if age < 3600 or not self.edit_old_every:
            return
        if self.old_edits and (wait := self.edit_old_every - (self.now() - self.old_edits[-1])) > 0:
            raise Refusal(429, 30046, "Maximum number of edits to messages older than 1 hour", retry_after=wait)
        self.old_edits.append(self.now())

    def channel_at(self, channel: str) -> Channel:
        if channel not in self.channels:
            raise Refusal(404, 10003, "Unknown Channel")
        if not self.channels[channel].rights & (1 << 10):
            raise Refusal(403, 50001, "Missing Access")
        return self.channels[channel]

    def message_at(self, place: Channel, message: str) -> Payload:
        if message not in place.messages:
            raise Refusal(404, 10008, "Unknown Message")
        return place.messages[message]

    def _to_write(self, channel: str, right: int = 0) -> Channel:
        place = self.channel_at(channel)
        if place.person is not None and place.person in self.closed:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        needed = right or ((1 << 38) if place.parent else (1 << 11))
        if not place.rights & needed:
            raise Refusal(403, 50013, "Missing Permissions")
        if place.archived and place.locked:
            raise Refusal(400, 50083, "Thread is archived")
        place.archived = False
        return place

    # --- interactions

    def begin(self, person: str, channel: str, kind: int, pressed: str | None = None) -> Interaction:
        """A member did something; the clock of three seconds runs."""
        number = self.snowflake()
        interaction = Interaction(number, f"token-{number}", person, channel, kind, pressed, self.now())
        self.interactions[number] = interaction
        self.by_token[interaction.token] = interaction
        return interaction

    def answer(self, number: str, token: str, body: Payload) -> None:
        """The first answer to an interaction. The second is refused."""
        interaction = self.interactions.get(number)
        if interaction is None or interaction.token != token:
            raise Refusal(404, 10062, "Unknown interaction")
        if interaction.first is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self.now() - interaction.at > self.patience:
            raise Refusal(404, 10062, "Unknown interaction")
        interaction.first, interaction.acknowledged_at = body, self.now()
        self._take_effect(interaction, body["type"], body.get("data") or {})

    def _take_effect(self, interaction: Interaction, kind: int, data: Payload) -> None:
        place = self.channels[interaction.channel]
        only_for = interaction.person if data.get("flags", 0) & PRIVATE else None
        match kind:
            case 4:
                interaction.message = self.add(place, data, only_for)["id"]
            case 5:
                interaction.message = self.add(place, {"flags": data.get("flags", 0)}, only_for)["id"]
            case 6 if interaction.pressed:
                interaction.message = interaction.pressed
            case 7 if interaction.pressed:
                interaction.message = interaction.pressed
                self.edit(place.id, interaction.pressed, data)
            case 9 if interaction.kind != 5:
                self.forms[interaction.person] = {**data, "in": place.id, "from": interaction.pressed}
            case 8 if interaction.kind == 4:
                return
            case _:
                interaction.first = None
                raise Refusal(400, 50035, "This can not be answered so")

    def original(self, token: str) -> tuple[Channel, str]:
        """The message of an answer, for fifteen minutes."""
        interaction = self.by_token.get(token)
        if interaction is None or interaction.first is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if self.now() - interaction.at > TOKEN_FOR:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        if interaction.message is None:
            raise Refusal(404, 10008, "Unknown Message")
        return self.channels[interaction.channel], interaction.message

    # --- what people see

    def seen_by(self, person: str, channel: str) -> list[Payload]:
        """The messages of a channel as one person sees them, the oldest first."""
        return [m for m in self.channels[channel].messages.values() if m["only_for"] in (None, person)]


def safe(message: Payload) -> Payload:
    """A message as Discord sends it."""
    return {name: value for name, value in message.items() if name != "only_for"}


def matches(pattern: str, verb: str, path: str) -> bool:
    """Whether a request is meant by ``POST .*/callback``."""
    return re.fullmatch(pattern, f"{verb} {path}") is not None
