"""What follows a decision: next steps, looking again, trials."""

from pathlib import Path

from tests.people import Member, Stage, stage
from tests.stories.test_deciding import LINE, deciding, direct, over, proposal_id, says, told

TRIAL = "/propose what: Quiet hour at noon shaping: 2 days deciding: 2 days trial: 30 days"


async def decided(s: Stage, line: str = LINE) -> Member:
    """Two are for it, one with reservations."""
    ana = await deciding(s, line)
    await says(s, "ben", "Yes")
    await says(s, "chi", "Yes, with reservations", "Someone has to water it")
    await over(s)
    return ana


async def step(s: Stage) -> Member:
    await s.member("dov").presses("Add a next step")
    await s.member("dov").fills(words="Buy the plants")
    await s.later(seconds=21)
    return s.member("ben")


# --- next steps ---------------------------------------------------------------------------------------------------


async def test_a_step_is_taken_only_by_volunteering(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s)
        ben = await step(s)
        ana.sees("Open: Buy the plants", "[I'll take this]")
        await ben.presses("I'll take this")
        await ben.fills(when="in 3 days")
        ben.sees("It is yours until Tuesday 1 December 2026", "You can hand it back any time.")
        await s.later(seconds=21)
        ana.sees("Buy the plants – Ben, by Tuesday 1 December 2026")
        ana.sees_no("[I'll take this]")
        ana.answer = ben.answer
        assert s.broken() == []


async def test_only_one_can_take_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decided(s)
        ben, chi = await step(s), s.member("chi")
        await ben.presses("I'll take this")
        await chi.presses("I'll take this")
        await ben.fills()
        await chi.fills()
        chi.sees("Ben has taken this already.")
        assert s.rows("SELECT owner FROM steps") == [("ben",)]


async def test_its_owner_is_asked_once_on_the_day_and_nobody_is_late(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s)
        ben = await step(s)
        await ben.presses("I'll take this")
        await ben.fills(when="in 3 days")
        await s.later(days=3, hours=1)
        assert direct(s, "ben").count("You took this on, and today is the day you named: Buy the plants") == 1
        await s.later(days=5)
        assert direct(s, "ben").count("Buy the plants") == 1
        ana.sees("Buy the plants – Ben has taken it")
        ana.sees_no("Tuesday 1 December")
        asked = told(s, "ben")
        await asked.presses("It needs longer")
        await asked.fills(when="in 2 days")
        asked.sees("That is fine.")
        await s.later(days=2, hours=1)
        assert direct(s, "ben").count("You took this on") == 2
        await asked.presses("Done")
        asked.sees("Done: Buy the plants. Thank you.")
        await s.later(seconds=30)
        ana.sees("Done: Buy the plants")
        assert s.broken() == []


async def test_who_can_not_after_all_hands_it_back_without_blame(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s)
        ben = await step(s)
        await ben.presses("I'll take this")
        await ben.fills(when="in 3 days")
        await s.later(days=3, hours=1)
        await told(s, "ben").presses("I can't after all")
        await s.later(seconds=30)
        ana.sees("Open: Buy the plants", "[I'll take this]")
        ana.sees_no("Ben")
        await s.later(days=9)
        assert direct(s, "ben").count("You took this on") == 1
        assert s.broken() == []


async def test_nobody_is_asked_who_takes_a_break(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decided(s)
        ben = await step(s)
        await ben.presses("I'll take this")
        await ben.fills(when="in 3 days")
        await ben.says("/descant")
        await ben.presses("Take a break")
        await s.later(days=4)
        assert direct(s, "ben") == ""


async def test_my_steps_wait_for_me_at_home(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decided(s)
        ben = await step(s)
        await ben.presses("I'll take this")
        await ben.fills(when="in 3 days")
        await ben.says("/descant")
        ben.sees("Buy the plants – until Tuesday 1 December 2026")
        await ben.presses("Show: Buy the plants")
        ben.sees("A next step of “Plant a hedge”.", "[I can't after all]")
        chi = await s.member("chi").says("/descant")
        assert "Buy the plants" not in chi.screen


# --- looking again ------------------------------------------------------------------------------------------------


async def test_what_is_kept_is_looked_at_again_later(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s)
        await s.later(days=60)
        await s.later(days=3)
        await s.member("ben").presses("Keep it")
        await s.later(days=2)
        ana.sees("It is kept. We look again later.")
        assert s.rows("SELECT number, state, verdict FROM reviews ORDER BY number") == [
            (1, "ended", "keep"),
            (2, "waiting", None),
        ]
        await s.later(days=60)
        await s.later(days=3)
        assert s.shown().count("We look again: Plant a hedge") == 2
        assert s.broken() == []


async def test_most_would_change_it_and_anyone_can_write_the_words(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s)
        await s.later(days=60)
        await s.later(days=3)
        ben = await s.member("ben").presses("Change it")
        await s.later(seconds=1)
        await ben.presses("Take it back")
        ben.sees("Nothing is recorded for you now.")
        ben.answer = ana.answer
        await s.later(seconds=1)
        await ben.presses("Change it")
        await s.later(days=2)
        ana.sees("Most would change it. It holds as it is until something else is decided")
        await s.member("dov").presses("Propose it in other words")
        s.member("dov").sees("What do you propose?: Plant a hedge", "shade in summer")


async def test_a_review_without_answers_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s)
        for days in (60, 3, 2):
            await s.later(days=days)
        ana.sees("There is no clear answer, so it stays as it is.", "Nobody answered.")


async def test_a_trial_that_is_kept_goes_on_for_as_long_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decided(s, TRIAL)
        await s.later(days=20)
        await s.later(days=4)
        for name in ("ben", "chi", "dov"):
            await s.member(name).presses("Keep it for as long again")
        await s.later(days=7)
        ana.sees("It is kept.", "Keep: 3. Change: 0. Stop: 0.")
        assert s.rows("SELECT number, state FROM reviews ORDER BY number") == [(1, "ended"), (2, "waiting")]
        assert proposal_id(s)
        assert s.broken() == []
