"""How a community works together: a text that anyone can read, that changes in the open, and is shown to newcomers."""

from dataclasses import replace
from pathlib import Path

from bot.agreement.actions import adopt
from bot.chat.answers import FormErrors
from bot.chat.cards import Card, Paragraph
from bot.chat.ids import PersonId, PlaceId
from tests.people import COMMUNITY, Stage, stage, text


async def agreed(s: Stage, words: str, why: str, **more: str) -> None:
    """A keeper changes the agreement."""
    grace = s.member("grace", keeper=True)
    await grace.says("/agreement")
    await grace.presses("Change it as a keeper")
    await grace.fills(text=words, why=why, **more)
    await s.settle()


async def test_the_agreement_is_changed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, grace = s.member("ana"), s.member("grace", keeper=True)
        await ana.says("/agreement")
        ana.sees("There is no agreement here yet.", "Nobody outranks anyone.")
        await grace.says("/agreement")
        await grace.presses("Change it as a keeper")
        await grace.fills(text="We listen. We water the ferns.", why="To begin with", review="6 months")
        grace.sees("Version 1 holds from now on.")
        ana.sees("How we work together has changed", "We listen. We water the ferns.", "To begin with")
        await grace.says("/agreement")
        await grace.presses("Change it as a keeper")
        await grace.fills(text="We listen. We water the roses.", why="The ferns moved")
        ana.sees("We water the [-ferns.-] {+roses.+}", "The ferns moved")
        await ana.says("/agreement")
        ana.sees("We listen. We water the roses.", "Version 2, since")


