"""Decisions that are told on every platform: nothing is done in them but saying, pressing, filling in and reading."""

from pathlib import Path
from typing import Any

from tests.people import stage

HEDGE = "/propose what: Plant a hedge shaping: 2 days deciding: 2 days"
TRIAL = "/propose what: Quiet hour at noon shaping: 2 days deciding: 2 days trial: 30 days"
ONE, TWO = "1. Plant a hedge", "2. Plant three trees"


async def proposed(s: Any, line: str = HEDGE) -> Any:
    """Whoever has just proposed it."""
    ana = s.member("ana")
    await ana.says(line)
    await ana.presses("Post it")
    return ana


async def deciding(s: Any, line: str = HEDGE) -> Any:
    """Whoever proposed it, when it is being decided."""
    ana = await proposed(s, line)
    await shaped(s)
    return ana


async def shaped(s: Any) -> None:
    await s.later(days=2, minutes=2)


async def over(s: Any) -> None:
    await s.later(days=2, minutes=2)


async def says(s: Any, name: str, stance: str, why: str = "", way: str = "") -> None:
    """Where someone stands, and why; ``way`` where there are several."""
    member = s.member(name)
    if way:
        await member.presses(way)
    await member.presses(stance)
    if why:
        await member.presses("Say why")
        await member.fills(words=why)


async def suggests(s: Any, name: str, words: str) -> None:
    member = s.member(name)
    await member.presses("Suggest a change")
    await member.fills(words=words)


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


async def test_it_is_carried_with_an_objection_from_someone_not_affected(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, f"{HEDGE} rule: affected seen: named")
        await s.member("ben").presses("This affects me")
        await shaped(s)
        await says(s, "ben", "Yes", "It is my window and I like birds")
        await says(s, "chi", "I object", "Hedges are dull")
        await over(s)
        ana.sees(
            "It goes ahead, with dissent carried: Plant a hedge.",
            "Those who object are not among those whom it affects.",
            "Hedges are dull",
            "What those said whom it affects",
            "It is my window and I like birds",
        )
        assert s.broken() == []


async def test_an_objection_holds_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "Yes")
        await says(s, "chi", "I object", "It shades my beans")
        await over(s)
        ana.sees("An objection holds it back.", "This is round 2 of shaping it.")
        await ana.presses("What was said before")
        ana.sees("It shades my beans")


async def test_it_is_held_back_by_someone_affected(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} rule: affected")
        for name in ("ben", "chi", "dov"):
            await says(s, name, "Yes")
        await s.member("eve").presses("This affects me")
        await s.later(minutes=2)
        await says(s, "eve", "I object", "It shades my beans")
        await over(s)
        ana.sees("An objection from someone whom it affects holds it back.", "It goes back to shaping")
        await ana.presses("What was said before")
        ana.sees("It shades my beans", "Fewer than 3 people said that it affects them, so their words stand among")
        assert s.broken() == []


async def test_a_change_that_the_proposer_would_rather_not_have_wins_as_another_way(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, f"{HEDGE} seen: named")
        await suggests(s, "ben", "Plant three trees")
        await ana.in_thread().presses("I'd rather not")
        await shaped(s)
        ana.sees("Say where you stand on each way", TWO)
        await says(s, "ana", "Yes", way=ONE)
        for name in ("ben", "chi", "dov"):
            await says(s, name, "Yes", way=TWO)
        await over(s)
        ana.sees("It goes ahead: Plant three trees. 3 people are for it. Nobody objects.")
        ana.sees("4 took part · 1 changed it")
        await ana.presses("How it came about")
        ana.sees("Way 2 began as a suggested change that not everyone wanted: Plant three trees.")
        assert s.broken() == []


async def test_two_ways_go_ahead_side_by_side(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, f"{HEDGE} others: Hang nest boxes; Dig a pond rule: side by side")
        for name, way in (("ben", "Way 1: Plant a hedge"), ("chi", "Way 2: Hang nest boxes")):
            await s.member(name).presses("I'd help")
            await s.member(name).presses(way)
        await shaped(s)
        for name in ("ben", "chi", "dov"):
            for way in (ONE, "2. Hang nest boxes", "3. Dig a pond"):
                await says(s, name, "Yes", way=way)
        await over(s)
        ana.sees("Several ways go ahead side by side: Plant a hedge and Hang nest boxes.")
        ana.sees_no("side by side: Plant a hedge, Hang nest boxes and Dig a pond")
        assert s.broken() == []


