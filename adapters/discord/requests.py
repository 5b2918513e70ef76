"""Requests through discord.py's HTTP client, with a pace, a breaker, and every failure as one of the core's."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from adapters.discord.callbacks import Payload, Upload
from adapters.discord.limits import BANNED_FOR, REQUESTS_PER_SECOND
from bot.ports import ChatError, Forbidden, Gone, RateLimited, Rejected, Unreachable

log = logging.getLogger(__name__)

NOT_THERE = {10003, 10004, 10007, 10008, 10013, 10015}
"""Unknown channel, server, member, message, person, webhook (topics/opcodes-and-status-codes)."""

CLOSED_TO_US = {50007, 50278}
"""This person takes no direct messages from us, or shares no server with us."""

NO_SUCH_CHANNEL, THREAD_EXISTS, TOO_MANY_THREADS, NO_THREADS_HERE, ARCHIVED = 10003, 160004, 160006, 50024, 50083

WAIT_FOR = 45.0
"""Seconds that one request may take, waiting for its turn included."""

MOST_REFUSED = 3_000
"""Refused requests in ten minutes after which nothing is asked for a while: at 10,000 the address is shut out."""

SECOND = 1.0
"""In which so many requests may be sent."""


class Requests:
    """Asks Discord for things on behalf of the bot. Until a client is there everything is unreachable."""

    def __init__(self) -> None:
        self.http: HTTPClient | None = None
        self.shut_out = asyncio.Event()
        """Set once Discord has said that the token is not good any more."""
        self._breaker = Breaker()
        self._turn = asyncio.Lock()
        self._sent: deque[float] = deque(maxlen=REQUESTS_PER_SECOND)

    async def send(
        self,
        verb: str,
        path: str,
        body: Payload | None = None,
        files: Sequence[Upload] = (),
        query: Payload | None = None,
        **ids: str,
    ) -> Any:
        """What Discord answers to this. Raises ``ChatError``."""
        if self.http is None or self.shut_out.is_set():
            raise Unreachable("not connected")
        now = asyncio.get_running_loop().time()
        if (pause := self._breaker.pause(now)) > 0:
            raise RateLimited(timedelta(seconds=pause))
        await self._pace()
        try:
            async with asyncio.timeout(WAIT_FOR):
                return await self.http.request(Route(verb, path, **ids), **_sent(body, files, query))
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            self._note(error)
            raise trouble(error) from error

    async def _pace(self) -> None:
        """Until one more request fits into the last second. It is looked at when it is sent, not planned ahead: what
        was planned and came late would be sent together."""
        now = asyncio.get_running_loop().time
        async with self._turn:
            if len(self._sent) == REQUESTS_PER_SECOND:
                await asyncio.sleep(max(0.0, self._sent[0] + SECOND - now()))
            self._sent.append(now())

    def _note(self, error: BaseException) -> None:
        if not isinstance(error, discord.HTTPException):
            return
        now = asyncio.get_running_loop().time()
        if error.status == 401:
            self.shut_out.set()
        if error.status in {401, 403, 429}:
            self._breaker.refused(now)
        if error.status == 429 and not error.response.headers.get("Via"):
            log.error("Discord has shut this address out for a while")
            self._breaker.open(now)


class Breaker:
    """Stops asking when too much was refused, before Discord stops listening."""

    def __init__(self) -> None:
        self._refused: deque[float] = deque(maxlen=MOST_REFUSED)
        self._until = 0.0

    def refused(self, now: float) -> None:
        """Something was refused."""
        self._refused.append(now)
        if len(self._refused) == MOST_REFUSED and now - self._refused[0] < BANNED_FOR.total_seconds():
            self.open(now)

    def open(self, now: float) -> None:
        """Nothing goes out for ten minutes."""
        self._until = now + BANNED_FOR.total_seconds()
        self._refused.clear()

    def pause(self, now: float) -> float:
        """Seconds until something may be asked again."""
        return max(0.0, self._until - now)


def _sent(body: Payload | None, files: Sequence[Upload], query: Payload | None) -> dict[str, Any]:
    sent: dict[str, Any] = {"params": query} if query else {}
    if files:
        return {**sent, "form": _form(body, files)}
    return {**sent, "json": body} if body is not None else sent


def _form(body: Payload | None, files: Sequence[Upload]) -> list[dict[str, Any]]:
    # Field by field: the library puts the form together anew for each try.
    whole = {"name": "payload_json", "value": json.dumps(body)}
    return [
        whole,
        *(
            {
                "name": f"files[{number}]",
                "value": content,
                "filename": name,
                "content_type": "application/octet-stream",
            }
            for number, (name, content) in enumerate(files)
        ),
    ]


def trouble(error: BaseException) -> ChatError:
    """A failure as the core knows it."""
    match error:
        case discord.RateLimited(retry_after=after):
            return RateLimited(timedelta(seconds=after))
        case discord.HTTPException(status=status) if status >= 500 or status == 401:
            return Unreachable(f"status {status}")
        case discord.HTTPException(status=429):
            return RateLimited(BANNED_FOR)
        case discord.HTTPException(status=status, code=code) if code in NOT_THERE or status == 404:
            return Gone(f"code {code}")
        case discord.HTTPException(status=status, code=code) if code in CLOSED_TO_US or status == 403:
            return Forbidden("")
        case discord.HTTPException(status=status, code=code):
            log.error("Discord refuses what was sent: status %d, code %d", status, code)
            return Rejected(f"code {code}")
        case _:
            return Unreachable(type(error).__name__)


def code_of(error: ChatError) -> int:
    """Discord's own code behind a failure; 0 where there is none."""
    cause = error.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else 0
