"""A check-in that runs is changed by anyone: from its next round on, in the open, and never towards showing more."""

from datetime import timedelta
from pathlib import Path

from tests.people import Member, Stage, labels, stage
from tests.stories.test_checkins import (
    CHOICES,
    HELLO,
    PEOPLE,
    TOO_FEW,
    a_round,
    answers,
    newest,
    next_round,
    starts,
    thread,
)


async def about(s: Stage, who: str, name: str = "Weekly hello") -> Member:
    member = s.member(who)
    await member.says("/checkin list")
    return await member.presses(f"About: {name}")


async def changes(s: Stage, who: str, name: str = "Weekly hello", **changed: str) -> Member:
    member = await about(s, who, name)
    await member.presses("Change it")
    return await member.fills(**changed)


async def saves(member: Member, why: str = "It suits us better", **more: str) -> Member:
    await member.presses("Save it")
    return await member.fills(why=why, **more)


async def test_anyone_changes_it_and_everyone_reads_who_and_why(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben, chi = s.member("ben"), s.member("chi")
        await changes(s, "ben", days="3", time="18:30", questions="How are you?\nWho needs a hand?")
        ben.sees("Only you can see this.", "Each week on Thursday at 18:30", "The next ones:", "Thursday 26 November")
        chi.sees_no("18:30")
        await saves(ben, why="")
        ben.sees("Please say why in a few words")
        await ben.fills(why="Mondays are full")
        ben.sees("Changed from the next round on.")
        chi.sees("Ben has changed “Weekly hello”.", "Until now: Each week on Monday at 09:00 (UTC).")
        chi.sees("From the next round on: Each week on Thursday at 18:30 (UTC). It asks other questions.")
        chi.sees("Why: Mondays are full")
        await s.later(days=2, hours=9)
        chi.sees("Who needs a hand?", "[Check in]")
        await chi.says("/descant log")
        chi.sees("Changed: Weekly hello. Until then: Each week on Monday", "Mondays are full")
        await s.later(days=4)
        assert s.shown().count("[Check in]") == 0
        assert s.broken() == []


async def test_a_round_that_is_open_stays_as_it_was_asked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        await s.later(days=6)
        await answers(s, "chi", q0="Slowly")
        ben = await changes(s, "ben", name="Weekly hello", questions="Another?", seen="unnamed", days="3")
        ben.sees("The next round says first that answers are shown otherwise from now on.")
        await saves(ben)
        s.member("dov").sees("How are you coming into this week?", "[Check in]")
        await answers(s, "dov", q0="With tea")
        assert "> With tea" in thread(s)
        await s.later(days=3)
        assert "What people shared stands in the thread." in s.shown()
        assert "> Slowly" in thread(s)
        s.member("dov").sees("Another?", "New since the last round: answers are shown another way now")
        s.member("dov").sees("Answers carry no names.")
        await s.later(days=7)
        assert "New since" not in newest(s)
        assert s.broken() == []


async def test_the_next_round_waits_until_the_open_one_has_closed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, HELLO + " open: 6 days")
        await s.later(days=6)
        await saves(await changes(s, "ben", days="0\n1\n2\n3\n4\n5\n6", time="11:00"))
        opened = s.rows("SELECT day, closes_at FROM checkin_rounds")
        await s.later(days=5)
        assert s.rows("SELECT day, closes_at FROM checkin_rounds") == opened
        await s.later(days=1, hours=2)
        assert len(s.rows("SELECT 1 FROM checkin_rounds")) == 2
        assert s.broken() == []