async def test_too_few_take_part(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} least: 3 few: We ask again in spring.")
        await says(s, "ben", "Yes")
        await says(s, "chi", "Yes", "It is about time")
        await over(s)
        ana.sees(
            "Too few took part, so nothing is decided: 2 said where they stand, 3 were needed.",
            "We ask again in spring.",
        )
        ana.sees_no("Add a next step", "We look again on")
        assert s.broken() == []


async def test_a_tie_is_called_a_tie(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} rule: majority seen: named")
        await says(s, "ben", "Yes")
        await says(s, "chi", "I object")
        await over(s)
        ana.sees("It is a tie: as many are for Plant a hedge as object.", "It goes back to shaping")


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


async def test_words_that_change_after_a_stance_are_asked_about_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await proposed(s, f"{HEDGE} least: 2 seen: named")
        for name in ("ben", "chi"):
            member = s.member(name)
            await member.presses("Say where I stand")
            await member.presses("Yes")
            member.sees("Recorded: Yes.")
        await suggests(s, "dov", "Plant a wild hedge")
        await shaped(s)
        asked, also = (s.member(name).in_direct_messages() for name in ("ben", "chi"))
        also.sees("Still so?")
        asked.sees("Still so?", "{+wild+}")
        s.member("dov").in_direct_messages().sees_no("Still so?")
        await asked.presses("Still so")
        await says(s, "eve", "Yes")
        await over(s)
        ana.sees(
            "It goes ahead: Plant a wild hedge. 2 people are for it.",
            "1 stance is on earlier words, and is not counted.",
            "2 took part",
            "Way 1 has words of Dov since version 2.",
        )
        assert s.rows("SELECT count(*) FROM outbox WHERE face = 'stance.still'") == [(2,)]
        assert s.broken() == []


async def test_at_the_review_an_objection_came_true(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} rule: majority review: 60 days")
        for name in ("ben", "dov"):
            await says(s, name, "Yes")
        await says(s, "chi", "I object", "It takes all the water")
        await over(s)
        ana.sees("It goes ahead, with dissent carried: Plant a hedge.", "It takes all the water")
        await s.later(days=60)
        asked = s.member("chi").in_direct_messages()
        asked.sees("It takes all the water")
        for name in ("ben", "dov"):
            s.member(name).in_direct_messages().sees_no("It takes all the water")
        ana.sees_no("We look again: Plant a hedge")
        await asked.presses("It happened")
        await s.later(days=3)
        ana.sees("We look again: Plant a hedge", "It takes all the water", "It happened, says whoever said this.")
        for name in ("ben", "chi", "dov"):
            await s.member(name).presses("Stop it")
        s.member("dov").sees("Recorded: stop it.")
        await s.later(days=2, minutes=2)
        ana.sees("It is stopped.", "Keep: 0. Change: 0. Stop: 3.", "The group looked again and stopped it")
        assert s.broken() == []


async def test_a_trial_says_so_a_week_before_and_lapses_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, TRIAL)
        await says(s, "ben", "Yes")
        await over(s)
        ana.sees("It is a trial. It ends by itself", "unless it is kept.")
        await s.later(days=22, hours=23)
        ana.sees_no("We look again: Quiet hour at noon")
        await s.later(hours=2)
        ana.sees("We look again: Quiet hour at noon", "It is a trial, and ends by itself", "Keep it for as long again")
        await s.later(days=7, minutes=2)
        ana.sees("It was a trial and nobody renewed it, so it ends here.", "It was a trial, and ended")
        assert s.rows("SELECT count(*) FROM reviews") == [(1,)]
        assert s.broken() == []


async def test_a_secret_one_is_heard_and_looked_at_again_by_everyone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{HEDGE} rule: majority seen: secret review: 30 days")
        ana.sees("Secret: nobody here can find out who says what, now or later.")
        ben, chi, dov = s.member("ben"), s.member("chi"), s.member("dov")
        for member in (chi, dov):
            await member.presses("Yes")
            member.sees("Recorded: Yes.")
        await ben.presses("I object")
        await ben.presses("Say why")
        await ben.fills(words="The roots reach my wall", always="always")
        ben.sees("Your words are in the box.")
        await over(s)
        ana.sees("It goes ahead, with dissent carried: Plant a hedge.", "The roots reach my wall", "3 took part")
        ana.sees("Secret: nobody can find out who said what.")
        await s.later(days=30)
        await s.later(days=3, minutes=2)
        ana.sees("We look again: Plant a hedge", "so everyone is asked whether it happened")
        await chi.presses("Did it happen?")
        chi.sees("The roots reach my wall")
        await chi.presses("It did not happen")
        await s.later(minutes=2)
        ana.sees("It did not happen, say most of those who answered.")
