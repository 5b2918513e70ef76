"""Check-ins: they ask, they never nag, and what is said in them stays with those it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.answers import OpenForm, Whisper
from bot.chat.cards import Button, Buttons, Picture
from bot.chat.charts import TrendChart
from bot.chat.events import CommunityJoined, CommunityLeft
from bot.chat.ids import PersonId
from bot.choices import may_ask
from bot.pictures import draw
from bot.ports import Forbidden, Tx
from tests.databases import is_postgres
from tests.people import COMMUNITY, Member, Stage, labels, stage

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


# --- answering ----------------------------------------------------------------------------------------------------


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
        ("Whole person", "Meaning: what was worth it?", "what you write is shown to you alone."),
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
        ana.sees(question.strip("()"), seen, "The next ones:", "you can take it back")
        await ana.presses("More choices")
        await ana.fills()
        await ana.presses("Start it")
        ana.sees("Started.")
        assert s.broken() == []


async def test_begun_from_a_template_and_answered_by_choosing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/checkin new")
        await ana.presses(ROOM)
        await ana.fills(days="1", time="10:30")
        ana.sees("Each week on Tuesday at 10:30", "Answers carry no names.")
        await ana.presses("Start it")
        ana.sees("Started.")
        await s.later(minutes=31)
        ben.sees("nothing / a little / plenty")
        await ben.presses("Check in")
        await ben.fills(q0="1")
        ben.sees("a little", "I will ask you for nothing by myself.")
        ana.sees_no("I will ask you for nothing by myself")
        await s.later(days=2, hours=1)
        ben.sees("Not shown, because it could show who said what")


async def test_a_check_in_is_begun_where_others_read(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        home = s.member("ana")
        home.where = replace(home.where, alone=True)
        await home.says("/checkin new name: Hello questions: How are you? days: Monday time: 9:00")
        home.sees("A check-in is asked in a channel. Type /checkin new in the one that you mean.")
        assert s.rows("SELECT id FROM drafts") == []


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
        chi.sees("Ben has paused “Weekly hello” until Monday 14 December 2026.", "Why: We are all away")
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
        ben.sees("Ben lets “Weekly hello” go on.", "[Check in]")


async def test_it_ends_with_a_reason_that_everyone_can_read(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        ben = s.member("ben")
        await ben.says("/checkin list")
        await ben.presses("About: Weekly hello")
        await ben.presses("End it")
        await ben.fills(why="We meet in person now")
        ben.sees("Ben has ended “Weekly hello”.", "Why: We meet in person now")
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


# --- without names ------------------------------------------------------------------------------------------------

PEOPLE = tuple(f"person{n}x" for n in range(12))
CHOICES = (
    "/checkin new name: Mood questions: How is it? (good / so-so / hard) days: daily time: 9:00 open: 8h seen: unnamed"
)
WORDS = "/checkin new name: Look back questions: What was hard? days: daily time: 9:00 open: 8h seen: unnamed"


async def said_by(s: Stage, said: Mapping[str, str], question: str = "q0") -> None:
    for who, value in said.items():
        await answers(s, who, **{question: value})


async def a_round(s: Stage, said: Mapping[str, str]) -> str:
    """The next day's round, answered so; what its card shows when it has closed."""
    await next_round(s)
    await said_by(s, said)
    await s.later(hours=9)
    return newest(s)


async def next_round(s: Stage) -> None:
    """Until a moment after nine."""
    now = s.clock.now()
    at = now.replace(hour=9, minute=1, second=0, microsecond=0)
    await s.later(seconds=(at - now).total_seconds() % 86_400)


def newest(s: Stage) -> str:
    """The newest card of a round."""
    shown = s.shown().split("\n\n=====\n\n")
    return next(card for card in reversed(shown) if "Nobody is watching these answers." in card)


TOO_FEW = "Not shown, because it could show who said what"


