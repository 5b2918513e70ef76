"""A check-in in a real browser: begun from a template, answered in its form, and company asked for."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.adapters.web.garden import Garden
from tests.browser.conftest import Opening

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_check_in_is_made_from_a_template_and_answered(g: Garden, opened: Opening) -> None:
    ana = await (await opened(f"{g.url}/as/ana/shed", reduced_motion="reduce")).live()
    await ana.says("/checkin new")
    await ana.page.get_by_role("radio", name="What have you room for?").check()
    await ana.presses("That is my choice")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        await ana.page.get_by_role("checkbox", name=day).check()
    assert await ana.faults() == []
    await ana.presses("See how it looks")
    await ana.sees("Every day at 09:00", "The next ones:")
    await ana.presses("Start it")
    await ana.sees("Started. The first round comes")
    await g.play.forward(timedelta(days=1))
    bilal = await (await opened(f"{g.url}/as/bilal/shed", reduced_motion="reduce")).live()
    await bilal.sees("nothing / a little / plenty", "Nobody is watching these answers.")
    await bilal.presses("Check in")
    await bilal.page.get_by_role("radio", name="a little").check()
    assert await bilal.faults() == []
    await bilal.page.get_by_role("dialog").get_by_role("button", name="Check in").click()
    await bilal.sees("I will ask you for nothing by myself.")
    await bilal.presses("I'd like company")
    await bilal.sees("Nobody has said that they are around just now")
    assert await bilal.faults() == []
    assert await bilal.spills() == []
    await expect(ana.page.get_by_text("I will ask you for nothing")).to_have_count(0)
