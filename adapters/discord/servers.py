"""What is known of servers and their channels, from what the gateway told."""

import asyncio
from typing import Any

import discord

from adapters.discord.inbound import server_of
from adapters.discord.requests import Requests
from adapters.discord.rights import TO_POST, TO_POST_IN_THREADS, to_click
from bot.chat.ids import CommunityId, PlaceId

COUNTED_FOR = 300.0
"""Seconds that a number of members is used before it is looked at again."""

MOST_COUNTED = 50_000


class Servers:
    """Fulfils the core's ``Directory``. Until a client is there nothing is known."""

    def __init__(self, requests: Requests) -> None:
        self.client: discord.Client | None = None
        self._requests = requests
        self._counted: dict[tuple[str, str], tuple[float, int | None]] = {}

    async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
        """How many can see a channel that everyone in its server sees, other bots included. Raises ``ChatError``."""
        server = server_of(community)
        if self.known_audience(server, place) is None:
            return None
        found = await self._requests.send("GET", "/guilds/{guild_id}", query={"with_counts": "true"}, guild_id=server)
        return max(0, int(found["approximate_member_count"]) - 1)

    tells_remedies = False

    async def missing(self, community: CommunityId, place: PlaceId) -> tuple[str, ...] | None:
        """What the bot is not allowed there and needs, by the names in Discord's settings; None: it is not there."""
        guild, channel = self._find(server_of(community), place)
        return None if guild is None or channel is None else tuple(_lacking(guild, channel))

    def known_audience(self, server: str, channel: str) -> int | None:
        """The same as last looked at, without asking anybody; None where that is not known."""
        now = asyncio.get_running_loop().time()
        known = self._counted.get((server, channel))
        if known is None or known[0] < now:
            if len(self._counted) >= MOST_COUNTED:
                self._counted.clear()
            known = self._counted[server, channel] = (now + COUNTED_FOR, self._count(server, channel))
        return known[1]

    def to_post(self, server: str, channel: str) -> str:
        """What is missing where a message was refused."""
        guild, place = self._find(server, channel)
        if guild is None or place is None:
            return ", ".join(TO_POST)
        return ", ".join(_lacking(guild, place) or TO_POST)

    def _count(self, server: str, channel: str) -> int | None:
        guild, place = self._find(server, channel)
        if guild is None or place is None or guild.member_count is None:
            return None
        if isinstance(place, discord.Thread) and place.is_private():
            return None
        everyone = place.permissions_for(guild.default_role)
        return max(0, guild.member_count - 1) if everyone.view_channel else None

    def _find(self, server: str, channel: str) -> tuple[discord.Guild | None, Any]:
        guild = self.client.get_guild(int(server)) if self.client is not None and server.isdigit() else None
        if guild is None or not channel.isdigit():
            return None, None
        return guild, guild.get_channel_or_thread(int(channel))


def _lacking(guild: discord.Guild, place: Any) -> list[str]:
    to_post = TO_POST_IN_THREADS if isinstance(place, discord.Thread) else TO_POST
    return to_click(place.permissions_for(guild.me).value, to_post)
