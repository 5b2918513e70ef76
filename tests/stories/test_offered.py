"""Next steps that nobody took are offered to those who say that they have plenty of room: privately, and once."""

from pathlib import Path

from tests.people import Member, Stage, labels, stage
from tests.stories.test_checkins import answers


async def decides(s: Stage, what: str, *steps: str, trial: str = "") -> None:
    """A proposal that goes ahead, with next steps."""
    ana = s.member("ana")
    await ana.says(f"/propose what: {what} shaping: 2 hours deciding: 1 day rule: majority {trial}")
    await ana.presses("Post it")
    await s.later(hours=2, minutes=1)
    for who in ("ana", "chi", "dov"):
        member = await s.member(who).presses("Yes")
        member.sees("Yes")
    await s.later(days=1, minutes=2)
    for step in steps:
        adder = await s.member("ana").presses("Add a next step")
        await adder.fills(words=step)
    await s.later(minutes=1)


async def room_is_asked(s: Stage) -> None:
    maker = s.member("ana")
    await maker.says("/checkin new")
    await maker.presses("What have you room for?")
    await maker.fills(days="0\n1\n2\n3\n4\n5\n6")
    await maker.presses("More choices")
    await maker.fills(open="8 hours")
    await maker.presses("Start it")
    await next_day(s)


async def next_day(s: Stage) -> None:
    at = s.clock.now().replace(hour=9, minute=1, second=0, microsecond=0)
    await s.later(seconds=(at - s.clock.now()).total_seconds() % 86_400)


def offered(member: Member) -> list[str]:
    return [label for label in labels(member.answer.card) if label.startswith("I'll take this")]  # type: ignore[union-attr]


async def test_whoever_has_plenty_of_room_is_offered_what_nobody_took_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decides(s, "Plant a hedge", "Buy the plants", "Dig the ditch")
        await room_is_asked(s)
        ben = await answers(s, "ben", q0="2")
        ben.sees("nobody has taken these yet:", "Buy the plants (“Plant a hedge”)", "Nothing is expected of you.")
        assert sorted(offered(ben)) == ["I'll take this: Buy the plants", "I'll take this: Dig the ditch"]
        before = s.shown()
        await ben.presses("Change it")
        await ben.fills(q0="2")
        assert offered(ben) == []
        await next_day(s)
        ben = await answers(s, "ben", q0="2")
        assert offered(ben) == []
        chi = await answers(s, "chi", q0="2")
        await chi.presses("I'll take this: Dig the ditch")
        await chi.fills(when="in 3 days")
        assert "Chi" in s.shown()
        dov = await answers(s, "dov", q0="2")
        assert offered(dov) == ["I'll take this: Buy the plants"]
        assert "Ben" not in s.shown()
        assert "offered" not in before
        assert "ben" not in str(s.rows("SELECT * FROM quiet"))
        assert not [m for m in s.chat.messages.values() if m.place.startswith("@")]
        assert s.broken() == []


async def test_nothing_is_offered_to_those_with_little_room_on_a_break_or_elsewhere(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decides(s, "Plant a hedge", "Buy the plants")
        await room_is_asked(s)
        for who, said in (("ben", "0"), ("chi", "1"), ("eve", "-")):
            member = await answers(s, who, q0=said)
            assert "nobody has taken" not in member.screen
        fay = s.member("fay")
        await fay.says("/descant")
        await fay.presses("Take a break")
        await answers(s, "fay", q0="2")
        assert offered(fay) == []
        gus = await s.member("gus").sends_press(s.member("gus").find("Check in")[0])
        gus = gus.in_place("elsewhere")
        await gus.fills(q0="2")
        assert offered(gus) == []


async def test_what_does_not_go_ahead_or_was_taken_is_not_offered(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decides(s, "Plant a hedge", "Buy the plants", trial="trial: 14 days")
        taker = await s.member("chi").presses("I'll take this")
        await taker.fills(when="in 30 days")
        await room_is_asked(s)
        assert offered(await answers(s, "ben", q0="2")) == []
        await taker.says("/descant")
        await taker.presses("Show: Buy the plants")
        await taker.presses("I can't after all")
        assert offered(await answers(s, "dov", q0="2")) == ["I'll take this: Buy the plants"]
        await s.later(days=15)
        await next_day(s)
        assert offered(await answers(s, "eve", q0="2")) == []


async def test_whoever_erases_themselves_leaves_no_offer_behind(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decides(s, "Plant a hedge", "Buy the plants")
        await room_is_asked(s)
        ben = await answers(s, "ben", q0="2")
        assert len(s.rows("SELECT 1 FROM quiet")) == 1
        await ben.says("/descant")
        await ben.presses("My data")
        await ben.presses("Erase me")
        await ben.fills(sure="yes")
        assert s.rows("SELECT 1 FROM quiet") == []
