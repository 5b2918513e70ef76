"""The page over a real core and real files, served on a free port, with members who send what their browser would."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import unused_port

from adapters.web.config import WebConfig
from adapters.web.play import Play
from adapters.web.room import Room, open_room
from adapters.web.site import CommandHint, Site, hints
from adapters.web.story import CHANNELS, MEMBERS
from adapters.web.transport import serve
from bot.router import router
from commands.playing import playground

SECRET = bytes(32)


@dataclass
class Garden:
    """A page that is being served."""

    play: Play
    room: Room
    port: int
    session: ClientSession

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def member(self, name: str, place: str = "plans") -> "Visitor":
        """Someone who looks at a place without JavaScript."""
        return Visitor(self, name, place)


@dataclass
class Visitor:
    """A browser without JavaScript: it follows redirects and sends the forms that it finds."""

    garden: Garden
    name: str
    place: str
    html: str = ""
    status: int = 0
    address: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def looks(self) -> str:
        """Open the place; the words of the page."""
        return await self._took(await self.garden.session.get(f"{self.garden.url}/as/{self.name}/{self.place}"))

    async def says(self, line: str) -> str:
        """Type a line and send it."""
        await self.looks()
        return await self._send(self._forms("/say")[-1], {"line": line})

    async def presses(self, label: str) -> str:
        """Press the last button of this label."""
        await self.looks()
        button = re.compile(
            rf'<button[^>]*name="?(token|line)"? value="([^"]*)"[^>]*>{re.escape(label)}</button>|'
            rf"<button[^>]*>{re.escape(label)}(?:<span.*?</span>)?</button>"
        )
        for form in reversed(self._forms("")):
            if found := list(button.finditer(form)):
                name, value = found[-1].groups()
                return await self._send(form, {name: unescape(value)} if name else {})
        raise AssertionError(f"{self.name} finds no {label!r} in {self.words}")

    async def fills(self, **values: str) -> str:
        """Fill in the form that stands on the page, and send it."""
        return await self._send(self._forms("/form/")[-1], values)

    @property
    def words(self) -> str:
        """The words of the page."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    def _forms(self, action: str) -> list[str]:
        return re.findall(rf'<form[^>]*action="[^"]*{action}[^"]*".*?</form>', self.html, re.DOTALL)

    async def _send(self, form: str, values: dict[str, str]) -> str:
        found = re.search(r'action="([^"]*)"', form)
        assert found, form
        hidden = dict(re.findall(r'<input type="?hidden"? name="(\w+)" value="([^"]*)"', form))
        typed = {
            name: unescape(text).removeprefix("\n")
            for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
        }
        typed |= {n: unescape(v) for n, v in re.findall(r'<input id="[^"]*" name="(\w+)" value="([^"]*)"', form)}
        typed |= dict(re.findall(r'<input type="?radio"? name="(\w+)" value="([^"]*)" checked', form))
        body = hidden | typed | values
        return await self._took(await self.garden.session.post(self.garden.url + unescape(found.group(1)), data=body))

    async def _took(self, response: ClientResponse) -> str:
        async with response:
            self.html, self.status, self.address = await response.text(), response.status, str(response.url)
            if response.history:
                self.address = response.history[-1].headers["Location"]
            self.headers = dict(response.headers)
        return self.words


@asynccontextmanager
async def garden(
    folder: Path, port: int | None = None, story: bool = False, commands: Sequence[CommandHint] | None = None
) -> AsyncIterator[Garden]:
    """The page in this folder, with its members; opening it again is a restart."""
    folder.mkdir(exist_ok=True)
    if not story and not (folder / "room.db").exists():
        room = await open_room(folder / "room.db")
        await room.settle_in(MEMBERS, CHANNELS)
        await room.close()
    port = port or unused_port()
    async with playground(folder) as (play, room), ClientSession() as session:
        runner = await serve(
            Site(room, play.core.handle, play, commands or hints(router()), WebConfig(port=port), SECRET)
        )
        core = asyncio.create_task(play.core.run())
        try:
            yield Garden(play, room, port, session)
        finally:
            core.cancel()
            with suppress(asyncio.CancelledError):
                await core
            await runner.cleanup()
