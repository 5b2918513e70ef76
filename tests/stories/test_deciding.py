"""From stances to a decision: what each rule gives, what it carries, and what follows."""

import json
from datetime import timedelta
from pathlib import Path

from bot.chat.answers import Nothing, Whisper
from bot.chat.events import ActionPressed
from bot.chat.token import Token
from tests.people import Member, Stage, stage, text

LINE = "/propose what: Plant a hedge why: shade in summer shaping: 2 days deciding: 2 days review: 60 days"


async def proposed(s: Stage, line: str = LINE) -> Member:
    ana = s.member("ana")
    await ana.says(line)
    return await ana.presses("Post it")


async def deciding(s: Stage, line: str = LINE) -> Member:
    ana = await proposed(s, line)
    await s.later(days=2)
    return ana


async def says(s: Stage, name: str, stance: str, why: str = "", **more: str) -> Member:
    """Where someone stands on the first way, and why."""
    return await says_to(s, name, "1", stance, why, **more)


async def says_to(s: Stage, name: str, way: str, stance: str, why: str = "", **more: str) -> Member:
    """Where someone stands on a way (0: leave things as they are), and why."""
    member = s.member(name)
    member.answer = Nothing()
    if way != "1" or "[Yes]" not in s.shown():
        await member.sends_press(Token("stance.show", (proposal_id(s), way)))
    await member.presses(stance)
    if why:
        await member.presses("Say why")
        await member.fills(words=why, **more)
    return member


async def over(s: Stage) -> None:
    await s.later(days=2)


def proposal_id(s: Stage) -> str:
    return str(s.rows("SELECT id FROM proposals ORDER BY opened_at DESC, id")[0][0])


def direct(s: Stage, name: str) -> str:
    """What this member was told privately."""
    return "\n\n".join(text(message.card) for message in s.chat.in_place(f"@{name}"))


def told(s: Stage, name: str) -> Member:
    """The member, where the bot writes to them directly."""
    return s.member(name).in_place(f"@{name}")


