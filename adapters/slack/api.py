"""Requests to the Web API: one session for all, no repetition behind our back, errors in the core's words."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import translate
from bot.ports import RateLimited, Rejected, Unreachable

WITHIN = 15
"""Seconds that one request may take."""
AT_ONCE = 100
"""Connections."""

METHODS = (
    "apps.connections.open",
    "auth.test",
    "chat.delete",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.info",
    "conversations.open",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "oauth.v2.access",
    "users.conversations",
    "users.info",
    "views.open",
    "views.publish",
    "views.update",
)
"""Every method that is ever called; the manifest's scopes follow from them."""


class Api:
    """The Web API of all workspaces. Between ``open`` and ``close`` only."""

    def __init__(self, base: str) -> None:
        self.base = base if base.endswith("/") else f"{base}/"
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    async def open(self) -> None:
        """Be ready."""
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        self._client = self.client()

    async def close(self) -> None:
        """Let go of every connection."""
        if self._session is not None:
            await self._session.close()
        self._session = self._client = None

    def client(self) -> AsyncWebClient:
        """A client on the shared session that repeats nothing by itself."""
        return AsyncWebClient(base_url=self.base, session=self._session, timeout=WITHIN, retry_handlers=[])

    async def call(self, method: str, token: str | None, **arguments: Any) -> Mapping[str, Any]:
        """Call a method with what is not None. Raises ``ChatError``."""
        if method not in METHODS:
            raise Rejected(f"{method} is not among the methods")
        if self._client is None:
            raise RateLimited(timedelta(seconds=1))
        fields = {
            name: json.dumps(value) if isinstance(value, list | dict) else _word(value)
            for name, value in arguments.items()
            if value is not None
        }
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self._client.api_call(method, data=fields, headers=headers)
        except SlackApiError as error:
            raise translate(error) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        return answer.data if isinstance(answer.data, dict) else {}

    async def send(self, url: str, body: Mapping[str, Any]) -> bool:
        """Post an answer to a ``response_url``; says whether Slack took it."""
        if self._session is None:
            return False
        try:
            async with self._session.post(url, json=body, timeout=aiohttp.ClientTimeout(WITHIN)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file where Slack said. Raises ``ChatError``."""
        if self._session is None:
            raise RateLimited(timedelta(seconds=1))
        try:
            async with self._session.post(url, data=content, timeout=aiohttp.ClientTimeout(WITHIN)) as response:
                if response.status != 200:
                    raise Unreachable(f"upload {response.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(type(error).__name__) from None


def _word(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
