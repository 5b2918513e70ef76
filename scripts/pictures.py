"""Takes the pictures in docs/pictures from a playground that is new: ``python -m scripts.pictures``.

Needs what ``make test`` installs, and Chromium.
"""

import asyncio
import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright

from adapters.web.config import WebConfig
from adapters.web.site import Site, hints
from adapters.web.transport import serve
from bot.router import router
from commands.playing import playground

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PORT = 8429
COLOURS = 96
"""So many are enough for a page, and make a file a fifth as large."""


async def take() -> None:
    """Serve a new playground and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        async with playground(Path(folder)) as (play, room), async_playwright() as playwright:
            site = Site(room, play.core.handle, play, hints(router()), WebConfig(port=PORT), bytes(32))
            runner = await serve(site)
            browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
            try:
                await look(browser)
            finally:
                await browser.close()
                await runner.cleanup()


async def look(browser: Browser) -> None:
    """What the documents show: what is read on a desk, what is pressed on a phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = await desk(browser, "farid/plans", height=900)
    await to_the_top(page.get_by_role("heading", name="When do we plant the bulbs?"))
    await keep(page, "result")
    page = await desk(browser, "hiro/plans", height=1180)
    await page.get_by_role("link", name="3 in the thread").click()
    await page.locator("body.live").wait_for()
    await keep(page, "shaping")
    page = await desk(browser, "farid/shed", height=1500)
    await to_the_top(page.get_by_role("heading", name="Keep a chair and a blanket in the shed").first)
    await keep(page, "decision")
    page = await phone(browser, "hiro/plans")
    await page.get_by_role("button", name="Say where I stand").click()
    await page.locator(".whisper").get_by_text("You have not said where you stand").wait_for()
    await keep(page, "standing")
    page = await phone(browser, "ana/plans")
    await page.get_by_role("button", name="Flowers for the bees").click()
    await page.locator(".whisper").get_by_text("Recorded:").wait_for()
    await keep(page, "answer")


async def desk(browser: Browser, path: str, height: int) -> Page:
    """A place as a member sees it on a desk."""
    size: ViewportSize = {"width": 1120, "height": height}
    return await there(await browser.new_page(viewport=size, reduced_motion="reduce"), path)


async def phone(browser: Browser, path: str) -> Page:
    """A place as a member sees it on a phone, in dark colours."""
    size: ViewportSize = {"width": 400, "height": 780}
    page = await browser.new_page(viewport=size, color_scheme="dark", reduced_motion="reduce", device_scale_factor=1.5)
    return await there(page, path)


async def there(page: Page, path: str) -> Page:
    """The page at this place, as soon as it is live."""
    await page.goto(f"http://127.0.0.1:{PORT}/as/{path}")
    await page.locator("body.live").wait_for()
    return page


async def to_the_top(heading: Locator) -> None:
    """Scroll until the message under this heading is where the page begins."""
    await heading.evaluate("(it) => it.closest('.message').scrollIntoView({ block: 'start' })")


async def keep(page: Page, name: str) -> None:
    """Save what the window shows, with the mouse out of the way: nothing is to look chosen by it."""
    await page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(await page.screenshot(animations="disabled")))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png: {(PICTURES / f'{name}.png').stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(asyncio.run(take()))
