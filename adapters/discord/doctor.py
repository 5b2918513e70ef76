"""What stands in the way of carrying, found out with the token alone: nothing is posted and no connection is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from adapters.discord.rights import ADMINISTRATOR, NEEDED, invitation, lacking
from bot.ports import Clock

USER_AGENT = "DiscordBot (descant, 1)"
"""Who asks, in the form that Discord wants (reference, "User Agent")."""

CLOCK_MAY_DIFFER = timedelta(seconds=30)
MOST_SERVERS = 200
"""Servers that are looked at: what one request lists (resources/user, "Get Current User Guilds")."""

TEXT_CHANNELS = {0, 5}
VIEW, SEND = NEEDED["View Channels"], NEEDED["Send Messages"]


async def look_over(session: aiohttp.ClientSession, api: str, token: str, clock: Clock) -> list[str]:
    """A sentence for each thing that stands in the way, with what to do; empty when nothing does."""
    try:
        async with session.get(f"{api}/oauth2/applications/@me", headers=_with(token)) as response:
            if response.status == 401:
                return ["Discord does not accept the token. On the bot's page press Reset Token and use the new one."]
            if response.status != 200:
                return [f"Discord answers with {response.status}. Its state is told at https://discordstatus.com"]
            application = await response.json(content_type=None)
            found = _clock(response.headers.get("Date"), clock)
        found += _application(application)
        return found + await _servers(session, api, token, str(application["id"]))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return [f"Discord can not be reached at {api}: {type(error).__name__}. Is this machine on the network?"]


def _with(token: str) -> dict[str, str]:
    return {"Authorization": f"Bot {token}"}


def _clock(said: str | None, clock: Clock) -> list[str]:
    if said is None:
        return []
    off = clock.now() - parsedate_to_datetime(said)
    if abs(off) <= CLOCK_MAY_DIFFER:
        return []
    seconds = abs(round(off.total_seconds()))
    return [f"This machine's clock is {seconds} s away from Discord's. Polls would close at the wrong time: set it."]


def _application(application: Mapping[str, Any]) -> list[str]:
    if not application.get("interactions_endpoint_url"):
        return []
    said = (
        "Presses go to an Interactions Endpoint URL and do not reach Descant. "
        "Empty that field on the application's General Information page."
    )
    return [said]


async def _servers(session: aiohttp.ClientSession, api: str, token: str, application: str) -> list[str]:
    async def ask(path: str) -> Any:
        async with session.get(f"{api}{path}", headers=_with(token)) as response:
            return await response.json(content_type=None) if response.status == 200 else None

    servers = await ask(f"/users/@me/guilds?limit={MOST_SERVERS}") or []
    if not servers:
        return [f"Descant is in no server yet. Add it with {invitation(application)}"]
    found: list[str] = []
    for server in servers:
        missing = lacking(int(server.get("permissions", 0)))
        if missing:
            found.append(
                f"In {server['name']} Descant may not: {', '.join(missing)}. "
                "Server Settings, Roles, Descant, Permissions: switch them on."
            )
        me = await ask(f"/guilds/{server['id']}/members/{application}")
        roles = await ask(f"/guilds/{server['id']}/roles")
        channels = await ask(f"/guilds/{server['id']}/channels")
        if me and roles and channels:
            found += _channels(str(server["id"]), server["name"], application, me, roles, channels)
    return found


@dataclass(frozen=True, slots=True)
class _Bot:
    server: str
    id: str
    roles: frozenset[str]
    rights: int


def _channels(
    server: str, name: str, bot: str, me: Mapping[str, Any], roles: Sequence[Any], channels: Sequence[Any]
) -> list[str]:
    """Channels that Descant sees but may not post in. What it does not see was not meant for it."""
    own = frozenset(map(str, me["roles"])) | {server}
    rights = 0
    for role in roles:
        rights |= int(role["permissions"]) if str(role["id"]) in own else 0
    whole = _Bot(server, bot, own, rights)
    silent = [
        f"#{channel['name']}"
        for channel in channels
        if channel["type"] in TEXT_CHANNELS and (found := rights_in(channel, whole)) & VIEW and not found & SEND
    ]
    if not silent:
        return []
    said = (
        f"In {name} Descant sees {', '.join(silent)} but may not post there. "
        "If it should: Edit Channel, Permissions, add Descant, Send Messages."
    )
    return [said]


def rights_in(channel: Mapping[str, Any], bot: _Bot) -> int:
    """What the bot may do in a channel (topics/permissions, "Permission Overwrites")."""
    if bot.rights & ADMINISTRATOR:
        return bot.rights | VIEW | SEND
    overwrites = {str(o["id"]): (int(o["allow"]), int(o["deny"])) for o in channel.get("permission_overwrites") or ()}
    rights = _overwritten(bot.rights, *overwrites.get(bot.server, (0, 0)))
    allow = deny = 0
    for role in bot.roles - {bot.server}:
        allowed, denied = overwrites.get(role, (0, 0))
        allow, deny = allow | allowed, deny | denied
    rights = _overwritten(rights, allow, deny)
    return _overwritten(rights, *overwrites.get(bot.id, (0, 0)))


def _overwritten(rights: int, allow: int, deny: int) -> int:
    return rights & ~deny | allow
