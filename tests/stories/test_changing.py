"""An open poll is made more private, never less; and whoever asks to be heard has their time."""

from pathlib import Path

import pytest

from bot.chat.plain import words_of
from tests.people import READER, Stage, labels, stage

ASKED = "/poll question: When? options: Tuesday -- after work; Saturday closes: 3d"


async def asks(s: Stage, more: str = "") -> None:
    await s.member("ana").says(f"{ASKED} {more}")
    await s.member("ana").presses("Post it")


# --- more private -------------------------------------------------------------------------------------------------


async def test_a_named_poll_is_made_unnamed_in_the_open_and_never_shows_a_name(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "seen: named")
        for n in range(3):
            await s.member(f"m{n}").presses("Saturday")
        ana = s.member("ana")
        await ana.presses("Details")
        await ana.presses("Make it more private")
        assert "It can not become secret either" in words_of(ana.form.note, READER)
        await ana.fills(seen="unnamed", why="Some of us would rather not be named.")
        ana.sees("It is more private now.")
        ana.sees("Ana took the names off all answers", "“Some of us would rather not be named.”")
        ana.sees("Seen by: nobody by name.")
        await s.later(days=3, seconds=10)
        ana.sees("Closed on time. Nothing else was changed.", "Ana took the names off all answers")
        ana.sees_no("M0", "M1", "by name, once it has closed")
        await ana.says("/descant log")
        ana.sees("Made more private: When?, from named to unnamed.")
        assert s.broken() == []


async def test_numbers_are_hidden_until_the_end_by_a_keeper_with_a_reason(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "totals: always")
        for n in range(4):
            await s.member(f"m{n}").presses("Saturday")
        s.member("ben").sees("4 of 4")
        grace = s.member("grace", keeper=True)
        await grace.presses("Details")
        await grace.presses("Make it more private")
        await grace.fills(totals="closed", why="")
        grace.sees("Please say why in a few words")
        await grace.fills(totals="always", why="No change at all.")
        grace.sees("Choose something that is more private than it is now.")
        await grace.fills(totals="closed", why="The numbers sway people.")
        s.member("ben").sees_no("4 of 4")
        s.member("ben").sees("Grace hid the numbers until it closes")


async def test_what_is_private_is_never_loosened_and_not_by_just_anyone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "seen: named totals: answered")
        ana, ben = s.member("ana"), s.member("ben")
        await ben.presses("Details")
        assert "Make it more private" not in labels(ben.answer.card)  # type: ignore[union-attr]
        await ana.presses("Details")
        await ana.presses("Make it more private")
        token = ana.form.token
        await ana.fills(seen="secret", totals="always", why="To try it.")
        ana.sees("Choose something that is more private than it is now.")
        await ana.fills(seen="unnamed", totals="closed", why="To try it.")
        rows = s.rows("SELECT seen_as, totals FROM polls")
        assert rows == [("unnamed", "closed")]
        await ana.presses("Details")
        assert "Make it more private" not in labels(ana.answer.card)  # type: ignore[union-attr]
        await ana.sends_press(token)
        ana.sees("This is as private as an open poll can become.")
        await ben.sends_press(token)
        ben.sees("Whoever asked can make this more private, and so can keepers.")


# --- heard --------------------------------------------------------------------------------------------------------


