"""The first poll, from the question to a result that keeps the views that lost."""

from pathlib import Path

from tests.people import stage


async def test_from_question_to_result(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 8
        ana, ben, chi, dov = (s.member(name) for name in ("ana", "ben", "chi", "dov"))
        await ana.says("/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days")
        ana.sees("Only you can see this", "When do we meet?", "Friday 27 November 2026, 10:00 (London)")
        await ana.presses("Post it")
        ana.sees("Posted in #plans", "Nobody has answered yet.", "Choose one.")
        await ben.presses("Saturday")
        ben.sees("Recorded: Saturday. You can change it or take it back until Friday 27 November 2026")
        await chi.presses("Saturday")
        await dov.presses("Tuesday")
        await ana.presses("Saturday")
        ana.sees("4 people have answered.")
        await dov.presses("Say why")
        await dov.fills(words="I work on Saturdays, @everyone <!channel>")
        dov.sees("Thank you for saying why")
        await ben.presses("See the reasons")
        ben.sees("I work on Saturdays, @everyone <!channel>")
        await ben.presses("1 is a fair point")
        await s.later(days=3)
        ana.sees("Saturday, because 3 of 4 chose it.", "That is more than half.", "4 did not.")
        ana.sees(
            "I work on Saturdays", "Closed on time. Nothing was changed.", "At least 1 ballot would have to change"
        )
        ana.sees("most often called a fair point")
        await chi.presses("Details")
        chi.sees("Asked by Ana", "Nobody's title or role changes what an answer counts for.")
