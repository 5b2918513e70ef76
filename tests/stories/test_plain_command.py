"""A command as someone types it who knows nothing of keys."""

from pathlib import Path

from tests.people import stage


async def test_a_bare_command_opens_the_form(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/poll")
        ana.sees("Ask the group", "Question")


async def test_a_question_and_its_options_need_no_keys(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/poll When do we meet? Tuesday; Saturday")
        ana.sees("When do we meet?", "Tuesday", "Saturday")
        await ana.presses("Post it")
        ana.sees("Nobody has answered yet.")
