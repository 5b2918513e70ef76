"""The stories that are told everywhere, told in Discord over real sockets and the real library."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.people import told_in
from tests.stories import (
    test_agreement,
    test_answering,
    test_checkins,
    test_checkins_everywhere,
    test_closing,
    test_decisions_everywhere,
    test_first_poll,
    test_from_joined,
    test_hiding,
    test_hiding_everywhere,
    test_kinds,
    test_plain_command,
    test_quiet_round,
    test_reasons,
    test_resources,
    test_set_up,
    test_shaped_together,
    test_thanks,
)
from tests.wire.discord.people import Stage, stage, until
from tests.wire.discord.standin import StandIn
from tests.wire.telling import BEHIND_THE_SCREEN, Story, one, stories

MODULES = (
    test_checkins_everywhere,
    test_decisions_everywhere,
    test_first_poll,
    test_plain_command,
    test_shaped_together,
    test_answering,
    test_closing,
    test_reasons,
    test_quiet_round,
    test_kinds,
    test_thanks,
    test_set_up,
)
STORIES = (
    test_agreement.test_the_agreement_is_changed,
    test_checkins.test_begun_from_a_template_and_answered_by_choosing,
    test_from_joined.test_a_keeper_sets_it_up_in_under_ten_presses,
    test_from_joined.test_a_member_reads_every_line_and_changes_none,
    test_hiding.test_words_go_everywhere_and_a_trace_stays,
    test_hiding_everywhere.test_words_of_thanks_are_hidden_from_their_own_menu,
    test_hiding_everywhere.test_what_was_shared_is_hidden_from_its_own_menu,
    test_hiding_everywhere.test_an_answer_in_a_check_in_is_hidden_from_its_own_menu,
    test_resources.test_a_resource_is_shared_and_found,
)
NOT_HERE = {
    "test_what_happens_next_follows_the_outcome": "Discord's /poll has no box for it; its form has",
    "test_too_few_decide_nothing_and_what_was_planned_for_that_is_shown": "nor for this",
    "test_whoever_asked_can_close_it_early_with_a_reason_that_everyone_reads": "Discord sends no empty field",
    "test_what_can_not_be_asked_comes_back": "Discord keeps it from being typed",
    "test_find_a_time": "it reads a member's own zone in words, which Discord does not tell",
    "test_one_more_time_is_read_as_a_time": "it reads a member's own zone in words, which Discord does not tell",
    "test_small_numbers_can_not_be_found_by_subtraction": "it looks at the core's own card",
}
"""Stories that can not be told here, and why."""


@pytest.mark.parametrize("story", [*stories(MODULES, NOT_HERE, BEHIND_THE_SCREEN), *map(one, STORIES)])
async def test_a_story(shared: Path, tmp_path: Path, story: Story) -> None:
    world = FakeClock()

    def elsewhere(path: Path, clock: FakeClock | None) -> AbstractAsyncContextManager[Stage]:
        return stage(path, clock or world, standin)

    async with StandIn(lambda: world.now().timestamp()).serving() as standin:
        token = told_in.set(elsewhere)
        try:
            await story(tmp_path)
        finally:
            told_in.reset(token)


HOSTILE = "**@everyone** <@1> ||x|| `y` [z](https://a.b) שלום 👍🏽"
"""Markup, mentions, a link, words from right to left, an emoji of two parts."""


@pytest.fixture
async def s(shared: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path / "d.db") as opened:
        yield opened


async def test_long_and_hostile_words_are_read_as_they_were_written(s: Stage) -> None:
    ana = s.member("ana")
    options = "; ".join(f"{n:02} {HOSTILE} {'o' * 80}"[:75] for n in range(25))
    await ana.says(f"/poll question: {HOSTILE} {'q' * 240} options: {options} why: {HOSTILE} {'w' * 400} kind: any")
    await ana.presses("Post it")
    ana.sees(HOSTILE, f"[01 {HOSTILE}")
    for number, name in enumerate(("ben", "chi", "dov", "eve")):
        member = s.member(name)
        await member.presses(f"{number:02} {HOSTILE} {'o' * 80}"[:75], f"09 {HOSTILE} {'o' * 80}"[:75])
        member.sees("Recorded: ")
        await member.presses("Say why")
        await member.fills(words=f"# {name}\n> {HOSTILE}\n1. {'r' * 400}")
    await s.later(days=3)
    ana.sees("4 people took part.", "# ben", f"> {HOSTILE}", f"1. {'r' * 100}", "[See the reasons]")
    await ana.presses("See the reasons")
    ana.sees("Reasons", "# chi", "r" * 400)


async def test_what_only_one_person_is_told_only_they_see(s: Stage) -> None:
    ana, ben, chi = (s.member(name) for name in ("ana", "ben", "chi"))
    await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 3 days")
    chi.sees_no("When?")
    await ana.presses("Post it")
    await ben.presses("Saturday")
    ben.sees("Recorded: Saturday")
    for other in (ana, chi):
        other.sees("1 person has answered.")
        other.sees_no("Recorded: Saturday")


async def test_a_poll_is_asked_by_its_form_and_mended(s: Stage) -> None:
    ana = await s.member("ana").says("/poll")
    ana.sees("Ask the group", "Why are we asking?")
    await ana.fills(question="When?", options="Tuesday", closes="yesterday")
    ana.sees("A choice needs at least two options.", "That time has passed.", "> Tuesday")
    await ana.presses("Change it")
    ana.sees("Question: When?", "Options: Tuesday")
    await ana.fills(options="Tuesday\nSaturday", closes="in 2 days", kind="any")
    await ana.presses("More choices")
    await ana.fills(seen="named")
    await ana.presses("Post it")
    ana.sees("Choose all you like.", "Seen by: everyone here, by name, once it has closed.")
    ben = await s.member("ben").presses("Add an option")
    await ben.fills(words="x" * 200)
    ben.sees("has more than", f"> {'x' * 200}")
    await ben.presses("Change it")
    ben.sees(f"Option: {'x' * 200}")
    await ben.fills(words="Sunday")
    await ben.presses("Sunday")
    await s.later(days=2)
    ana.sees("1 of 1 chose it.", "Ben")
    assert s.broken() == []


async def test_thanks_are_asked_for_in_direct_messages(s: Stage) -> None:
    ana, bea, chi = (s.member(name) for name in ("ana", "bea", "chi"))
    await ana.says("/thank who: @bea for: sorting the playlist all winter")
    ana.sees("Only you can see this.", "Thanks to Bea", "sorting the playlist all winter")
    await ana.presses("Send it")
    chi.sees_no("playlist")
    at_home = bea.in_direct_messages()
    at_home.sees("Ana thanks you:", "sorting the playlist all winter")
    await at_home.presses("Share it")
    chi.sees("Thanks to Bea", "sorting the playlist all winter")


async def test_a_message_is_thanked_for_from_its_menu(s: Stage) -> None:
    ana = await s.member("ana").chooses("Thank for this", "bea", "I brought **biscuits**.")
    ana.sees("Who?: Bea")
    bea = s.member("bea")
    await ana.fills(words="for the biscuits")
    await ana.presses("Send it")
    bea.in_direct_messages().sees("Ana thanks you:")


async def test_a_message_becomes_a_proposal_from_its_menu(s: Stage) -> None:
    ana = await s.member("ana").chooses("Make this a proposal", "bea", "We could plant a **hedge**.")
    ana.sees("Propose something", "We could plant a **hedge**.")
    await ana.fills(why="The road is loud.")
    await ana.presses("Post it")
    s.member("chi").sees("We could plant a **hedge**.", "Why: The road is loud.", "[Suggest a change]")


async def test_where_direct_messages_are_closed_nobody_else_hears_of_it(s: Stage) -> None:
    ana, bea = s.member("ana"), s.member("bea")
    s.standin.world.closed.add(bea.id)
    await ana.says("/thank who: @bea for: the soup")
    await ana.presses("Send it")
    await s.later(minutes=10)
    for member in (ana, s.member("chi")):
        member.sees_no("the soup")


async def test_where_it_may_not_post_the_one_who_asked_is_told_what_to_click(s: Stage) -> None:
    ana = s.member("ana")
    await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 3 days")
    s.channel.rights &= ~(1 << 11)
    await s.standin.emit("CHANNEL_UPDATE", s.standin._created(s.server)["channels"][0], s.server.id)
    await until(lambda: s.carrier.directory.to_post(s.server.id, s.channel.id) == "Send Messages")
    await ana.presses("Post it")
    await s.later(minutes=1)
    ana.in_direct_messages().sees("I could not post in #plans. This is needed there: Send Messages.")


async def test_who_holds_what_nobody_spoke_for_is_asked_in_direct_messages(s: Stage) -> None:
    ana, ben, chi = (s.member(name) for name in ("ana", "ben", "chi"))
    await ana.says("/poll question: When? options: Tuesday; Saturday closes: 10h")
    await ana.presses("Post it")
    await ben.presses("Tuesday")
    await s.later(hours=8, minutes=1)
    asked = ben.in_direct_messages()
    asked.sees("Nobody has said why for Tuesday. Would you?")
    chi.in_direct_messages().sees_no("Nobody has said why")
    await asked.presses("Say why")
    await asked.fills(words="I work on Saturdays")
    await s.later(hours=2)
    ana.sees("I work on Saturdays")
