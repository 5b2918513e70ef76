"""Which workspaces the app speaks in, and with which token. Read once, and then kept in memory."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.api import Api
from adapters.slack.decoded import Actor, community_of, team_of
from adapters.slack.errors import ShutOut
from bot.chat.ids import CommunityId, PersonId
from bot.config import Secret
from bot.installations import Installation, Installations
from bot.ports import CannotCarry, Forbidden, RateLimited, Unreachable

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
NOT_LET_IN = (
    "Slack does not accept this token. On the app's page choose Install App, install it again and put the new "
    "Bot User OAuth Token in SLACK_BOT_TOKEN: https://api.slack.com/apps"
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace or organisation that the app speaks in."""

    id: str
    token: str
    bot: str
    enterprise: str | None = None


class Workspaces:
    """The tokens by workspace. One that comes from the settings opens every workspace that Slack sends for."""

    def __init__(self, api: Api, token: Secret | None, kept: Installations | None) -> None:
        self._api = api
        self._token = token
        self._kept = kept
        self._only: Workspace | None = None
        self._by_id: dict[str, Workspace] = {}
        self._gone: set[str] = set()

    async def open(self) -> Sequence[Workspace]:
        """Ask once whose token it is, and read what is kept. Raises ``CannotCarry``."""
        if self._token is not None:
            self._only = await self._asked(self._token.reveal())
        elif self._kept is not None:
            self._by_id = {team_of(i.community): _workspace(i) for i in await self._kept.all()}
        return [self._only] if self._only else list(self._by_id.values())

    async def find(self, team: str, enterprise: str | None = None) -> Workspace | None:
        """The token for this workspace, or for the organisation that it belongs to; None where there is none."""
        if self._only is not None:
            return None if self._only.id in self._gone else self._only
        for name in filter(None, (team, enterprise)):
            if (known := self._by_id.get(name)) is not None:
                return known
        for name in filter(None, (team, enterprise)):
            if self._kept is not None and (found := await self._kept.find(community_of(name))) is not None:
                return self._by_id.setdefault(name, _workspace(found))
        return None

    async def of(self, community: CommunityId) -> Workspace:
        """The same for what is to be said. Raises ``ShutOut``."""
        found = await self.find(team_of(community))
        if found is None:
            raise ShutOut("not installed")
        return found

    def enterprise(self, actor: Actor) -> str | None:
        """The organisation in which an event was heard."""
        return actor.enterprise or (self._only.enterprise if self._only else None)

    async def keep(self, installation: Installation) -> None:
        """A workspace has installed the app."""
        assert self._kept is not None
        await self._kept.keep(installation)
        self._by_id[team_of(installation.community)] = _workspace(installation)

    async def forget(self, team: str) -> None:
        """The token of this workspace opens nothing any more: it goes at once."""
        if self._only is not None and self._only.id == team:
            self._gone.add(team)
        self._by_id.pop(team, None)
        if self._kept is not None:
            await self._kept.forget(community_of(team))

    async def _asked(self, token: str) -> Workspace:
        pause = 1.0
        while True:
            try:
                found = await self._api.call("auth.test", token)
            except Forbidden:
                raise CannotCarry(NOT_LET_IN) from None
            except RateLimited as limited:
                await asyncio.sleep(limited.after.total_seconds())
            except Unreachable:
                log.warning("Slack can not be reached; asking again in %.0f s", pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                team = str(found.get("team_id") or found.get("enterprise_id") or "")
                return Workspace(team, token, str(found.get("user_id", "")), found.get("enterprise_id"))


def _workspace(installation: Installation) -> Workspace:
    return Workspace(team_of(installation.community), installation.token.reveal(), installation.bot)


def installed(answer: dict[str, object]) -> tuple[Installation, PersonId | None] | None:
    """What ``oauth.v2.access`` answered, and who installed the app; None where it holds no token for the bot.

    Installed for a whole organisation, there is no team (``team: null``).
    """
    team, whole, user = answer.get("team"), answer.get("enterprise"), answer.get("authed_user")
    owner = team if isinstance(team, dict) else whole if isinstance(whole, dict) else {}
    token, bot = answer.get("access_token"), answer.get("bot_user_id")
    if not isinstance(token, str) or not isinstance(owner.get("id"), str):
        return None
    by = user.get("id") if isinstance(user, dict) else None
    installation = Installation(community_of(owner["id"]), Secret(token), PersonId(str(bot or "")))
    return installation, PersonId(by) if isinstance(by, str) else None
