"""The page itself: aiohttp carries requests in and cards out. Nothing here decides anything about a poll."""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.web.config import WebConfig
from adapters.web.inbound import Player, Said, decode_form, decode_line, decode_press
from adapters.web.kept import to_json
from adapters.web.limits import MOST_BODY, MOST_SHOWN
from adapters.web.render import Press, Reader, render_card, render_form
from adapters.web.room import Message, Neighbour, OpenedForm, Room, direct
from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Whisper
from bot.chat.cards import Card, Picture
from bot.chat.charts import Chart
from bot.chat.events import Event
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.words import words_for
from bot.pictures import draw
from bot.ports import Capabilities, Gone, Posted

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
HEARTBEAT = 15.0
"""Seconds between comment lines on an event stream, so that a peer that went away is noticed."""

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


class Playground(Protocol):
    """The made-up time, and what moves with it."""

    def now(self) -> datetime:
        """The made-up time, aware, in UTC."""
        ...

    async def forward(self, by: timedelta) -> None:
        """Move on, and let all happen that is due until then."""
        ...

    async def next_due(self) -> datetime | None:
        """When something happens next by itself, if anything does."""
        ...


@dataclass(frozen=True, slots=True)
class CommandHint:
    """A command for the composer to offer."""

    name: str
    what: str
    keys: Sequence[str] = ()


class WebChat:
    """The outgoing half: fulfils the core's ``Chat`` and ``Directory`` on the made-up room."""

    capabilities = Capabilities(
        edit_every=timedelta(milliseconds=200),
        old_edit_every=timedelta(milliseconds=200),
        post_every=timedelta(0),
        remembers_keys=timedelta(days=3650),
    )

    def __init__(self, room: Room, now: Callable[[], datetime]) -> None:
        self._room = room
        self._now = now

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a place."""
        return Posted(place, MessageId(str(await self._room.post(place, card, self._now(), key))))

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        """Say it in the thread of a message."""
        return await self.post(community, PlaceId(f"thread-{under.message}"), card, locale, key)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a member's direct messages."""
        return await self.post(community, PlaceId(direct(person)), card, locale, key)

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        """Change a message. Raises ``Gone`` when it is not there."""
        if not await self._room.edit(int(posted.message), card):
            raise Gone("message")

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        """The message posted under this key."""
        found = await self._room.by_key(key)
        return Posted(PlaceId(found.place), MessageId(str(found.id))) if found else None

    async def missing(self, community: CommunityId, place: PlaceId) -> tuple[str, ...] | None:
        """Nothing is forbidden in the made-up community, but a channel may not be there."""
        return () if place in self._room.channels else None

    async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
        """How many members can see the place."""
        return audience(self._room, place)


def audience(room: Room, place: str) -> int:
    """How many members of the room can see a place."""
    return sum(room.sees(member, place) for member in room.members)


