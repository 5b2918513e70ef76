"""How a workspace installs the app: two pages, and a state that only the browser that began can bring back."""

import hashlib
import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from adapters.slack.api import Api
from adapters.slack.config import SlackConfig
from adapters.slack.manifest import scopes
from adapters.slack.receiver import INSTALL, WELCOME, Page
from adapters.slack.workspaces import installed
from bot.chat.ids import PersonId
from bot.chat.words import Words, words_for
from bot.installations import Installation
from bot.ports import ChatError, Clock, Ids

log = logging.getLogger(__name__)

COOKIE = "descant_install"
FRESH = 600
"""Seconds in which an installation has to be finished."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Installed = Callable[[Installation, PersonId | None], Awaitable[None]]


class OAuth:
    """The two pages."""

    def __init__(self, config: SlackConfig, api: Api, clock: Clock, ids: Ids, kept: Installed) -> None:
        assert config.client_secret is not None
        self._config = config
        self._secret = config.client_secret.reveal()
        self._api = api
        self._clock = clock
        self._ids = ids
        self._kept = kept
        self._used: dict[str, int] = {}

    def pages(self) -> dict[str, Page]:
        """By path."""
        return {INSTALL: self.begin, WELCOME: self.finish}

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Send the browser to Slack's own page, where the workspace is chosen and the rights are shown."""
        state = self._state(int(self._clock.now().timestamp()), self._ids.new() + self._ids.new())
        query = {
            "client_id": self._config.client_id,
            "scope": ",".join(scopes()),
            "state": state,
            "redirect_uri": self._back,
        }
        where = urlsplit(self._config.api)
        response = web.Response(
            status=302,
            headers={**HEADERS, "Location": f"{where.scheme}://{where.netloc}/oauth/v2/authorize?{urlencode(query)}"},
        )
        response.set_cookie(COOKIE, state, max_age=FRESH, path=WELCOME, secure=True, httponly=True, samesite="Lax")
        return response

    async def finish(self, request: web.Request) -> web.StreamResponse:
        """Take the code for a token, and keep that sealed."""
        state, code, words = request.query.get("state", ""), request.query.get("code", ""), _words(request)
        if not self._is_ours(state, request.cookies.get(COOKIE, "")):
            return _said(
                words.label("This link is too old or was begun in another browser. Nothing was installed."), 400
            )
        if not code:
            return _said(words.label("Nothing was installed."), 200)
        try:
            answer = await self._api.call(
                "oauth.v2.access",
                None,
                client_id=self._config.client_id,
                client_secret=self._secret,
                code=code,
                redirect_uri=self._back,
            )
        except ChatError as error:
            log.warning("an installation was not finished: %s", error)
            return _said(words.label("Slack did not finish this. Nothing was installed. Please begin again."), 502)
        found = installed(dict(answer))
        if found is None:
            return _said(
                words.label("Slack did not say where it was installed. Nothing was kept. Please begin again."), 502
            )
        await self._kept(*found)
        return _said(
            words.label(
                "Descant is installed. In Slack, type /invite @Descant in a channel, and then {command}.",
                command=f"/{self._config.prefix}descant",
            ),
            200,
        )

    @property
    def _back(self) -> str:
        return self._config.address.rstrip("/") + WELCOME

    def _state(self, at: int, chance: str) -> str:
        return f"{at}.{chance}.{self._sealed(f'{at}.{chance}')}"

    def _sealed(self, words: str) -> str:
        return hmac.new(self._secret.encode(), words.encode(), hashlib.sha256).hexdigest()

    def _is_ours(self, state: str, cookie: str) -> bool:
        """Begun here a short while ago by this browser, and not finished before."""
        words, _, seal = state.rpartition(".")
        if not hmac.compare_digest(state.encode(), cookie.encode()):
            return False
        if not hmac.compare_digest(seal.encode(), self._sealed(words).encode()):
            return False
        at, now = int(words.partition(".")[0]), int(self._clock.now().timestamp())
        self._used = {one: since for one, since in self._used.items() if now - since < FRESH}
        if not 0 <= now - at < FRESH or state in self._used:
            return False
        self._used[state] = at
        return True


def _words(request: web.Request) -> Words:
    """In the language that the browser asks for first."""
    found = re.match(r"[A-Za-z]{2,3}(-[A-Za-z]{2})?(?=$|[,;\s])", request.headers.get("Accept-Language", ""))
    return words_for(found[0] if found else "en")


def _said(words: str, status: int) -> web.Response:
    return web.Response(text=words + "\n", status=status, headers=HEADERS)
