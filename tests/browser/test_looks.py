"""How the page looks and reads: narrow, dark, still, in other directions, and to a listener."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.adapters.web.garden import Garden, garden
from tests.browser.conftest import Opening

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def g(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Garden]:
    """The garden with its story, one for all tests here; they only look, or whisper."""
    async with garden(tmp_path_factory.mktemp("g") / "g", story=True) as made:
        yield made


PAGES = ("/", "/as/ana/plans", "/as/dov/direct-dov", "/as/efua/thread-3", "/as/ana/nowhere")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong_with_a_page(g: Garden, opened: Opening, path: str, scheme: str) -> None:
    tab = await opened(g.url + path, color_scheme=scheme)
    assert await tab.faults() == []
    _expect_404(tab.complaints)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong_with_a_form_and_a_whisper(g: Garden, opened: Opening, scheme: str) -> None:
    tab = await (await opened(f"{g.url}/as/grace/plans", color_scheme=scheme, reduced_motion="reduce")).live()
    await tab.presses("Details")
    await tab.sees("Only you can see this")
    assert await tab.faults() == []
    await tab.says("/poll")
    await tab.presses("See how it looks")
    await tab.sees("Your words are kept.")
    assert await tab.faults() == []


async def test_axe_bites(opened: Opening) -> None:
    page = '<title>x</title><body><main><h1>x</h1><img src="data:,"><input><p style="color:#bbb">pale</p></main>'
    tab = await opened(f"data:text/html,{page.replace('#', '%23')}")
    assert {fault.split(":")[0] for fault in await tab.faults()} == {
        "color-contrast",
        "html-has-lang",
        "image-alt",
        "label",
    }


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_spills_over_the_side_at_320_pixels(g: Garden, opened: Opening, path: str) -> None:
    tab = await opened(g.url + path, viewport={"width": 320, "height": 640})
    assert await tab.spills() == []
    _expect_404(tab.complaints)


async def test_a_form_and_the_longest_words_fit_into_320_pixels(g: Garden, opened: Opening) -> None:
    tab = await (await opened(f"{g.url}/as/hiro/shed", viewport={"width": 320, "height": 640})).live()
    await tab.says("/poll")
    await expect(tab.page.get_by_role("dialog")).to_be_visible()
    assert await tab.spills() == []
    await tab.page.get_by_label("Question").fill("Donaudampfschifffahrtsgesellschaftskapitän" * 3)
    await tab.page.get_by_label("Options").fill("x" * 70 + "\n" + "two words " * 7)
    await tab.presses("See how it looks")
    await tab.sees("This is how it will look")
    assert await tab.spills() == []


async def test_the_menus_fit_into_320_pixels(g: Garden, opened: Opening) -> None:
    tab = await (await opened(f"{g.url}/as/hiro/shed", viewport={"width": 320, "height": 640})).live()
    for summary in ("#can summary", "summary[aria-label^='More to do']"):
        await tab.page.locator(summary).first.click()
        assert await tab.spills() == []
    await tab.page.locator("#around summary").click()
    assert await tab.spills() == []


async def test_what_spills_is_found(opened: Opening) -> None:
    tab = await opened("data:text/html,<p><b style='position:absolute;left:0;width:900px'>wide</b>")
    tab.page.set_default_timeout(1000)
    await tab.page.set_viewport_size({"width": 320, "height": 640})
    assert await tab.spills() != []


async def test_on_a_phone_the_composer_and_the_newest_message_are_in_view(g: Garden, opened: Opening) -> None:
    tab = await opened(f"{g.url}/as/ana/plans", viewport={"width": 390, "height": 720})
    await tab.live()
    await expect(tab.page.locator("#line")).to_be_in_viewport()
    await expect(tab.page.locator("#messages > li").last).to_be_in_viewport(ratio=0.3)
    await tab.page.locator("#around summary").click()
    await expect(tab.page.get_by_role("link", name="the-shed")).to_be_in_viewport()


async def test_on_a_phone_without_javascript_the_newest_message_is_in_view(g: Garden, opened: Opening) -> None:
    tab = await opened(
        f"{g.url}/as/ana/plans#newest", viewport={"width": 390, "height": 720}, java_script_enabled=False
    )
    await expect(tab.page.get_by_role("button", name="Details").last).to_be_in_viewport()
    await expect(tab.page.locator("#line")).to_be_in_viewport()


async def test_a_page_zoomed_in_far_scrolls_as_a_whole(g: Garden, opened: Opening) -> None:
    tab = await opened(f"{g.url}/as/ana/plans", viewport={"width": 320, "height": 256})
    overflow = await tab.page.evaluate("getComputedStyle(document.getElementById('scroll')).overflowY")
    assert overflow == "visible"
    await tab.page.locator("#line").scroll_into_view_if_needed()
    await expect(tab.page.locator("#line")).to_be_in_viewport()


@pytest.mark.parametrize(("motion", "moving"), [("reduce", 0), ("no-preference", 1)])
async def test_nothing_moves_for_those_who_want_it_still(g: Garden, opened: Opening, motion: Any, moving: int) -> None:
    tab = await (await opened(f"{g.url}/as/ana/shed", reduced_motion=motion)).live()
    await tab.page.evaluate(
        "new MutationObserver((_, seen) => { window.moving = document.getAnimations().length; seen.disconnect(); })"
        ".observe(document.getElementById('messages'), { childList: true })"
    )
    await g.room.say("shed", "bilal", f"news with {motion}", g.play.now())
    await tab.sees(f"news with {motion}")
    assert await tab.page.evaluate("window.moving") == moving


async def test_words_stand_in_their_own_direction(g: Garden, opened: Opening) -> None:
    tab = await opened(f"{g.url}/as/ana/plans")
    quote = tab.page.locator("blockquote", has_text="בשבת").first
    shown = await quote.evaluate(
        "(q) => { const s = getComputedStyle(q); return [s.direction, s.borderRightWidth, s.borderLeftWidth]; }"
    )
    assert shown == ["rtl", "4px", "0px"]
    other = tab.page.locator("blockquote", has_text="mornings").first
    assert await other.evaluate("(q) => getComputedStyle(q).direction") == "ltr"


async def test_what_a_listener_hears_of_an_open_poll(g: Garden, opened: Opening) -> None:
    tab = await opened(f"{g.url}/as/ana/plans")
    card = tab.page.get_by_role("article").filter(has=tab.page.get_by_role("button", name="Not for me")).last
    await expect(card).to_match_aria_snapshot(
        """
        - heading "What grows in the empty bed next year?" [level=2]
        - paragraph: "Why we are asking: We order seeds next week."
        - paragraph: Choose all you like.
        - button "Garlic and broad beans"
        - button "Flowers for the bees"
        - button "Leave it to rest"
        - paragraph: /\\d+ people have answered\\./
        - heading "What happens next" [level=3]
        """
    )


async def test_what_a_listener_hears_of_a_result(g: Garden, opened: Opening) -> None:
    tab = await opened(f"{g.url}/as/ana/plans")
    card = tab.page.get_by_role("article").filter(has_text="What this result carries").last
    await expect(card).to_match_aria_snapshot(
        """
        - heading "When do we plant the bulbs?" [level=2]
        - heading "What this result carries" [level=3]
        - blockquote
        - heading "What happens next" [level=3]
        """
    )


async def test_the_page_has_its_landmarks(g: Garden, opened: Opening) -> None:
    tab = await opened(f"{g.url}/as/ana/plans")
    landmarks: Any = (("navigation", "Places"), ("navigation", "You are"), ("region", "Messages"))
    for role, name in landmarks:
        await expect(tab.page.get_by_role(role, name=name, exact=True)).to_have_count(1)
    await expect(tab.page.get_by_role("heading", level=1)).to_have_text("#garden-plans")
    await tab.page.keyboard.press("Tab")
    await expect(tab.page.get_by_role("link", name="Skip to the conversation")).to_be_focused()


def _expect_404(complaints: list[str]) -> None:
    """The page that is not there is one of those that are looked at; its status is no fault of the page."""
    complaints[:] = [c for c in complaints if "status of 404" not in c]
