"""Home tabs: what waits for each member, published when they look, and again when they did something."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from adapters.slack.api import Api
from adapters.slack.decoded import Actor
from adapters.slack.forms import render_home
from adapters.slack.inbound import where_is, who_is
from adapters.slack.people import People
from adapters.slack.render import Reader
from adapters.slack.workspaces import Workspaces
from bot.chat.answers import Answer, Whisper
from bot.chat.events import CommandGiven, Event
from bot.chat.words import words_for
from bot.ports import ChatError, Clock, RateLimited

log = logging.getLogger(__name__)

MOST = 5_000
"""People whose tab is kept up to date; the others' is made when they open it."""
EVERY = 0.7
"""Seconds between two tabs; views.publish is Tier 4, 100 and more a minute."""

Key = tuple[str, str]


class Homes:
    """Publishes tabs one after the other, each person's newest state once however often they pressed."""

    def __init__(
        self,
        handle: Callable[[Event], Awaitable[Answer]],
        api: Api,
        workspaces: Workspaces,
        people: People,
        clock: Clock,
        prefix: str,
    ) -> None:
        """``prefix`` begins the names of our commands."""
        self._handle = handle
        self._api = api
        self._workspaces = workspaces
        self._people = people
        self._clock = clock
        self._prefix = prefix
        self._looked: OrderedDict[Key, Actor] = OrderedDict()
        self._waiting: OrderedDict[Key, Actor] = OrderedDict()
        self._wake = asyncio.Event()

    def opened(self, actor: Actor) -> None:
        """They look at it now."""
        key = (actor.team, actor.person)
        self._looked[key] = actor
        if len(self._looked) > MOST:
            self._looked.popitem(last=False)
        self._waiting[key] = actor
        self._waiting.move_to_end(key, last=False)
        self._wake.set()

    def changed(self, actor: Actor) -> None:
        """They did something; their tab is out of date if they ever looked at it."""
        key = (actor.team, actor.person)
        if key in self._looked:
            self._waiting[key] = actor
            self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                _, actor = self._waiting.popitem(last=False)
                try:
                    await self.publish(actor)
                except RateLimited as limited:
                    self._waiting.setdefault((actor.team, actor.person), actor)
                    await asyncio.sleep(limited.after.total_seconds())
                except ChatError as error:
                    log.info("a Home tab was not published: %s", error)
                except Exception as error:  # noqa: BLE001
                    # Whatever went wrong with one tab, the others are published.
                    log.warning("a Home tab was not published: %s", type(error).__name__)
                await asyncio.sleep(EVERY)

    async def publish(self, actor: Actor) -> None:
        """Show this member their tab. Raises ``ChatError``."""
        workspace = await self._workspaces.find(actor.team, actor.enterprise)
        if workspace is None:
            return
        await self._people.look_where(actor)
        known = await self._people.about(actor)
        who, where = who_is(actor, known), where_is(actor, "", private=True)
        answer = await self._handle(CommandGiven("", who, where, self._clock.now(), "descant"))
        if isinstance(answer, Whisper):
            reader = Reader(words_for(known.locale), known.zone or "UTC", prefix=self._prefix)
            view = render_home(answer.card, reader)
            await self._api.call("views.publish", workspace.token, user_id=actor.person, view=dict(view))