async def test_without_names_nothing_is_shown_before_the_close_and_then_only_numbers(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        await next_round(s)
        await said_by(s, {who: str(n % 2) for n, who in enumerate(PEOPLE[:8])})
        ben = s.member(PEOPLE[0])
        ben.sees("Nobody here can find it by your name. You can change it or take it back until")
        for card in (newest(s), thread(s)):
            assert "good: " not in card
            assert "of 8" not in card
        await s.later(hours=9)
        assert "good: 4 of 8" in newest(s)
        assert "so-so: 4 of 8" in newest(s)
        assert "hard: 0 of 8" in newest(s)
        assert "What people shared in Mood can be read now, without names." in s.shown()
        assert s.broken() == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        dict.fromkeys(PEOPLE[:1], "0"),
        {who: str(n % 2) for n, who in enumerate(PEOPLE[:4])},
        dict.fromkeys(PEOPLE[:9], "1"),
        {who: "1" if n else "0" for n, who in enumerate(PEOPLE[:9])},
        {who: "1" if n > 1 else "0" for n, who in enumerate(PEOPLE[:9])},
    ],
    ids=["nobody", "one", "four", "all alike", "one apart", "two apart"],
)
async def test_too_few_or_too_much_alike_is_said_alike_whatever_the_cause(tmp_path: Path, said: dict[str, str]) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        shown = await a_round(s, said)
        assert TOO_FEW in shown
        assert " of " not in shown.replace("of others", "")
        assert "can be read now" not in s.shown()
        assert not s.rows("SELECT 1 FROM checkin_shown")
        assert s.broken() == []


