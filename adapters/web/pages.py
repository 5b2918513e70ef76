"""What can be looked at."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from adapters.web.asked import eyes_of, form_of, member_of, number
from adapters.web.limits import MOST_SHOWN
from adapters.web.site import Site
from adapters.web.told import Message
from adapters.web.views import Eyes, Views
from bot.pictures import draw

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Pages:
    """The page's GET handlers."""

    site: Site
    views: Views

    def routes(self) -> list[web.AbstractRouteDef]:
        """Where each is."""
        return [
            web.get("/", self.choose_member),
            web.get("/health", self.health),
            web.get("/favicon.ico", self.favicon),
            web.static("/static", STATIC),
            web.get("/drawn/{name}.png", self.drawn),
            web.get("/as/{member}", self.enter),
            web.get("/as/{member}/{place}", self.show),
            web.get("/as/{member}/{place}/form/{form}", self.show_form),
            web.get("/as/{member}/{place}/file/{file}", self.file),
        ]

    async def choose_member(self, request: web.Request) -> web.Response:
        """Who do you want to be?"""
        return _html(self.views.choose())

    async def health(self, request: web.Request) -> web.Response:
        """Alive, for whatever watches."""
        return web.json_response({"ok": True})

    async def favicon(self, request: web.Request) -> web.FileResponse:
        """The small picture in the tab."""
        return web.FileResponse(STATIC / "favicon.svg")

    async def drawn(self, request: web.Request) -> web.Response:
        """The drawing of a picture that stands on a card."""
        chart = self.views.charts.get(request.match_info["name"])
        png = await asyncio.to_thread(draw, chart) if chart is not None else None
        if png is None:
            raise web.HTTPNotFound(text="This picture is not there.")
        return web.Response(body=png, content_type="image/png")

    async def enter(self, request: web.Request) -> web.Response:
        """A member's first channel."""
        member = member_of(request, self.site.room)
        raise web.HTTPSeeOther(f"/as/{member.id}/{next(iter(self.site.room.channels))}#newest")

    async def show(self, request: web.Request) -> web.Response:
        """A place as this member sees it."""
        room, eyes = self.site.room, eyes_of(request, self.site.room)
        # Before anything is read: what changes meanwhile is then sent once more, never lost.
        seen = room.changed
        messages = [m for m in await room.messages(eyes.place, eyes.member.id, most=MOST_SHOWN) if not m.gone]
        replies = await room.replies(eyes.place)
        parent = await self._parent(eyes)
        await room.saw(eyes.member.id, eyes.place)
        return _html(
            self.views.page(
                "room.html",
                **await self.views.frame(eyes),
                messages=[self.views.message(m, eyes, replies.get(m.id, 0)) for m in in_order(messages)],
                parent=self.views.message(parent, eyes, 0) if parent is not None else None,
                back=self.views.back(parent, eyes) if parent is not None else None,
                seen=seen,
            )
        )

    async def _parent(self, eyes: Eyes) -> Message | None:
        if not eyes.place.startswith("thread-"):
            return None
        parent = await self.site.room.message(number(eyes.place.removeprefix("thread-"), 0))
        if parent is None or parent.reader is not None or not self.site.room.sees(eyes.member.id, parent.place):
            raise web.HTTPNotFound(text="This thread is not there.")
        return parent

    async def show_form(self, request: web.Request) -> web.Response:
        """A form that waits for this member."""
        eyes = eyes_of(request, self.site.room)
        opened = await form_of(request, self.site.room, eyes.member)
        frame = await self.views.frame(eyes)
        return _html(
            self.views.page("form.html", **frame, form_title=opened.form.title, sheet=self.views.sheet(opened, eyes))
        )

    async def file(self, request: web.Request) -> web.Response:
        """Something to keep, for the member it was handed to."""
        member = member_of(request, self.site.room)
        file = await self.site.room.file(number(request.match_info["file"], 0), member.id)
        if file is None:
            raise web.HTTPNotFound(text="This file is not there, or it is not for these eyes.")
        kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=kept)


def in_order(messages: list[Message]) -> list[Message]:
    """As they were said, with each whisper behind the message that it answers."""
    there = {m.id for m in messages}
    return sorted(messages, key=lambda m: (m.near if m.near in there else m.id, m.id))


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
