"""Every kind of poll in a real browser, from its form to its result, named, unnamed and secret, by several members."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.adapters.web.garden import Garden
from tests.browser.conftest import Opening
from tests.browser.tabs import Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

NARROW = {"width": 320, "height": 720}
ORDERED, ANSWERED = "That's my order", "That's my answer"
KINDS = {
    "one": (
        "Choose one",
        "A\nB\nC",
        (("B",), ("B",), ("B",)),
        "B, because 3 of 3 chose it. That is more than half.",
    ),
    "any": ("Choose all you like", "A\nB\nC", (("B",), ("B",), ("B",)), "B, because 3 of 3 chose it."),
    "several": (
        "Choose what to do, fairly (several of them)",
        "A -- a film\nB\nC",
        (("A", "B"), ("B", "A"), ("A",)),
        "Chosen: A and B.",
    ),
    "rank": (
        "Put in order",
        "A\nB\nC",
        (("Put in order", "A", "B", "C", ORDERED), ("Put in order", "A", "C", ORDERED), ("Put in order", "A", ORDERED)),
        "It beats every other option one to one.",
    ),
    "elect": (
        "Elect people",
        "Ada\nBo\nCy",
        (("Put in order", "Ada", ORDERED), ("Put in order", "Bo", ORDERED), ("Put in order", "Ada", "Bo", ORDERED)),
        "Elected: Ada and Bo.",
    ),
    "score": (
        "Give points, 0 to 5",
        "Tea\nCoffee",
        (("Give points", "5", "1", ANSWERED), ("Give points", "4", "2", ANSWERED), ("Give points", "3", "0", ANSWERED)),
        "Tea, which won the final.",
    ),
    "time": (
        "Find a time",
        "{soon} 18:00\n{later} 10:00",
        (
            ("Say when I can", "Works", "If need be", ANSWERED),
            ("Say when I can", "Works", "Does not work", ANSWERED),
            ("Say when I can", "Works", "Works", ANSWERED),
        ),
        "because 3 of 3 can come then.",
    ),
}
SEEN = {
    "named": "Named: everyone sees it once it has closed",
    "unnamed": "Unnamed: nobody sees who chose what",
    "secret": "Secret: nobody here can ever find out",
}
CASES = [
    *((kind, "named") for kind in ("one", "rank")),
    *((kind, "unnamed") for kind in ("any", "several", "elect", "score", "time")),
    *((kind, "secret") for kind in ("one", "rank", "score")),
]


async def asks(tab: Tab, g: Garden, kind: str, seen: str) -> None:
    """Fill in the form's two pages, look, and post it."""
    name, options, _, _ = KINDS[kind]
    days = {name: (g.play.now() + timedelta(days=n)).date().isoformat() for name, n in (("soon", 20), ("later", 21))}
    await tab.says("/poll")
    await tab.page.get_by_label("Question").fill("Which shall it be?")
    await tab.page.get_by_label("Options").fill(options.format(**days))
    await tab.page.get_by_label("When does it close?").fill("1d")
    await tab.page.get_by_role("radio", name=name, exact=True).check()
    await tab.presses("See how it looks")
    await tab.presses("More choices")
    await tab.page.get_by_role("radio", name=SEEN[seen], exact=True).check()
    await tab.presses("See how it looks")
    await tab.presses("Post it")


async def answers(tab: Tab, presses: tuple[str, ...]) -> None:
    """Press one after the other: on the card first, then on what is whispered for as long as that asks."""
    for number, label in enumerate(presses):
        whispered = tab.page.locator(".whisper").get_by_role("button", name=label, exact=True)
        asked = tab.page.locator(".message:not(.whisper)").get_by_role("button", name=label, exact=True)
        on_card = number == 0 or await asked.count()
        await (asked if on_card else whispered).last.click()
        await tab.page.locator("form[aria-busy]").wait_for(state="detached")