@dataclass(slots=True)
class Page:
    """The page's handlers and what they need."""

    room: Room
    handle: Callable[[Event], Awaitable[Answer]]
    playground: Playground
    commands: Sequence[CommandHint]
    config: WebConfig
    secret: bytes
    title: str = "Marsh Lane Garden"
    _templates: Environment = field(init=False)
    _charts: dict[str, Chart] = field(init=False, default_factory=dict)
    """What can be drawn, by its address; pages that name a drawing note it here first."""
    _streams: set["asyncio.Task[Any]"] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )

    def app(self) -> web.Application:
        """The application with all its routes."""
        app = web.Application(client_max_size=MOST_BODY, middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self.choose_member),
                web.get("/health", self.health),
                web.get("/favicon.ico", self.favicon),
                web.static("/static", HERE / "static"),
                web.get("/drawn/{name}.png", self.drawn),
                web.get("/as/{member}", self.enter),
                web.get("/as/{member}/{place}", self.show),
                web.get("/as/{member}/{place}/events", self.events),
                web.get("/as/{member}/{place}/form/{form}", self.show_form),
                web.post("/as/{member}/{place}/form/{form}", self.send_form),
                web.get("/as/{member}/{place}/file/{file}", self.file),
                web.post("/as/{member}/{place}/say", self.say),
                web.post("/as/{member}/{place}/press", self.press),
                web.post("/as/{member}/{place}/dismiss", self.dismiss),
                web.post("/as/{member}/{place}/clock", self.clock),
            ]
        )
        app.on_shutdown.append(self._end_streams)
        return app

    # --- pages ------------------------------------------------------------------------------------------------------

    async def choose_member(self, request: web.Request) -> web.Response:
        """Who do you want to be?"""
        return self._page("choose.html", members=self.room.members.values(), place=next(iter(self.room.channels)))

    async def health(self, request: web.Request) -> web.Response:
        """Alive, for whatever watches."""
        return web.json_response({"ok": True})

    async def favicon(self, request: web.Request) -> web.FileResponse:
        """The small picture in the tab."""
        return web.FileResponse(HERE / "static" / "favicon.svg")

    async def drawn(self, request: web.Request) -> web.Response:
        """The drawing of a picture that stands on a card."""
        chart = self._charts.get(request.match_info["name"])
        png = await asyncio.to_thread(draw, chart) if chart is not None else None
        if png is None:
            raise web.HTTPNotFound(text="This picture is not there.")
        return web.Response(body=png, content_type="image/png")

    async def enter(self, request: web.Request) -> web.Response:
        """A member's first channel."""
        member = self._member(request)
        raise web.HTTPSeeOther(f"/as/{member.id}/{next(iter(self.room.channels))}")

    async def show(self, request: web.Request) -> web.Response:
        """A place as this member sees it."""
        member, place = self._member(request), self._place(request)
        messages = [m for m in await self.room.messages(place, member.id, most=MOST_SHOWN) if not m.gone]
        replies = await self.room.replies(place)
        return self._page(
            "room.html",
            **await self._frame(member, place),
            messages=[self._message(m, member, place, replies.get(m.id, 0)) for m in messages],
            parent=await self._parent(member, place),
            seen=self.room.changed,
            sheet=None,
        )

    async def show_form(self, request: web.Request) -> web.Response:
        """A form that waits for this member."""
        member, place = self._member(request), self._place(request)
        opened = await self._opened(request, member)
        return self._page("form.html", **await self._frame(member, place), sheet=self._sheet(opened, member, place))

    async def file(self, request: web.Request) -> web.Response:
        """Something to keep, for the member it was handed to."""
        member = self._member(request)
        file = await self.room.file(_number(request.match_info["file"], 0), member.id)
        if file is None:
            raise web.HTTPNotFound(text="This file is not there, or it is not for these eyes.")
        kept = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=kept)

    # --- what members do --------------------------------------------------------------------------------------------

    async def say(self, request: web.Request) -> web.Response:
        """A typed line."""
        member, place, sent = await self._sent(request)
        event = decode_line(
            str(sent.get("line", "")), self._player(member, place), self._key(sent), self.playground.now()
        )
        match event:
            case None:
                raise web.HTTPSeeOther(self._path(member, place))
            case Said(words):
                await self.room.say(place, member.id, words, self.playground.now())
                raise web.HTTPSeeOther(self._path(member, place) + "#newest")
            case _:
                return await self._answer(await self.handle(event), member, place, None)

    async def press(self, request: web.Request) -> web.Response:
        """A pressed button or menu."""
        member, place, sent = await self._sent(request)
        message = await self._pressed(sent, member)
        private = message is not None and message.reader is not None
        event = decode_press(
            str(sent.get("token", "")),
            [str(value) for value in sent.getall("value", [])],
            self._player(member, place),
            message.id if message else None,
            private,
            self._key(sent),
            self.playground.now(),
        )
        return await self._answer(await self.handle(event), member, place, message.id if message and private else None)

    async def send_form(self, request: web.Request) -> web.Response:
        """A form that was filled in."""
        member, place, sent = await self._sent(request)
        opened = await self._opened(request, member)
        values = {f.key: "\n".join(map(str, sent.getall(f.key, []))) for f in opened.form.fields}
        event = decode_form(
            opened.form.token,
            values,
            self._player(member, opened.place),
            opened.private,
            self._key(sent),
            self.playground.now(),
        )
        return await self._answer(await self.handle(event), member, place, opened.private)

    async def dismiss(self, request: web.Request) -> web.Response:
        """A whisper is put away."""
        member, place, sent = await self._sent(request)
        if (message := await self._pressed(sent, member)) is not None:
            await self.room.dismiss(message.id, member.id)
        raise web.HTTPSeeOther(self._path(member, place))

    async def clock(self, request: web.Request) -> web.Response:
        """The made-up time moves on."""
        member, place, sent = await self._sent(request)
        by = {"hour": timedelta(hours=1), "day": timedelta(days=1)}.get(str(sent.get("by")))
        if by is None and (due := await self.playground.next_due()) is not None:
            by = max(timedelta(0), due - self.playground.now())
        if by is not None:
            await self.playground.forward(by)
        raise web.HTTPSeeOther(self._path(member, place) + "#newest")

    async def _answer(self, answer: Answer, member: Neighbour, place: str, private: int | None) -> web.Response:
        match answer:
            case Whisper(card, files):
                message = await self.room.whisper(place, member.id, card, self.playground.now(), private, files)
                raise web.HTTPSeeOther(f"{self._path(member, place)}#m{message}")
            case OpenForm(form):
                number = await self.room.open_form(member.id, place, form, {}, private)
            case FormErrors(form, errors):
                number = await self.room.open_form(member.id, place, form, dict(errors), private)
            case Nothing():
                raise web.HTTPSeeOther(self._path(member, place))
        raise web.HTTPSeeOther(f"{self._path(member, place)}/form/{number}")

    # --- live -------------------------------------------------------------------------------------------------------

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What changes in this place for this member, as it happens, beginning where the reader left off."""
        member, place = self._member(request), self._place(request)
        seen = _number(request.headers.get("Last-Event-ID") or request.query.get("since", ""), self.room.changed)
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        task = asyncio.current_task()
        assert task is not None
        self._streams.add(task)
        changed = self.room.listen()
        try:
            while True:
                seen = await self._send_changes(response, member, place, seen)
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await changed.wait()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                changed.clear()
        except (ConnectionError, asyncio.CancelledError):
            return response
        finally:
            self.room.unlisten(changed)
            self._streams.discard(task)

    async def _send_changes(self, response: web.StreamResponse, member: Neighbour, place: str, seen: int) -> int:
        newest = self.room.changed
        for message in sorted(await self.room.messages(place, member.id, since=seen), key=lambda m: m.changed):
            html = "" if message.gone else str(self._message(message, member, place, 0))
            lines = "".join(f"data: {line}\n" for line in [f"m{message.id}", *html.splitlines()])
            await response.write(f"id: {message.changed}\nevent: message\n{lines}\n".encode())
            newest = max(newest, message.changed)
        return newest

    async def _end_streams(self, _app: web.Application) -> None:
        for task in list(self._streams):
            task.cancel()

    # --- parts ------------------------------------------------------------------------------------------------------

    def _page(self, name: str, **values: Any) -> web.Response:
        html = self._templates.get_template(name).render(title=self.title, **values)
        return web.Response(text=html, content_type="text/html", headers=HEADERS)

    async def _frame(self, member: Neighbour, place: str) -> dict[str, Any]:
        due = await self.playground.next_due()
        words = words_for(member.locale)
        return {
            "member": member,
            "members": list(self.room.members.values()),
            "channels": list(self.room.channels.values()),
            "place": place,
            "place_name": self._place_name(PlaceId(place)),
            "about": self.room.channels[place].about if place in self.room.channels else "",
            "direct": direct(member.id),
            "path": self._path(member, place),
            "csrf": self._csrf(member.id),
            "key": secrets.token_hex(8),
            "clock": words.moment(self.playground.now(), member.zone),
            "due": words.moment(due, member.zone) if due is not None else None,
            "commands": self.commands,
        }

    def _message(self, message: Message, member: Neighbour, place: str, replies: int) -> Markup:
        press = Press(
            f"{self._path(member, place)}/press",
            {"csrf": self._csrf(member.id), "key": secrets.token_hex(8), "message": str(message.id)},
        )
        reader = self._reader(member)
        author = self.room.members.get(message.author or "")
        # The template escapes by itself.
        return Markup(  # noqa: S704
            self._templates.get_template("message.html").render(
                m=message,
                author=author,
                card=render_card(message.card, reader, press) if message.card is not None else None,
                at=reader.words.moment(message.at, member.zone),
                day=reader.words.weekday(message.at, member.zone),
                clock=f"{message.at.astimezone(ZoneInfo(member.zone)):%H:%M}",
                path=self._path(member, place),
                files=message.files,
                as_member=f"/as/{member.id}",
                csrf=self._csrf(member.id),
                key=secrets.token_hex(8),
                replies=replies,
                threads=not place.startswith("thread-"),
            )
        )

    async def _parent(self, member: Neighbour, place: str) -> Markup | None:
        if not place.startswith("thread-"):
            return None
        parent = await self.room.message(_number(place.removeprefix("thread-"), 0))
        if parent is None or parent.reader is not None:
            raise web.HTTPNotFound(text="This thread is not there.")
        return self._message(parent, member, place, 0)

    def _sheet(self, opened: OpenedForm, member: Neighbour, place: str) -> Markup:
        press = Press(
            f"{self._path(member, place)}/form/{opened.id}",
            {"csrf": self._csrf(member.id), "key": secrets.token_hex(8)},
        )
        return render_form(opened.form, opened.errors, self._reader(member), press, self._path(member, place))

    def _reader(self, member: Neighbour) -> Reader:
        return Reader(
            words_for(member.locale),
            member.zone,
            self._name,
            self._place_name,
            self._picture,
            {PersonId(m.id): m.name for m in self.room.members.values()},
            {PlaceId(c.id): f"#{c.name}" for c in self.room.channels.values()},
        )

    def _picture(self, picture: Picture) -> str:
        name = hashlib.sha256(to_json(picture.chart).encode()).hexdigest()[:32]
        self._charts[name] = picture.chart
        return f"/drawn/{name}.png"

    def _name(self, person: PersonId) -> str:
        member = self.room.members.get(person)
        return member.name if member else "someone"

    def _place_name(self, place: PlaceId) -> str:
        if place in self.room.channels:
            return f"#{self.room.channels[place].name}"
        return "a thread" if place.startswith("thread-") else "your messages with Descant"

    def _player(self, member: Neighbour, place: str) -> Player:
        return Player(member.id, member.zone, member.locale, member.keeper, place, audience(self.room, place))

    def _path(self, member: Neighbour, place: str) -> str:
        return f"/as/{member.id}/{place}"

    # --- what a request says ----------------------------------------------------------------------------------------

    def _member(self, request: web.Request) -> Neighbour:
        member = self.room.members.get(request.match_info["member"])
        if member is None:
            raise web.HTTPNotFound(text="There is no such member here.")
        return member

    def _place(self, request: web.Request) -> str:
        place = request.match_info["place"]
        if not self.room.sees(request.match_info["member"], place):
            raise web.HTTPNotFound(text="There is no such place here, or it is not for these eyes.")
        return place

    async def _opened(self, request: web.Request, member: Neighbour) -> OpenedForm:
        opened = await self.room.form(_number(request.match_info["form"], 0), member.id)
        if opened is None:
            raise web.HTTPNotFound(text="This form is not there any more.")
        return opened

    async def _sent(self, request: web.Request) -> tuple[Neighbour, str, Any]:
        member, place = self._member(request), self._place(request)
        sent = await request.post()
        if not hmac.compare_digest(str(sent.get("csrf", "")), self._csrf(member.id)):
            raise web.HTTPForbidden(text="This page is from another time. Open it again and press once more.")
        return member, place, sent

    async def _pressed(self, sent: Any, member: Neighbour) -> Message | None:
        message = await self.room.message(_number(str(sent.get("message", "")), 0))
        return message if message is not None and message.reader in (None, member.id) else None

    def _key(self, sent: Any) -> str:
        return str(sent.get("key", ""))[:64]

    def _csrf(self, member: str) -> str:
        return hmac.new(self.secret, member.encode(), hashlib.sha256).hexdigest()[:32]

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Only this machine's own names are answered (DNS rebinding), and only this page's own posts are taken."""
        allowed = {f"{name}:{self.config.port}" for name in ("127.0.0.1", "localhost", "[::1]", self.config.host)}
        if request.host not in allowed:
            raise web.HTTPForbidden(text="This page is only for the machine that it runs on.")
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin is not None and origin.removeprefix("http://") not in allowed:
            raise web.HTTPForbidden(text="This was sent from another page.")
        try:
            response = await handler(request)
        except web.HTTPException as answer:
            answer.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
        return response


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise


async def serve(page: Page) -> web.AppRunner:
    """Start serving; clean up the runner to stop. Raises ``OSError`` when the port is taken."""
    runner = web.AppRunner(page.app(), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    await web.TCPSite(runner, page.config.host, page.config.port).start()
    return runner
