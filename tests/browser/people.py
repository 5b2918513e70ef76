"""People in front of the web page: they type, press what they see by its words, fill in forms by their labels, and
read. The same words as in ``tests.people``, in a real browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any, Self, TypeVar

from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Browser, BrowserContext, Locator, Page
from sqlalchemy import text as sql_text

from adapters.web.chat import WebChat
from adapters.web.config import WebConfig
from adapters.web.room import Room, open_room
from adapters.web.site import Site, hints
from adapters.web.story import CHANNELS
from adapters.web.told import Neighbour, direct
from adapters.web.transport import serve
from bot.core import Core
from bot.delivery import NEXT_DUE
from bot.router import router
from storage.check import check_over
from storage.opening import OpenStore
from tests.databases import engine_at, open_at
from tests.fakes import FakeClock, LoadedDice
from tests.people import FreshIds

T = TypeVar("T")
HERE = CHANNELS[0].id
PATIENCE = 8.0
"""Seconds until what should come into view has to be there."""

SHOWN = """() => {
  const messages = [...document.querySelectorAll("#messages > .message")];
  return Object.fromEntries(messages.map((message) => [message.id, Number(message.dataset.changed)]));
}"""
"""Which messages stand on the page, and how new each is."""

WORDS = r"""() => {
  const label = (field) => field.querySelector("label, legend").innerText;
  const typed = (field) => field.querySelector("input:not([type=radio]):not([type=checkbox]), textarea")?.value ?? "";
  const fields = [...document.querySelectorAll("dialog[open] .field")].map((f) => `${label(f)}: ${typed(f)}`);
  const parts = [...document.querySelectorAll("main > .head, main > .scroll, dialog[open]")];
  return [...parts.map((part) => part.innerText), ...fields].join("\n").replace(/[\u2066-\u2069]/g, "");
}"""
"""All that can be read on the page, and what stands in the fields of an open form."""

FIND = """(labels) => {
  const number = (message) => Number(message.id.slice(1));
  const all = [...document.querySelectorAll("#messages > .message")].sort((a, b) => number(b) - number(a));
  const whisper = all.find((message) => message.matches(".whisper"));
  const rest = all.filter((message) => message !== whisper);
  const said = (part) => part.checkVisibility() && part.innerText.trim();
  for (const message of [whisper, ...rest.filter((m) => !m.matches(".whisper")), ...rest]) {
    if (!message) continue;
    const buttons = [...message.querySelectorAll("button")].map(said);
    if (labels.length === 1 && buttons.includes(labels[0])) return { id: message.id, kind: "button" };
    for (const menu of message.querySelectorAll("form.menu")) {
      const choices = [...menu.querySelectorAll("label")].map(said);
      if (labels.every((label) => choices.includes(label))) return { id: message.id, kind: "menu" };
    }
  }
  return null;
}"""
"""Where these labels can be pressed: in the newest whisper, otherwise on the newest card that has them."""


class Aside:
    """A loop of its own in a thread of its own, for the browser and the page. Whoever reads can wait for it: nothing of
    a story happens meanwhile."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)

    def __call__(self, what: Coroutine[Any, Any, T]) -> T:
        """Do it there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(60)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@dataclass
class Stage:
    """A whole Descant over a real database, served as the web page, with a browser in front of it."""

    aside: Aside
    browser: Browser
    path: Path
    clock: FakeClock
    store: OpenStore
    room: Room
    core: Core
    port: int = field(default_factory=unused_port)
    server: web.AppRunner | None = None
    complaints: list[str] = field(default_factory=list)
    """What the console of any page said."""
    _members: dict[str, Member] = field(default_factory=dict)
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)
    _pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    @property
    def chat(self) -> None:
        """There is no fake chat to hand on."""

    def member(self, name: str, *, keeper: bool = False, zone: str = "Europe/London") -> Member:
        """The member of this name, the same one each time."""
        if name not in self._members:
            self._members[name] = Member(self, name)
            if name not in self.room.members:
                self.aside(self.room.settle_in([Neighbour(name, name.capitalize(), zone, keeper=keeper)], ()))
        return self._members[name]

    async def settle(self) -> None:
        """Let everything follow that follows by itself."""
        self.aside(self.core.settle())

    async def later(self, **by: float) -> None:
        """Time passes: ``later(days=3)``."""
        self.clock.forward(timedelta(**by))
        await self.settle()

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """What stands in the database itself."""
        with engine_at(self.path).connect() as connection:
            return [tuple(row) for row in connection.execute(sql_text(sql), values)]

    def broken(self) -> list[str]:
        """What should not be in this database."""
        with engine_at(self.path).connect() as connection:
            return check_over(connection, self.clock.now())

    # --- the page's made-up time

    def now(self) -> datetime:
        return self.clock.now()

    async def forward(self, by: timedelta) -> None:
        self.clock.forward(by)
        await self.core.settle()

    async def next_due(self) -> datetime | None:
        due = await self.store.read(NEXT_DUE)
        return due.at if due is not None else None

    # --- in the other thread

    async def page(self, name: str, place: str) -> Page:
        """A member's tab with a place, opened when it is first looked at."""
        if (page := self._pages.get((name, place))) is not None:
            return page
        if name not in self._contexts:
            self._contexts[name] = await self.browser.new_context(reduced_motion="reduce")
            self._contexts[name].set_default_timeout(PATIENCE * 1000)
        page = self._pages[name, place] = await self._contexts[name].new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"http://127.0.0.1:{self.port}/as/{name}/{place}")
        await page.locator("body.live").wait_for()
        return page

    async def serve(self) -> None:
        site = Site(self.room, self.core.handle, self, hints(router()), WebConfig(port=self.port), bytes(32))
        await self.core.resume()
        self.server = await serve(site)

    async def close(self) -> None:
        for context in self._contexts.values():
            await context.close()
        if self.server is not None:
            await self.server.cleanup()
        await self.room.close()
        await self.store.close()


