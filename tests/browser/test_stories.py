"""The stories that are told everywhere, told on the web page in a real browser: each member has a window of their own,
what is new comes to it by itself, and no console complains."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

from tests.browser.people import Aside, Stage, stage
from tests.fakes import FakeClock
from tests.people import told_in
from tests.stories import (
    test_agreement,
    test_checkins,
    test_checkins_everywhere,
    test_decisions_everywhere,
    test_hiding_everywhere,
    test_plain_command,
    test_resources,
    test_shaped_together,
)
from tests.wire.telling import Story, one, stories

MODULES = (
    test_checkins_everywhere,
    test_decisions_everywhere,
    test_plain_command,
    test_shaped_together,
)
STORIES = (
    test_agreement.test_the_agreement_is_changed,
    test_checkins.test_begun_from_a_template_and_answered_by_choosing,
    test_hiding_everywhere.test_what_was_shared_is_hidden_from_its_own_menu,
    test_hiding_everywhere.test_an_answer_in_a_check_in_is_hidden_from_its_own_menu,
    test_resources.test_a_resource_is_shared_and_found,
)


@pytest.fixture(scope="module")
def window(chromium: str) -> Iterator[tuple[Aside, Browser]]:
    """A browser, and the thread in which it is looked through."""

    async def open_both() -> tuple[Playwright, Browser]:
        playwright = await async_playwright().start()
        return playwright, await playwright.chromium.launch(executable_path=chromium)

    async def close_both() -> None:
        await browser.close()
        await playwright.stop()

    with Aside() as there:
        playwright, browser = there(open_both())
        yield there, browser
        there(close_both())


@pytest.mark.parametrize("story", [*stories(MODULES, ()), *map(one, STORIES)])
async def test_a_story(window: tuple[Aside, Browser], tmp_path: Path, story: Story) -> None:
    world = FakeClock()

    def elsewhere(path: Path, clock: FakeClock | None) -> AbstractAsyncContextManager[Stage]:
        return stage(*window, path, clock or world)

    token = told_in.set(elsewhere)
    try:
        await story(tmp_path)
    finally:
        told_in.reset(token)
