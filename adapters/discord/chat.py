"""The outgoing half: what the core says in channels, threads and direct messages."""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from adapters.discord.callbacks import Payload
from adapters.discord.components import CONTAINER, Setting
from adapters.discord.dressing import dressed
from adapters.discord.inbound import EPOCH, server_of
from adapters.discord.limits import ARCHIVED_AFTER, NAME_OF_THREAD, NONCE
from adapters.discord.requests import (
    ARCHIVED,
    NO_SUCH_CHANNEL,
    NO_THREADS_HERE,
    THREAD_EXISTS,
    TOO_MANY_THREADS,
    Requests,
    code_of,
)
from adapters.discord.text import shorten
from bot.chat.cards import Card
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.words import words_for
from bot.ports import Capabilities, ChatError, Forbidden, Gone, Posted, Rejected

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
KNOWN_CHANNELS = 10_000
LOOKED_THROUGH = 100
"""Messages in which one of ours is looked for."""

CLOCKS_DIFFER = timedelta(seconds=10)

CAPABILITIES = Capabilities(
    edit_every=timedelta(seconds=1.5),
    # Messages older than an hour have a limit of their own, which is not published (code 30046).
    old_edit_every=timedelta(seconds=30),
    post_every=timedelta(seconds=1),
    # "The past few minutes" (resources/message, "Create Message"); two are on the safe side.
    remembers_keys=timedelta(minutes=2),
)


class DiscordChat:
    """Fulfils the core's ``Chat``; ``missing`` names what the bot may not do in a channel of a server."""

    capabilities = CAPABILITIES

    def __init__(self, requests: Requests, missing: Callable[[str, str], str]) -> None:
        self._requests = requests
        self._missing = missing
        self._channels: dict[PersonId, PlaceId] = {}
        self._opening = asyncio.Lock()

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a channel."""
        return await self._say(community, place, card, locale, key)

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        """Say it in the thread of a message; in its channel where there can be no thread."""
        try:
            return await self._say(community, PlaceId(under.message), card, locale, key)
        except Gone as error:
            if code_of(error) != NO_SUCH_CHANNEL:
                raise
        return await self._say(community, await self._thread(under, title), card, locale, key)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a direct message."""
        return await self._say(community, await self._channel_with(person), card, locale, key)

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        """Make the message show this card."""
        body, files = await dressed(card, _setting(community, locale))
        changed = {"attachments": [], **body}
        await self._named(
            community,
            posted.place,
            "PATCH",
            MESSAGE,
            changed,
            files,
            channel_id=posted.place,
            message_id=posted.message,
        )

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        """The message that was posted under this key since then, among the newest."""
        channel = PlaceId(under.message) if under is not None else place
        query = {"after": str(_snowflake(since - CLOCKS_DIFFER)), "limit": LOOKED_THROUGH}
        try:
            messages = await self._requests.send("GET", MESSAGES, query=query, channel_id=channel)
        except Gone:
            return None
        found = next((m for m in messages if marked(m, mark(key))), None)
        return Posted(channel, MessageId(found["id"])) if found else None

    # --- how

    async def _say(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        body, files = await dressed(card, _setting(community, locale), mark(key))
        body |= {"nonce": nonce(key), "enforce_nonce": True}
        sent = await self._named(community, place, "POST", MESSAGES, body, files, channel_id=place)
        return Posted(place, MessageId(str(sent["id"])))

    async def _named(
        self, community: CommunityId, place: PlaceId, verb: str, path: str, body: Payload, files: Any, **ids: str
    ) -> Any:
        """The request; when it is forbidden, with what is missing by name. A thread that sleeps is woken for it."""
        try:
            try:
                return await self._requests.send(verb, path, body, files, None, **ids)
            except ChatError as error:
                if code_of(error) != ARCHIVED:
                    raise
            await self._requests.send("PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=place)
            return await self._requests.send(verb, path, body, files, None, **ids)
        except Forbidden as error:
            raise Forbidden(self._missing(server_of(community), place)) from error.__cause__

    async def _thread(self, under: Posted, title: str) -> PlaceId:
        """The thread of this message, begun; the channel where that can not be."""
        body = {"name": shorten(title, NAME_OF_THREAD) or "…", "auto_archive_duration": ARCHIVED_AFTER}
        path = MESSAGE + "/threads"
        try:
            await self._requests.send("POST", path, body, channel_id=under.place, message_id=under.message)
        except (Forbidden, Rejected) as error:
            if code_of(error) == THREAD_EXISTS:
                return PlaceId(under.message)
            if isinstance(error, Forbidden) or code_of(error) in {TOO_MANY_THREADS, NO_THREADS_HERE}:
                return under.place
            raise
        return PlaceId(under.message)

    async def _channel_with(self, person: PersonId) -> PlaceId:
        """The channel of direct messages with someone. One at a time: a bot that opens many at once is stopped."""
        async with self._opening:
            if person not in self._channels:
                opened = await self._requests.send("POST", "/users/@me/channels", {"recipient_id": person})
                if len(self._channels) >= KNOWN_CHANNELS:
                    del self._channels[next(iter(self._channels))]
                self._channels[person] = PlaceId(str(opened["id"]))
            return self._channels[person]


def _setting(community: CommunityId, locale: str) -> Setting:
    # Every press tells its server, since a message may stand outside of it, or be passed on.
    return Setting(words_for(locale), home=server_of(community))


def nonce(key: str) -> str:
    """A key as Discord recognises it: the same author's same nonce is the same message."""
    return base64.b32encode(hashlib.blake2b(key.encode(), digest_size=16).digest()).decode()[:NONCE]


def mark(key: str) -> int:
    """A number for a key that fits a component's id. Large, so that it is none that Discord gives by itself."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest()) % (2**31 - 2**20) + 2**20


def marked(message: Payload, number: int) -> bool:
    """Whether this message of a bot carries the mark."""
    parts = message.get("components") or ()
    return any(part.get("type") == CONTAINER and part.get("id") == number for part in parts)


def _snowflake(at: datetime) -> int:
    return max(0, int((at - EPOCH) / timedelta(milliseconds=1))) << 22
