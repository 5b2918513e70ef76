"""Slack's payloads to the core and answers back, through Bolt: one way in for all kinds, and back after the commit."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, assert_never

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.answering import Answering, Reply, followed
from adapters.slack.api import Api
from adapters.slack.chat import SlackChat, ZoneOf
from adapters.slack.config import SlackConfig
from adapters.slack.decoded import (
    PREFIX,
    Actor,
    Asked,
    Happened,
    HomeOpened,
    Ignored,
    Known,
    MemberChanged,
    Revoked,
    community_of,
)
from adapters.slack.doctor import look_over
from adapters.slack.drawings import Drawings
from adapters.slack.homes import Homes
from adapters.slack.inbound import actor_of, decode, left, member_left
from adapters.slack.oauth import OAuth
from adapters.slack.people import People
from adapters.slack.receiver import Receiver, serve
from adapters.slack.sockets import Sockets, Take
from adapters.slack.workspaces import Workspaces
from bot.chat.answers import Answer
from bot.chat.events import CommunityJoined, Event
from bot.chat.ids import CommunityId, MessageId, PersonId
from bot.installations import Installation, Installations
from bot.meters import Meters
from bot.ports import CannotCarry, Clock, Ids
from bot.routes import Router

log = logging.getLogger(__name__)

FINISH_WITHIN = 8.0
"""Seconds that answers under way are given when everything stops."""
OK, SERVER_ERROR = 200, 500
CROWD = 50
"""So many payloads at once make a crowd."""

PostedAs = Callable[[str], Awaitable[MessageId | None]]


async def nowhere(key: str) -> MessageId | None:
    """For a carrier that can not ask which message is kept as the one of a key."""
    return None


async def everywhere(community: CommunityId) -> str:
    """For a carrier that can not ask which zone a community goes by."""
    return "UTC"


class Slack:
    """Carries the communities of Slack: the workspaces in which the app is installed."""

    prefix = PREFIX

    def __init__(
        self,
        config: SlackConfig,
        handle: Callable[[Event], Awaitable[Answer]],
        router: Router,
        clock: Clock,
        ids: Ids | None = None,
        installations: Installations | None = None,
        posted_as: PostedAs = nowhere,
        zone_of: ZoneOf = everywhere,
        meters: Meters | None = None,
    ) -> None:
        """``ids`` and ``installations`` are needed for OAuth only."""
        self._config = config
        self._handle = handle
        self._clock = clock
        self._ids = ids
        self._router = router
        self._api = Api(config.api)
        self.workspaces = Workspaces(self._api, config.bot_token, installations)
        self._people = People(self._api, self.workspaces, clock)
        drawings, ours = Drawings(self._api), config.prefix
        self.chat = self.directory = SlackChat(self._api, self.workspaces, clock, drawings, zone_of, ours)
        self._answering = Answering(handle, self._api, self.workspaces, self.chat, posted_as, ours)
        self._homes = Homes(handle, self._api, self.workspaces, self._people, clock, ours)
        self._meters = meters or Meters()
        self._under_way: set[asyncio.Task[None]] = set()
        self._taking = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._calm = asyncio.Event()
        self._calm.set()
        self.sockets: Sockets | None = None
        self.port = 0
        """Where HTTP mode listens, once it does."""

    @property
    def connected(self) -> bool:
        """Whether a socket is open, or HTTP mode listens."""
        return self.sockets.connected if self.sockets is not None else bool(self.port)

    async def run(self) -> None:
        """Carry until cancelled. Raises ``CannotCarry``."""
        if missing := self._config.missing():
            raise CannotCarry("\n".join(missing))
        await self._api.open()
        homes: asyncio.Task[None] | None = None
        try:
            for workspace in await self.workspaces.open():
                await self._bring(CommunityJoined(community_of(workspace.id), self._clock.now()))
            homes = asyncio.create_task(self._homes.run())
            await (self._listen() if self._config.mode == "socket" else self._serve())
        finally:
            await self._finish(homes)

    async def look_over(self) -> list[str]:
        """What stands in the way of carrying, a sentence each with what to do."""
        return await look_over(self._config, self._clock)

    # --- the two modes

    async def _listen(self) -> None:
        assert self._config.app_token is not None
        self.sockets = Sockets(self.take, self._api, self._config.app_token.reveal())
        pages: web.AppRunner | None = None
        try:
            if self._config.client_id:
                pages = await self._open_pages()
            await self.sockets.run()
        finally:
            self.sockets.deafen()
            await self._drained()
            await self.sockets.close()
            if pages is not None:
                await pages.cleanup()

    async def _serve(self) -> None:
        runner = await self._open_pages()
        try:
            await asyncio.Event().wait()
        finally:
            for site in tuple(runner.sites):
                await site.stop()
            await self._drained()
            await runner.cleanup()

    async def _open_pages(self) -> web.AppRunner:
        secret = self._config.signing_secret
        receiver = Receiver(self._app(), secret.reveal(), self._clock) if secret is not None else None
        pages = {}
        if self._config.client_id and self._ids is not None:
            pages = OAuth(self._config, self._api, self._clock, self._ids, self._installed).pages()
        try:
            runner, self.port = await serve(self._config.host, self._config.port, receiver, pages)
        except OSError as error:
            raise CannotCarry(f"[slack] port {self._config.port} can not be used: {error.strerror}.") from None
        return runner

    def _app(self) -> AsyncApp:
        app = AsyncApp(
            client=self._api.client(),
            authorize=_from_memory(self.workspaces),
            process_before_response=True,
            # The receiver looks at signatures itself, by our clock; sockets carry none.
            request_verification_enabled=False,
            attaching_function_token_enabled=False,
            ignoring_self_events_enabled=False,
        )
        app.use(_Way(self.take))
        return app

    # --- what comes in

    async def take(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any] | None]:
        """Anything that Slack sends; returned are the status and the body that acknowledge it."""
        self._taking += 1
        self._idle.clear()
        if self._taking > CROWD:
            self._calm.clear()
        try:
            return OK, await self._taken(body)
        except Exception as error:  # noqa: BLE001
            # Not acknowledged: Slack brings an event again, and a member sees that it did not work.
            log.error("what came in could not be answered: %s", type(error).__name__)
            return SERVER_ERROR, None
        finally:
            self._taking -= 1
            self._look_idle()

    async def _taken(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        actor = actor_of(body)
        if actor is not None and await self.workspaces.find(actor.team, actor.enterprise) is None:
            log.info("a payload came from where the app is not installed")
            self._meters.unread[PREFIX] += 1
            return None
        known = await self._people.about(actor) if actor is not None and "event" not in body else Known()
        decoded = decode(body, known, self._config.prefix, self._clock.now())
        match decoded:
            case Asked(actor=asker):
                reply = await self._answering.answer(decoded, known)
                if reply.later is not None:
                    self._start(self._follow(reply))
                self._homes.changed(asker)
                return reply.ack
            case HomeOpened(opener):
                self._homes.opened(opener)
            case Happened(event):
                await self._handle(event)
            case MemberChanged(team, person):
                self._people.forget(team, person)
                if decoded.left:
                    await self._handle(member_left(decoded, self._clock.now()))
            case Revoked():
                await self._revoked(decoded)
            case Ignored(kind):
                log.info("nothing is done about a payload of the kind %s", kind)
                self._meters.unread[PREFIX] += 1
            case _:
                assert_never(decoded)
        return None

    async def _follow(self, reply: Reply) -> None:
        """Acknowledgements have three seconds, and so have forms; whatever else follows lets a crowd go first."""
        assert reply.later is not None
        if not reply.hurries:
            await self._calm.wait()
        await followed(reply.later)

    async def _revoked(self, revoked: Revoked) -> None:
        """The token goes at once, what was kept after the stated time. Both events come, in any order."""
        await self._handle(left(revoked, self._clock.now()))
        await self.workspaces.forget(revoked.team or revoked.enterprise or "")

    async def _installed(self, installation: Installation, by: PersonId | None) -> None:
        await self.workspaces.keep(installation)
        self.chat.mend(installation.community.partition(":")[2])
        known = Known()
        if by is not None:
            known = await self._people.about(Actor(installation.community.partition(":")[2], None, by))
        await self._bring(self._joined(installation.community, known, by))

    def _joined(self, community: CommunityId, known: Known, by: PersonId | None) -> CommunityJoined:
        return CommunityJoined(community, self._clock.now(), known.locale, known.zone, by=by)

    async def _bring(self, event: Event) -> None:
        try:
            await self._handle(event)
        except Exception as error:  # noqa: BLE001
            # The next start says it again.
            log.warning("%s was not taken in: %s", type(event).__name__, type(error).__name__)

    # --- the end

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        self._idle.clear()
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        self._look_idle()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("an answer was not shown: %s", type(error).__name__)

    def _look_idle(self) -> None:
        if self._taking <= CROWD:
            self._calm.set()
        if not self._taking and not self._under_way:
            self._idle.set()

    async def _drained(self) -> None:
        """What was taken in is finished, acknowledged and shown."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), FINISH_WITHIN)
        # The acknowledgement of what ended last is written by whoever brought it.
        await asyncio.sleep(0.05)

    async def _finish(self, homes: "asyncio.Task[None] | None") -> None:
        if homes is not None:
            homes.cancel()
            await asyncio.wait([homes])
        await self._drained()
        await self._people.close()
        await self._api.close()


def _from_memory(workspaces: Workspaces) -> Callable[..., Awaitable[AuthorizeResult]]:
    """The library's own asks Slack for every click, and loses the click when Slack says no."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        found = await workspaces.find(team_id or "", enterprise_id)
        if found is None:
            return None  # type: ignore[return-value]  # how the library is told that there is none
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=found.token, bot_user_id=found.bot
        )

    return authorize


class _Way(AsyncMiddleware):
    """Answers every payload itself, before the library looks through listeners."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """The acknowledgement."""
        status, body = await self._take(req.body)
        if body is None:
            return BoltResponse(status=status, body="")
        return BoltResponse(status=status, body=json.dumps(body), headers={"content-type": "application/json"})
