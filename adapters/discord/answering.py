"""One interaction, one answer: decoded, handled, and acknowledged when what it did is durable, or deferred in time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, assert_never

from adapters.discord.callbacks import Callbacks, Outcome, Payload, Upload
from adapters.discord.commands import completions
from adapters.discord.components import Setting
from adapters.discord.dressing import dressed_privately
from adapters.discord.forms import render_form, standing, to_mend
from adapters.discord.inbound import COMPLETION, Surroundings, Unreadable, decode, home_of, is_private
from adapters.discord.limits import DEFER_AFTER, LAST_MOMENT
from adapters.discord.render import COMPONENTS, PRIVATE, render_private
from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Whisper
from bot.chat.cards import Button, Buttons, Card, Paragraph
from bot.chat.events import ActionPressed, Event, FormSent, FromMember
from bot.chat.forms import Form
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.chat.words import Words, words_for
from bot.routes import Router

log = logging.getLogger(__name__)

SAY, DEFER, ACKNOWLEDGE, CHANGE, COMPLETE, OPEN = 4, 5, 6, 7, 8, 9
"""Kinds of first answer (interactions/receiving-and-responding)."""

REMEMBERED = 20_000
"""Interactions that are known again when they are delivered twice by a resumed connection."""

KEPT_FORMS = 1_000


class Answering:
    """Answers interactions. ``audience`` tells how many members can see a channel of a server; ``unread`` is called for
    each interaction about which nothing can be done."""

    def __init__(
        self,
        handle: Callable[[Event], Awaitable[Answer]],
        router: Router,
        menus: Mapping[str, str],
        audience: Callable[[str, str], int | None],
        unread: Callable[[], None],
    ) -> None:
        self._handle = handle
        self._router = router
        self._menus = menus
        self._audience = audience
        self._unread = unread
        self._seen: dict[str, None] = {}
        self._typed: dict[tuple[PersonId, Token], dict[str, str]] = {}

    async def answer(self, payload: Mapping[str, Any], callbacks: Callbacks) -> None:
        """Answer this interaction, once. A second delivery of it is let pass: the first one answers."""
        around = Surroundings(
            self._menus, self._audience(str(payload.get("guild_id") or ""), str(payload.get("channel_id") or ""))
        )
        try:
            event = decode(payload, around)
        except Unreadable as error:
            log.warning("an interaction could not be read: %s", error)
            self._unread()
            return
        if _twice(self._seen, str(payload["id"])):
            return
        if event is not None:
            await self._answer(event, _Reply(payload, callbacks))
        elif payload.get("type") == COMPLETION:
            choices = completions(self._router.hints, payload.get("data") or {})
            await _Reply(payload, callbacks).first({"type": COMPLETE, "data": {"choices": choices}})
        else:
            log.warning("an interaction of kind %s is not known", payload.get("type"))
            self._unread()

    async def _answer(self, event: FromMember, reply: "_Reply") -> None:
        handler = self._router.handler(event)
        patience = LAST_MOMENT if handler is not None and handler.opens_form else DEFER_AFTER
        timer = asyncio.get_running_loop().call_later(patience.total_seconds(), reply.defer)
        try:
            answer = await self._handle(event)
        finally:
            timer.cancel()
        await self._give(answer, event, reply)

    async def _give(self, answer: Answer, event: FromMember, reply: "_Reply") -> None:
        words = words_for(event.who.locale)
        match answer:
            case Whisper(card, files):
                await self._say(await dressed_privately(card, reply.setting(words), files), reply, words)
            case OpenForm(form):
                await self._open(form, event, reply, words)
            case FormErrors(form, errors, again):
                _keep(self._typed, (event.who.person, again), standing(form))
                body = render_private(to_mend(form, errors, again, words), reply.setting(words))
                await self._say((body, ()), reply, words)
            case Nothing():
                await reply.nothing()
            case _:
                assert_never(answer)

    async def _say(self, said: tuple[Payload, tuple[Upload, ...]], reply: "_Reply", words: Words) -> None:
        if await reply.whisper(*said) is Outcome.REFUSED:
            await reply.whisper(render_private(unsayable(words), reply.setting(words)))

    async def _open(self, form: Form, event: FromMember, reply: "_Reply", words: Words) -> None:
        setting = reply.setting(words)
        if reply.deferred or isinstance(event, FormSent):
            await reply.whisper(render_private(too_slow(event, words), setting))
            return
        typed = self._typed.pop((event.who.person, event.token), None) if isinstance(event, ActionPressed) else None
        await reply.first({"type": OPEN, "data": render_form(form, setting, typed)})


class _Reply:
    """The one owner of an interaction's answer."""

    def __init__(self, payload: Mapping[str, Any], callbacks: Callbacks) -> None:
        self._id, self._token = str(payload["id"]), str(payload["token"])
        self._application = str(payload["application_id"])
        self._callbacks = callbacks
        self._changes = is_private(payload)
        self._pressed = "message" in payload
        self._home = home_of(payload)
        self._deferral: asyncio.Task[Outcome] | None = None

    @property
    def deferred(self) -> bool:
        """Whether something was answered already."""
        return self._deferral is not None

    def setting(self, words: Words) -> Setting:
        """Where the answer is shown."""
        return Setting(words, self._home)

    def defer(self) -> None:
        """Tell Discord that the answer follows."""
        body = {"type": ACKNOWLEDGE} if self._changes else {"type": DEFER, "data": {"flags": PRIVATE}}
        self._deferral = asyncio.create_task(self.first(body))

    async def first(self, body: Payload, files: tuple[Upload, ...] = ()) -> Outcome:
        """The first answer."""
        return await self._callbacks.answer(self._id, self._token, body, files)

    async def whisper(self, body: Payload, files: tuple[Upload, ...] = ()) -> Outcome:
        """Say it to the one who acted, in place of the whisper that was pressed, if it was one."""
        if self._deferral is not None:
            await self._deferral
            return await self._edit(body, files)
        first = {"type": CHANGE, "data": _edited(body)} if self._changes else {"type": SAY, "data": body}
        outcome = await self.first(first, files)
        return await self._edit(body, files) if outcome is Outcome.MAYBE else outcome

    async def nothing(self) -> None:
        """There is nothing to say."""
        if self._deferral is not None:
            await self._deferral
            if not self._changes:
                await self._callbacks.take_back(self._application, self._token)
        elif self._pressed:
            await self.first({"type": ACKNOWLEDGE})
        elif await self.first({"type": DEFER, "data": {"flags": PRIVATE}}) is Outcome.DONE:
            await self._callbacks.take_back(self._application, self._token)

    async def _edit(self, body: Payload, files: tuple[Upload, ...]) -> Outcome:
        return await self._callbacks.edit(self._application, self._token, _edited(body), files)


def _edited(body: Payload) -> Payload:
    """A whisper that takes the place of another, without the files of that one. Who sees it was settled before."""
    return {"attachments": [], **body, "flags": COMPONENTS}


def too_slow(event: FromMember, words: Words) -> Card:
    """What is said when a form can not be opened any more."""
    sentence = Paragraph(words.say("It took me too long to open this. Nothing is lost: please try once more."))
    if not isinstance(event, ActionPressed):
        return Card((sentence,))
    return Card((sentence, Buttons((Button(words.label("Open it"), event.token, "primary"),))))


def unsayable(words: Words) -> Card:
    """What is said when Discord does not take what there was to say."""
    return Card((Paragraph(words.say("This is done, but what I had to say about it could not be shown here.")),))


def _twice(seen: dict[str, None], key: str) -> bool:
    if key in seen:
        return True
    seen[key] = None
    if len(seen) > REMEMBERED:
        del seen[next(iter(seen))]
    return False


def _keep(
    kept: dict[tuple[PersonId, Token], dict[str, str]], key: tuple[PersonId, Token], typed: dict[str, str]
) -> None:
    kept.pop(key, None)
    kept[key] = typed
    if len(kept) > KEPT_FORMS:
        del kept[next(iter(kept))]
