"""What members do: typed lines, presses, forms, and the clock of the playground."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.web.asked import form_of, message_of, sent_by
from adapters.web.chat import audience
from adapters.web.guard import Guard
from adapters.web.inbound import Player, Said, decode_about, decode_form, decode_line, decode_press
from adapters.web.site import Site
from adapters.web.told import Message, Spot
from adapters.web.views import Eyes, Views
from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Whisper


@dataclass(frozen=True, slots=True)
class Presses:
    """The page's POST handlers. Each ends in a page that can be looked at (303)."""

    site: Site
    guard: Guard
    views: Views

    def routes(self) -> list[web.AbstractRouteDef]:
        """Where each is."""
        return [
            web.post("/as/{member}/{place}/say", self.say),
            web.post("/as/{member}/{place}/about", self.about),
            web.post("/as/{member}/{place}/press", self.press),
            web.post("/as/{member}/{place}/form/{form}", self.send_form),
            web.post("/as/{member}/{place}/dismiss", self.dismiss),
            web.post("/as/{member}/{place}/clock", self.clock),
        ]

    async def say(self, request: web.Request) -> web.Response:
        """A typed line."""
        eyes, sent = await sent_by(request, self.site.room, self.guard)
        now = self._now()
        event = decode_line(str(sent.get("line", "")), self._player(eyes), _key(sent), now)
        match event:
            case None:
                raise _to(eyes)
            case Said(words):
                await self.site.room.say(eyes.place, eyes.member.id, words, now)
                raise _to(eyes)
            case _:
                return await self._answer(await self.site.handle(event), eyes, Spot())

    async def about(self, request: web.Request) -> web.Response:
        """A command from a message's own menu."""
        eyes, sent = await sent_by(request, self.site.room, self.guard)
        message = await message_of(sent, self.site.room, eyes.member)
        if message is None:
            raise web.HTTPNotFound(text="This message is not there any more.")
        command, words = str(sent.get("command", "")), self.views.plain(message, eyes)
        event = decode_about(command, message.id, words, message.author, self._player(eyes), _key(sent), self._now())
        return await self._answer(await self.site.handle(event), eyes, Spot(near=message.id))

    async def press(self, request: web.Request) -> web.Response:
        """A pressed button or menu."""
        eyes, sent = await sent_by(request, self.site.room, self.guard)
        message = await message_of(sent, self.site.room, eyes.member)
        spot = _spot(message)
        event = decode_press(
            str(sent.get("token", "")),
            [str(value) for value in sent.getall("value", [])],
            self._player(eyes),
            message.id if message else None,
            spot.instead_of is not None,
            _key(sent),
            self._now(),
        )
        return await self._answer(await self.site.handle(event), eyes, spot)

    async def send_form(self, request: web.Request) -> web.Response:
        """A form that was filled in."""
        eyes, sent = await sent_by(request, self.site.room, self.guard)
        opened = await form_of(request, self.site.room, eyes.member)
        values = {f.key: "\n".join(map(str, sent.getall(f.key, []))) for f in opened.form.fields}
        player = self._player(Eyes(eyes.member, opened.place))
        event = decode_form(opened.form.token, values, player, opened.spot.instead_of, _key(sent), self._now())
        return await self._answer(await self.site.handle(event), eyes, opened.spot)

    async def dismiss(self, request: web.Request) -> web.Response:
        """A whisper is put away."""
        eyes, sent = await sent_by(request, self.site.room, self.guard)
        message = await message_of(sent, self.site.room, eyes.member)
        if message is not None:
            await self.site.room.dismiss(message.id, eyes.member.id)
        raise _to(eyes, message.near if message is not None else None)

    async def clock(self, request: web.Request) -> web.Response:
        """The made-up time moves on."""
        eyes, sent = await sent_by(request, self.site.room, self.guard)
        by = {"hour": timedelta(hours=1), "day": timedelta(days=1)}.get(str(sent.get("by")))
        if by is None and (due := await self.site.playground.next_due()) is not None:
            by = max(timedelta(0), due - self._now())
        if by is not None:
            await self.site.playground.forward(by)
        raise _to(eyes)

    async def _answer(self, answer: Answer, eyes: Eyes, spot: Spot) -> web.Response:
        room, member = self.site.room, eyes.member.id
        match answer:
            case Whisper(card, files):
                message = await room.whisper(eyes.place, member, card, self._now(), spot, files)
                raise _to(eyes, message)
            case OpenForm(form):
                opened = await room.open_form(member, eyes.place, form, {}, spot)
            case FormErrors(form, errors):
                opened = await room.open_form(member, eyes.place, form, dict(errors), spot)
            case Nothing():
                raise _to(eyes, spot.near)
        raise web.HTTPSeeOther(f"{eyes.path}/form/{opened}")

    def _player(self, eyes: Eyes) -> Player:
        m = eyes.member
        return Player(m.id, m.zone, m.locale, m.keeper, eyes.place, audience(self.site.room, eyes.place))

    def _now(self) -> datetime:
        return self.site.playground.now()


def _to(eyes: Eyes, message: int | None = None) -> web.HTTPSeeOther:
    """On to this message, or to the newest; also in the query, which scripts see and which makes it a new address."""
    there = f"m{message}" if message is not None else "newest"
    return web.HTTPSeeOther(f"{eyes.path}?at={there}#{there}")


def _spot(message: Message | None) -> Spot:
    """Where the answer to a press goes: in place of a pressed whisper, otherwise beneath the pressed message."""
    if message is None:
        return Spot()
    return Spot(message.near, message.id) if message.reader is not None else Spot(message.id)


def _key(sent: Any) -> str:
    return str(sent.get("key", ""))[:64]
