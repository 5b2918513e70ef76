"""What happened here and nobody was thanked for: once a week where a community wants it, and nobody named unasked."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.thanks.actions.noticing import next_monday
from tests.people import Stage, stage

HERE = "thanks-here"


async def wanted(s: Stage, wanted: str = "yes", place: str = HERE) -> None:
    """A keeper chooses the channel for thanks, and switches the list on."""
    grace = s.member("grace", keeper=True)
    for button, typed in (("Channels", {"place_thanks": place}), ("What is switched on", {"unthanked": wanted})):
        await grace.says("/descant setup")
        await grace.presses(button)
        await grace.fills(**typed, why="To see what goes unseen")


async def may_be_named(s: Stage, name: str, yes: bool = True) -> None:
    member = s.member(name)
    await member.says("/descant thanks")
    await member.presses("You may name me there" if yes else "Do not name me there")


async def a_week_with_everything(s: Stage) -> None:
    """In the channel for thanks: an option, a fair reason, something shared; elsewhere one more thing is shared."""
    ana, ben, chi = (s.member(name).in_place(HERE) for name in ("ana", "ben", "chi"))
    await ana.says("/poll question: Tea? options: Yes; No closes: in 2 days")
    await ana.presses("Post it")
    await ben.presses("Add an option")
    await ben.fills(words="Cocoa")
    await ben.presses("Cocoa")
    await ben.presses("Say why")
    await ben.fills(words="It warms everyone", named="named")
    await chi.presses("Yes")
    await chi.presses("See the reasons")
    await chi.presses("1 is a fair point")
    await chi.says("/descant share How to mend a kettle")
    await s.member("chi").says("/descant share The secret of the attic")
    await s.later(days=3)


async def test_it_is_off_until_it_is_switched_on(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await a_week_with_everything(s)
        await s.later(days=14)
        assert "Not thanked for yet" not in s.shown(HERE)
        ana = s.member("ana")
        await ana.says("/descant setup")
        ana.sees("What nobody was thanked for yet is not listed.")


async def test_acts_are_listed_once_a_week_without_names(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await wanted(s)
        await a_week_with_everything(s)
        assert "Not thanked for yet" not in s.shown(HERE)
        await s.later(days=4)
        (listed,) = [m for m in s.shown(HERE).split("=====") if "Not thanked for yet" in m]
        for line in (
            "A reason that others called fair: “It warms everyone”",
            "Another option was thought of: “Cocoa”",
            "Something was shared: “How to mend a kettle”",
            "In other channels: things that were shared.",
        ):
            assert line in listed
        assert not {"Ben", "Chi", "Ana", "attic"} & set(listed.replace(".", " ").split())
        await s.later(days=7)
        assert s.shown(HERE).count("Not thanked for yet") == 1
        assert s.broken() == []


async def test_people_are_named_only_while_they_say_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await wanted(s)
        await may_be_named(s, "ben")
        await a_week_with_everything(s)
        await s.later(days=4)
        listed = s.shown(HERE)
        assert "Ben gave a reason that others called fair" in listed
        assert "Ben thought of another option: “Cocoa”" in listed
        assert "Something was shared: “How to mend a kettle”" in listed
        await may_be_named(s, "ben", yes=False)
        await s.later(minutes=1)
        assert "Ben thought" not in s.shown(HERE)
        assert "Another option was thought of: “Cocoa”" in s.shown(HERE)
        await may_be_named(s, "ben")
        ben = s.member("ben")
        await ben.says("/descant")
        await ben.presses("My data")
        ben.sees("That you may be named where what happened here is listed.")
        await ben.presses("Erase me")
        await ben.fills(sure="yes")
        await s.later(minutes=1)
        assert "Ben thought" not in s.shown(HERE)


async def test_what_was_thanked_for_in_the_open_is_not_listed_and_in_private_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await wanted(s)
        await a_week_with_everything(s)
        ana = s.member("ana")
        for who, answer in (("chi", "Share it"), ("ben", "Keep it between us")):
            await ana.says(f"/thank @{who} for: all of it")
            await ana.presses("Send it")
            await s.member(who).in_place(f"@{who}").presses(answer)
        await s.later(days=4)
        assert "kettle" not in s.shown(HERE).split("Not thanked for yet")[1]
        assert "Cocoa" in s.shown(HERE).split("Not thanked for yet")[1]


async def test_switched_off_it_comes_no_more(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await wanted(s)
        await wanted(s, "no")
        await a_week_with_everything(s)
        await s.later(days=9)
        assert "Not thanked for yet" not in s.shown(HERE)
        assert s.broken() == []


@pytest.mark.parametrize(
    ("now", "zone", "then"),
    [
        ((2026, 11, 24, 10), "Europe/London", (2026, 11, 30, 10)),
        ((2026, 11, 30, 9), "Europe/London", (2026, 11, 30, 10)),
        ((2026, 11, 30, 10), "Europe/London", (2026, 12, 7, 10)),
        ((2026, 3, 24, 10), "Europe/London", (2026, 3, 30, 9)),
        ((2026, 11, 29, 22), "Asia/Tokyo", (2026, 11, 30, 1)),
    ],
)
def test_mondays_at_ten_are_those_of_the_community(
    now: tuple[int, int, int, int], zone: str, then: tuple[int, int, int, int]
) -> None:
    assert next_monday(datetime(*now, tzinfo=UTC), zone) == datetime(*then, tzinfo=UTC)
