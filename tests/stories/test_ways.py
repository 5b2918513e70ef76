"""Who is affected, other ways, and words that change: what they do to a decision."""

from pathlib import Path

from tests.people import CHANNEL, Stage, stage
from tests.stories.test_deciding import deciding, direct, over, proposed, says, told


async def suggested(s: Stage, name: str, words: str) -> None:
    await s.member(name).presses("Suggest a change")
    await s.member(name).fills(words=words)


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