async def test_the_one_who_is_missing_the_next_time_can_not_be_had_by_subtraction(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        everyone = {who: str(n % 2) for n, who in enumerate(PEOPLE[:10])}
        assert "good: 5 of 10" in await a_round(s, everyone)
        without = {who: said for who, said in everyone.items() if who != PEOPLE[0]}
        assert TOO_FEW in await a_round(s, without)
        assert "good: 5 of 10" in await a_round(s, everyone)
        others = {who: str(n % 2) for n, who in enumerate(PEOPLE[5:])} | dict.fromkeys(("newx", "newy", "newz"), "0")
        assert "of 10" in await a_round(s, others)


async def test_words_without_names_are_shuffled_and_whole(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, WORDS)
        shown = await a_round(s, {who: f"The rain, {n} times" for n, who in enumerate(PEOPLE[:4])})
        assert TOO_FEW in shown
        assert "rain" not in s.shown()
        assert not s.rows("SELECT 1 FROM checkin_shown WHERE words LIKE '%rain%'")
        shown = await a_round(s, {who: f"The rain, {n} times " + "x" * 700 for n, who in enumerate(PEOPLE[:6])})
        assert "In an order that means nothing." in shown
        reader = s.member("reader")
        await reader.presses("Read all of it")
        found = reader.screen
        while "Read on" in reader.screen:
            await reader.presses("Read on")
            found += reader.screen
        assert all(found.count(f"> The rain, {n} times") == 1 for n in range(6))


async def test_an_answer_without_a_name_is_changed_and_taken_back_and_never_counts_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        await next_round(s)
        await said_by(s, {who: str(n % 2) for n, who in enumerate(PEOPLE[:8])})
        ben = s.member(PEOPLE[0])
        await ben.presses("Change it")
        ben.sees("How is it?: 0")
        await ben.fills(q0="1")
        chi = s.member(PEOPLE[1])
        await chi.presses("Take it back")
        chi.sees("Your answer is gone.")
        clock, chat = s.clock, s.chat
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.member(PEOPLE[2]).presses("Check in")
        await s.member(PEOPLE[2]).fills(q0="1")
        await s.later(hours=9)
        assert TOO_FEW in newest(s)
        assert not s.rows("SELECT 1 FROM checkin_box UNION SELECT 1 FROM checkin_marks")


async def test_where_the_key_is_lost_no_more_answers_are_taken(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        await next_round(s)
        await said_by(s, {who: str(n % 2) for n, who in enumerate(PEOPLE[:8])})
        ((of,),) = s.rows("SELECT id FROM checkin_rounds")
        clock, chat = s.clock, s.chat
    (tmp_path / "d.db.keys" / f"{of}.key").unlink()
    async with stage(tmp_path / "d.db", clock, chat) as s:
        ben = s.member(PEOPLE[0])
        await ben.presses("Check in")
        await ben.fills(q0="1")
        ben.sees("The key that kept these answers apart is lost")
        await s.later(hours=9)
        assert "good: 4 of 8" in newest(s)
        assert s.broken() == []


# --- what is left -------------------------------------------------------------------------------------------------


def bytes_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


async def quiet_people(s: Stage, line: str) -> None:
    """A round in which one answers, one says not today, one wants a reminder and stays silent, and one is silent."""
    await starts(s, line, "makerxx")
    await next_round(s)
    await s.member("passerxx").presses("Not today")
    await answers(s, "answererx", q0="0" if "good /" in line else "Something")
    await s.later(hours=7)


@pytest.mark.parametrize(
    "line", [CHOICES, WORDS, WORDS.replace("unnamed", "named"), WORDS.replace("unnamed", "private")]
)
async def test_not_today_and_silence_leave_no_trace(tmp_path: Path, line: str) -> None:
    if is_postgres():
        return  # A server's files are not ours to look into: there the destroyed key is the protection.
    async with stage(tmp_path / "d.db") as s:
        await quiet_people(s, line)
        tags = [
            str(tag).encode() for (tag,) in s.rows("SELECT tag FROM checkin_passes UNION SELECT tag FROM checkin_box")
        ]
        ((of,),) = s.rows("SELECT id FROM checkin_rounds")
        key = (tmp_path / "d.db.keys" / f"{of}.key").read_bytes()
        assert tags
        await s.later(hours=3)
        unnamed = "seen: unnamed" in line
        for path, content in bytes_below(tmp_path):
            assert b"passerxx" not in content, path
            assert (b"answererx" in content) <= (not unnamed), path
            assert not [tag for tag in tags if tag in content], path
            assert key not in content, path
        assert b"makerxx" in (tmp_path / "d.db").read_bytes()


async def test_a_reminder_leaves_no_trace_of_who_was_still_silent(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, WORDS.replace("unnamed", "named"), "makerxx")
        for who in ("keenerxx", "silentxx"):
            await s.member(who).says("/checkin list")
            await s.member(who).presses("About: Look back")
            await s.member(who).presses("Remind me next time")
        await next_round(s)
        await answers(s, "keenerxx", q0="All good")
        await s.later(hours=7)
        assert [who for who in ("keenerxx", "silentxx") if told(s, who)] == ["silentxx"]
        reminded = "SELECT destination FROM outbox WHERE face = 'checkin.reminder'"
        assert s.rows(reminded) == [("silentxx",)]
        await s.later(hours=2)
        assert s.rows(reminded) == []
        assert s.broken() == []
        if not is_postgres():
            ((of,),) = s.rows("SELECT id FROM checkin_rounds")
            mark = f"checkin.reminder:{of}:silentxx".encode()
            assert not [path for path, content in bytes_below(tmp_path) if mark in content]


async def test_without_the_truncation_a_trace_would_be_left(tmp_path: Path) -> None:
    """The control: the same search finds what an ordinary deletion leaves in the write-ahead log."""
    if is_postgres():
        return
    async with stage(tmp_path / "d.db") as s:
        await quiet_people(s, WORDS)
        tags = [str(tag).encode() for (tag,) in s.rows("SELECT tag FROM checkin_passes")]
        s.core.workshop._jobs = {k: v for k, v in s.core.workshop._jobs.items() if k != "checkin.shred"}
        await s.later(hours=3)
        left = (tmp_path / "d.db-wal").read_bytes()
        assert all(tag in left for tag in tags)


async def test_where_one_wants_a_reminder_of_answers_without_names_it_comes_to_all_alike(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, CHOICES)
        for who in ("ben", "chi"):
            await s.member(who).says("/checkin list")
            await s.member(who).presses("About: Mood")
            await s.member(who).presses("Remind me next time")
        await next_round(s)
        await answers(s, "ben", q0="0")
        await s.later(hours=7)
        for who in ("ben", "chi"):
            assert "You asked to be reminded, whether you have answered or not." in told(s, who)


# --- for oneself --------------------------------------------------------------------------------------------------


async def test_a_journal_is_read_by_its_writer_alone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await begins(s, "Whole person", days="1", time="10:30")
        await s.later(minutes=31)
        ben = await answers(s, "ben", q0="Tired", q3="The soup")
        ben.sees("It stands in your journal", "Tired")
        await s.later(days=3)
        chi = s.member("chi")
        chi.sees_no("Tired", "The soup")
        chi.sees("What people wrote, they wrote for themselves.")
        await chi.says("/checkin journal")
        chi.sees("There is nothing in it yet.")
        await ben.says("/checkin journal")
        ben.sees("My journal", "> Tired", "> The soup", "Nobody else can see this.")
        await ben.presses("Take it back")
        await ben.says("/checkin journal")
        ben.sees("There is nothing in it yet.")
        assert not s.rows("SELECT 1 FROM checkin_answers")


# --- room ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chosen", "asked"), [("0", False), ("1", False), ("2", True), ("-", True)])
async def test_who_has_little_room_is_asked_for_nothing_until_the_next_round(
    tmp_path: Path, chosen: str, asked: bool
) -> None:
    async with stage(tmp_path / "d.db") as s:
        await begins(s, ROOM, days="1", time="10:30")
        await s.later(minutes=31)
        if chosen != "-":
            ben = await answers(s, "ben", q0=chosen)
            promised = "I will ask you for nothing by myself."
            assert (promised in ben.screen) is not asked
        assert await s.store.write(COMMUNITY, may_be_asked, "ben") is asked
        assert await s.store.write(COMMUNITY, may_be_asked, "chi")
        assert "ben" not in str(s.rows("SELECT * FROM quiet"))
        for who in ("ana", "chi"):
            await s.member(who).says("/checkin list")
            await s.member(who).presses(f"About: {ROOM}")
            s.member(who).sees_no("ben", "Ben")
        await s.later(days=7)
        assert await s.store.write(COMMUNITY, may_be_asked, "ben")


def may_be_asked(tx: Tx, person: str) -> bool:
    return may_ask(tx, COMMUNITY, PersonId(person), tx.now)


async def test_whoever_has_room_again_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await begins(s, ROOM, days="1", time="10:30")
        await s.later(minutes=31)
        ben = await answers(s, "ben", q0="0")
        assert not await s.store.write(COMMUNITY, may_be_asked, "ben")
        await ben.presses("Change it")
        await ben.fills(q0="2")
        assert await s.store.write(COMMUNITY, may_be_asked, "ben")
        await ben.presses("Change it")
        await ben.fills(q0="1")
        await ben.presses("Take it back")
        assert await s.store.write(COMMUNITY, may_be_asked, "ben")
        assert not s.rows("SELECT 1 FROM quiet")


# --- company ------------------------------------------------------------------------------------------------------


async def is_around(s: Stage, who: str, until: str = "in 2 hours") -> Member:
    member = s.member(who)
    await member.says("/descant")
    await member.presses("I'm around")
    await member.fills(until=until)
    member.sees("You are around until", "Nobody can see who is around.")
    return member


async def test_company_is_asked_for_and_given_in_private_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s)
        await s.later(days=6)
        await is_around(s, "bea")
        before = s.shown()
        for _ in range(2):
            await s.member("ana").presses("I'd like company")
        assert told(s, "bea").count("Ana would like company.") == 1
        await s.member("bea").in_place("@bea").presses("I'm with you")
        assert s.shown() == before
        await s.later(hours=3)
        assert not s.rows("SELECT 1 FROM outbox WHERE face LIKE 'company.w%'")
        if not is_postgres():
            left = [path for path, content in bytes_below(tmp_path) if b"company.w" in content]
            assert left == []
        assert s.broken() == []


async def test_a_wish_for_company_can_be_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await is_around(s, "bea")
        ana = s.member("ana")
        await ana.says("/checkin")
        await ana.presses("I'd like company")
        await ana.presses("Never mind")
        ana.sees("It is forgotten.")
        assert not s.rows("SELECT 1 FROM wishes")
        bea = await s.member("bea").in_place("@bea").presses("I'm with you")
        bea.sees("That has passed.")
        assert told(s, "ana") == ""


# --- how we work together -----------------------------------------------------------------------------------------


async def test_how_we_work_together_is_shown_over_the_rounds(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await begins(s, "How are we working together?", days="1", time="10:30")
        first = {who: {"q0": str(n % 2), "q1": "2" if n < 4 else "0", "q2": "1"} for n, who in enumerate(PEOPLE[:8])}
        second = {
            who: {"q0": "0" if n < 7 else "1", "q1": "2" if n < 4 else "0", "q2": "1"}
            for n, who in enumerate((*PEOPLE[3:], "newx"))
        }
        for said in (first, second):
            await s.later(minutes=31) if said is first else await s.later(days=23)
            for who, values in said.items():
                await answers(s, who, **values)
            await s.later(days=5)
        card = newest(s)
        assert "I knew what was going on: nearer to “yes” than the time before." in card
        assert "I could take part" in card
        assert TOO_FEW in card
        (picture,) = [e for m in s.chat.messages.values() for e in m.card.elements if isinstance(e, Picture)]
        assert isinstance(picture.chart, TrendChart)
        assert "I knew what was going on: 24.11." in picture.alt
        assert "It made a difference" not in picture.alt
        assert draw(picture.chart)


# --- where it can not be -------------------------------------------------------------------------------------------


async def test_a_channel_that_takes_nothing_pauses_it_and_its_maker_is_told_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, WORDS)
        s.chat.failures = [Forbidden("Send Messages")]
        await next_round(s)
        assert "I could not post in" in told(s, "ana")
        await s.later(hours=23)
        await next_round(s)
        assert "I could not post the last round of Look back in #plans, so I have paused it." in told(s, "ana")
        before = told(s, "ana")
        await s.later(days=3)
        assert told(s, "ana") == before
        assert len(s.rows("SELECT 1 FROM checkin_rounds")) == 1
        ana = s.member("ana").in_place("@ana")
        await ana.presses("About it")
        await ana.presses("Let it go on")
        await next_round(s)
        s.member("ben").sees("[Check in]")


async def test_where_the_bot_is_not_any_more_nothing_is_asked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.core.handle(CommunityJoined(COMMUNITY, s.clock.now()))
        await starts(s, WORDS)
        await s.core.handle(CommunityLeft(COMMUNITY, s.clock.now()))
        await s.later(days=3)
        assert not s.rows("SELECT 1 FROM checkin_rounds")
        await s.core.handle(CommunityJoined(COMMUNITY, s.clock.now()))
        await next_round(s)
        s.member("ben").sees("[Check in]")
        s.member("ben").sees_no("did not take place")


async def test_harmful_words_in_check_ins_can_be_hidden(tmp_path: Path) -> None:
    harm = "Bens are all thieves"
    async with stage(tmp_path / "d.db") as s:
        await starts(s, WORDS.replace("unnamed", "named"))
        await starts(s, WORDS)
        await next_round(s)
        kim = s.member("kim", keeper=True)
        tokens = {kim.find("Check in")[0], *(b.token for b in first_buttons(s))}
        for token in tokens:
            for number, who in enumerate(PEOPLE[:6]):
                member = await s.member(who).sends_press(token)
                await member.fills(q0=harm if number == 0 else f"Rain, {number} days")
        await s.later(hours=9)
        assert harm in thread(s)
        assert harm in newest(s)
        for _ in range(2):
            await kim.says("/descant setup")
            await kim.presses("Hide words")
            await kim.fills(sought="thieves")
            await kim.presses(harm)
            await kim.fills(why="It insults a member")
        await s.later(minutes=1)
        assert harm not in thread(s)
        assert harm not in s.shown()
        assert "Words were hidden here by Kim" in thread(s)
        assert "Words were hidden here by Kim" in newest(s)
        assert "Rain, 5 days" in newest(s)
        assert harm not in str(s.rows("SELECT said FROM checkin_answers") + s.rows("SELECT words FROM checkin_shown"))


def first_buttons(s: Stage) -> Iterator[Button]:
    """The first button of every open round."""
    for message in s.chat.messages.values():
        for element in message.card.elements:
            if isinstance(element, Buttons) and element.buttons[0].label == "Check in":
                yield element.buttons[0]
