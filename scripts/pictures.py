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
from playwright.async_api import Browser, Page, async_playwright

from adapters.web.config import WebConfig
from adapters.web.site import Site, hints
from adapters.web.transport import serve
from bot.router import router
from descant import playground

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
    """A result and a decision on a desk, and an answer on a phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = await browser.new_page(viewport={"width": 1120, "height": 900}, reduced_motion="reduce")
    await page.goto(f"http://127.0.0.1:{PORT}/as/farid/plans")
    await page.locator("body.live").wait_for()
    await page.get_by_role("heading", name="When do we plant the bulbs?").evaluate(
        "(it) => it.closest('.message').scrollIntoView({ block: 'start' })"
    )
    await keep(page, "result")
    page = await browser.new_page(viewport={"width": 1120, "height": 1500}, reduced_motion="reduce")
    await page.goto(f"http://127.0.0.1:{PORT}/as/farid/shed")
    await page.locator("body.live").wait_for()
    await page.get_by_role("heading", name="Keep a chair and a blanket in the shed").first.evaluate(
        "(it) => it.closest('.message').scrollIntoView({ block: 'start' })"
    )
    await keep(page, "decision")
    page = await browser.new_page(
        viewport={"width": 400, "height": 780}, color_scheme="dark", reduced_motion="reduce", device_scale_factor=1.5
    )
    await page.goto(f"http://127.0.0.1:{PORT}/as/ana/plans")
    await page.locator("body.live").wait_for()
    await page.get_by_role("button", name="Flowers for the bees").click()
    await page.locator(".whisper").get_by_text("Recorded:").wait_for()
    await keep(page, "answer")


async def keep(page: Page, name: str) -> None:
    """Save what the window shows."""
    picture = Image.open(io.BytesIO(await page.screenshot(animations="disabled")))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png: {(PICTURES / f'{name}.png').stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(asyncio.run(take()))