@dataclass
class Member:
    """Someone in front of a tab."""

    stage: Stage
    name: str
    place: str = HERE

    @property
    def id(self) -> str:
        """What the page knows them by."""
        return self.name

    # --- doing

    async def says(self, line: str) -> Member:
        """Type a line into the box, and press Enter."""

        async def typed(page: Page) -> None:
            await self._puts_away(page)
            await page.locator("#line").fill(line)
            await page.locator("#line").press("Enter")

        return await self._does(typed)

    async def presses(self, *labels: str) -> Member:
        """Press the button of this label, or choose these lines of a menu: in the open form, then in the newest
        whisper, then on the newest card that has it. With the Enter key, which waits for no animation."""

        async def pressed(page: Page) -> None:
            button = page.locator("dialog[open]").get_by_role("button", name=labels[0], exact=True)
            if await button.count():
                await button.press("Enter")
                return
            await self._puts_away(page)
            found = await page.evaluate(FIND, labels)
            assert found, f"{self.name} finds nothing to press called {labels!r} in:\n{await page.evaluate(WORDS)}"
            message = page.locator(f"#{found['id']}")
            if found["kind"] == "button":
                await message.get_by_role("button", name=labels[0], exact=True).first.press("Enter")
            else:
                await _chooses(message.locator("form.menu"), labels)

        return await self._does(pressed)

    async def chooses_on(self, words: str, menu: str) -> Member:
        """Choose from the menu of the newest message that holds these words."""

        async def chosen(page: Page) -> None:
            message = page.locator(".message:not(.whisper)").filter(has_text=words).last
            await message.locator("details.pops > summary").press("Enter")
            await message.get_by_role("button", name=menu, exact=True).press("Enter")

        return await self._does(chosen)

    async def fills(self, **values: str) -> Member:
        """Fill in the open form and send it; fields that are not named keep what stands in them."""

        async def filled(page: Page) -> None:
            form = page.locator("dialog[open] form.sheet")
            for key, value in values.items():
                await _fills_in(form, key, value)
            await form.locator("button.primary").press("Enter")

        return await self._does(filled)

    async def _does(self, doing: Callable[[Page], Awaitable[None]]) -> Member:
        self.stage.aside(self._done(doing))
        return self

    async def _done(self, doing: Callable[[Page], Awaitable[None]]) -> None:
        page = await self._looks()
        async with page.expect_response(lambda response: response.request.method == "POST") as answered:
            await doing(page)
        answer = await answered.value
        assert answer.status == 303, f"{self.name} is told: {answer.status}"
        form = re.search(r"/form/\d+", await answer.header_value("location") or "")
        await self.stage.core.settle()
        if form:
            await page.locator(f'dialog[open] form[action$="{form[0]}"]').wait_for()
        else:
            await page.locator("dialog[open]").wait_for(state="hidden")

    async def _puts_away(self, page: Page) -> None:
        """Whoever turns to something else closes the form first."""
        if await page.locator("dialog[open]").count():
            await page.locator("dialog[open] [data-close]").press("Enter")

    # --- reading

    async def _looks(self) -> Page:
        """The tab, once all that stands in this place has come to it by itself."""
        page = await self.stage.page(self.name, self.place)
        stands = await self.stage.room.messages(self.place, self.name)
        wanted = {f"m{message.id}": message.changed for message in stands if not message.gone}

        async def has_come() -> bool:
            return bool(await page.evaluate(SHOWN) == wanted)

        assert await _comes(has_come), f"what is new never comes to {self.name}:\n{await page.evaluate(WORDS)}"
        return page

    async def _reads(self) -> str:
        return str(await (await self._looks()).evaluate(WORDS))

    @property
    def screen(self) -> str:
        """All that can be read in the tab."""
        return self.stage.aside(self._reads())

    def sees(self, *words: str) -> None:
        """Each of these stands on the page, with all that has come to it."""
        seen = self.screen
        for expected in words:
            assert expected in seen, f"{self.name} does not see {expected!r} but:\n{seen}"

    def sees_no(self, *words: str) -> None:
        """None of these stands on the page, with all that has come to it."""
        seen = self.screen
        for unwanted in words:
            assert unwanted not in seen, f"{self.name} sees {unwanted!r} in:\n{seen}"

    def in_thread(self) -> Member:
        """The same member in the newest thread under a card of this place, by its link."""
        return replace(self, place=self.stage.aside(self._newest_thread()))

    async def _newest_thread(self) -> str:
        link = (await self._looks()).get_by_role("link", name=re.compile(r"^\d+ in the thread")).last
        return (await link.get_attribute("href") or "").rpartition("/")[2].partition("#")[0]

    def in_place(self, place: str) -> Member:
        """The same member in a channel, or where the bot writes to someone alone (``@ana``)."""
        return replace(self, place=direct(place[1:]) if place.startswith("@") else place)

    def in_direct_messages(self) -> Member:
        """The same member where the bot writes to them alone."""
        return self.in_place(f"@{self.name}")


