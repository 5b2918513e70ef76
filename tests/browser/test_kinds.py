"""Every kind of poll in a real browser, from the line that asks it to its result, by two members."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.adapters.web.garden import Garden
from tests.browser.conftest import Opening
from tests.browser.tabs import Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

NARROW = {"width": 320, "height": 720}
DONE = "That's my answer"
KINDS = {
    "rank": (
        "A; B; C",
        ("Put in order", "A", "B", "C", "That's my order"),
        ("Put in order", "A", "C", "That's my order"),
        "It beats each other option one to one.",
    ),
    "elect": (
        "Ada; Bo; Cy",
        ("Put in order", "Ada", "That's my order"),
        ("Put in order", "Bo", "That's my order"),
        "Elected: Ada and Bo.",
    ),
    "several": ("A; B; C", ("A", "B"), ("B", "A"), "Chosen: A and B."),
    "score": (
        "Tea; Coffee",
        ("Give points", "5", "1", DONE),
        ("Give points", "4", "2", DONE),
        "Tea, which won the final.",
    ),
    "time": (
        "{soon} 18:00; {later} 10:00",
        ("Say when I can", "Works", "If need be", DONE),
        ("Say when I can", "Works", "Does not work", DONE),
        "because 2 of 2 can come then.",
    ),
}


async def answers(tab: Tab, presses: tuple[str, ...]) -> None:
    """Press one after the other: on the card first, then on what is whispered for as long as that asks."""
    for number, label in enumerate(presses):
        whispered = tab.page.locator(".whisper").get_by_role("button", name=label, exact=True)
        asked = tab.page.locator(".message:not(.whisper)").get_by_role("button", name=label, exact=True)
        on_card = number == 0 or await asked.count()
        await (asked if on_card else whispered).last.click()
        await tab.page.locator("form[aria-busy]").wait_for(state="detached")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_poll_of_every_kind(g: Garden, opened: Opening, kind: str) -> None:
    options, anas, bilals, outcome = KINDS[kind]
    days = {name: (g.play.now() + timedelta(days=n)).date().isoformat() for name, n in (("soon", 20), ("later", 21))}
    ana = await (await opened(f"{g.url}/as/ana/plans")).live()
    bilal = await (await opened(f"{g.url}/as/bilal/plans", viewport=NARROW, reduced_motion="reduce")).live()
    await ana.says(f"/poll question: Which? options: {options.format(**days)} kind: {kind} seen: named closes: 1d")
    await ana.presses("Post it")
    await bilal.sees("Nobody has answered yet.")
    await answers(ana, anas)
    await ana.sees("Recorded:")
    await bilal.sees("1 person has answered.")
    await answers(bilal, bilals)
    await bilal.sees("Recorded:")
    assert await bilal.spills() == []
    assert await bilal.faults() == []
    await expect(ana.page.locator(".whisper", has_text="Recorded:")).to_have_count(1)
    before = await ana.page.locator("#now").inner_text()
    await ana.presses("To the next thing due")  # the quiet round
    await expect(ana.page.locator("#now")).not_to_have_text(before)
    await ana.presses("To the next thing due")
    await ana.sees(outcome)
    await bilal.sees(outcome, "What this result carries", "Closed on time.")
    assert await bilal.spills() == []
    assert await bilal.faults() == []
    await bilal.page.locator("summary", has_text="As a picture").click()
    await expect(bilal.page.locator(".drawn")).to_have_js_property("complete", True)
    broken = "[...document.images].filter((image) => image.complete && !image.naturalWidth).length"
    assert await bilal.page.evaluate(broken) == 0