async def test_it_is_carried_by_consent(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        ana.sees("Nobody has said yet where they stand.", "It goes ahead if nobody objects.")
        ben = await says(s, "ben", "Yes")
        ben.sees("Recorded: Yes. You can change it or take it back until Saturday 28 November 2026, 10:00 (London).")
        await says(s, "chi", "Yes, with reservations", "Someone has to water it")
        await says(s, "dov", "Stand aside")
        await s.later(seconds=21)
        ana.sees("3 people have said where they stand.")
        await over(s)
        ana.sees(
            "Decided: Plant a hedge",
            "It goes ahead: Plant a hedge. Nobody objects.",
            "One objection could have held it back.",
            "> Someone has to water it",
            "3 took part",
            "We look again on Saturday 30 January 2027",
            "Decided on time. Nothing was changed.",
            "[Add a next step]",
        )
        assert s.broken() == []


async def test_an_objection_holds_it_back_and_it_is_shaped_again_with_everything_kept(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "Yes")
        await says(s, "chi", "I object", "It shades my window")
        await over(s)
        ana.sees(
            "Decided: Plant a hedge", "An objection holds it back.", "It goes back to shaping, with everything kept"
        )
        ana.sees("This is round 2 of shaping it.", "[Suggest a change]", "[What was said before]")
        await ana.presses("What was said before")
        ana.sees("> It shades my window", "I object, to Plant a hedge")
        await s.later(days=2)
        ana.sees("2 people have said where they stand.")
        chi = await says(s, "chi", "Yes")
        chi.sees("Recorded: Yes.")
        await over(s)
        ana.sees("It goes ahead: Plant a hedge.", "has come to another stance since")
        assert s.rows("SELECT round, outcome FROM decisions ORDER BY round") == [(1, "shaping"), (2, "ahead")]
        assert s.broken() == []


async def test_what_was_pressed_in_a_round_that_is_over_does_not_count_in_the_next(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        await says(s, "ben", "Yes")
        await says(s, "chi", "I object")
        dov = s.member("dov")
        token = Token("stance.take", (proposal_id(s), "1", "object"))
        late = ActionPressed("late", dov.who, dov.where, s.clock.now(), token)
        await over(s)
        answer = await s.core.handle(late)
        assert isinstance(answer, Whisper)
        assert text(answer.card).startswith("This arrived when its round was over, so nothing was recorded just now.")
        assert s.rows("SELECT 1 FROM stances WHERE person = 'dov'") == []


async def test_after_three_rounds_it_rests_until_someone_takes_it_up(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "Yes")
        await says(s, "chi", "I object")
        for _ in range(2):
            await over(s)
            await s.later(days=2)
        await over(s)
        ana.sees("It has been shaped 3 times, so it rests now. Anyone can take it up again.")
        await s.later(days=30)
        assert len(s.rows("SELECT 1 FROM decisions")) == 3
        await s.member("dov").presses("Take it up again")
        s.member("dov").sees("Plant a hedge", "See how it looks")


async def test_nobody_took_part(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await over(s)
        ana.sees("Nobody took part, so nothing is decided.")
        assert s.broken() == []


async def test_two_ways_are_level(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, LINE + " others: Build a wall")
        await says_to(s, "ben", "1", "Yes")
        await says_to(s, "chi", "2", "Yes")
        await over(s)
        ana.sees("It is a tie between Plant a hedge and Build a wall: as many people are for each.")


async def test_most_would_leave_things_as_they_are(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, LINE + " notnow: The lawn stays.")
        await says_to(s, "ben", "1", "Yes")
        for name in ("chi", "dov"):
            await says_to(s, name, "0", "Yes", "The lawn is fine")
        await over(s)
        ana.sees("Not now: most would leave things as they are.", "The lawn stays.")


async def test_a_stance_is_changed_and_taken_back_and_never_counts_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        ben = await says(s, "ben", "Yes")
        await s.later(seconds=1)
        await ben.presses("I object")
        ben.sees("Recorded: I object.")
        await s.later(seconds=1)
        await ben.presses("Take it back")
        ben.sees("Nothing is recorded for you here now.")
        assert s.rows("SELECT person, stance FROM stances") == [("ben", None)]
        await ben.presses("Next: leave things as they are")
        ben.sees("Nothing is done, and things stay as they are now.", "You have not said where you stand on this.")
        await ben.presses("Stand aside")
        ben.sees("Recorded: Stand aside.")
        await s.later(seconds=21)
        ben.sees("1 person has said where they stand.")


async def test_an_older_press_that_comes_late_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        ben = s.member("ben")
        ids = (proposal_id(s), "1")
        early = ActionPressed("late", ben.who, ben.where, s.clock.now(), Token("stance.take", (*ids, "object")))
        await s.later(seconds=5)
        await says(s, "ben", "Yes")
        answer = await s.core.handle(early)
        assert isinstance(answer, Whisper)
        assert "A newer stance of yours is recorded: Yes." in text(answer.card)
        assert s.rows("SELECT stance FROM stances") == [("yes",)]


async def test_a_press_after_the_end_is_told_when_it_ended(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        s.clock.forward(timedelta(days=2))
        ben = await says(s, "ben", "Yes")
        ben.sees("Deciding ended Saturday 28 November 2026, 10:00 (London), so nothing was recorded just now.")
        assert s.rows("SELECT 1 FROM stances") == []


async def test_an_objection_near_the_end_extends_it_once_and_nobody_learns_whose(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "Yes")
        await s.later(hours=45)
        chi = await says(s, "chi", "I object", "I was away until now")
        chi.sees("Your words stand with your stance now.")
        await s.later(seconds=21)
        ana.sees(
            "Decided until Sunday 29 November 2026, 10:00",
            "An objection near the end extended it once, so that it can be heard.",
        )
        await s.later(hours=25)
        await says(s, "dov", "I object")
        await s.later(seconds=21)
        ana.sees("Decided until Sunday 29 November 2026, 10:00")
        await ana.says("/descant log")
        ana.sees(
            "Extended: Plant a hedge, from 2026-11-28 10:00 UTC to 2026-11-29 10:00 UTC.",
            "By a rule that was stated at the start",
        )
        assert "Chi" not in ana.screen
        await over(s)
        ana.sees("Decided: Plant a hedge")
        await ana.presses("What was said before")
        ana.sees("Extended once, as stated at the start, because someone objected near the end.")
        assert s.broken() == []


async def test_it_says_how_late_it_is_when_nothing_was_running(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        await says(s, "ben", "Yes")
        clock, chat = s.clock, s.chat
    clock.forward(timedelta(days=2, hours=5))
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.settle()
        s.member("ana").sees("It goes ahead: Plant a hedge.", "Decided 5 hours late, because I was not running.")
        assert s.broken() == []


async def test_names_stand_beside_words_only_where_that_is_wanted(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "I object", "The roots lift the path", named="named")
        await says(s, "chi", "I object", "Nobody asked the birds")
        await over(s)
        ana.sees("The roots lift the path\n  Ben: I object, to Plant a hedge")
        ana.sees_no("Chi")


async def test_a_named_proposal_shows_who_said_what_and_an_unnamed_one_does_not(tmp_path: Path) -> None:
    for seen in ("named", "unnamed"):
        async with stage(tmp_path / f"{seen}.db") as s:
            ana = await deciding(s, f"{LINE} seen: {seen}")
            for name, stance in (("ben", "Yes"), ("chi", "Yes"), ("dov", "Stand aside")):
                await says(s, name, stance)
            ana.sees_no("Ben", "Chi", "Dov")
            await over(s)
            if seen == "named":
                ana.sees("Yes: Ben and Chi", "Stand aside: Dov")
            else:
                ana.sees_no("Ben", "Chi", "Dov")


async def test_words_can_be_taken_back_and_the_stance_stays(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        ben = await says(s, "ben", "I object", "Too loud")
        ben.answer = Nothing()
        await ben.presses("See the reasons")
        ben.sees("> Too loud", "These are your words.")
        await ben.sends_press(Token("stance.why", (proposal_id(s), "1")))
        await ben.fills(words="")
        ben.sees("Your words are gone. Your stance stays as it was.")
        assert s.rows("SELECT stance, words, said_as FROM stances") == [("object", "", None)]


async def test_it_is_taken_along_as_markdown_and_json(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, LINE + " others: Build a wall risks: Water runs out seen: named")
        for name in ("ben", "chi"):
            await says_to(s, name, "1", "Yes", "*Birds* <b>come</b>")
        await says_to(s, "dov", "2", "I object", "Walls are cold")
        await over(s)
        await ana.presses("Take it along")
        assert isinstance(ana.answer, Whisper)
        markdown, kept = (file.content.decode() for file in ana.answer.files)
        assert "# Plant a hedge\n" in markdown
        assert "It goes ahead: Plant a hedge. 2 people are for it. Nobody objects." in markdown
        assert "> \\*Birds\\* \\<b\\>come\\</b\\>" in markdown
        assert "> Walls are cold" in markdown
        assert "- Yes: 2\n" in markdown
        assert "Ben" not in markdown
        found = json.loads(kept)
        assert found["outcome"] == "ahead"
        assert found["ways"][1]["stances"]["object"] == 1
        assert {"way": 2, "stance": "object", "words": "Walls are cold", "changed": False} in found["said"]


async def test_whoever_erases_themselves_is_gone_and_no_decision_changes(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, LINE + " seen: named")
        await says(s, "ben", "Yes", "Because", named="named")
        await says(s, "chi", "Yes")
        await over(s)
        ben = s.member("ben")
        await ben.says("/descant")
        await ben.presses("My data")
        await ben.presses("Erase me")
        await ben.fills(sure="yes")
        await s.later(seconds=30)
        ana.sees("It goes ahead: Plant a hedge. 2 people are for it.")
        ana.sees_no("Because", "Ben")
        assert s.broken() == []


async def test_words_that_are_hidden_are_gone_from_every_round(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "Yes")
        await says(s, "chi", "I object", "Ben is a fool")
        await over(s)
        await s.later(days=2)
        await says(s, "chi", "Stand aside")
        assert s.rows("SELECT round, words FROM stances WHERE person = 'chi' ORDER BY round") == [
            (1, "Ben is a fool"),
            (2, "Ben is a fool"),
        ]
        kim = s.member("kim", keeper=True)
        await kim.presses("Details")
        await kim.presses("Hide words")
        await kim.presses("Ben is a fool")
        await kim.fills(why="It insults a member")
        await over(s)
        ana.sees("It goes ahead: Plant a hedge.")
        ana.sees_no("Ben is a fool")
        assert s.rows("SELECT count(*) FROM stances WHERE words = 'Ben is a fool'") == [(0,)]
        assert s.broken() == []


async def test_how_close_it_was_tells_no_number_that_is_not_told(tmp_path: Path) -> None:
    for seen, told_how_close in (("named", True), ("unnamed", False)):
        async with stage(tmp_path / f"{seen}.db") as s:
            await deciding(s, f"{LINE} rule: majority seen: {seen}")
            for name, stance in (("ben", "Yes"), ("chi", "Yes"), ("dov", "Yes"), ("eve", "Yes"), ("fay", "I object")):
                await says(s, name, stance)
            await over(s)
            assert ("to say otherwise" in s.shown()) is told_how_close
            assert ("4 people are for it. 1 person objects." in s.shown()) is told_how_close
