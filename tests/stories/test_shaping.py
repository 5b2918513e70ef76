"""Shaping together: changes that nobody minds, ways that stand beside each other, concerns, and turning back."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.answers import FormErrors
from bot.chat.token import Token
from storage.tables import metadata
from tests.people import CHANNEL, COMMUNITY, Member, Stage, labels, stage, text

HEDGE = "Plant a hedge along the fence"


async def proposed(s: Stage, words: str = HEDGE, who: str = "ana") -> Member:
    """A member who has just proposed something."""
    member = await s.member(who).says(f"/propose {words}")
    return await member.presses("Post it")


def card(s: Stage, number: int = 0) -> str:
    """The proposal's card as everyone sees it."""
    return text(s.chat.in_place(CHANNEL)[number].card)


def in_thread(s: Stage, who: str, under: str = "m1") -> Member:
    """The same member, reading the thread under the card."""
    return s.member(who).in_place(f"{CHANNEL}/{under}")


async def suggests(s: Stage, who: str, words: str, **more: str) -> Member:
    member = await s.member(who).presses("Suggest a change")
    return await member.fills(words=words, **more)


# --- suggested changes --------------------------------------------------------------------------------------------


async def test_a_change_that_nobody_minds_is_folded_in_with_credit(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ben = await suggests(s, "ben", "Plant a wild hedge along the fence", why="Birds.")
        ben.sees("Suggested. If nobody would rather not by Wednesday 25 November 2026, 10:00 (London)")
        assert "1 suggested change waits in the thread." in card(s)
        thread = in_thread(s, "chi")
        thread.sees("Ben suggests a change", "Plant a {+wild+} hedge along the fence", "> Birds.", "[I'd rather not]")
        await s.later(hours=24)
        assert "Plant a wild hedge along the fence" in card(s)
        assert "Version 2, with words of Ben." in card(s)
        assert "waits in the thread" not in card(s)
        thread.sees("Folded in Wednesday 25 November 2026, 10:00 (London): it is in version 2.")
        thread.sees_no("[I'd rather not]")
        assert s.broken() == []


@pytest.mark.parametrize("who", ["ana", "chi"])
async def test_if_anyone_would_rather_not_it_becomes_another_way(tmp_path: Path, who: str) -> None:
    """The proposer has the same word in it as everyone, and no more."""
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant trees along the fence")
        minder = await in_thread(s, who).presses("I'd rather not")
        minder.sees("it is way 2 now, and goes to the decision beside them. Nobody is told who minded.")
        assert "Way 2: Plant trees along the fence" in card(s)
        assert HEDGE in card(s)
        await s.later(days=2)
        assert "Version 2" not in card(s)
        in_thread(s, "dov").sees("It is way 2 since")
        assert who.capitalize() not in s.shown(f"{CHANNEL}/m1").replace("Ben", "")
        assert s.broken() == []


async def test_minding_twice_or_late_changes_nothing_and_says_what_became_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant trees along the fence")
        chi = in_thread(s, "chi")
        token, _ = chi.find("I'd rather not")
        await chi.presses("I'd rather not")
        await in_thread(s, "dov").sends_press(token)
        chi = await chi.sends_press(token)
        chi.sees("It is way 2 since", "So nothing was changed just now.")
        assert s.rows("SELECT count(*) FROM ways") == [(2,)]


async def test_a_press_after_its_time_counts_for_nothing_even_before_it_is_folded_in(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant trees along the fence")
        s.clock.forward(timedelta(hours=24))
        chi = in_thread(s, "chi")
        token, _ = chi.find("I'd rather not")
        await chi.sends_press(token)
        chi.sees("The time to mind this ended Wednesday 25 November 2026, 10:00 (London).")
        assert "Version 2, with words of Ben." in card(s)


async def test_changes_of_different_words_go_together_and_of_the_same_words_stand_apart(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant a wild hedge along the fence")
        await suggests(s, "chi", "Plant a hedge along the old fence")
        await suggests(s, "dov", "Plant a thorny hedge along the fence")
        await s.later(hours=24)
        assert "Plant a wild hedge along the old fence" in card(s)
        assert "Version 3, with words of Ben and Chi." in card(s)
        assert "Way 2: Plant a thorny hedge along the fence" in card(s)
        assert s.broken() == []


async def test_with_too_little_time_left_to_mind_it_becomes_another_way(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await s.later(days=2, hours=12)
        ben = await suggests(s, "ben", "Plant trees along the fence")
        ben.sees("There is less time left than anyone needs to mind")
        await s.later(hours=12)
        assert "Way 2: Plant trees along the fence" in card(s)
        ben.sees("Now we decide: Plant a hedge along the fence")
        assert s.broken() == []


async def test_what_was_due_while_nothing_ran_is_folded_in_before_it_is_decided(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant a wild hedge along the fence")
        clock, chat = s.clock, s.chat
    clock.forward(timedelta(days=5))
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.settle()
        assert "Plant a wild hedge along the fence" in card(s)
        s.member("ana").sees("Now we decide: Plant a wild hedge along the fence")
        assert s.broken() == []


async def test_a_suggestion_can_be_taken_back_by_whoever_made_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ben = await suggests(s, "ben", "Plant trees along the fence")
        token, _ = ben.find("Take it back")
        ana = await s.member("ana").sends_press(token)
        ana.sees("Only the one who suggested this can take it back.")
        await in_thread(s, "ben").presses("I'd rather not")
        await ben.sends_press(token)
        ben.sees("Taken back. The words stay as they are.")
        await s.later(hours=24)
        assert "Version 2" not in card(s)
        in_thread(s, "chi").sees("Taken back", "by whoever suggested it")


async def test_without_a_name_nobody_sees_whose_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant a wild hedge along the fence", named="unnamed", why="Birds.")
        for press, words in (("Raise a concern", "It shades the beds."), ("Add a risk", "It grows too high.")):
            ben = await s.member("ben").presses(press)
            await ben.fills(words=words, named="unnamed")
        ben = await s.member("ben").presses("Add another way")
        await ben.fills(words="Plant trees", named="unnamed")
        await s.later(hours=24)
        assert "Version 2, with words of someone here." in card(s)
        await s.member("ana").presses("Details")
        for page in ("All ways", "How the words came about", "Suggested changes", "Concerns", "Risks"):
            ana = await s.member("ana").presses("Details")
            await ana.presses(page)
            assert "Ben" not in ana.screen, page
        assert "Ben" not in s.shown() + s.shown(f"{CHANNEL}/m1")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (HEDGE, "These are the words that stand there now."),
        ("", "This needs a few words."),
        ("w" * 3001, "This has more than 3000 characters."),
        ("Plant trees", "“Plant trees” stands there already."),
        ("plant  TREES", "stands there already."),
    ],
)
async def test_what_is_no_change_is_asked_again(tmp_path: Path, typed: str, sentence: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s, f"what: {HEDGE} others: Plant trees")
        ben = await s.member("ben").presses("Suggest a change")
        await ben.presses(f"Way 1: {HEDGE}")
        await ben.fills(words=typed, why="Because.")
        assert isinstance(ben.answer, FormErrors)
        ben.sees(sentence, "Because.")


async def test_the_same_change_is_not_suggested_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant ivy")
        chi = await suggests(s, "chi", "Plant ivy")
        chi.sees("“Plant ivy” stands there already.")


async def test_every_version_is_kept_and_can_be_read(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant a wild hedge along the fence", why="Birds.")
        await s.later(hours=24)
        await suggests(s, "chi", "Plant a wild hedge along the road")
        await s.later(hours=24)
        ana = await s.member("ana").presses("Details")
        await ana.presses("How the words came about")
        ana.sees(
            "Way 1, version 1: Ana",
            HEDGE,
            "Way 1, version 2: Ben",
            "Plant a {+wild+} hedge",
            "> Birds.",
            "Way 1, version 3: Chi",
            "[-fence-] {+road+}",
        )


# --- concerns, risks, ways ----------------------------------------------------------------------------------------


async def test_only_its_raiser_can_say_that_a_concern_is_met(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ben = await s.member("ben").presses("Raise a concern")
        await ben.fills(words="It shades the beds.", named="named")
        assert "Open concerns\n\n> It shades the beds.\n  Ben" in card(s)
        for other in ("ana", "chi"):
            member = await in_thread(s, other).presses("It is met")
            member.sees("Only the one who raised it can say this. Nothing was changed.")
        assert "Open concerns" in card(s)
        ben = await in_thread(s, "ben").presses("It is met")
        ben.sees("Noted: it is met.", "It is met, says whoever raised it, Tuesday 24 November 2026")
        assert "Open concerns" not in card(s)
        await ben.presses("It is not met after all")
        assert "Open concerns" in card(s)


async def test_risks_and_ways_stand_on_the_card_and_it_stops_asking(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        assert "Nobody has named a risk yet. Nobody has named another way yet." in card(s)
        ben = await s.member("ben").presses("Add a risk")
        await ben.fills(words="It grows too high.")
        ben = await s.member("ben").presses("Add another way")
        await ben.fills(words="Plant trees")
        ben.sees("It is way 2 now, and goes to the decision.")
        ben = await s.member("ben").presses("This affects me")
        ben.sees("Noted: it affects you. Others see how many, never who.")
        seen = card(s)
        assert "> It grows too high." in seen
        assert "Way 2: Plant trees" in seen
        assert "1 person says that it affects them." in seen
        assert "Nobody has" not in seen
        in_thread(s, "chi").sees("A risk", "> It grows too high.", "Another way: Way 2", "From Ben.")


async def test_a_way_that_was_added_is_shaped_like_the_first(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s, f"what: {HEDGE} others: Plant trees")
        ben = await s.member("ben").presses("Suggest a change")
        await ben.presses("Way 2: Plant trees")
        await ben.fills(words="Plant apple trees")
        in_thread(s, "chi").sees("Ben suggests a change to way 2", "Plant {+apple+} trees")
        await s.later(hours=24)
        assert "Way 2: Plant apple trees" in card(s)
        chi = await s.member("chi").presses("Add another way")
        await chi.fills(words="Plant nothing")
        dov = await in_thread(s, "dov").presses("Suggest a change to it")
        await dov.fills(words="Plant nothing this year")
        await s.later(hours=24)
        assert "Way 3: Plant nothing this year" in card(s)


async def test_the_same_risk_concern_or_way_is_there_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        for press in ("Raise a concern", "Add a risk", "Add another way"):
            for who in ("ben", "chi"):
                member = await s.member(who).presses(press)
                await member.fills(words="It may fail.")
            assert isinstance(member.answer, FormErrors)
            member.sees("“It may fail.” stands there already.")


# --- what one says of oneself -------------------------------------------------------------------------------------


async def test_affected_is_said_of_oneself_counted_once_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        for who in ("ben", "ben", "chi"):
            await s.member(who).presses("This affects me")
        assert "2 people say that it affects them." in card(s)
        chi = s.member("chi")
        await chi.presses("Not after all")
        chi.sees("Noted: it does not affect you after all.")
        assert "1 person says that it affects them." in card(s)
        assert "Ben" not in card(s)


async def test_help_is_offered_for_ways_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ben = await s.member("ben").presses("I'd help")
        ben.sees("Noted: you would help. It binds you to nothing yet.")
        chi = await s.member("chi").presses("Add another way")
        await chi.fills(words="Plant trees")
        chi = await s.member("chi").presses("I'd help")
        chi.sees("Which would you help with? Choose all you like.")
        token, _ = chi.find("Way 2: Plant trees")
        await chi.sends_press(token, ("1", "2"))
        chi.sees("Noted: you would help with Way 1 and Way 2.")
        assert "2 people would help." in card(s)
        await chi.sends_press(token, ("2",))
        assert s.rows("SELECT way, person FROM helping ORDER BY way") == [(1, "ben"), (2, "chi")]
        await chi.presses("Not after all")
        assert "1 person would help." in card(s)


async def test_enough_who_need_more_time_extend_it_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        for who in ("ben", "ben", "chi"):
            member = await s.member(who).presses("I need more time")
        member.sees("Noted. 2 of 3 who need more time have said so.")
        await s.later(days=2, hours=23)
        dov = await s.member("dov").presses("I need more time")
        dov.sees("Enough of you need more time: it is shaped until Saturday 28 November 2026, 10:00 (London) now.")
        in_thread(s, "ana").sees("3 people need more time, so it is shaped until Saturday 28 November 2026")
        efe = await s.member("efe").presses("I need more time")
        efe.sees("The shaping was extended already, which happens once.")
        assert "Shaped until Saturday 28 November 2026, 10:00 (London), then decided until Tuesday 1 December" in card(
            s
        )
        await s.later(hours=24)
        await suggests(s, "ben", "Plant a wild hedge along the fence")
        await s.later(days=1)
        s.member("ana").sees("Now we decide")
        assert s.broken() == []


async def test_a_late_press_says_when_the_shaping_ended(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s)
        s.clock.forward(timedelta(days=3))
        presses = ("Suggest a change", "Raise a concern", "Add a risk", "Add another way", "I need more time")
        tokens = [ana.find(label)[0] for label in presses]
        for token in tokens:
            await ana.sends_press(token)
            ana.sees("The shaping ended Friday 27 November 2026, 10:00 (London)", "nothing was changed")
        for table in ("suggestions", "concerns", "risks", "more_time"):
            assert s.rows(f"SELECT * FROM {table}") == []


# --- turning back -------------------------------------------------------------------------------------------------


async def test_what_nobody_has_taken_further_can_be_withdrawn_and_taken_up_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s)
        await ana.presses("Details")
        await ana.presses("Withdraw it")
        await ana.fills(why="I asked the wrong question.")
        ana.sees("Withdrawn by Ana, Tuesday 24 November 2026, 10:00 (London): I asked the wrong question.")
        await s.later(days=9)
        ana.sees_no("Now we decide")
        ben = await s.member("ben").presses("Take it up again")
        ben.sees("It is shaped again, until Sunday 6 December 2026, 10:00 (London)")
        await ben.presses("Details")
        ben.sees("Proposed by Ana, Tuesday 24 November 2026", "Ben carries it on.", "[Withdraw it]")
        assert "[Suggest a change]" in card(s)
        await s.later(days=3)
        ben.sees("Now we decide")
        assert s.broken() == []


async def test_what_others_have_taken_further_is_not_withdrawn_but_passed_on(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s)
        await ana.presses("Details")
        withdraw, _ = ana.find("Withdraw it")
        await suggests(s, "ben", "Plant a wild hedge along the fence")
        await ana.sends_press(withdraw)
        ana.sees("Others have taken this further, so it is not yours alone to withdraw.")
        await ana.presses("Details")
        assert "[Withdraw it]" not in ana.screen
        await ana.presses("Pass it on")
        ana.sees("Passed on. It goes its way, and you are free of it.")
        assert "It was passed on: whoever wants to can carry it on, under Details." in card(s)
        chi = await s.member("chi").presses("Details")
        await chi.presses("I'll carry it on")
        chi.sees("You carry it on. That gives you no say over it that others do not have.")
        assert "passed on" not in card(s)
        await s.later(hours=24)
        assert "Version 2, with words of Ben." in card(s)


async def test_nobody_else_can_withdraw_or_pass_on(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s)
        await ana.presses("Details")
        withdraw, _ = ana.find("Withdraw it")
        for who, keeper in (("ben", False), ("kim", True)):
            member = await s.member(who, keeper=keeper).presses("Details")
            assert "[Withdraw it]" not in member.screen
            await member.sends_press(withdraw)
            member.sees("Only Ana can do this. Nothing was changed.")
            await member.sends_press(Token("proposal.pass", withdraw.ids))
            member.sees("Only Ana can do this. Nothing was changed.")


async def test_two_that_ask_the_same_become_one_if_both_agree(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        for press, words in (("Raise a concern", "It shades the beds."), ("Add a risk", "It grows too high.")):
            dov = await s.member("dov").presses(press)
            await dov.fills(words=words)
        await s.member("dov").presses("I'd help")
        await s.member("dov").presses("This affects me")
        ana = await s.member("ana").presses("Details")
        join, _ = ana.find("Put it together with another")
        ben = await proposed(s, "Grow a green wall", "ben")
        await ana.sends_press(join)
        await ana.presses("Grow a green wall")
        ana.sees("Asked, in the thread of “Grow a green wall”.")
        wall = s.chat.in_place(CHANNEL)[-1]
        chi = await in_thread(s, "chi", wall.id).presses("Put them together")
        chi.sees("Only Ben can do this. Nothing was changed.")
        ben = await in_thread(s, "ben", wall.id).presses("Put them together")
        ben.sees("They are one now.", "Agreed: all of it goes along.")
        assert "Put together with Grow a green wall, which asks the same" in card(s)
        joined = text(wall.card)
        for words in (f"Way 2: {HEDGE}", "> It grows too high.", "> It shades the beds.", "1 person would help."):
            assert words in joined
        assert "1 person says that it affects them." in joined
        dov = await in_thread(s, "dov").presses("It is met")
        dov.sees("Noted: it is met.")
        await s.later(days=3, hours=1)
        assert s.shown().count("Now we decide") == 1
        assert s.broken() == []


async def test_two_stay_apart_unless_both_agree(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ana = await s.member("ana").presses("Details")
        join, _ = ana.find("Put it together with another")
        await proposed(s, "Grow a green wall", "ben")
        await ana.sends_press(join)
        await ana.presses("Grow a green wall")
        wall = s.chat.in_place(CHANNEL)[-1]
        ben = await in_thread(s, "ben", wall.id).presses("Better apart")
        ben.sees("They stay apart.")
        await ana.sends_press(join)
        await ana.presses("Grow a green wall")
        ana.sees("That was asked already")
        await s.later(days=3, hours=1)
        assert s.shown().count("Now we decide") == 2


# --- who may know, and what goes with whom ------------------------------------------------------------------------


async def test_home_lists_what_is_shaped_where_one_may_know_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ben, elsewhere = s.member("ben"), s.member("ben").in_place("kitchen")
        await elsewhere.says("/descant")
        assert HEDGE not in elsewhere.screen
        await ben.says("/descant")
        ben.sees("Waiting for you", f"{HEDGE} – until Friday 27 November 2026", f"[Show: {HEDGE}]")
        await ben.presses(f"Show: {HEDGE}")
        await ben.presses("This affects me")
        await ben.says("/descant")
        assert "Coming up" in ben.screen
        await elsewhere.says("/descant")
        assert HEDGE in elsewhere.screen


async def test_who_erases_themselves_takes_their_words_along_and_not_what_the_group_shaped(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await suggests(s, "ben", "Plant a wild hedge along the fence", why="Birds.")
        await s.later(hours=24)
        await suggests(s, "ben", "Plant a wild hedge along the road")
        for press, words in (("Raise a concern", "It shades the beds."), ("Add a risk", "It grows too high.")):
            ben = await s.member("ben").presses(press)
            await ben.fills(words=words, named="named")
        ben = await s.member("ben").says("/descant")
        await ben.presses("My data")
        await ben.presses("Erase me")
        await ben.fills(sure="yes")
        await s.later(hours=24)
        seen = s.shown() + s.shown(f"{CHANNEL}/m1")
        for gone in ("Ben", "It shades the beds.", "It grows too high.", "Birds.", "along the road"):
            assert gone not in seen, gone
        assert "Plant a wild hedge along the fence" in seen
        assert "with words of someone who has erased themselves" in seen
        for table in metadata.tables:
            assert "'ben'" not in str(s.rows(f'SELECT * FROM "{table}"')), table
        assert s.broken() == []


async def test_nothing_of_another_community_can_be_pressed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s)
        token, _ = ana.find("Suggest a change")
        stranger = s.member("zoe")
        stranger.where = type(stranger.where)(type(COMMUNITY)("test:other"), stranger.where.place)
        await stranger.sends_press(token)
        assert "This proposal is not there any more." in stranger.screen


async def test_many_are_listed_on_pages(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        for number in range(6):
            member = await s.member(f"m{number}").presses("Add a risk")
            await member.fills(words=f"Risk number {number}")
        assert "and 2 more, under Details" in card(s)
        ana = await s.member("ana").presses("Details")
        await ana.presses("Risks")
        ana.sees("Risk number 3")
        assert "Risk number 4" not in ana.screen
        await ana.presses("More")
        ana.sees("Risk number 4", "Risk number 5", "[Back]")
        assert labels(s.chat.in_place(CHANNEL)[0].card)[0] == "Suggest a change"
