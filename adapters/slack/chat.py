"""The outgoing half: says cards in channels, threads and direct messages, and knows who can see them."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from adapters.slack.api import Api
from adapters.slack.decoded import team_of
from adapters.slack.drawings import Drawings
from adapters.slack.errors import MISSING, ShutOut
from adapters.slack.fit import render_message
from adapters.slack.render import Reader
from adapters.slack.workspaces import Workspace, Workspaces
from bot.chat.cards import Card
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.words import words_for
from bot.ports import Capabilities, Clock, Forbidden, Gone, Posted, RateLimited, Rejected

EDITS = timedelta(seconds=1.2)
"""chat.update is Tier 3: 50 and more a minute in each workspace."""
AT_ONCE = 5
"""Edits that a workspace may be ahead of that."""
BROKEN = timedelta(minutes=5)
"""How long nothing is said in a workspace whose token opens nothing."""
MOST_KEPT = 10_000
ZoneOf = Callable[[CommunityId], Awaitable[str]]
QUIET = {"unfurl_links": False, "unfurl_media": False, "parse": "none"}


class SlackChat:
    """Fulfils the core's ``Chat``."""

    capabilities = Capabilities(
        edit_every=timedelta(seconds=1.5),
        old_edit_every=timedelta(seconds=1.5),
        post_every=timedelta(seconds=1),
        remembers_keys=timedelta(0),
    )

    def __init__(
        self, api: Api, workspaces: Workspaces, clock: Clock, drawings: Drawings, zone_of: ZoneOf, prefix: str
    ) -> None:
        """``zone_of`` names the zone that a community goes by, for where Slack can not show each reader their own;
        ``prefix`` begins the names of our commands."""
        self._api = api
        self._workspaces = workspaces
        self._clock = clock
        self._drawings = drawings
        self._zone_of = zone_of
        self._prefix = prefix
        self._next_edit: dict[str, datetime] = {}
        self._broken: dict[str, datetime] = {}
        self._direct: OrderedDict[tuple[str, str], str] = OrderedDict()
        self.posted: OrderedDict[str, str] = OrderedDict()
        """The message of each key that was posted from here."""

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a place. Slack does not recognise a repetition."""
        return await self._post(community, place, card, locale, key)

    async def reply(
        self, community: CommunityId, under: Posted, title: str, card: Card, locale: str, key: str
    ) -> Posted:
        """Say it in the thread of a message; threads have no titles here."""
        return await self._post(community, under.place, card, locale, key, thread_ts=under.message)

    async def tell(self, community: CommunityId, person: PersonId, card: Card, locale: str, key: str) -> Posted:
        """Say it in a direct message."""
        return await self._post(community, await self.direct(community, person), card, locale, key)

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        """Make the message show this card, as fast as the workspace allows for all of its cards together."""
        workspace = await self._workspace(community)
        self._pace(workspace.id)
        reader = await self._reader(community, workspace, card, locale)
        message = render_message(card, reader).arguments()
        place, ts = str(posted.place), str(posted.message)
        # Without blocks of its own an edit takes them away, and without ``parse`` it looks for links and names.
        await self._call(workspace, "chat.update", channel=place, ts=ts, parse="none", **message)

    async def find(
        self, community: CommunityId, place: PlaceId, key: str, since: datetime, under: Posted | None = None
    ) -> Posted | None:
        """What was said from here; Slack itself can only be asked with a right to read everything, which we do not
        want."""
        ts = self.posted.get(key)
        return Posted(place, MessageId(ts)) if ts is not None else None

    async def direct(self, community: CommunityId, person: PersonId) -> PlaceId:
        """The conversation with this member."""
        workspace = await self._workspace(community)
        known = self._direct.get((workspace.id, person))
        if known is None:
            answer = await self._call(workspace, "conversations.open", users=str(person))
            known = str((answer.get("channel") or {}).get("id", ""))
            _remember(self._direct, (workspace.id, str(person)), known)
        return PlaceId(known)

    async def delete(self, community: CommunityId, place: PlaceId, message: MessageId) -> None:
        """Take a message of ours away."""
        workspace = await self._workspace(community)
        await self._call(workspace, "chat.delete", channel=str(place), ts=str(message))

    # --- Directory

    async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
        """How many people can see the place, this app not counted; None where it can not see the place itself."""
        try:
            channel = await self._channel(community, place)
        except (Forbidden, Gone, Rejected):
            return None
        members = channel.get("num_members")
        return max(0, members - (channel.get("is_member") is True)) if isinstance(members, int) else None

    tells_remedies = True

    async def missing(self, community: CommunityId, place: PlaceId) -> tuple[str, ...] | None:
        """What keeps the app from posting there, as what to do about it; None: there is no such place to be seen."""
        try:
            channel = await self._channel(community, place)
        except ShutOut:
            return ("reinstall",)
        except Forbidden as error:
            return None if error.missing == MISSING["channel_not_found"] else (error.missing,)
        except Gone:
            return None
        lacks = ("is_archived", channel.get("is_archived")), ("not_in_channel", channel.get("is_member") is False)
        return tuple(MISSING[name] for name, is_so in lacks if is_so is True)

    async def _channel(self, community: CommunityId, place: PlaceId) -> Mapping[str, Any]:
        workspace = await self._workspace(community)
        answer = await self._call(workspace, "conversations.info", channel=str(place), include_num_members=True)
        channel = answer.get("channel")
        return channel if isinstance(channel, Mapping) else {}

    # --- requests

    async def _post(
        self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str, **more: str
    ) -> Posted:
        workspace = await self._workspace(community)
        reader = await self._reader(community, workspace, card, locale)
        message = render_message(card, reader, key).arguments()
        answer = await self._call(workspace, "chat.postMessage", channel=str(place), **QUIET, **more, **message)
        ts = str(answer.get("ts", ""))
        _remember(self.posted, key, ts)
        return Posted(PlaceId(str(answer.get("channel") or place)), MessageId(ts))

    async def _reader(self, community: CommunityId, workspace: Workspace, card: Card, locale: str) -> Reader:
        picture = await self._drawings.of(card, workspace.id, workspace.token)
        return Reader(words_for(locale), await self._zone_of(community), picture, self._prefix)

    async def _workspace(self, community: CommunityId) -> Workspace:
        now, until = self._clock.now(), self._broken.get(team_of(community))
        if until is not None and now < until:
            raise RateLimited(until - now)
        try:
            return await self._workspaces.of(community)
        except ShutOut:
            raise self._break(team_of(community)) from None

    async def _call(self, workspace: Workspace, method: str, **arguments: Any) -> Mapping[str, Any]:
        try:
            return await self._api.call(method, workspace.token, **arguments)
        except ShutOut:
            raise self._break(workspace.id) from None

    def _break(self, team: str) -> RateLimited:
        """Nothing is lost: what is to be said waits until the app is installed again."""
        self._broken[team] = self._clock.now() + BROKEN
        return RateLimited(BROKEN)

    def mend(self, team: str) -> None:
        """The app was installed again."""
        self._broken.pop(team, None)

    def _pace(self, team: str) -> None:
        now = self._clock.now()
        ahead = self._next_edit.get(team, now)
        if not now - EDITS <= ahead <= now + 60 * EDITS:
            ahead = now
        if ahead - now > AT_ONCE * EDITS:
            raise RateLimited(ahead - now - AT_ONCE * EDITS + timedelta(milliseconds=10))
        self._next_edit[team] = max(now, ahead) + EDITS


def _remember(kept: OrderedDict[Any, str], key: object, value: str) -> None:
    kept[key] = value
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)
