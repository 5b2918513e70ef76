"""Signed HTTP: what is not from Slack gets 401 and nothing else. And the way in for workspaces (OAuth)."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.ports import Clock

log = logging.getLogger(__name__)

EVENTS, INSTALL, WELCOME, HEALTH = "/slack/events", "/slack/install", "/slack/oauth_redirect", "/health"
MOST_BODY = 1024 * 1024
"""Bytes of one request; the longest that Slack sends, a form with its view, stays far below."""


class _Ticking(SignatureClock):
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now().timestamp()


class Receiver:
    """The web server that Slack speaks to."""

    def __init__(self, app: AsyncApp, secret: str, clock: Clock) -> None:
        self._app = app
        self._verifier = SignatureVerifier(secret, _Ticking(clock.now))

    async def take(self, request: web.Request) -> web.Response:
        """A payload of any kind."""
        body = await request.read()
        if not self._is_signed(body, request):
            return web.Response(status=401)
        bolt = AsyncBoltRequest(
            body=body.decode(),
            query=request.query_string,
            headers={name: value for name, value in request.headers.items()},  # noqa: C416
        )
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))

    def _is_signed(self, body: bytes, request: web.Request) -> bool:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (stamp.isascii() and stamp.isdigit()) or not signature.isascii():
            return False
        try:
            return self._verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError:
            return False


Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def serve(host: str, port: int, receiver: Receiver | None, pages: dict[str, Page]) -> tuple[web.AppRunner, int]:
    """Listen; clean up the runner to stop. Returns the port too, which Slack's proxy has to find."""
    app = web.Application(client_max_size=MOST_BODY)
    if receiver is not None:
        app.router.add_post(EVENTS, receiver.take)
    app.router.add_get(HEALTH, _well)
    for path, page in pages.items():
        app.router.add_get(path, page)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, host, port, backlog=4096).start()
    return runner, runner.addresses[0][1]


async def _well(request: web.Request) -> web.Response:
    return web.Response(text="ok\n")
