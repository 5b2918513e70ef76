"""Who may ask this page for what: only this machine, only its own forms, and every answer in words."""

import hashlib
import hmac
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Checks requests. ``in_words`` makes the page that says what went wrong."""

    names: frozenset[str]
    """What this page may be called in the ``Host`` header."""
    secret: bytes
    in_words: Callable[[str], str]

    def token(self, member: str) -> str:
        """What a form of this member's pages carries, so that no other page can send it."""
        return hmac.new(self.secret, member.encode(), hashlib.sha256).hexdigest()[:32]

    def check(self, member: str, token: str) -> None:
        """Raises 403 when this is not what a form of this member's pages carries."""
        if not hmac.compare_digest(token.encode(), self.token(member).encode()):
            raise web.HTTPForbidden(text="This page is from another time. Open it again and press once more.")

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only this machine's own names are answered (DNS rebinding), and only this page's own posts are taken."""
        try:
            self._admit(request)
            response = await handler(request)
        except web.HTTPException as answer:
            return self._words(answer)
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001
            # The page's outermost edge: whoever asked gets words, and the log gets no words of theirs.
            log.error("a page failed: %s at %s", type(error).__name__, _lines(error))
            return self._words(web.HTTPInternalServerError(text="Something went wrong on this page. Nothing is lost."))
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    def _admit(self, request: web.Request) -> None:
        if request.host not in self.names:
            raise web.HTTPForbidden(text="This page is only for the machine that it runs on.")
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin is not None and origin.removeprefix("http://") not in self.names:
            raise web.HTTPForbidden(text="This was sent from another page, so nothing was done.")

    def _words(self, answer: web.HTTPException) -> web.Response:
        """A redirect as it is; anything else as a page that says what happened."""
        if answer.status < 400:
            kept = {name: value for name, value in answer.headers.items() if name == "Location"}
            return web.Response(status=answer.status, headers={**HEADERS, **kept})
        said = {
            413: "That is more than this page takes at once. Nothing was sent on; a shorter text will do.",
            404: "There is no such page here.",
            405: "That can not be done here.",
        }
        usual = answer.text is None or answer.text == f"{answer.status}: {answer.reason}" or answer.status == 413
        words = said.get(answer.status, "That did not work.") if usual else answer.text
        html = self.in_words(words or "")
        return web.Response(status=answer.status, text=html, content_type="text/html", headers=HEADERS)


def fresh_key() -> str:
    """A name for one press, so that the same press coming twice is known."""
    return secrets.token_hex(8)


def _lines(error: BaseException) -> str:
    lines = (f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__))
    return " < ".join(reversed(list(lines)))
