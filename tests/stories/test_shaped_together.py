"""Shaping as it is told on every platform: it asks for nothing but people, a card, and the thread under it."""

from pathlib import Path

from tests.people import stage

HEDGE = "Plant a hedge along the fence"


async def test_one_change_is_folded_in_and_one_becomes_another_way(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben, chi = s.member("ana"), s.member("ben"), s.member("chi")
        await ana.says(f"/propose what: {HEDGE} why: The road is loud.")
        await ana.presses("Post it")
        ben.sees(HEDGE, "Nobody has named a risk yet.")
        await ben.presses("Suggest a change")
        await ben.fills(words="Plant a wild hedge along the fence", why="For the birds.")
        ben.sees("Suggested.")
        await chi.presses("Suggest a change")
        await chi.fills(words="Plant trees along the fence")
        dov = s.member("dov").in_thread()
        dov.sees("suggests a change", "{+wild+}", "For the birds.", "[-a hedge-]", "{+trees+}")
        await dov.presses("I'd rather not")
        dov.sees("Nobody is told who minded.")
        await s.later(hours=25)
        ana.sees("Plant a wild hedge along the fence", "Version 2, with words of", "Way 2: Plant trees along the fence")
        dov.sees("it is in version 2", "It is way 2 since")
        assert s.broken() == []


async def test_a_concern_is_met_by_its_raiser_in_the_thread(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says(f"/propose what: {HEDGE}")
        await ana.presses("Post it")
        await ben.presses("Raise a concern")
        await ben.fills(words="It shades the beds.")
        ana.sees("Open concerns", "It shades the beds.")
        there = ana.in_thread()
        await there.presses("It is met")
        there.sees("Only the one who raised it can say this.")
        there = ben.in_thread()
        await there.presses("It is met")
        there.sees("Noted: it is met.", "It is met, says whoever raised it")
        await s.later(days=4)
        ana.sees("Now we decide")
        ana.sees_no("Open concerns")
        assert s.broken() == []