@pytest.mark.parametrize(("kind", "seen"), CASES)
async def test_a_poll_of_every_kind(g: Garden, opened: Opening, kind: str, seen: str) -> None:
    _, _, presses, outcome = KINDS[kind]
    ana = await (await opened(f"{g.url}/as/ana/plans")).live()
    bilal = await (await opened(f"{g.url}/as/bilal/plans", viewport=NARROW, reduced_motion="reduce")).live()
    chiara = await (await opened(f"{g.url}/as/chiara/plans")).live()
    await asks(ana, g, kind, seen)
    await bilal.sees("Nobody has answered yet.")
    for number, (tab, pressed) in enumerate(zip((ana, bilal, chiara), presses, strict=True), 1):
        await answers(tab, pressed)
        await tab.sees("Recorded:")
        await bilal.sees(f"{number} person has answered." if number == 1 else f"{number} people have answered.")
    assert await bilal.spills() == []
    assert await bilal.faults() == []
    for tab in (ana, bilal, chiara):
        # What each chose is told to them alone, and nobody sees a number before it closes.
        await expect(tab.page.locator(".message", has_text="Recorded:")).to_have_count(1)
        await expect(tab.page.locator(".message", has_text="of 3")).to_have_count(0)
    await until_it_has_closed(ana)
    for tab in (ana, bilal):
        await tab.sees(outcome, "What this result carries", "Closed on time.")
        cards = tab.page.locator(".message:not(.whisper)").filter(has_text="What this result carries")
        await expect(cards.get_by_text("Chiara Rossi")).to_have_count(1 if seen == "named" else 0)
    assert await bilal.spills() == []
    assert await bilal.faults() == []
    await bilal.page.locator("summary", has_text="As a picture").click()
    await expect(bilal.page.locator(".drawn")).to_have_js_property("complete", True)
    broken = "[...document.images].filter((image) => image.complete && !image.naturalWidth).length"
    assert await bilal.page.evaluate(broken) == 0


async def until_it_has_closed(tab: Tab) -> None:
    """Let the made-up time pass, the quiet round included."""
    for _ in range(2):
        before = await tab.page.locator("#now").inner_text()
        await tab.presses("To the next thing due")
        await expect(tab.page.locator("#now")).not_to_have_text(before)


async def test_a_paper_is_filled_in_with_the_keyboard_alone(g: Garden, opened: Opening) -> None:
    ana = await (await opened(f"{g.url}/as/ana/plans")).live()
    await ana.says("/poll question: Which? options: Tea; Coffee; Water kind: rank closes: 1d")
    await ana.presses("Post it")
    await ana.keys("Put in order", back=True)
    await ana.hears("Which is best for you?")
    await ana.keys("Coffee")
    await ana.hears("1. Coffee")
    await ana.keys("The next one shares this place")
    await ana.hears("The next one shares the place of the last.")
    await ana.keys("Tea")
    await ana.hears("1. Coffee and Tea")
    await ana.keys("One step back")
    await expect(ana.page.locator(".whisper").last).to_contain_text("1. Coffee Which")
    await ana.keys("Water")
    await ana.hears("2. Water")
    await ana.keys(ORDERED)
    await ana.hears("Recorded: 1. Coffee and 2. Water.")


async def test_being_heard_and_more_privacy_in_the_browser(g: Garden, opened: Opening) -> None:
    ana = await (await opened(f"{g.url}/as/ana/plans")).live()
    bilal = await (await opened(f"{g.url}/as/bilal/plans", viewport=NARROW)).live()
    await ana.says("/poll question: Which? options: Tea; Coffee seen: named closes: 1d")
    await ana.presses("Post it")
    await ana.presses("Details")
    await ana.presses("Make it more private")
    dialog = ana.page.get_by_role("dialog")
    await dialog.get_by_role("radio", name="Unnamed: nobody sees who chose what").check()
    await dialog.get_by_label("Why this change?").fill("Some asked for it.")
    assert await ana.faults() == []
    await dialog.get_by_role("button", name="Make it more private").click()
    await bilal.sees("took the names off all answers")
    await bilal.presses("Details")
    await bilal.presses("Ask to be heard")
    await bilal.page.get_by_label("What should be heard first?").fill("Tea keeps me awake.")
    assert await bilal.faults() == []
    await bilal.presses("Ask for it")
    await ana.sees("this asks to be heard:", "Tea keeps me awake.")
    assert await bilal.spills() == []
