"""Several workspaces: each installs the app through OAuth, and its token is kept sealed until it takes the app out."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession, DummyCookieJar

from adapters.slack.config import SlackConfig
from adapters.slack.receiver import INSTALL, WELCOME
from adapters.slack.transport import Slack
from bot.chat.ids import CommunityId
from bot.config import Secret
from bot.core import Core
from bot.router import router
from storage.installations import SealedInstallations, Vault
from tests.databases import open_at
from tests.fakes import CountedIds, FakeClock, LoadedDice
from tests.wire.slack.standin import CLIENT, CLIENT_SECRET, SECRET, Payload, StandIn, Team

KEY = "k" * 40


class House:
    """The app with its pages, and a browser in front of it."""

    def __init__(self, carrier: Slack, standin: StandIn, browser: ClientSession, kept: SealedInstallations) -> None:
        self.carrier, self.standin, self.browser, self.kept = carrier, standin, browser, kept

    async def begin(self) -> tuple[str, str]:
        """Where Slack sends the browser back with, and the cookie that it brings."""
        async with self.browser.get(self._at(INSTALL), allow_redirects=False) as response:
            assert response.status == 302
            query = parse_qs(urlsplit(response.headers["Location"]).query)
            cookie = SimpleCookie(response.headers["Set-Cookie"])["descant_install"]
            assert cookie["httponly"]
            assert cookie["secure"]
            assert "history" not in query["scope"][0]
            return query["state"][0], cookie.value

    async def finish(self, state: str, cookie: str, code: str) -> int:
        headers = {"Cookie": f"descant_install={cookie}"} if cookie else {}
        where = f"{self._at(WELCOME)}?state={state}&code={code}"
        async with self.browser.get(where, headers=headers) as response:
            return response.status

    async def install(self, team: Team) -> int:
        code = f"code-{team.id}"
        self.standin.codes[code] = team
        return await self.finish(*await self.begin(), code)

    async def says(self, team: Team, person: str) -> Payload | None:
        """Someone of a workspace types /descant there."""
        channel = next(c for c in self.standin.channels.values() if c.team == team.id and not c.only_for)
        link = self.standin.link(person, channel.id)
        command = {"command": "/descant", "text": "", "user_id": person, "channel_id": channel.id, "team_id": team.id,
                   "trigger_id": self.standin.trigger(person), "response_url": link}  # fmt: skip
        return await self.standin.send("slash_commands", command)

    def _at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.carrier.port}{path}"


@asynccontextmanager
async def house(path: Path, standin: StandIn, clock: FakeClock) -> AsyncIterator[House]:
    store = await open_at(path, clock, CountedIds(), LoadedDice())
    table = router()
    carried: list[Slack] = []
    core = Core(store, table, lambda _: carried[0].chat, lambda _: carried[0].directory, clock)
    config = SlackConfig(
        signing_secret=Secret(SECRET), client_secret=Secret(CLIENT_SECRET), client_id=CLIENT, token_key=Secret(KEY),
        api=standin.api, mode="http", port=0, address="https://d.example",
    )  # fmt: skip
    kept = SealedInstallations(store, Vault(KEY))
    carried.append(Slack(config, core.handle, table, clock, CountedIds(), kept))
    running = asyncio.create_task(carried[0].run())
    try:
        async with asyncio.timeout(10), ClientSession(cookie_jar=DummyCookieJar()) as browser:
            while not carried[0].port:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            standin.events_url = f"http://127.0.0.1:{carried[0].port}/slack/events"
            yield House(carried[0], standin, browser, kept)
            assert standin.wrong == []
    finally:
        running.cancel()
        await asyncio.wait([running])
        await store.close()


async def test_two_workspaces_install_and_each_is_answered_with_its_own_token(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        one, two = standin.team("T1"), standin.team("T2")
        for team in (one, two):
            standin.channel(team, "plans")
        standin.person("ana")
        async with house(tmp_path / "d.db", standin, clock) as h:
            assert await h.install(one) == 200
            assert await h.install(two) == 200
            assert await h.says(one, "UANA")
        sealed = (tmp_path / "d.db").read_bytes()
        assert b"xoxb-" not in sealed
        async with house(tmp_path / "d.db", standin, clock) as h:
            assert await h.says(two, "UANA")
            assert [i.community for i in await h.kept.all()] == ["slack:T1", "slack:T2"]


async def test_a_token_that_was_revoked_is_deleted_at_once_in_any_order_of_events(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        team = standin.team("T1")
        standin.channel(team, "plans")
        standin.person("ana")
        async with house(tmp_path / "d.db", standin, clock) as h:
            await h.install(team)
            await standin.event({"type": "app_uninstalled"}, team)
            await standin.event({"type": "tokens_revoked", "tokens": {"bot": [team.bot]}}, team)
            assert await h.kept.all() == []
            with sqlite3.connect(tmp_path / "d.db") as database:
                assert database.execute("SELECT count(*) FROM installations").fetchone() == (0,)
                (left,) = database.execute("SELECT left_at FROM communities WHERE id = 'slack:T1'").fetchone()
                assert left is not None
            assert await h.install(team) == 200
            assert await h.says(team, "UANA")


async def test_a_whole_organisation_installs_once(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        team = standin.team("T7", enterprise="E1")
        standin.channel(team, "plans")
        standin.person("ana")
        async with house(tmp_path / "d.db", standin, clock) as h:
            assert await h.install(team) == 200
            assert [i.community for i in await h.kept.all()] == ["slack:E1"]
            found = await h.carrier.workspaces.find("T7", "E1")
            assert found is not None
            assert found.token == team.token


async def test_what_was_not_begun_in_this_browser_installs_nothing(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        standin.codes["c"] = standin.team("T1")
        standin.person("ana")
        async with house(tmp_path / "d.db", standin, clock) as h:
            state, cookie = await h.begin()
            assert await h.finish(state, "", "c") == 400
            assert await h.finish(state, "another", "c") == 400
            assert await h.finish(state[:-1] + "0", state[:-1] + "0", "c") == 400
            assert await h.finish("", "", "c") == 400
            assert await h.kept.all() == []
            assert await h.finish(state, cookie, "c") == 200
            assert await h.finish(state, cookie, "c") == 400
            assert await h.kept.find(CommunityId("slack:T1")) is not None
