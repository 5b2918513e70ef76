"""A real Chromium, one for all tests here; every member is a context of their own, and no console may complain."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.adapters.web.garden import Garden, garden
from tests.browser.tabs import Tab


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def g(tmp_path: Path) -> AsyncIterator[Garden]:
    """A garden in which nothing has been said. Name it before ``opened``, so that it outlives its visitors."""
    async with garden(tmp_path / "g") as made:
        yield made


Opening = Callable[..., Awaitable[Tab]]


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser) -> AsyncIterator[Opening]:
    """Opens an address for one more member; at the end no console has complained."""
    contexts, complaints = [], list[str]()

    async def open_tab(address: str, **settings: Any) -> Tab:
        context = await browser.new_context(**settings)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        return Tab(page, complaints)

    yield open_tab
    for context in contexts:
        await context.close()
    assert complaints == []
