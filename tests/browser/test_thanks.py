"""Thanks in a real browser: from a message's menu, asked first, seen by everyone only after that."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.garden import Garden
from tests.browser.conftest import Opening

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_thanks_are_asked_first_and_shown_as_far_as_someone_agreed(g: Garden, opened: Opening) -> None:
    await g.room.say("shed", "bilal", "I have two wheels.", g.play.now())
    ana = await (await opened(f"{g.url}/as/ana/shed")).live()
    bilal = await (await opened(f"{g.url}/as/bilal/shed")).live()
    await ana.page.locator("summary[aria-label^='More to do with what Bilal']").click()
    await ana.presses("Thank for this")
    who = ana.page.get_by_role("group", name="Who?")
    await expect(who.get_by_role("checkbox", name="Bilal Haddad")).to_be_checked()
    assert await ana.faults() == []
    await ana.page.get_by_label("What for? In your own words").fill("Two wheels, and a story with each.")
    await ana.presses("Go on")
    await ana.presses("Send it")
    await expect(bilal.page.get_by_text("a story with each")).to_have_count(0)
    await bilal.page.get_by_role("link", name="Messages from Descant 1 new").click()
    await bilal.sees("Two wheels, and a story with each.")
    await bilal.presses("Share it")
    await expect(ana.page.get_by_role("article", name="Descant").last).to_contain_text("Bilal Haddad")
    chiara = await opened(f"{g.url}/as/chiara/shed")
    await chiara.sees("Two wheels, and a story with each.")
    assert await chiara.faults() == []