async def _comes(so: Callable[[], Awaitable[bool]]) -> bool:
    for _ in range(int(PATIENCE / 0.02)):
        if await so():
            return True
        await asyncio.sleep(0.02)
    return False


async def _chooses(menus: Locator, labels: tuple[str, ...]) -> None:
    for label in labels:
        choice = menus.get_by_label(label, exact=True).last
        await choice.check()
    menu = menus.filter(has=menus.page.get_by_label(labels[0], exact=True)).last
    await menu.locator("button.primary").press("Enter")


async def _fills_in(form: Locator, key: str, value: str) -> None:
    """What is typed goes into the box of its label; what is chosen is chosen by its own."""
    named = form.locator(f'[name="{key}"]')
    kind = await named.first.get_attribute("type")
    if kind not in ("radio", "checkbox"):
        label = await form.locator(f'label[for="field-{key}"]').inner_text()
        await form.get_by_label(label, exact=True).fill(value)
        return
    wanted = value.split("\n")
    for box in await named.all():
        meant = await box.get_attribute("value") in wanted
        if meant or kind == "checkbox":
            await box.set_checked(meant)


@asynccontextmanager
async def stage(aside: Aside, browser: Browser, path: Path, clock: FakeClock) -> AsyncIterator[Stage]:
    """A Descant over the database at this path, as a page; opening it again is a restart."""

    async def opened() -> Stage:
        store = await open_at(path, clock, FreshIds(path), LoadedDice())
        room = await open_room(path.with_name("room.db"))
        if not room.channels:
            await room.settle_in((), CHANNELS)
        chat = WebChat(room, clock.now)
        core = Core(store, router(), lambda _: chat, lambda _: chat, clock, store.meters)
        made = Stage(aside, browser, path, clock, store, room, core)
        await made.serve()
        return made

    here = aside(opened())
    try:
        yield here
        assert here.complaints == []
    finally:
        aside(here.close())
