"""What Slack knows of members: language, zone, and whether they may configure apps. Kept for a day."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.slack.api import Api
from adapters.slack.decoded import Actor, Known
from adapters.slack.workspaces import Workspaces
from bot.chat.ids import PlaceId
from bot.ports import ChatError, Clock, RateLimited

log = logging.getLogger(__name__)

FRESH = timedelta(days=1)
MOST = 20_000
"""Members that are remembered at once."""
WAIT = 0.8
"""Seconds that an answer may be held up by this; Slack gives 3 for the whole."""
A_MINUTE = 90
"""Requests of a workspace in a minute; users.info is Tier 4, 100 and more."""

FRESH_PLACES = timedelta(minutes=1)
"""How long nothing is asked again about where someone is."""
OLD_PLACES = timedelta(minutes=10)
"""How long it is believed when it can not be asked again: someone may have been taken out of a channel."""
A_PAGE, MOST_PAGES = 999, 5
"""Channels of one answer, and answers that are asked for."""

Key = tuple[str, str]


class People:
    """Asks about each member once a day, and never holds anyone up for long: a burst is answered without knowing."""

    def __init__(self, api: Api, workspaces: Workspaces, clock: Clock) -> None:
        self._api = api
        self._workspaces = workspaces
        self._clock = clock
        self._known: OrderedDict[Key, tuple[Known, datetime]] = OrderedDict()
        self._asking: dict[Key, asyncio.Task[Known | None]] = {}
        self._spent: dict[str, tuple[datetime, int]] = {}
        self._places: OrderedDict[Key, tuple[frozenset[PlaceId], datetime]] = OrderedDict()

    async def look_where(self, actor: Actor) -> None:
        """Learn which channels this member is in that the app can see, unless that was asked a moment ago."""
        key, now = (actor.team, actor.person), self._clock.now()
        _, at = self._places.get(key, (frozenset(), None))
        if at is not None and now - at < FRESH_PLACES:
            return
        try:
            self._places[key] = (frozenset(await self._ask_places(actor)), now)
        except ChatError as error:
            log.info("where a member is could not be learnt: %s", type(error).__name__)
        if len(self._places) > MOST:
            self._places.popitem(last=False)

    async def _ask_places(self, actor: Actor) -> list[PlaceId]:
        workspace = await self._workspaces.find(actor.team, actor.enterprise)
        if workspace is None:
            return []
        found: list[PlaceId] = []
        asked: dict[str, object] = {"user": actor.person, "types": "public_channel,private_channel", "limit": A_PAGE}
        if workspace.id != actor.team:
            asked["team_id"] = actor.team
        for _ in range(MOST_PAGES):
            answer = await self._api.call("users.conversations", workspace.token, exclude_archived=True, **asked)
            found += [PlaceId(str(channel["id"])) for channel in answer.get("channels") or ()]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
            asked["cursor"] = cursor
        return found

    async def about(self, actor: Actor) -> Known:
        """What is known, or what is usual where it can not be learnt in time; and where they are, as far as that was
        asked a short while ago."""
        known = await self._about(actor)
        found, at = self._places.get((actor.team, actor.person), (frozenset(), None))
        return known if at is None or self._clock.now() - at >= OLD_PLACES else replace(known, places=found)

    async def _about(self, actor: Actor) -> Known:
        key = (actor.team, actor.person)
        found = self._known.get(key)
        now = self._clock.now()
        if found is not None and now - found[1] < FRESH:
            return found[0]
        usual = found[0] if found else Known()
        task = self._asking.get(key)
        if task is None:
            if not self._may_ask(actor.team, now):
                return usual
            task = self._asking[key] = asyncio.create_task(self._ask(actor))
            task.add_done_callback(lambda _: self._asking.pop(key, None))
        done, _ = await asyncio.wait([task], timeout=WAIT)
        return (task.result() or usual) if done and not task.cancelled() else usual

    def forget(self, team: str, person: str) -> None:
        """What was known may be out of date."""
        self._known.pop((team, person), None)
        self._places.pop((team, person), None)

    async def close(self) -> None:
        """Ask nothing more."""
        tasks = list(self._asking.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _may_ask(self, team: str, now: datetime) -> bool:
        since, number = self._spent.get(team, (now, 0))
        if not timedelta(0) <= now - since < timedelta(minutes=1):
            since, number = now, 0
        self._spent[team] = (since, number + 1)
        return number < A_MINUTE

    async def _ask(self, actor: Actor) -> Known | None:
        try:
            workspace = await self._workspaces.find(actor.team, actor.enterprise)
            if workspace is None:
                return None
            answer = await self._api.call("users.info", workspace.token, user=actor.person, include_locale=True)
        except RateLimited as limited:
            self._spent[actor.team] = (self._clock.now(), A_MINUTE)
            log.info("asked about members too fast; waiting %.0f s", limited.after.total_seconds())
            return None
        except ChatError as error:
            log.info("nothing could be learnt of a member: %s", type(error).__name__)
            return None
        known = _known(answer.get("user") or {}, actor)
        self._known[(actor.team, actor.person)] = (known, self._clock.now())
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return known


def _known(user: dict[str, object], actor: Actor) -> Known:
    at_home = actor.home in ("", actor.team)
    keeper = at_home and any(user.get(name) is True for name in ("is_admin", "is_owner", "is_primary_owner"))
    profile = user.get("profile")
    named = profile if isinstance(profile, dict) else {}
    name = _words(named.get("display_name")) or _words(user.get("real_name")) or _words(user.get("name"))
    return Known(_words(user.get("locale")) or "en", _words(user.get("tz")) or None, keeper, name)


def _words(found: object) -> str:
    return found if isinstance(found, str) else ""
