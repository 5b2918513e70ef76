"""Check-ins that are told on every platform: nothing is done in them but saying, pressing, filling in and reading."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.people import stage

HELLO = "/checkin new name: Weekly hello questions: How are you coming into this week? days: Monday time: 9:00"


async def starts(s: Any) -> Any:
    """Whoever started it, six days before its first round."""
    ana = s.member("ana")
    await ana.says(HELLO)
    await ana.presses("Start it")
    return ana


async def is_around(s: Any, who: str, until: str = "in 2 hours") -> Any:
    member = s.member(who)
    await member.says("/descant")
    await member.presses("I'm around")
    await member.fills(until=until)
    member.sees("You are around until", "Nobody can see who is around.")
    return member


async def test_a_weekly_hello(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says(HELLO)
        ana.sees("Only you can see this", "Weekly hello", "Each week on Monday at 09:00", "The next ones:")
        await ana.presses("Start it")
        ana.sees("Started. The first round comes")
        ben.sees("has started a check-in: Weekly hello")
        await s.later(days=6)
        ben.sees("How are you coming into this week?", "Nobody is watching these answers.", "Check in", "Not today")
        await ben.presses("Check in")
        ben.sees("How are you coming into this week?")
        await ben.fills(q0="Slowly, with tea")
        ben.sees("Thank you. This is what you wrote:", "Slowly, with tea")
        ana.in_thread().sees("Ben", "Slowly, with tea")
        await s.later(days=2, hours=2)
        ben.sees("What people shared stands in the thread.")


async def test_a_person_who_pauses(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = await starts(s), s.member("ben")
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("Remind me next time")
        ben.sees("I will remind you once in each round of Weekly hello, by direct message.")
        await ben.says("/checkin pause")
        await ben.fills(until="in 3 weeks")
        ben.sees("Check-ins leave you in peace until", "Nobody is told.")
        ana.sees_no("leave you in peace")
        await s.later(days=6)
        await ben.says("/descant")
        ben.sees_no("Show: Weekly hello")
        await ana.says("/descant")
        ana.sees("Show: Weekly hello")
        await s.later(days=2)
        at_home = ben.in_direct_messages()
        at_home.sees_no("Weekly hello is open until")
        await ben.says("/checkin pause")
        ben.sees("Check-ins leave you in peace until")
        await ben.presses("Until another day")
        await ben.fills(until="in 4 weeks")
        await ben.says("/checkin pause")
        await ben.presses("I am back")
        ben.sees("Good to have you back.")
        await s.later(days=5)
        await ben.says("/descant")
        ben.sees("Show: Weekly hello")
        await s.later(days=1, hours=18)
        ben.in_direct_messages().sees("Weekly hello is open until")


async def test_company_when_someone_is_around(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await starts(s)
        await s.later(days=6)
        bea = await is_around(s, "bea")
        await ana.presses("I'd like company")
        ana.sees("Someone has said that they are around, and I have asked them. I can not promise an answer.")
        ana.sees("If you need help now")
        asked = bea.in_direct_messages()
        asked.sees("Ana would like company.")
        s.member("chi").in_direct_messages().sees_no("would like company.")
        s.member("chi").sees_no("would like company.")
        await asked.presses("I'm with you")
        asked.sees("I have told Ana. You can write to each other now.", "Listening is enough.")
        ana.in_direct_messages().sees("Bea is with you. You can write to each other now.")
        s.member("chi").sees_no("is with you")
        assert s.rows("SELECT count(*) FROM wishes") == [(1,)]
        await s.later(hours=3)
        for table in ("wishes", "companions", "around"):
            assert s.rows(f"SELECT * FROM {table}") == []
        late = bea.in_direct_messages()
        await late.presses("I'm with you")
        late.sees("That has passed. Thank you for looking.")
        assert s.broken() == []


async def test_company_when_nobody_is_around(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        kay = s.member("kay", keeper=True)
        await kay.says("/descant setup")
        await kay.presses("Signposts")
        await kay.fills(signposts="Samaritans, 116 123, at any hour", why="They are good")
        ana = await starts(s)
        await s.later(days=6)
        bea = await is_around(s, "bea", "in 1 hour")
        await bea.presses("I'm not around any more")
        await ana.presses("I'd like company")
        ana.sees(
            "Nobody has said that they are around just now, so I have asked nobody.",
            "If you need help now: Samaritans, 116 123, at any hour",
            "Nobody sees that you asked, and it is not kept.",
        )
        bea.in_direct_messages().sees_no("would like company.")
        assert s.rows("SELECT * FROM wishes") == []


async def test_a_round_while_the_bot_was_down(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        clock, chat = s.clock, s.chat
    clock.forward(timedelta(days=6, hours=3))
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.settle()
        s.member("ben").sees("This comes 4 hours late, because I was not running.")
        assert len(s.rows("SELECT 1 FROM checkin_rounds")) == 1
        clock, chat = s.clock, s.chat
    clock.forward(timedelta(days=20))
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.settle()
        assert len(s.rows("SELECT 1 FROM checkin_rounds")) == 1
        await s.later(hours=20)
        s.member("ben").sees("2 rounds before this one did not take place, because I was not running.")
        assert len(s.rows("SELECT 1 FROM checkin_rounds")) == 2
        assert s.broken() == []
