"""Two sockets, so that while one is renewed the other hears everything; and a watch over both."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.api import Api
from bot.ports import CannotCarry, Forbidden, RateLimited, Rejected, Unreachable

log = logging.getLogger(__name__)

SOCKETS = 2
PING = 2
"""Seconds. A cut connection is noticed at the next ping; the library's own 10 leave it deaf for as long."""
DEAF = 6.0
"""Seconds without a connection before a new address is asked for; each can be used once."""
LONGEST = 60.0
OK = 200

NOT_LET_IN = (
    "Slack does not accept the app-level token. On the app's page under Basic Information, App-Level Tokens, make one "
    "with the scope connections:write and put it in SLACK_APP_TOKEN; and switch Socket Mode on."
)


Take = Callable[[Mapping[str, Any]], Awaitable[tuple[int, Mapping[str, Any] | None]]]


class Sockets:
    """Socket Mode for one app. Payloads go to ``take`` as they come; what Bolt puts between costs as much again."""

    def __init__(self, take: Take, api: Api, token: str) -> None:
        self._take = take
        self._api = api
        self._token = token
        self._clients: list[SocketModeClient] = []

    async def run(self) -> None:
        """Listen until cancelled. Raises ``CannotCarry``."""
        await self._let_in()
        self._clients = [
            SocketModeClient(self._token, web_client=self._api.client(), ping_interval=PING) for _ in range(SOCKETS)
        ]
        for client in self._clients:
            client.socket_mode_request_listeners.append(self._arrived)
        connecting = [asyncio.create_task(_connect(client)) for client in self._clients]
        try:
            await self._watch()
        finally:
            for task in connecting:
                task.cancel()
            await asyncio.wait(connecting)

    @property
    def connected(self) -> bool:
        """Whether at least one socket is open."""
        return any(client.current_session is not None and not client.current_session.closed for client in self._clients)

    def deafen(self) -> None:
        """Take nothing more in; what was taken can still be acknowledged."""
        for client in self._clients:
            client.socket_mode_request_listeners.clear()

    async def close(self) -> None:
        """Hang up."""
        clients, self._clients = self._clients, []
        for client in clients:
            await client.close()  # type: ignore[no-untyped-call]
            tasks = (client.message_processor, client.message_receiver, client.current_session_monitor)
            await asyncio.gather(*filter(None, tasks), return_exceptions=True)

    async def _arrived(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """What is not acknowledged, Slack brings again where it is an event, and says to the member where it is not."""
        status, body = await self._take(request.payload)
        if status == OK:
            answer = SocketModeResponse(request.envelope_id, dict(body) if body is not None else None)
            await client.send_socket_mode_response(answer)

    async def _let_in(self) -> None:
        """Ask once before the library does, which would ask for ever with a token that is wrong."""
        pause = 1.0
        while True:
            try:
                await self._api.call("apps.connections.open", self._token)
            except (Forbidden, Rejected):
                raise CannotCarry(NOT_LET_IN) from None
            except RateLimited as limited:
                await asyncio.sleep(limited.after.total_seconds())
            except Unreachable:
                log.warning("Slack can not be reached; asking again in %.0f s", pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST, pause * 2)
            else:
                return

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        heard = {client: (loop.time(), DEAF) for client in self._clients}
        while True:
            await asyncio.sleep(1.0)
            for client in self._clients:
                since, patience = heard[client]
                if await client.is_connected():
                    heard[client] = (loop.time(), DEAF)
                elif loop.time() - since > patience:
                    # The library dials the same address again and again, which opens only once.
                    log.warning("a socket could not be opened for %.0f s; asking for another address", patience)
                    client.wss_uri = None
                    heard[client] = (loop.time(), min(LONGEST, patience * 2))


async def _connect(client: SocketModeClient) -> None:
    await client.connect()  # type: ignore[no-untyped-call]
