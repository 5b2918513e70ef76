"""Answers to interactions over plain HTTP: they need no login and no rate limit counts them, but a clock runs."""

import asyncio
import json
import logging
from collections.abc import Sequence
from enum import Enum
from typing import Any

import aiohttp
import yarl

from adapters.discord.limits import ANSWER_WITHIN

log = logging.getLogger(__name__)

Payload = dict[str, Any]
Upload = tuple[str, bytes]
"""A file's name and what is in it."""

ALREADY, UNKNOWN_INTERACTION = 40060, 10062
JSON = {"Content-Type": "application/json"}
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries at a first answer, as long as it can still count."""

EDIT_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)
TRY_FOR = aiohttp.ClientTimeout(sock_connect=2.0, sock_read=2.0)
"""What one try may take. Waiting for a connection that is free is not counted: in a burst everyone waits."""


class Outcome(Enum):
    """What became of an answer."""

    DONE = "done"
    MAYBE = "maybe"
    """An answer is there, ours or another's, or it came too late: it is told apart by editing it."""
    REFUSED = "refused"
    """Discord does not take this body: a defect of ours."""


class Callbacks:
    """Sends answers, each tried again for as long as it can still count."""

    def __init__(self, session: aiohttp.ClientSession, api: str) -> None:
        self._session = session
        self._api = api

    async def answer(self, interaction: str, token: str, body: Payload, files: Sequence[Upload] = ()) -> Outcome:
        """The first answer to an interaction."""
        address = f"{self._api}/interactions/{interaction}/{token}/callback"
        last = asyncio.get_running_loop().time() + ANSWER_WITHIN.total_seconds()
        for pause in (*PAUSES, None):
            status, found = await self._try("POST", address, body, files)
            outcome = _outcome(status, found)
            if outcome is not None:
                return outcome
            wait = max(pause or 0.0, _retry_after(found))
            if pause is None or asyncio.get_running_loop().time() + wait > last:
                break
            await asyncio.sleep(wait)
        log.warning("an answer did not get through in time (%d)", status)
        return Outcome.MAYBE

    async def edit(self, application: str, token: str, body: Payload, files: Sequence[Upload] = ()) -> Outcome:
        """The answer that stands there becomes this one. Saying it twice is saying it once."""
        return await self._original("PATCH", application, token, body, files)

    async def take_back(self, application: str, token: str) -> Outcome:
        """The answer that stands there goes away."""
        return await self._original("DELETE", application, token, None, ())

    async def _original(
        self, verb: str, application: str, token: str, body: Payload | None, files: Sequence[Upload]
    ) -> Outcome:
        address = f"{self._api}/webhooks/{application}/{token}/messages/@original"
        for pause in (*EDIT_PAUSES, None):
            status, found = await self._try(verb, address, body, files)
            outcome = _outcome(status, found)
            if outcome is not None or pause is None:
                return outcome or Outcome.MAYBE
            await asyncio.sleep(max(pause, _retry_after(found)))
        return Outcome.MAYBE

    async def _try(self, verb: str, address: str, body: Payload | None, files: Sequence[Upload]) -> tuple[int, Payload]:
        """The status and what came with it where that was an error; 0 where nothing came back."""
        try:
            async with self._request(verb, address, body, files) as response:
                found = await response.json(content_type=None) if response.status >= 400 else {}
                return response.status, found if isinstance(found, dict) else {}
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            log.info("no answer to a callback: %s", type(error).__name__)
            return 0, {}

    def _request(self, verb: str, address: str, body: Payload | None, files: Sequence[Upload]) -> Any:
        # The address is made of numbers and letters alone: it needs no quoting.
        url = yarl.URL(address, encoded=True)
        if files:
            return self._session.request(verb, url, data=multipart(body, files))
        data = json.dumps(body, separators=(",", ":")).encode()
        return self._session.request(verb, url, data=data, headers=JSON)


def multipart(body: Payload | None, files: Sequence[Upload]) -> aiohttp.FormData:
    """A body with files beside it (reference, "Uploading Files")."""
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, (name, content) in enumerate(files):
        form.add_field(f"files[{number}]", content, filename=name, content_type="application/octet-stream")
    return form


def _outcome(status: int, found: Payload) -> Outcome | None:
    """What a status means; None where another try is right."""
    if 200 <= status < 300:
        return Outcome.DONE
    if not status or status == 429 or status >= 500:
        return None
    if status == 404 or found.get("code") in {ALREADY, UNKNOWN_INTERACTION}:
        return Outcome.MAYBE
    log.error("an answer was refused: %d, code %s", status, found.get("code"))
    return Outcome.REFUSED


def _retry_after(found: Payload) -> float:
    wait = found.get("retry_after", 0)
    return float(wait) if isinstance(wait, int | float) else 0.0
