"""Discord's gateway brings interactions to the core; discord.py keeps the connection alive, resumed and sharded."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.answering import Answering
from adapters.discord.callbacks import TRY_FOR, Callbacks
from adapters.discord.chat import DiscordChat
from adapters.discord.commands import changed, definitions, menus
from adapters.discord.config import API, DiscordConfig, read_shards
from adapters.discord.doctor import USER_AGENT, look_over
from adapters.discord.inbound import PREFIX, community, server_of
from adapters.discord.limits import POOL
from adapters.discord.requests import Requests
from adapters.discord.servers import Servers
from bot.chat.answers import Answer
from bot.chat.events import CommunityJoined, CommunityLeft, Event, PlaceGone
from bot.chat.ids import CommunityId, PlaceId
from bot.meters import Meters
from bot.ports import CannotCarry, ChatError, Clock
from bot.routes import Router

log = logging.getLogger(__name__)

COMMANDS = "/applications/{application_id}/commands"
FINISH_WITHIN = 5.0
"""Seconds that answers under way are given when everything stops."""

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a connection that ended by a defect is made again."""

BRING_AGAIN = (1.0, 5.0, 25.0, 125.0)
"""Seconds after which something that happened and was not taken in is brought again."""

FOR_GOOD = {
    4004: "Discord does not accept the token any more. Make a new one on the bot's page and put it in DISCORD_TOKEN.",
    4010: "Discord does not know such a shard. Look at [discord] shards, or leave it empty.",
    4011: "This bot is in too many servers for one connection. Leave [discord] shards empty, or name some of all.",
    4013: "Discord does not know what this version asks for. Install a newer Descant.",
    4014: "Discord does not let this bot have what it asks for. Look at the Bot page, Privileged Gateway Intents.",
}
"""Closings of the gateway that trying again does not mend (topics/opcodes-and-status-codes)."""

NOT_LET_IN = (
    "Discord does not accept this token. On the bot's page press Reset Token and put the new one in DISCORD_TOKEN: "
    "https://discord.com/developers/applications"
)


async def none_known() -> Sequence[CommunityId]:
    """Where nothing is remembered."""
    return ()