async def test_every_version_is_kept_with_who_and_why(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for number in range(1, 6):
            await agreed(s, f"We are {number}.", f"Reason {number}")
            await s.later(days=1)
        ana = s.member("ana")
        await ana.says("/agreement")
        await ana.presses("Earlier versions")
        assert "Version 5, Saturday 28 November 2026" in ana.screen
        assert "changed by Grace, a keeper. Why: “Reason 5”" in ana.screen
        assert "We are [-4.-] {+5.+}" in ana.screen
        assert "Reason 2" not in ana.screen
        await ana.presses("Older")
        assert "We are 1." in ana.screen
        await ana.presses("Newer")
        await ana.presses("How we work together")
        assert "We are 5." in ana.screen
        await ana.says("/descant log")
        ana.sees("How we work together was changed by a keeper: version 5", "Reason 5")
        assert s.broken() == []


async def test_only_keepers_change_it_at_once_and_anyone_can_suggest(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await grace.says("/agreement")
        token, _ = grace.find("Change it as a keeper")
        await ana.says("/agreement")
        assert "Change it as a keeper" not in ana.screen
        await ana.sends_press(token)
        ana.sees("You can suggest a change, and the group decides.")
        await ana.says("/agreement")
        await ana.presses("Suggest this text")
        assert "We speak from our own experience" in ana.screen
        await ana.fills(what="We listen. We sing.", why="We never said so")
        await ana.presses("Post it")
        assert "We listen. We sing." in s.shown()
        await ana.says("/agreement")
        ana.sees("There is no agreement here yet.")


async def test_what_can_not_be_taken_comes_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.says("/agreement")
        await grace.presses("Change it as a keeper")
        await grace.fills(text=" ", why="", review="when the swallows return")
        assert isinstance(grace.answer, FormErrors)
        wrong = {key: text(Card((Paragraph(said),))) for key, said in grace.answer.errors.items()}
        assert wrong == {
            "text": "An agreement needs some words.",
            "why": "Please say why in a few words, for everyone to read.",
            "review": "I could not read that as a time to come. You can write 6 months, or 2027-05-01.",
        }
        await grace.fills(text="x" * 2001, why="y", review="")
        grace.sees("more than 2000 characters")
        await grace.fills(text="We listen.", why="y", review="")
        grace.sees("Version 1 holds from now on.")
        await grace.says("/agreement")
        await grace.presses("Change it as a keeper")
        await grace.fills(why="again", review="")
        grace.sees("This is what it says already.")


async def test_two_who_change_it_at_once_do_not_overwrite_each_other(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "To begin with")
        grace, hiro = s.member("grace", keeper=True), s.member("hiro", keeper=True)
        for member in (grace, hiro):
            await member.says("/agreement")
            await member.presses("Change it as a keeper")
        await grace.fills(text="We listen. We sing.", why="singing")
        await hiro.fills(text="We listen. We dance.", why="dancing")
        hiro.sees("It was changed meanwhile, and version 2 holds now.", "We dance.")
        await hiro.fills(text="We listen. We sing. We dance.")
        hiro.sees("Version 3 holds from now on.")


async def test_newcomers_are_shown_it_once_and_privately(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben = s.member("ben")
        await ben.says("/descant")
        await agreed(s, "We listen.", "To begin with")
        await s.member("ana").says("/poll question: Tea? options: Yes; No")
        await s.member("ana").presses("Post it")
        chi = s.member("chi")
        await chi.presses("Yes")
        assert "Recorded: Yes." in chi.screen
        assert "You are new to me: this is how we work together here\n\n> We listen." in chi.screen
        assert "You are new" not in s.shown()
        await chi.presses("No")
        assert "Recorded: No." in chi.screen
        assert "You are new" not in chi.screen
        await ben.presses("Yes")
        assert "You are new" not in ben.screen


async def test_a_form_does_not_use_up_the_first_meeting(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "To begin with")
        chi = s.member("chi")
        await chi.says("/poll")
        await chi.fills(question="Tea?", options="Yes\nNo")
        assert "You are new to me" in chi.screen
        await chi.presses("Read it whole")
        chi.sees("Version 1, since")


async def test_who_has_met_the_bot_stands_nowhere_by_name(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "To begin with")
        ana = s.member("anadyomene")
        await ana.says("/descant")
        assert "anadyomene" not in str(s.rows("SELECT * FROM met"))
        before = s.rows("SELECT * FROM met")
        await ana.presses("My data")
        await ana.presses("Erase me")
        await ana.fills(sure="yes")
        assert "You are new" not in ana.screen
        assert len(s.rows("SELECT * FROM met")) == len(before) - 1
        await ana.says("/descant")
        assert "You are new to me" in ana.screen


async def test_the_group_is_asked_on_the_day_and_it_holds_until_they_change_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "To begin with", review="60 days")
        ana = s.member("ana")
        await ana.says("/descant")
        assert "looked at again" not in ana.screen
        await s.later(days=31)
        await ana.says("/descant")
        ana.sees("Coming up", "How we work together – looked at again Saturday 23 January 2027")
        await ana.presses("Show: How we work together")
        ana.sees("We look at it again Saturday 23 January 2027")
        assert "Does it still fit?" not in s.shown()
        await s.later(days=29, minutes=1)
        assert s.shown().count("Does it still fit?") == 1
        await s.later(days=179)
        assert s.shown().count("Does it still fit?") == 1
        await s.later(days=2)
        assert s.shown().count("Does it still fit?") == 2
        await agreed(s, "We listen, and sing.", "We do", review="")
        await s.later(days=400)
        assert s.shown().count("Does it still fit?") == 2
        assert s.broken() == []


async def test_what_the_group_has_decided_says_so_and_leaves_no_trace_of_power(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.store.write(
            COMMUNITY, adopt, "We sing.", PersonId("ana"), "It was decided", PlaceId("plans"), None, "p1"
        )
        await s.settle()
        ben = s.member("ben")
        await ben.says("/agreement")
        ben.sees("We sing.", "decided by the group. Ana proposed it.")
        await ben.says("/descant log")
        ben.sees("Nothing was changed.")


async def test_what_anyone_suggests_holds_once_the_group_has_decided(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "To begin with")
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/agreement")
        await ana.presses("Suggest a change")
        assert "We listen." in ana.screen
        await ana.fills(what="We listen. We sing.", why="We never said so")
        await ana.presses("Post it")
        await s.later(days=3, minutes=1)
        await ben.presses("Yes")
        await ben.says("/agreement")
        assert "We sing." not in ben.screen
        await s.later(days=3, minutes=1)
        ben.sees("How we work together has changed", "We listen. {+We sing.+}")
        await ben.says("/agreement")
        assert "We listen. We sing." in ben.screen
        assert "Version 2" in ben.screen
        await ben.presses("Earlier versions")
        ben.sees("decided by the group. Ana proposed it. Why: “We never said so”")
        await ben.says("/descant log")
        assert "version 2" not in ben.screen
        assert s.broken() == []


async def decided(s: Stage, text: str, **how: str) -> None:
    """Ana suggests it, Ben says yes."""
    ana, ben = s.member("ana"), s.member("ben")
    await ana.says("/agreement")
    await ana.presses("Suggest a change" if "[Suggest a change]" in ana.screen else "Suggest this text")
    await ana.fills(what=text)
    await ana.presses("What happens next")
    await ana.fills(**how)
    await ana.presses("Post it")
    await s.later(days=3, minutes=1)
    await ben.presses("Yes")
    await s.later(days=3, minutes=1)


async def test_what_was_tried_goes_and_what_held_before_holds_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben = s.member("ben")
        await agreed(s, "We listen.", "To begin with")
        await decided(s, "We shout.", trial="14 days")
        await ben.says("/agreement")
        ben.sees("We shout.", "Version 2")
        await s.later(days=15)
        await ben.says("/agreement")
        ben.sees("We listen.", "Version 3")
        assert "the group did not keep version 2, so what held before it holds again." in s.shown()
        assert s.broken() == []


async def test_what_was_tried_and_kept_holds(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben = s.member("ben")
        await agreed(s, "We listen.", "To begin with")
        await decided(s, "We shout.", trial="14 days")
        await s.later(days=8)
        await ben.presses("Keep it for as long again")
        await s.later(days=8)
        await ben.says("/agreement")
        ben.sees("We shout.", "Version 2")


async def test_a_first_text_that_the_group_stops_leaves_none(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben, chi = s.member("ben"), s.member("chi")
        await decided(s, "We shout.", review="30 days")
        await s.later(days=34)
        await ben.presses("Stop it")
        await s.later(days=4)
        assert "so there is no agreement just now." in s.shown()
        await chi.says("/agreement")
        chi.sees("There is no agreement here yet.", "[Suggest this text]")
        await decided(s, "We listen.")
        await chi.says("/agreement")
        chi.sees("We listen.", "Version 3")
        assert s.broken() == []


async def test_a_text_that_has_changed_since_stays_when_an_earlier_trial_ends(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben = s.member("ben")
        await decided(s, "We shout.", trial="30 days")
        await decided(s, "We sing.")
        await s.later(days=31)
        await ben.says("/agreement")
        ben.sees("We sing.", "Version 2")


async def test_two_texts_can_not_hold_side_by_side(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/agreement")
        await ana.presses("Suggest this text")
        await ana.fills(what="We sing.")
        await ana.presses("More choices")
        await ana.fills(rule="side_by_side")
        ana.sees("Only one text can hold, so its ways can not go ahead side by side.")


async def test_what_is_decided_against_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "To begin with")
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/agreement")
        await ana.presses("Suggest a change")
        await ana.fills(what="We shout.", why="Louder")
        await ana.presses("Post it")
        await s.later(days=3, minutes=1)
        await ben.presses("I object")
        await s.later(days=5)
        await ben.says("/agreement")
        assert "We listen." in ben.screen
        assert "Version 1" in ben.screen


async def test_whoever_erases_themselves_leaves_the_text_and_takes_their_reason(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen.", "Marigold asked for it")
        grace = s.member("grace", keeper=True)
        await grace.says("/descant")
        await grace.presses("My data")
        grace.sees("1 change to our agreement.")
        await grace.presses("Erase me")
        await grace.fills(sure="yes")
        await s.later(minutes=1)
        assert "We listen." in s.shown()
        assert "Marigold" not in s.shown()
        assert "changed by someone who has erased themselves" in s.shown()
        assert s.broken() == []


async def test_words_of_it_can_be_hidden_with_a_trace(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await agreed(s, "We listen, but not to Ben.", "Zinnia")
        kim = s.member("kim", keeper=True)
        await kim.says("/agreement")
        await kim.presses("Hide words")
        await kim.presses("We listen, but not to Ben.")
        await kim.fills(why="It shuts somebody out")
        await s.later(minutes=1)
        ben = s.member("ben")
        await ben.says("/agreement")
        ben.sees("It shuts somebody out")
        ben.sees_no("not to Ben")
        assert s.broken() == []


async def test_where_nobody_else_reads_a_channel_is_picked_in_which_everyone_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        at_home = replace(grace, where=replace(grace.where, place=PlaceId("home"), alone=True))
        await at_home.says("/agreement")
        await at_home.presses("Change it as a keeper")
        await at_home.fills(text="We listen.", why="To begin with", place="")
        at_home.sees("In which channel is everyone told? Here only you can read it.")
        await at_home.fills(place="plans")
        assert "We listen." in s.shown("plans")
        assert "We listen." not in s.shown("home")
