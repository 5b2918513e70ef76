"""From what Discord's gateway brings to the core's events. Pure; nothing is trusted to be there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.discord.components import AGAIN, HOME, PICK
from adapters.discord.render import PRIVATE
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember, Shared, Where, Who
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.token import Token, decode_token

Payload = Mapping[str, Any]

PREFIX = "discord"
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)

COMMAND, PRESS, COMPLETION, FORM = 2, 3, 4, 5
"""Kinds of interaction (interactions/receiving-and-responding)."""

SLASH, ABOUT_MESSAGE = 1, 3
"""Kinds of command (interactions/application-commands)."""

ADMINISTRATOR, MANAGE_SERVER = 1 << 3, 1 << 5
"""Either lets someone add and set up bots (topics/permissions)."""

UNKNOWN = Token("unknown")
"""What a press becomes that carries no token of ours, so that the core answers it."""

NOWHERE = CommunityId(f"{PREFIX}:0")
"""Where a direct message belongs that does not tell its server."""

_MENTION = re.compile(r"<@!?(\d{1,20})>")
"""A member in what was typed (reference, "Message Formatting")."""

_BEHIND = re.compile(rf"(?:{HOME}([0-9a-z]{{1,13}}))?(?:{AGAIN}\d+)?$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known besides the payload."""

    menus: Mapping[str, str]
    """The command behind each message menu, by the menu's name."""
    audience: int | None = None
    """How many members can see the place."""


def community(server: str) -> CommunityId:
    """The community of a server."""
    return CommunityId(f"{PREFIX}:{server}")


def server_of(community: CommunityId) -> str:
    """The server of a community."""
    return community.partition(":")[2]


def moment_of(snowflake: str) -> datetime:
    """When Discord gave this id (reference, "Snowflakes")."""
    return EPOCH + timedelta(milliseconds=int(snowflake) >> 22)


class Unreadable(Exception):
    """An interaction that is not made as Discord makes them."""


def decode(payload: Payload, around: Surroundings) -> FromMember | None:
    """The event in an interaction; None for a kind that no member can cause. Raises ``Unreadable``."""
    try:
        reads = _KINDS.get(payload.get("type", 0))
        return reads(payload, around) if reads else None
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise Unreadable(type(error).__name__) from error


def home_of(payload: Payload) -> str:
    """The server that an interaction outside of any is about, for whatever answers it; empty inside a server."""
    if payload.get("guild_id"):
        return ""
    found = _BEHIND.search(str(_data(payload).get("custom_id", "")))
    return str(int(found[1], 36)) if found and found[1] else ""


def is_private(payload: Payload) -> bool:
    """Whether it was done on something that only one person sees."""
    message = payload.get("message") or {}
    return bool(int(message.get("flags") or 0) & PRIVATE)


def _command(payload: Payload, around: Surroundings) -> CommandGiven:
    data = _data(payload)
    name = str(data.get("name", ""))
    about = _shared(payload) if data.get("type", SLASH) == ABOUT_MESSAGE else None
    options = {str(o["name"]): str(o["value"]) for o in data.get("options") or () if "value" in o}
    return CommandGiven(
        key=str(payload["id"]),
        who=_who(payload),
        where=_where(payload, around),
        at=moment_of(payload["id"]),
        name=around.menus.get(name, name) if about else name,
        options=options,
        about=about,
        mentions={found[0]: PersonId(found[1]) for value in options.values() for found in _MENTION.finditer(value)},
    )


def _press(payload: Payload, around: Surroundings) -> ActionPressed:
    data = _data(payload)
    named, values = str(data.get("custom_id", "")), tuple(map(str, data.get("values") or ()))
    if _bare(named) == PICK:
        named, values = (values[0] if values else ""), ()
    token = decode_token(_bare(named)) or UNKNOWN
    return ActionPressed(
        str(payload["id"]), _who(payload), _where(payload, around), moment_of(payload["id"]), token, values
    )


def _form(payload: Payload, around: Surroundings) -> FormSent:
    data = _data(payload)
    token = decode_token(_bare(str(data.get("custom_id", "")))) or UNKNOWN
    values = dict(_value(row.get("component") or {}) for row in data.get("components") or () if row.get("component"))
    return FormSent(str(payload["id"]), _who(payload), _where(payload, around), moment_of(payload["id"]), token, values)


def _value(component: Payload) -> tuple[str, str]:
    chosen = component.get("values")
    value = "\n".join(map(str, chosen)) if isinstance(chosen, list) else str(component.get("value") or "")
    return str(component.get("custom_id", "")), value.replace("\r\n", "\n")


def _bare(named: str) -> str:
    return _BEHIND.sub("", named)


def _data(payload: Payload) -> Payload:
    return payload.get("data") or {}


def _who(payload: Payload) -> Who:
    member = payload.get("member") or {}
    person = member.get("user") or payload.get("user") or {}
    rights = int(member.get("permissions") or 0)
    return Who(
        PersonId(str(person.get("id", ""))),
        str(payload.get("locale") or payload.get("guild_locale") or "en"),
        keeper=bool(rights & (ADMINISTRATOR | MANAGE_SERVER)),
        name=str(member.get("nick") or person.get("global_name") or person.get("username") or ""),
    )


def _where(payload: Payload, around: Surroundings) -> Where:
    server = str(payload.get("guild_id") or home_of(payload))
    pressed = (payload.get("message") or {}).get("id")
    return Where(
        community(server) if server else NOWHERE,
        PlaceId(str(payload.get("channel_id") or "")),
        MessageId(str(pressed)) if pressed else None,
        is_private(payload),
        around.audience,
    )


def _shared(payload: Payload) -> Shared:
    data = _data(payload)
    target = str(data.get("target_id", ""))
    message = ((data.get("resolved") or {}).get("messages") or {}).get(target) or {}
    author = message.get("author") or {}
    by = None if author.get("bot") or not author.get("id") else PersonId(str(author["id"]))
    place = message.get("channel_id") or payload.get("channel_id")
    server = payload.get("guild_id") or "@me"
    link = f"https://discord.com/channels/{server}/{place}/{target}"
    return Shared(str(message.get("content") or ""), by, link, MessageId(target) if target else None)


_KINDS: Mapping[int, Callable[[Payload, Surroundings], FromMember]] = {COMMAND: _command, PRESS: _press, FORM: _form}
