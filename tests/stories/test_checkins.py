"""Check-ins: they ask, they never nag, and what is said in them stays with those it belongs to."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.answers import OpenForm, Whisper
from tests.people import Member, Stage, labels, stage

HELLO = "/checkin new name: Weekly hello questions: How are you coming into this week? days: Monday time: 9:00"
ROOM = "What have you room for?"


async def starts(s: Stage, line: str = HELLO, who: str = "ana") -> Member:
    maker = s.member(who)
    await maker.says(line)
    await maker.presses("Start it")
    return maker


async def begins(s: Stage, template: str, **changed: str) -> Member:
    maker = s.member("ana")
    await maker.says("/checkin new")
    await maker.presses(template)
    await maker.fills(**changed)
    await maker.presses("Start it")
    return maker


async def answers(s: Stage, who: str, **said: str) -> Member:
    member = s.member(who)
    await member.presses("Check in")
    await member.fills(**said)
    return member


def thread(s: Stage) -> str:
    """What stands in the thread under the newest round."""
    places = [place for place in (m.place for m in s.chat.messages.values()) if "/" in place]
    return s.shown(places[-1]) if places else ""


def told(s: Stage, who: str) -> str:
    """Everything that someone was told in direct messages."""
    return s.shown(f"@{who}")


# --- a weekly hello -----------------------------------------------------------------------------------------------


async def test_a_weekly_hello(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says(HELLO)
        ana.sees("Only you can see this.", "Weekly hello", "Each week on Monday at 09:00", "The next ones:")
        await ana.presses("Start it")
        ana.sees("Started. The first round comes")
        ben.sees("has started a check-in: Weekly hello")
        await s.later(days=6)
        ben.sees("How are you coming into this week?", "Nobody is watching these answers.", "[Check in]", "[Not today]")
        await ben.presses("Check in")
        ben.sees("How are you coming into this week?")
        await ben.fills(q0="Slowly, with tea")
        ben.sees("Thank you. This is what you wrote:", "Slowly, with tea")
        await s.later(days=2, hours=2)
        ben.sees("What people shared stands in the thread.")


async def test_named_answers_stand_in_the_thread_are_changed_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        await s.later(days=6)
        ben = await answers(s, "ben", q0="Slowly")
        assert "Ben" in thread(s)
        assert "> Slowly" in thread(s)
        await ben.presses("Change it")
        ben.sees("Slowly")
        await ben.fills(q0="Better now")
        assert "> Better now" in thread(s)
        assert "Slowly" not in thread(s)
        await answers(s, "chi", q0="Hello from me")
        await ben.presses("Take it back")
        ben.sees("Your answer is gone.")
        assert "Better now" not in thread(s)
        assert "An answer that was taken back." in thread(s)
        assert "> Hello from me" in thread(s)
        assert not s.rows("SELECT 1 FROM checkin_answers WHERE said LIKE '%Better%'")
        assert s.broken() == []


async def test_the_command_alone_opens_the_open_round(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben = s.member("ben")
        await ben.says("/checkin")
        ben.sees("No check-in is open here just now.", "[A new check-in]")
        await starts(s)
        await s.later(days=6)
        await ben.says("/checkin")
        assert isinstance(ben.answer, OpenForm)
        await ben.fills(q0="Here I am")
        assert "> Here I am" in thread(s)
        await starts(s, HELLO.replace("Weekly hello", "Second hello").replace("9:00", "10:01"))
        await s.later(minutes=2)
        await ben.says("/checkin")
        ben.sees("Open now", "[Check in: Weekly hello]", "[Check in: Second hello]")


async def test_an_empty_answer_is_not_one_and_a_late_one_hears_when_it_closed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        await s.later(days=6)
        ben = await answers(s, "ben", q0="  ")
        ben.sees("One answer is enough; or close this, that is fine too.")
        token, _ = ben.find("Check in")
        await s.later(days=3)
        await ben.sends_press(token)
        ben.sees("This round of Weekly hello closed", "Nothing was recorded; the next one comes by itself.")
        assert not s.rows("SELECT 1 FROM checkin_answers")


# --- making one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "question", "seen"),
    [
        ("Weekly hello", "What are you looking forward to?", "Answers stand with names"),
        (ROOM, "(nothing / a little / plenty)", "Answers carry no names."),
        ("Whole person", "Meaning: what was worth it?", "what you write, you alone can read."),
        ("How are we working together?", "I could take part", "Every 4 weeks on Monday"),
        ("Look back", "What would you like to be different?", "Every 13 weeks on Monday"),
    ],
)
async def test_every_template_can_be_begun_as_it_is(tmp_path: Path, template: str, question: str, seen: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/checkin new")
        await ana.presses(template)
        assert template in ana.screen
        await ana.fills()
        ana.sees(question.strip("()"), seen, "The next ones:", "Two of three hold")
        await ana.presses("More choices")
        await ana.fills()
        await ana.presses("Start it")
        ana.sees("Started.")
        assert s.broken() == []


async def test_what_can_not_be_read_is_asked_again_and_nothing_is_lost(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/checkin new name: Hello questions: How are you? days: someday time: when the sun is up")
        ana.sees(
            "On which days of the week?", "I could not read “when the sun is up” as a time of day.", "How are you?"
        )
        await ana.fills(days="0\n3", time="6pm")
        ana.sees("Each week on Monday and Thursday at 18:00")
        await ana.presses("More choices")
        await ana.fills(every="0", open="a while", zone="Atlantis", off="next week")
        ana.sees(
            "“0” is not a number of weeks", "“a while” is not a length", "no time zone called “Atlantis”", "as days"
        )
        await ana.fills(every="2", open="8 hours", zone="America/New_York", off="2026-11-26 to 2026-12-05")
        ana.sees(
            "Every 2 weeks on Monday and Thursday at 18:00 (New York).", "open for 8 hours", "No rounds from Thursday"
        )
        await ana.presses("Throw it away")
        ana.sees("Nothing was started.")
        assert not s.rows("SELECT 1 FROM checkins")


async def test_gap_and_fold_are_said_before_it_starts(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await s.later(days=121)
        await ana.says("/checkin new name: Night questions: Awake? days: Sunday time: 1:30")
        await ana.presses("More choices")
        await ana.fills(zone="Europe/London")
        ana.sees("The clocks go forward over that hour, so it comes later.")
        await s.later(days=210)
        await ana.says("/checkin new name: Night questions: Awake? days: Sunday time: 1:30")
        await ana.presses("More choices")
        await ana.fills(zone="Europe/London")
        ana.sees("The clocks go back and that hour comes twice; it comes the first time.")


async def test_where_check_ins_are_switched_off_none_is_made_and_none_comes(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        kay = s.member("kay", keeper=True)
        await kay.says("/descant setup")
        await kay.presses("What is switched on")
        await kay.fills(off="polls\nthanks\nproposals", why="We talk instead")
        await s.later(days=6)
        assert "Check in]" not in s.shown()
        await s.member("ana").says("/checkin new")
        s.member("ana").sees("This community does without check-ins for now.")
        await kay.says("/descant setup")
        await kay.presses("What is switched on")
        await kay.fills(off="polls\nthanks\nproposals\ncheckins", why="We miss them")
        await s.later(days=7)
        s.member("ben").sees("[Check in]")
        s.member("ben").sees_no("did not take place")


async def test_questions_can_take_turns(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(
            "/checkin new name: One question questions: First?; Second? days: daily time: 9:00 open: 8 hours"
        )
        await ana.presses("More choices")
        await ana.fills(rotates="yes")
        await ana.presses("Start it")
        asked = []
        for _ in range(3):
            await s.later(days=1)
            asked.append("First?" if "First?" in s.shown().split("=====")[-1] else "Second?")
        assert asked == ["First?", "Second?", "First?"]


# --- pausing ------------------------------------------------------------------------------------------------------


async def test_a_person_who_pauses(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = s.member("ben")
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("Remind me next time")
        ben.sees("I will remind you once in each round of Weekly hello, by direct message.")
        before = len(s.chat.messages)
        await ben.says("/checkin pause")
        await ben.fills(until="in 3 weeks")
        ben.sees("Check-ins leave you in peace until", "Nobody is told.")
        assert len(s.chat.messages) == before
        await s.later(days=6)
        await ben.says("/descant")
        ben.sees_no("Show: Weekly hello")
        await s.later(days=2)
        assert told(s, "ben") == ""
        await ben.says("/checkin pause")
        await ben.fills(until="in 3 weeks")
        await ben.presses("I am back")
        ben.sees("Good to have you back.")
        await s.later(days=5)
        await ben.says("/descant")
        ben.sees("Show: Weekly hello")
        await s.later(days=1, hours=18)
        assert "Weekly hello is open until" in told(s, "ben")


async def test_a_pause_for_everyone_says_who_and_why_and_ends_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben, chi = s.member("ben"), s.member("chi")
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("Pause it for everyone")
        await ben.fills(until="2026-12-14", why="")
        ben.sees("Please say why in a few words")
        await ben.fills(until="2026-12-14", why="We are all away")
        ben.sees("No rounds from Tuesday 24 November 2026 to Sunday 13 December 2026.")
        chi.sees("Ben has paused Weekly hello until Monday 14 December 2026.", "Why: We are all away")
        await s.later(days=19)
        chi.sees_no("[Check in]")
        await s.later(days=1)
        chi.sees("[Check in]")
        chi.sees_no("did not take place")
        await chi.says("/descant log")
        chi.sees("Paused: Weekly hello, until Monday 14 December 2026", "We are all away")


async def test_paused_without_an_end_it_goes_on_when_someone_lets_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = s.member("ben")
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("Pause it for everyone")
        await ben.fills(why="Summer")
        ben.sees("Paused since Tuesday 24 November 2026, until someone lets it go on.", "No round is coming.")
        await s.later(days=30)
        assert "[Check in]" not in s.shown()
        assert s.broken() == []
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("Let it go on")
        ben.sees("The next ones:")
        await s.later(days=4)
        ben.sees("Ben lets Weekly hello go on.", "[Check in]")


async def test_it_ends_with_a_reason_that_everyone_can_read(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = s.member("ben")
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("End it")
        await ben.fills(why="We meet in person now")
        ben.sees("Ben has ended Weekly hello.", "Why: We meet in person now")
        await s.later(days=30)
        assert "[Check in]" not in s.shown()
        assert s.broken() == []


# --- reminders and not today --------------------------------------------------------------------------------------


async def test_one_reminder_only_to_those_who_want_it_and_have_not_answered(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        for name in ("ben", "chi", "dov"):
            member = s.member(name)
            await member.says("/checkin list")
            await member.presses("About: Weekly hello")
            await member.presses("Remind me next time")
        await s.later(days=6)
        await answers(s, "chi", q0="Well")
        dov = await s.member("dov").presses("Not today")
        dov.sees("That is fine. I will not remind you of this round.")
        await s.later(days=1, hours=12)
        await s.later(hours=6)
        assert told(s, "ben").count("Weekly hello is open until") == 1
        assert "There is only this one, and not answering is fine." in told(s, "ben")
        assert [told(s, name) for name in ("chi", "dov", "eve")] == ["", "", ""]


# --- late and down ------------------------------------------------------------------------------------------------


async def test_a_round_while_the_bot_was_down(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        clock, chat = s.clock, s.chat
    clock.forward(timedelta(days=6, hours=3))
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.settle()
        ben = s.member("ben")
        ben.sees("This comes 4 hours late, because I was not running.")
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


# --- home ---------------------------------------------------------------------------------------------------------


async def test_home_lists_the_open_round_and_those_to_come(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = s.member("ben")
        await ben.says("/descant")
        ben.sees("Coming up", "Weekly hello – on Monday 30 November 2026")
        await ben.presses("Show: Weekly hello")
        ben.sees("Started by Ana.", "Each week on Monday at 09:00")
        await s.later(days=6)
        await ben.says("/descant")
        waiting, coming = ben.screen.split("Coming up")
        assert "Weekly hello – until" in waiting
        assert "Weekly hello – on Monday 7 December 2026" in coming
        await ben.presses("Show: Weekly hello")
        await ben.presses("Check in: Weekly hello")
        await ben.fills(q0="Fine")
        await ben.says("/descant")
        assert "Nothing waits for you." in ben.screen
        elsewhere = s.member("chi").in_place("elsewhere")
        await elsewhere.says("/descant")
        assert "Weekly hello" not in elsewhere.screen
        assert isinstance(ben.answer, Whisper)
        assert "I'm around" in labels(ben.answer.card)
