"""Decisions that are told on every platform: nothing is done in them but saying, pressing, filling in and reading."""

from pathlib import Path
from typing import Any

from tests.people import stage

HEDGE = "/propose what: Plant a hedge shaping: 2 days deciding: 2 days"


async def deciding(s: Any, line: str = HEDGE) -> Any:
    """Whoever proposed it, when it is being decided."""
    ana = s.member("ana")
    await ana.says(line)
    await ana.presses("Post it")
    await s.later(days=2, minutes=2)
    return ana


async def over(s: Any) -> None:
    await s.later(days=2, minutes=2)


async def test_it_is_carried_by_consent_and_someone_takes_the_next_step(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        ana.sees("Now we decide: Plant a hedge", "Nobody has said yet where they stand.")
        ben, chi = s.member("ben"), s.member("chi")
        await ben.presses("Yes")
        ben.sees("Recorded: Yes.")
        await chi.presses("Yes, with reservations")
        await chi.presses("Say why")
        await chi.fills(words="Someone has to water it")
        chi.sees("Your words stand with your stance now.")
        await over(s)
        ana.sees("Decided: Plant a hedge", "It goes ahead: Plant a hedge.", "Someone has to water it", "2 took part")
        await ana.presses("Add a next step")
        await ana.fills(words="Buy the plants")
        await s.later(minutes=2)
        await ben.presses("I'll take this")
        await ben.fills(when="in 3 days")
        ben.sees("It is yours until")
        await s.later(minutes=2)
        ana.sees("Buy the plants – ")


async def test_an_objection_holds_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await s.member("ben").presses("Yes")
        chi = s.member("chi")
        await chi.presses("I object")
        await chi.presses("Say why")
        await chi.fills(words="It shades my beans")
        await over(s)
        ana.sees("An objection holds it back.", "This is round 2 of shaping it.")
        await ana.presses("What was said before")
        ana.sees("It shades my beans")


async def test_too_few_take_part(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} least: 3 few: We ask again in spring.")
        await s.member("ben").presses("Yes")
        await over(s)
        ana.sees("Too few took part, so nothing is decided", "We ask again in spring.")


async def test_a_tie_is_called_a_tie(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} rule: majority")
        await s.member("ben").presses("Yes")
        await s.member("chi").presses("I object")
        await over(s)
        ana.sees("It is a tie: as many are for Plant a hedge as object.")


async def test_several_ways_and_leaving_things_as_they_are(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} others: Build a wall")
        for name in ("ben", "chi"):
            member = s.member(name)
            await member.presses("2. Build a wall")
            await member.presses("Yes")
            await member.presses("Next: leave things as they are")
            await member.presses("I object")
            member.sees("Recorded: I object.")
        await over(s)
        ana.sees("It goes ahead: Build a wall.")