async def test_whoever_asks_to_be_heard_moves_the_closing_once_by_what_was_said_before(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        ana, ben = s.member("ana"), s.member("ben")
        ben.sees("Anyone may ask once to be heard: from then it stays open for at least 7 hours.")
        await s.later(days=2, hours=22)
        await ben.presses("Details")
        await ben.presses("Ask to be heard")
        await ben.fills(why="")
        ben.sees("Please say why in a few words")
        await ben.fills(why="On Saturdays my bus does not run.")
        ben.sees("Your words are posted. This closes Friday 27 November 2026, 15:00 (London), and not before.")
        ana.sees("Before When? closes, this asks to be heard:", "On Saturdays my bus does not run.")
        ana.sees("Ben asks to be heard", "So it does not close before")
        ana.sees_no("Anyone may ask once to be heard")
        await ana.presses("Details")
        assert "Ask to be heard" not in labels(ana.answer.card)  # type: ignore[union-attr]
        await ana.presses("Close it now")
        await ana.fills(why="Enough.")
        ana.sees("Someone has asked to be heard, so this can not be closed before Friday 27 November 2026, 15:00")
        await s.later(hours=3)
        await ana.presses("Tuesday")
        ana.sees("Recorded: Tuesday")
        await ana.presses("Add an option")
        ana.sees("Options could be added until three quarters of the time had passed.")
        await s.later(hours=4, seconds=10)
        ana.sees("Closed on time. Nothing else was changed.", "Ben asked to be heard", "1 person took part.")
        await ana.says("/descant log")
        ana.sees("Moved: When?, from Friday 27 November 2026, 10:00 (UTC) to Friday 27 November 2026, 15:00 (UTC).")
        assert s.broken() == []


async def test_early_on_being_heard_moves_nothing_but_holds_off_an_early_end(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        ana, ben = s.member("ana"), s.member("ben")
        await ben.presses("Details")
        await ben.presses("Ask to be heard")
        token = ben.form.token
        await ben.fills(why="Please read this first.")
        ben.sees("This closes Friday 27 November 2026, 10:00")
        await s.member("chi").sends_press(token)
        s.member("chi").sees("Someone has asked to be heard already. That can be done once in each poll.")
        await ana.presses("Details")
        await ana.presses("Close it now")
        await ana.fills(why="Enough.")
        ana.sees("can not be closed before")
        await s.later(hours=7)
        await ana.presses("Details")
        await ana.presses("Close it now")
        await ana.fills(why="Everyone was heard.")
        ana.sees("Closed early by Ana", "Ben asked to be heard")
        assert s.broken() == []


async def test_a_restart_keeps_the_moved_closing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await s.later(days=2, hours=23)
        ben = s.member("ben")
        await ben.presses("Details")
        await ben.presses("Ask to be heard")
        await ben.fills(why="A moment, please.")
        clock, chat = s.clock, s.chat
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.later(hours=5)
        await s.member("chi").presses("Saturday")
        s.member("chi").sees("Recorded: Saturday")
        await s.later(hours=2, seconds=10)
        s.member("chi").sees("Closed on time.")


# --- what options mean ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["one", "any", "several", "rank", "score", "elect"])
async def test_what_an_option_means_stands_on_the_card_in_details_and_in_the_result(tmp_path: Path, kind: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.member("ana").says(
            f"/poll question: When? options: Tuesday -- after work; Saturday; x kind: {kind} pick: 2"
        )
        s.member("ana").sees("Tuesday – after work")
        await s.member("ana").presses("Post it")
        ben = s.member("ben")
        ben.sees("Tuesday – after work")
        for press in {
            "rank": ("Put in order", "Tuesday", "That's my order"),
            "elect": ("Put in order", "Tuesday", "That's my order"),
            "score": ("Give points", "5", "That's my answer"),
        }.get(kind, ("Tuesday",)):
            await ben.presses(press)
        ben.sees("Recorded:")
        await ben.presses("Details")
        assert "Tuesday – after work" in ben.screen
        await s.later(days=3, minutes=1)
        assert "Tuesday – after work" in s.shown()


async def test_what_a_new_option_means_is_kept_with_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        ben = s.member("ben")
        await ben.presses("Add an option")
        await ben.fills(words="Sunday", meaning="m" * 151)
        ben.sees("What “Sunday” means has more than 150 characters. All your words are kept here.")
        await ben.fills(meaning="With the children.")
        ben.sees("Added: Sunday.", "3. Sunday – With the children.")


async def test_a_dash_that_belongs_to_the_words_stays_there(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: What? options: Tea – hot; Tea – cold; Leeds - York")
        ana.sees("Options: Tea – hot, Tea – cold and Leeds - York")