class Discord:
    """Carries the communities of Discord: the servers that this bot was added to."""

    prefix = PREFIX

    def __init__(
        self,
        config: DiscordConfig,
        handle: Callable[[Event], Awaitable[Answer]],
        router: Router,
        clock: Clock,
        known: Callable[[], Awaitable[Sequence[CommunityId]]] = none_known,
        meters: Meters | None = None,
    ) -> None:
        """``config.token`` must be there. ``known``: the communities that the bot was in when it last looked."""
        self._config = config
        self._handle = handle
        self._clock = clock
        self._known = known
        self._commands = definitions(router.hints)
        self._requests = Requests()
        self.directory = Servers(self._requests)
        self.chat = DiscordChat(self._requests, self.directory.to_post)
        self._meters = meters or Meters()
        self._answering = Answering(handle, router, menus(router.hints), self.directory.known_audience, self.unread)
        self._under_way: set[asyncio.Task[None]] = set()
        self._callbacks: Callbacks | None = None
        self._client: discord.AutoShardedClient | None = None

    @property
    def connected(self) -> bool:
        """Whether every shard of this process has its session."""
        client = self._client
        if client is None or not client.is_ready() or client.is_closed():
            return False
        return all(not shard.is_closed() for shard in client.shards.values())

    async def run(self) -> None:
        """Carry until cancelled. A connection that ends by a defect is made again."""
        keep_quiet(logging.getLogger("discord"))
        pause = SHORTEST_PAUSE
        while True:
            began = asyncio.get_running_loop().time()
            await self._carry_once()
            lasted = asyncio.get_running_loop().time() - began
            pause = SHORTEST_PAUSE if lasted > LONGEST_PAUSE else min(LONGEST_PAUSE, pause * 2)
            log.warning("the connection ended and is made again in %.0f s", pause)
            await asyncio.sleep(pause)

    async def look_over(self) -> list[str]:
        """What stands in the way of carrying, a sentence each with what to do."""
        assert self._config.token is not None
        async with aiohttp.ClientSession(headers={"User-Agent": USER_AGENT}) as session:
            return await look_over(session, self._config.api, self._config.token.reveal(), self._clock)

    # --- one connection

    async def _carry_once(self) -> None:
        """One client from its login to its end. Raises ``CannotCarry`` when another would end the same way."""
        assert self._config.token is not None
        Route.BASE = self._config.api
        connector = aiohttp.TCPConnector(limit=POOL)
        self.directory.client = self._client = client = client_of(self, connector, self._config)
        session = aiohttp.ClientSession(
            connector=connector,
            connector_owner=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=TRY_FOR,
            headers={"User-Agent": client.http.user_agent},
        )
        self._callbacks = Callbacks(session, self._config.api)
        try:
            await self._until_shut_out(client.start(self._config.token.reveal()))
        except discord.LoginFailure:
            raise CannotCarry(NOT_LET_IN) from None
        except discord.PrivilegedIntentsRequired:
            raise CannotCarry(FOR_GOOD[4014]) from None
        except discord.ConnectionClosed as closed:
            if closed.code in FOR_GOOD:
                raise CannotCarry(FOR_GOOD[closed.code]) from None
            log.warning("the gateway closed with %s", closed.code)
        except CannotCarry:
            raise
        except Exception as error:  # noqa: BLE001
            # One malformed event ends the library's reading; the supervisor above connects again.
            log.error("the connection ended with %s", type(error).__name__)
        finally:
            await self._finish()
            self._requests.http = None
            await client.close()
            await session.close()
            await connector.close()

    async def _until_shut_out(self, running: Any) -> None:
        tasks = [asyncio.ensure_future(running), asyncio.create_task(self._requests.shut_out.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        if self._requests.shut_out.is_set():
            raise CannotCarry(NOT_LET_IN)
        if not tasks[0].cancelled():
            tasks[0].result()

    async def _finish(self) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISH_WITHIN)

    async def set_up(self, client: discord.Client) -> None:
        """After the login and before the first event: the gateway's address, and the commands where they changed."""
        self._requests.http = client.http
        if self._config.api != API:
            found = await self._requests.send("GET", "/gateway/bot")
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(found["url"])
        try:
            await self._register(str(client.application_id))
        except ChatError as error:
            log.warning("the commands could not be looked at (%s); those of before stay", type(error).__name__)

    async def _register(self, application: str) -> None:
        there = await self._requests.send("GET", COMMANDS, application_id=application)
        if changed(self._commands, there):
            # A list in place of an object: this one request replaces all of them.
            await self._requests.send("PUT", COMMANDS, self._commands, application_id=application)  # type: ignore[arg-type]

    # --- what comes in

    def arrived(self, payload: Mapping[str, Any]) -> None:
        """An interaction came in."""
        assert self._callbacks is not None
        self._start(self._answering.answer(payload, self._callbacks))

    def unread(self) -> None:
        """Something came in about which nothing can be done."""
        self._meters.unread[PREFIX] += 1

    def happened(self, event: Event) -> None:
        """Something happened to a server."""
        self._start(self._bring(event))

    async def _bring(self, event: Event) -> None:
        for pause in BRING_AGAIN:
            try:
                await self._handle(event)
            except Exception as error:  # noqa: BLE001
                # Nobody waits for an answer to this, so it is brought again instead of being told.
                log.warning("%s was not taken in: %s", type(event).__name__, type(error).__name__)
                await asyncio.sleep(pause)
            else:
                return

    def all_known(self, client: discord.AutoShardedClient) -> None:
        """All servers of these shards are known now, those with an outage too."""
        self._start(self._miss(client))

    async def _miss(self, client: discord.AutoShardedClient) -> None:
        """Removals that happened while nobody listened."""
        for community_id in await self._known():
            server = int(server_of(community_id))
            if client.get_guild(server) is None and shard_of(server, client.shard_count or 1) in client.shards:
                await self._bring(CommunityLeft(community_id, self._clock.now()))

    def now(self) -> datetime:
        """The time."""
        return self._clock.now()

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("what came in could not be answered: %s", type(error).__name__)


class _Client(discord.AutoShardedClient):
    """The library, told to remember as little as it can, and to leave interactions to us."""

    def __init__(self, carrier: Discord, connector: aiohttp.TCPConnector, config: DiscordConfig) -> None:
        shards = read_shards(config.shards)
        some: dict[str, Any] = {"shard_ids": list(shards.ids), "shard_count": shards.of} if shards else {}
        super().__init__(
            **some,
            intents=discord.Intents(guilds=True),
            connector=connector,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30.0,
        )
        self._carrier = carrier
        # The library's own parser builds objects that nobody needs here, keeps what has buttons, drops presses that it
        # does not know without a word, and ends the connection on one that it can not read.
        self._connection.parsers["INTERACTION_CREATE"] = self._arrived

    def _arrived(self, payload: Mapping[str, Any]) -> None:
        try:
            self._carrier.arrived(payload)
        except (KeyError, TypeError, ValueError) as error:
            log.error("an interaction could not be read: %s", type(error).__name__)
            self._carrier.unread()

    async def setup_hook(self) -> None:
        await self._carrier.set_up(self)

    async def on_ready(self) -> None:
        self._carrier.all_known(self)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self._carrier.happened(joined(guild, self._carrier.now()))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self._carrier.happened(joined(guild, self._carrier.now()))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        # Only a real removal comes here; an outage is on_guild_unavailable.
        self._carrier.happened(CommunityLeft(community(str(guild.id)), self._carrier.now()))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self._carrier.happened(
            PlaceGone(community(str(channel.guild.id)), PlaceId(str(channel.id)), self._carrier.now())
        )

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        self._carrier.happened(
            PlaceGone(community(str(thread.guild_id)), PlaceId(str(thread.thread_id)), self._carrier.now())
        )


def shard_of(server: int, count: int) -> int:
    """Which of so many shards carries a server (topics/gateway, "Sharding")."""
    return (server >> 22) % count


def keep_quiet(logger: logging.Logger) -> None:
    """The library writes whole payloads and addresses with tokens in them at DEBUG: it never gets there."""
    logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))


def client_of(carrier: Discord, connector: aiohttp.TCPConnector, config: DiscordConfig) -> discord.AutoShardedClient:
    """The library's client as this carrier uses it."""
    return _Client(carrier, connector, config)


def joined(guild: discord.Guild, at: datetime) -> CommunityJoined:
    """A server that the bot is in. Who added it is not told without a right that is not asked for."""
    channel = guild.system_channel
    may_post = channel is not None and channel.permissions_for(guild.me).send_messages
    return CommunityJoined(
        community(str(guild.id)),
        at,
        str(guild.preferred_locale),
        place=PlaceId(str(channel.id)) if channel is not None and may_post else None,
    )
