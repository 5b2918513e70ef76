"""The quiet round: an option without a voice is asked for once, privately, of those who hold it."""

from pathlib import Path

from tests.people import Stage, stage


async def asked(s: Stage, line: str = "") -> None:
    ana = s.member("ana")
    await ana.says(f"/poll question: When do we meet? options: Tuesday; Saturday; Sunday {line} closes: 10h")
    await ana.presses("Post it")
    await s.member("bo").presses("Tuesday")
    await s.member("chi").presses("Saturday")
    await s.member("dov").presses("Saturday")
    await s.member("chi").presses("Say why")
    await s.member("chi").fills(words="I work in the week")


def told(s: Stage, name: str) -> str:
    """All that the bot wrote to this member alone."""
    return s.shown(f"@{name}")


async def test_only_those_who_hold_what_nobody_spoke_for_are_asked_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asked(s)
        await s.later(hours=7, minutes=55)
        assert told(s, "bo") == ""
        await s.later(minutes=6)
        assert "Nobody has said why for Tuesday. Would you?" in told(s, "bo")
        assert "Say why" in told(s, "bo")
        assert told(s, "chi") == told(s, "dov") == told(s, "ana") == ""
        await s.later(hours=1)
        assert told(s, "bo").count("Would you?") == 1


async def test_who_takes_a_break_is_left_in_peace(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asked(s)
        bo = s.member("bo")
        await bo.says("/descant")
        await bo.presses("Take a break")
        await s.later(hours=8, minutes=1)
        assert told(s, "bo") == ""


async def test_late_nobody_is_asked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asked(s)
        await s.later(hours=9)
        assert told(s, "bo") == ""


async def test_in_a_secret_poll_nobody_is_asked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday seen: secret closes: 10h")
        await ana.presses("Post it")
        await s.member("bo").presses("Tuesday")
        await s.later(hours=8, minutes=1)
        assert told(s, "bo") == ""


async def test_who_holds_several_is_asked_for_the_one_without_a_voice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asked(s, "kind: any")
        await s.member("dov").presses("Sunday")
        await s.later(hours=8, minutes=1)
        assert "Nobody has said why for Sunday. Would you?" in told(s, "dov")
