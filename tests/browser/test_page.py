"""The page in a real browser: two members live, by mouse, by keyboard alone, and without JavaScript."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from adapters.web.site import CommandHint
from bot.chat.cards import Card, Paragraph
from bot.chat.text import plain
from tests.adapters.web.garden import Garden, garden
from tests.browser.conftest import Opening

pytestmark = pytest.mark.asyncio(loop_scope="session")

POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: 3d"


def plans(g: Garden, name: str) -> str:
    return f"{g.url}/as/{name}/plans#newest"


async def test_what_one_member_presses_another_sees_at_once(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    bilal = await (await opened(plans(g, "bilal"))).live()
    await ana.says(POLL)
    await ana.sees("This is how it will look")
    await expect(bilal.page.get_by_text("When do we meet?")).to_have_count(0)
    await ana.presses("Post it")
    await bilal.sees("When do we meet?", "Nobody has answered yet.")
    await bilal.presses("Saturday")
    await bilal.sees("Only you can see this", "Recorded: Saturday")
    await ana.sees("1 person has answered.")
    await expect(ana.page.get_by_text("Recorded: Saturday")).to_have_count(0)
    await bilal.says("Saturdays suit me <b>well</b>")
    await ana.sees("Saturdays suit me <b>well</b>")


async def test_the_first_poll_with_the_mouse(g: Garden, opened: Opening) -> None:
    ana = await opened(g.url)
    await ana.page.get_by_role("link", name="Ana Duarte").click()
    await ana.live()
    await ana.page.locator("#can summary").click()
    await ana.page.get_by_role("button", name="/poll Ask the group").click()
    await ana.page.get_by_label("Question").fill("When do we meet?")
    await ana.presses("See how it looks")
    await ana.sees("Your words are kept.", "What can people choose?")
    await expect(ana.page.get_by_label("Question")).to_have_value("When do we meet?")
    await ana.page.get_by_label("Options").fill("Tuesday\nSaturday")
    await ana.presses("See how it looks")
    await ana.presses("Post it")
    await ana.sees("Nobody has answered yet.")
    await ana.presses("Tuesday")
    await ana.sees("Recorded: Tuesday")
    await ana.presses("Saturday")
    await ana.sees("Recorded: Saturday")
    await ana.page.locator(".whisper").get_by_role("button", name="Take it back").click()
    await ana.sees("Nothing is recorded for you now.")
    await ana.presses("Not for me")
    await ana.sees("Recorded: not for me")
    await ana.presses("Saturday")
    await ana.page.locator(".whisper").get_by_role("button", name="Say why").click()
    await ana.page.get_by_label("Why? In your own words").fill("I work on Tuesdays.")
    await ana.presses("Share it")
    await ana.sees("Thank you for saying why.")
    await ana.presses("Add an option")
    await ana.page.get_by_role("dialog").get_by_label("Option").fill("Sunday")
    await ana.presses("Add it")
    await ana.presses("Sunday")
    await ana.sees("Recorded: Sunday")
    await ana.presses("Details")
    await ana.presses("Close it now")
    await ana.page.get_by_label("Why close it early?").fill("We all met at the gate.")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Close it now").click()
    await ana.sees("because more people chose it", "Closed early by", "We all met at the gate.", "I work on Tuesdays.")


async def test_the_first_poll_with_the_keyboard_alone(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    await ana.tabs_to("Say something")
    await ana.page.keyboard.type("/poll")
    await ana.page.keyboard.press("Enter")
    await expect(ana.page.get_by_label("Question")).to_be_focused()
    await ana.page.keyboard.type("When do we meet?")
    await ana.tabs_to("Options")
    await ana.page.keyboard.type("Tuesday")
    await ana.page.keyboard.press("Enter")
    await ana.page.keyboard.type("Saturday")
    await ana.keys("See how it looks")
    await ana.hears("This is how it will look")
    await ana.keys("Post it")
    await ana.hears("Posted in #garden-plans")
    await ana.sees("Nobody has answered yet.")
    await ana.keys("Saturday", back=True)
    await ana.hears("Recorded: Saturday")
    # The focus stays where it was, so that the next choice is one press away; what was whispered comes next.
    await expect(ana.button("Saturday")).to_be_focused()
    await ana.keys("Take it back")
    await ana.hears("Nothing is recorded for you now.")
    await ana.keys("Saturday", back=True)
    await ana.tabs_to("Details")
    await ana.page.keyboard.press("Tab")
    await ana.keys("Say why")
    await expect(ana.page.get_by_label("Why? In your own words")).to_be_focused()
    await ana.page.keyboard.type("I work on Tuesdays.")
    await ana.keys("Share it")
    await ana.hears("Thank you for saying why.")
    await ana.keys("Details", back=True)
    await ana.hears("Asked by Ana Duarte")
    await ana.keys("See the reasons")
    await ana.hears("I work on Tuesdays.")
    before = await ana.page.locator("#now").inner_text()
    await ana.keys("To the next thing due", back=True)  # the quiet round
    await expect(ana.page.locator("#now")).not_to_have_text(before)
    await ana.keys("To the next thing due", back=True)
    await ana.sees("because more people chose it than any other", "Closed on time. Nothing was changed.")


async def test_the_rest_of_a_poll_with_the_keyboard_alone(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    bilal = await (await opened(plans(g, "bilal"))).live()
    await ana.says(POLL)
    await ana.presses("Post it")
    await bilal.sees("Nobody has answered yet.")
    await bilal.keys("Add an option")
    await expect(bilal.page.get_by_role("textbox", name="Option")).to_be_focused()
    await bilal.page.keyboard.type("Sunday")
    await bilal.keys("Add it")
    await bilal.hears("Added: Sunday. Everyone can choose it now.")
    await bilal.keys("Not for me", back=True)
    await bilal.hears("Recorded: not for me")
    await bilal.sees("1 person has answered.")  # the card is drawn anew, and with it what has the focus
    await bilal.keys("Sunday", back=True)
    await bilal.hears("Recorded: Sunday")
    await bilal.keys("Say why")
    await expect(bilal.page.get_by_label("Why? In your own words")).to_be_focused()
    await bilal.page.keyboard.type("Only day I am free.")
    await bilal.keys("Share it")
    await bilal.hears("Thank you for saying why.")
    await ana.keys("Tuesday", back=True)
    await ana.hears("Recorded: Tuesday")
    await ana.keys("See the reasons")
    await ana.hears("Only day I am free.")
    await ana.keys("1 is a fair point")
    await ana.hears("you call this a fair point")
    await expect(ana.page.get_by_role("button", name="1: no longer a fair point")).to_be_visible()
    await ana.keys("Details", back=True)
    await ana.hears("Asked by Ana Duarte")
    await ana.keys("Close it now")
    await expect(ana.page.get_by_label("Why close it early?")).to_be_focused()
    await ana.page.keyboard.type("We all agree.")
    await ana.keys("Close it now")
    await ana.sees("Closed early by", "We all agree.")


async def test_a_form_is_left_with_escape_and_the_focus_comes_back(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    await ana.says("/poll")
    await expect(ana.page.get_by_role("dialog")).to_be_visible()
    await ana.page.keyboard.press("Escape")
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await expect(ana.page.locator("#line")).to_be_focused()


async def test_the_first_poll_without_javascript(g: Garden, opened: Opening) -> None:
    ana = await opened(plans(g, "ana"), java_script_enabled=False)
    await ana.says("/poll")
    await ana.page.get_by_label("Question").fill("When do we meet?")
    await ana.page.get_by_label("Options").fill("Tuesday\nSaturday")
    await ana.page.get_by_label("When does it close?").fill("yesterday")
    await ana.presses("See how it looks")
    await ana.sees("Your words are kept.")
    await ana.page.get_by_label("When does it close?").fill("in 3 days")
    await ana.presses("See how it looks")
    await ana.presses("Post it")
    await ana.looks_for("Saturday")
    await ana.presses("Saturday")
    await ana.sees("Recorded: Saturday")
    before = await ana.page.locator("#now").inner_text()
    await ana.presses("To the next thing due")  # the quiet round
    await expect(ana.page.locator("#now")).not_to_have_text(before)
    await ana.presses("To the next thing due")
    await ana.sees("because more people chose it than any other")


async def test_a_restart_of_the_server_loses_and_doubles_nothing(tmp_path: Path, opened: Opening) -> None:
    async with garden(tmp_path / "g") as g:
        port = g.port
        ana = await (await opened(plans(g, "ana"))).live()
        await g.room.say("plans", "bilal", "before", g.play.now())
        await ana.sees("before")
    await expect(ana.page.locator("body.live")).to_have_count(0)
    async with garden(tmp_path / "g", port) as g:
        await g.room.say("plans", "bilal", "after", g.play.now())
        await ana.sees("after")
        assert await ana.page.locator(".said").all_inner_texts() == ["before", "after"]
        await ana.page.context.close()
    ana.complaints[:] = [c for c in ana.complaints if "ERR_CONNECTION_REFUSED" not in c and "ERR_INCOMPLETE" not in c]


async def test_the_keys_of_a_command_are_offered_while_typing(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    await ana.page.locator("#line").fill("/poll ")
    await ana.presses("question:")
    await ana.page.keyboard.type("Where?")
    await expect(ana.button("question:")).to_have_count(0)
    await ana.presses("options:")
    await expect(ana.page.locator("#line")).to_have_value("/poll question: Where? options: ")


async def test_a_thread_is_beside_its_message(g: Garden, opened: Opening) -> None:
    await g.room.say("plans", "bilal", "Who has the key?", g.play.now())
    ana = await (await opened(plans(g, "ana"))).live()
    bilal = await (await opened(plans(g, "bilal"))).live()
    await ana.page.get_by_role("link", name="Thread under what Bilal Haddad said").click()
    await ana.says("I do.")
    await bilal.sees("1 in the thread")
    await ana.page.get_by_role("link", name="Back to #garden-plans").click()
    await ana.sees("Who has the key?")


async def test_a_messages_menu_gives_a_command_about_it(tmp_path: Path, opened: Opening) -> None:
    asking = CommandHint("poll", "Ask the group", menu="Ask about this")
    async with garden(tmp_path / "g", commands=[asking]) as g:
        await g.room.say("plans", "bilal", "Who has the key?", g.play.now())
        ana = await (await opened(plans(g, "ana"))).live()
        await ana.keys("More to do with what Bilal Haddad said", back=True)
        await ana.page.keyboard.press("Escape")
        await expect(ana.button("Ask about this")).to_have_count(0)
        await ana.keys("More to do with what Bilal Haddad said")
        await ana.keys("Ask about this")
        await expect(ana.page.get_by_role("dialog")).to_contain_text("Ask the group")
        assert await ana.faults() == []
        await ana.page.context.close()


async def test_what_is_kept_about_a_member_can_be_taken_along(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    await ana.says(POLL)
    await ana.presses("Post it")
    await ana.presses("Saturday")
    await ana.sees("Recorded: Saturday")
    await ana.says("/descant")
    await ana.presses("My data")
    await ana.presses("Take it all along")
    async with ana.page.expect_download() as taken:
        await ana.page.get_by_role("link", name="my-data.zip").click()
    assert (await taken.value).suggested_filename == "my-data.zip"


async def test_a_keeper_picks_a_channel_and_leaves_it_open_again(g: Garden, opened: Opening) -> None:
    grace = await (await opened(plans(g, "grace"))).live()
    for choice in ("#the-shed", "None of these"):
        await grace.says("/descant setup")
        await grace.presses("Channels")
        await grace.page.get_by_role("group", name="Channel for thanks").get_by_label(choice).check()
        await grace.page.get_by_label("Why this change?").fill("To try it out.")
        await grace.presses("Change it")
        await expect(grace.page.get_by_role("dialog")).to_have_count(0)
    await grace.sees("Thanks: in the channel where they are begun.")


async def test_what_is_new_in_another_place_is_seen_and_heard(g: Garden, opened: Opening) -> None:
    ana = await (await opened(plans(g, "ana"))).live()
    paper = Card((Paragraph(plain("Bilal thanks you.")),))
    await g.room.post("direct-ana", paper, g.play.now(), "k")
    await ana.hears("Messages from Descant 1 new")
    await ana.page.get_by_role("link", name="Messages from Descant 1 new").click()
    await ana.sees("Bilal thanks you.")
    await expect(ana.page.get_by_role("link", name="Messages from Descant", exact=True)).to_be_visible()
