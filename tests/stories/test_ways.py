"""Who is affected, other ways, and words that change: what they do to a decision."""

from pathlib import Path

from tests.people import CHANNEL, Stage, stage
from tests.stories.test_deciding import LINE, deciding, direct, over, proposed, says, says_to, told


async def affected(s: Stage, name: str) -> None:
    await s.member(name).presses("This affects me")


async def suggested(s: Stage, name: str, words: str) -> None:
    await s.member(name).presses("Suggest a change")
    await s.member(name).fills(words=words)


async def test_it_is_carried_with_an_objection_from_someone_not_affected(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, LINE + " rule: affected seen: named")
        await affected(s, "ben")
        await s.later(days=2)
        await says(s, "ben", "Yes", "It is my window and I like birds")
        await says(s, "chi", "I object", "Hedges are dull")
        await over(s)
        ana.sees(
            "It goes ahead, with dissent carried: Plant a hedge.",
            "Those who object are not among those whom it affects.",
            "> Hedges are dull",
            "What those said whom it affects\n\n> It is my window and I like birds",
        )
        assert s.broken() == []


async def test_it_is_held_back_by_someone_affected(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, LINE + " rule: affected")
        await s.later(days=2)
        for name in ("ben", "chi", "dov"):
            await says(s, name, "Yes")
        await affected(s, "eve")
        await says(s, "eve", "I object", "It shades my beans")
        await over(s)
        ana.sees("An objection from someone whom it affects holds it back.", "It goes back to shaping")
        await ana.presses("What was said before")
        ana.sees("> It shades my beans", "Fewer than 3 people said that it affects them, so their words stand among")
        assert s.broken() == []


async def test_a_change_that_the_proposer_would_rather_not_have_wins_as_another_way(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, LINE + " seen: named")
        await suggested(s, "ben", "Plant three trees")
        await ana.in_place(f"{CHANNEL}/m1").presses("I'd rather not")
        await s.later(days=2)
        ana.sees("Say where you stand on each way", "[2. Plant three trees]")
        await says_to(s, "ana", "1", "Yes")
        for name in ("ben", "chi", "dov"):
            await says_to(s, name, "2", "Yes")
        await over(s)
        ana.sees("It goes ahead: Plant three trees. 3 people are for it. Nobody objects.")
        ana.sees("4 took part · 1 changed it")
        await ana.presses("How it came about")
        ana.sees("Way 2 began as a suggested change that not everyone wanted: Plant three trees.")
        assert s.broken() == []


async def test_two_ways_go_ahead_side_by_side(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, LINE + " others: Hang nest boxes; Dig a pond rule: side by side")
        for name, way in (("ben", "Way 1: Plant a hedge"), ("chi", "Way 2: Hang nest boxes")):
            member = s.member(name)
            await member.presses("I'd help")
            await member.presses(way)
        await s.later(days=2)
        for name in ("ben", "chi", "dov"):
            for way in ("1", "2", "3"):
                await says_to(s, name, way, "Yes")
        await over(s)
        ana.sees("Several ways go ahead side by side: Plant a hedge and Hang nest boxes.")
        ana.sees_no("side by side: Plant a hedge, Hang nest boxes and Dig a pond")
        assert s.broken() == []


async def test_words_that_change_after_a_stance_are_asked_about_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, LINE + " least: 2 seen: named")
        for name in ("ben", "chi"):
            member = s.member(name)
            await member.presses("Say where I stand")
            await member.presses("Yes")
            member.sees("Recorded: Yes.")
        await suggested(s, "dov", "Plant a wild hedge")
        await s.later(days=2)
        for name in ("ben", "chi"):
            assert direct(s, name).count("Still so?") == 1
        assert "Plant a {+wild+} hedge" in direct(s, "ben")
        assert direct(s, "dov") == ""
        await told(s, "ben").presses("Still so")
        await says(s, "eve", "Yes")
        await over(s)
        ana.sees(
            "It goes ahead: Plant a wild hedge. 2 people are for it.",
            "1 stance is on earlier words, and is not counted.",
            "2 took part",
            "Way 1 has words of Dov since version 2.",
        )
        assert s.broken() == []


async def test_a_stance_on_earlier_words_says_so_to_its_holder(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        ben = s.member("ben")
        await ben.presses("Say where I stand")
        await ben.presses("Yes")
        await suggested(s, "dov", "Plant a wild hedge")
        await s.later(days=2)
        await told(s, "ben").presses("Look at it again")
        asked = told(s, "ben")
        await asked.presses("Look at it again")
        asked.sees("You said “Yes”, and the words have changed since. Still so? Press what holds now.")
        await asked.presses("I object")
        asked.sees("Recorded: I object.")
        await over(s)
        assert s.rows("SELECT outcome FROM decisions") == [("not-now",)]


async def test_nobody_is_asked_again_when_the_words_stay(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await proposed(s)
        await s.member("ben").presses("Say where I stand")
        await s.member("ben").presses("Yes")
        await s.later(days=2)
        assert direct(s, "ben") == ""
        await over(s)
        s.member("ana").sees("It goes ahead: Plant a hedge.")


async def test_decisions_stand_in_their_own_channel_where_proposals_have_theirs(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        kim = s.member("kim", keeper=True)
        await kim.says("/descant setup")
        await kim.presses("Channels")
        await kim.fills(place_proposals=CHANNEL, place_decisions="decided", why="So that they are found")
        await deciding(s)
        await says(s, "ben", "Yes")
        await over(s)
        assert "It goes ahead: Plant a hedge." in s.shown("decided")