async def test_answers_can_be_shown_to_fewer_and_never_to_more(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        ben = await about(s, "ben", "Mood")
        await ben.presses("Change it")
        assert "With names, in the thread" not in ben.screen
        await ben.fills(seen="named")
        ben.sees("Answers carry no names.")
        await ben.presses("Change it")
        await ben.fills(seen="private")
        await saves(ben)
        await about(s, "ben", "Mood")
        await ben.presses("Change it")
        assert "Who sees the answers?" not in ben.screen
        await ben.fills(name="My mood")
        await saves(ben)
        s.member("chi").sees("Ben has given “Mood” another name: “My mood”.")
        await next_round(s)
        chi = await answers(s, "chi", q0="0")
        chi.sees("It stands in your journal")
        assert s.broken() == []


async def test_a_question_in_other_words_is_still_compared_with_what_was_shown(tmp_path: Path) -> None:
    everyone = {who: str(n % 2) for n, who in enumerate(PEOPLE[:10])}
    without = {who: said for who, said in everyone.items() if who != PEOPLE[0]}
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        assert "good: 5 of 10" in await a_round(s, everyone)
        await saves(await changes(s, "ben", "Mood", questions="How was it? (good / so-so / hard)"))
        assert TOO_FEW in await a_round(s, without)


async def test_it_can_be_asked_in_another_channel(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        everyone = {who: str(n % 2) for n, who in enumerate(PEOPLE[:10])}
        await a_round(s, everyone)
        await saves(await changes(s, "ben", "Mood"), place="shed")
        assert "Ben has moved “Mood”. It is asked in #shed now." in s.shown()
        assert "Ben has moved “Mood”." in s.shown("shed")
        await next_round(s)
        assert "[Check in]" in s.shown("shed")
        assert "[Check in]" not in s.shown()
        await s.member("chi").says("/descant log")
        s.member("chi").sees("Moved: Mood, from #plans to #shed")
        assert s.broken() == []


async def test_where_the_set_up_names_a_channel_it_comes_there(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        kay = s.member("kay", keeper=True)
        await kay.says("/descant setup")
        await kay.presses("Channels")
        await kay.fills(place_checkins="hellos", why="One place for it")
        ben = await changes(s, "ben", time="10:00")
        await ben.presses("Save it")
        assert [f.key for f in ben.form.fields] == ["why"]
        await ben.fills(why="Later is kinder")
        assert "It is asked in #hellos now." in s.shown()


async def test_what_someone_else_changed_meanwhile_is_not_undone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = await changes(s, "ben", time="10:00")
        await saves(await changes(s, "chi", time="11:00"))
        await ben.presses("Save it")
        ben.sees("Someone changed it just now. Nothing was changed; please look at it again.")
        assert s.rows("SELECT hour FROM checkins") == [("11:00",)]


async def test_nothing_different_is_nothing_changed_and_a_change_can_be_left(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = await changes(s, "ben")
        await saves(ben)
        ben.sees("Nothing is different, so nothing was changed.")
        await changes(s, "ben", time="10:00")
        await ben.presses("More choices")
        await ben.fills(every="2", off="2026-12-20 to 2027-01-03")
        ben.sees("Every 2 weeks on Monday at 10:00", "No rounds from Sunday 20 December 2026 to Sunday 3 January 2027.")
        await ben.presses("Leave it as it is")
        ben.sees("It stays as it is. Nothing was changed.")
        assert not s.rows("SELECT 1 FROM power")


async def test_a_pause_outlasts_a_change(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = await about(s, "ben")
        await ben.presses("Pause it for everyone")
        await ben.fills(why="Summer")
        await saves(await changes(s, "chi", days="2"))
        await s.later(days=20)
        assert "[Check in]" not in s.shown()
        await about(s, "ben")
        await ben.presses("Let it go on")
        await s.later(days=2)
        assert "[Check in]" in s.shown()
        assert s.broken() == []


async def test_a_round_that_is_due_already_comes_before_the_change(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = await changes(s, "ben", days="3")
        await ben.presses("Save it")
        s.clock.forward(timedelta(days=6))
        await ben.fills(why="Mondays are full")
        assert [day for (day,) in s.rows("SELECT day FROM checkin_rounds")] == ["2026-11-30"]
        s.member("chi").sees("How are you coming into this week?", "[Check in]")
        await s.later(days=3)
        assert [day for (day,) in s.rows("SELECT day FROM checkin_rounds ORDER BY day")] == ["2026-11-30", "2026-12-03"]
        assert s.broken() == []


async def test_what_has_ended_is_not_changed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = await changes(s, "ben", time="10:00")
        chi = await about(s, "chi")
        await chi.presses("End it")
        await chi.fills(why="We meet in person now")
        assert "Save it" in labels(ben.answer.card)  # type: ignore[union-attr]
        await ben.presses("Save it")
        ben.sees("It has ended. Nothing was changed.")


async def test_harmful_words_in_what_has_not_been_asked_yet_can_be_hidden(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, HELLO.replace("Weekly hello", "Bens are thieves"))
        kim = s.member("kim", keeper=True)
        await kim.says("/descant setup")
        await kim.presses("Hide words")
        await kim.fills(sought="thieves")
        await kim.presses("Bens are thieves")
        await kim.fills(why="It insults a member")
        await s.later(days=6)
        s.member("chi").sees("(hidden words)", "[Check in]")
        s.member("chi").sees_no("thieves")
        assert s.broken() == []
