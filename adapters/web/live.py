"""What changes in a place, as it happens."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, NoReturn

from aiohttp import web

from adapters.web.asked import eyes_of, number
from adapters.web.guard import HEADERS
from adapters.web.site import Site
from adapters.web.views import Eyes, Views

HEARTBEAT = 15.0
"""Seconds between comment lines on an event stream, so that a peer that went away is noticed."""


@dataclass(slots=True)
class Live:
    """Event streams: each begins where its reader left off, and sends every change once."""

    site: Site
    views: Views
    _streams: set["asyncio.Task[Any]"] = field(init=False, default_factory=set)

    def routes(self) -> list[web.AbstractRouteDef]:
        """Where they are."""
        return [web.get("/as/{member}/{place}/events", self.events)]

    async def end(self, _app: web.Application) -> None:
        """End every open stream, so that nothing waits for them."""
        for task in list(self._streams):
            task.cancel()

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What this member sees change in this place, until one of both goes away."""
        room, eyes = self.site.room, eyes_of(request, self.site.room)
        seen = number(request.headers.get("Last-Event-ID") or request.query.get("since", ""), room.changed)
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        task = asyncio.current_task()
        assert task is not None
        self._streams.add(task)
        changed = room.listen()
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            await self._follow(response, eyes, seen, changed)
        except (ConnectionError, asyncio.CancelledError):
            return response
        finally:
            room.unlisten(changed)
            self._streams.discard(task)

    async def _follow(self, response: web.StreamResponse, eyes: Eyes, seen: int, changed: asyncio.Event) -> NoReturn:
        told: dict[str, Any] = {}
        while True:
            changed.clear()
            seen = await self._send_changes(response, eyes, seen)
            if (around := await self.views.around(eyes)) != told:
                told = around
                await response.write(f"event: around\ndata: {json.dumps(around)}\n\n".encode())
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await changed.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")

    async def _send_changes(self, response: web.StreamResponse, eyes: Eyes, seen: int) -> int:
        newest = self.site.room.changed
        messages = await self.site.room.messages(eyes.place, eyes.member.id, since=seen)
        replies = await self.site.room.replies(eyes.place) if messages else {}
        for message in sorted(messages, key=lambda m: m.changed):
            html = "" if message.gone else str(self.views.message(message, eyes, replies.get(message.id, 0)))
            news = {"id": f"m{message.id}", "near": f"m{message.near}" if message.near else "", "html": html}
            await response.write(f"id: {message.changed}\nevent: message\ndata: {json.dumps(news)}\n\n".encode())
            newest = max(newest, message.changed)
        if messages:
            await self.site.room.saw(eyes.member.id, eyes.place)
        return newest
