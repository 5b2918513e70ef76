"""An event's answer on its way back: in the acknowledgement where it fits there, otherwise by a request after it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, assert_never

from adapters.slack.api import Api
from adapters.slack.chat import SlackChat
from adapters.slack.decoded import Asked, Known
from adapters.slack.drawings import upload
from adapters.slack.fit import render_message
from adapters.slack.forms import render_errors, render_form, render_window
from adapters.slack.render import Reader
from adapters.slack.workspaces import Workspace, Workspaces
from bot.chat.answers import Answer, File, FormErrors, Nothing, OpenForm, Whisper
from bot.chat.cards import Button, Buttons, Card, Paragraph
from bot.chat.events import ActionPressed, Event, FormSent, FromMember
from bot.chat.ids import MessageId, PlaceId
from bot.chat.text import Text
from bot.chat.words import Words, words_for
from bot.ports import ChatError, Gone, RateLimited, Rejected

log = logging.getLogger(__name__)

WAIT = 1.5
"""Seconds that an acknowledgement waits for the store; Slack gives 3."""

Payload = Mapping[str, Any]
Later = Coroutine[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Reply:
    """The acknowledgement, and what follows it."""

    ack: Payload | None = None
    later: Later | None = None
    hurries: bool = False
    """A form, which can be opened for three seconds only."""


class Answering:
    """Hands events to the core and its answers to whoever acted."""

    def __init__(
        self,
        handle: Callable[[Event], Awaitable[Answer]],
        api: Api,
        workspaces: Workspaces,
        chat: SlackChat,
        posted_as: Callable[[str], Awaitable[MessageId | None]],
        prefix: str,
    ) -> None:
        """``posted_as`` tells which message is kept as the one of a key; ``prefix`` begins our commands' names."""
        self._handle = handle
        self._api = api
        self._workspaces = workspaces
        self._chat = chat
        self._posted_as = posted_as
        self._prefix = prefix

    async def answer(self, asked: Asked, known: Known) -> Reply:
        """What to acknowledge with, once what was done is durable, or after a moment when that takes longer."""
        working = asyncio.ensure_future(self._handle(asked.event))
        done, _ = await asyncio.wait([working], timeout=WAIT)
        if not done:
            return Reply(self._one_moment(asked, known), self._follow(asked, known, working))
        return self._reply(asked, known, working.result())

    async def _follow(self, asked: Asked, known: Known, working: "asyncio.Future[Answer]") -> None:
        """The answer came after the acknowledgement, so it takes a way that is still open."""
        answer = await working
        match asked.back.way:
            case "form":
                asked = replace(asked, back=replace(asked.back, way="view", hash=""))
            case "command":
                asked = replace(asked, back=replace(asked.back, way="press"))
            case _:
                pass
        reply = self._reply(asked, known, answer)
        if reply.later is not None:
            await reply.later

    def _one_moment(self, asked: Asked, known: Known) -> Payload | None:
        if asked.back.way != "form":
            return None
        words = words_for(known.locale)
        card = Card((Paragraph(words.say("One moment: I am still writing this down.")),))
        view = render_window(card, asked.back.origin, Reader(words, prefix=self._prefix))
        return {"response_action": "update", "view": view}

    def _reply(self, asked: Asked, known: Known, answer: Answer) -> Reply:
        reader = Reader(words_for(known.locale), _zone(known), prefix=self._prefix)
        match answer:
            case Nothing():
                return Reply(None, self._tidy(asked))
            case Whisper(card, files):
                return self._whisper(asked, card, files, reader)
            case OpenForm(form):
                return self._view(asked, render_form(form, asked.back.origin, reader), reader)
            case FormErrors(form, errors):
                if asked.back.way == "form" and _is_same(asked.event, answer):
                    return Reply({"response_action": "errors", "errors": render_errors(form, errors, reader)})
                return self._view(asked, render_form(form, asked.back.origin, reader, errors), reader)
            case _:
                assert_never(answer)

    # --- ways

    def _whisper(self, asked: Asked, card: Card, files: tuple[File, ...], reader: Reader) -> Reply:
        following = self._after(asked, files)
        match asked.back.way:
            case "command":
                message = render_message(card, reader).arguments()
                return Reply({"response_type": "ephemeral", **message}, following)
            case "press":
                return Reply(None, self._then(self._say(asked, card, reader), following))
            case "form" | "view" | "home":
                reply = self._view(asked, render_window(card, asked.back.origin, reader), reader)
                return Reply(reply.ack, self._then(reply.later, following), reply.hurries)
            case _:
                assert_never(asked.back.way)

    def _view(self, asked: Asked, view: Payload, reader: Reader) -> Reply:
        match asked.back.way:
            case "form":
                return Reply({"response_action": "update", "view": view})
            case "view":
                return Reply(None, self._change(asked, view))
            case "command" | "press" | "home":
                return Reply(None, self._open(asked, view, reader.words), hurries=True)
            case _:
                assert_never(asked.back.way)

    async def _say(self, asked: Asked, card: Card, reader: Reader) -> None:
        """In place of the whisper that was pressed, or below; by another way where that one is used up."""
        message = render_message(card, reader).arguments()
        body = {"response_type": "ephemeral", "replace_original": asked.back.private, **message}
        if asked.back.response_url and await self._api.send(asked.back.response_url, body):
            return
        place = asked.back.origin.place or asked.actor.person
        await self._call(asked, "chat.postEphemeral", channel=place, user=asked.actor.person, parse="none", **message)

    async def _open(self, asked: Asked, view: Payload, words: Words) -> None:
        try:
            await self._call(asked, "views.open", trigger_id=asked.back.trigger, view=dict(view))
        except Rejected as error:
            log.warning("a form was not opened: %s", error)
            await self._say(asked, too_slow(asked.event, words), Reader(words, prefix=self._prefix))

    async def _change(self, asked: Asked, view: Payload) -> None:
        """The window that was pressed; where it was changed meanwhile, this is newer."""
        name, body = asked.back.view, dict(view)
        try:
            await self._call(asked, "views.update", view_id=name, hash=asked.back.hash or None, view=body)
        except Rejected as error:
            if str(error) != "hash_conflict":
                raise
            await self._call(asked, "views.update", view_id=name, view=body)
        except Gone:
            # Whoever closed the window does not wait for it; the Home tab shows what is recorded.
            log.info("a window was closed before its answer came")

    # --- what follows

    def _after(self, asked: Asked, files: tuple[File, ...]) -> Later | None:
        tidy = self._tidy(asked)
        return self._then(self._hand_over(asked, files) if files else None, tidy)

    def _tidy(self, asked: Asked) -> Later | None:
        """A press on a message that nobody knows, because a try to post it was thought lost, counts; then it goes."""
        back = asked.back
        if back.way != "press" or back.private or not back.mark or not back.origin.message:
            return None
        if self._chat.posted.get(back.mark) == back.origin.message:
            return None
        return self._take_away_orphan(asked)

    async def _take_away_orphan(self, asked: Asked) -> None:
        back = asked.back
        kept = await self._posted_as(back.mark)
        if kept is not None and kept != back.origin.message:
            place, message = PlaceId(back.origin.place), MessageId(back.origin.message)
            with suppress(Gone):
                await self._chat.delete(asked.actor.community, place, message)

    async def _hand_over(self, asked: Asked, files: tuple[File, ...]) -> None:
        """Files go to the conversation with whoever asked, and to nobody else."""
        workspace = await self._workspace(asked)
        place = await self._chat.direct(asked.actor.community, asked.event.who.person)
        for file in files:
            await upload(self._api, workspace.token, file.name, file.content, place=str(place))

    @staticmethod
    def _then(first: Later | None, second: Later | None) -> Later | None:
        if first is None or second is None:
            return first or second

        async def both() -> None:
            await first
            await second

        return both()

    async def _call(self, asked: Asked, method: str, **arguments: Any) -> None:
        workspace = await self._workspace(asked)
        try:
            await self._api.call(method, workspace.token, **arguments)
        except RateLimited as limited:
            # Once: the trigger of a form would not live longer, and a whisper that comes late confuses.
            await asyncio.sleep(min(2.0, limited.after.total_seconds()))
            await self._api.call(method, workspace.token, **arguments)

    async def _workspace(self, asked: Asked) -> Workspace:
        found = await self._workspaces.find(asked.actor.team, asked.actor.enterprise)
        if found is None:
            raise Gone("not installed")
        return found


async def followed(later: Later) -> None:
    """What follows an acknowledgement: it is done already, so trouble here is only noted."""
    try:
        await later
    except ChatError as error:
        log.warning("an answer was not shown: %s %s", type(error).__name__, error)


def too_slow(event: FromMember, words: Words) -> Card:
    """What is said when a form can not be opened any more."""
    sentence = Paragraph(words.say("It took me too long to open this. Nothing is lost: please try once more."))
    if not isinstance(event, ActionPressed):
        return Card((sentence,))
    return Card((sentence, Buttons((Button(words.label("Open it"), event.token, "primary"),))))


def _is_same(event: FromMember, answer: FormErrors) -> bool:
    """Whether the form that was sent has these fields, so that errors can stand beside what was typed in it."""
    keys = {field.key for field in answer.form.fields}
    wrong: Mapping[str, Text] = answer.errors
    return (
        isinstance(event, FormSent) and event.token == answer.form.token and keys == set(event.values) and bool(wrong)
    )


def _zone(known: Known) -> str:
    return known.zone or "UTC"
