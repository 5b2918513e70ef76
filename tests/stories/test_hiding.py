"""Harmful words go everywhere, what was done stays readable, and whoever wrote them is told and can answer."""

import json
from pathlib import Path

import pytest

from bot.chat.answers import FormErrors, Whisper
from bot.chat.hidden import mark
from bot.chat.plain import words_of
from tests.people import CHANNEL, READER, Member, Stage, labels, stage, text

HARM = "Bens are all thieves"


async def asks(s: Stage, line: str = "") -> Member:
    ana = s.member("ana")
    await ana.says(f"/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days {line}")
    return await ana.presses("Post it")


async def says_why(member: Member, option: str, words: str, named: str = "named") -> None:
    await member.presses(option)
    await member.presses("Say why")
    await member.fills(words=words, named=named)


async def hides(s: Stage, words: str, why: str = "It insults a member") -> Member:
    kim = s.member("kim", keeper=True)
    await kim.presses("Details")
    await kim.presses("Hide words")
    await kim.presses(words)
    return await kim.fills(why=why)


async def test_words_go_everywhere_and_a_trace_stays(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        cleo, ben = s.member("cleo"), s.member("ben")
        await says_why(cleo, "Tuesday", HARM)
        early = await s.member("eve").presses("Details")
        await early.presses("See the reasons")
        early.sees(HARM)
        kim = await hides(s, HARM)
        kim.sees("These words are hidden. No count has changed.", "Whoever wrote them is told privately")
        await s.later(days=3)
        await ben.presses("Details")
        await ben.presses("See the reasons")
        ben.sees_no(HARM)
        ben.sees("Words were hidden here by Kim, Tuesday 24 November 2026, 10:00 (London): “It insults a member”")
        ben.sees("1 person took part", "Closed on time.")
        ben.sees_no("Nothing was changed.")
        await ben.says("/descant log insults")
        ben.sees("Words were hidden in When do we meet?", "By Kim", "It insults a member")
        assert HARM not in str(s.rows("SELECT * FROM reasons"))
        assert s.broken() == []


async def test_the_form_says_how_long_they_are_kept_apart(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await says_why(s.member("cleo"), "Tuesday", HARM)
        kim = s.member("kim", keeper=True)
        await kim.presses("Details")
        await kim.presses("Hide words")
        await kim.presses(HARM)
        assert "They are kept apart for 30 days" in words_of(kim.form.note, READER)
        await kim.fills(why=" ")
        assert isinstance(kim.answer, FormErrors)
        kim.sees("Please say why in a few words, for everyone to read.")
        await kim.fills(why="It insults a member")
        assert HARM in str(s.rows("SELECT words FROM hidden"))
        await s.later(days=31)
        assert HARM not in str(s.rows("SELECT * FROM hidden"))
        await kim.presses("Details")
        await kim.presses("Hide words")
        await kim.presses("Show hidden words 1 again")
        kim.sees("These words are not kept any more, so they can not be shown again.")


async def test_the_author_is_told_and_their_answer_stands_without_their_name(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        cleo, ben = s.member("cleo"), s.member("ben")
        await says_why(cleo, "Tuesday", HARM, "unnamed")
        await hides(s, HARM)
        (told,) = s.chat.in_place("@cleo")
        assert "Words of yours were hidden from everyone by Kim: “It insults a member”" in text(told.card)
        assert HARM in text(told.card)
        there = cleo.in_place("@cleo")
        await there.presses("Answer")
        await there.fills(answer="It was a joke among friends")
        there.sees("without your name")
        assert "It was a joke among friends" in text(s.chat.in_place("@kim")[0].card)
        await ben.presses("Details")
        await ben.presses("See the reasons")
        ben.sees("Whoever wrote them answers: “It was a joke among friends”")
        ben.sees_no("Cleo")
        await ben.says("/descant log among friends")
        ben.sees("Whoever wrote them answers: “It was a joke among friends”")
        ben.sees_no("Cleo")
        token, _ = there.find("Answer")
        await ben.sends_press(token)
        ben.sees("Only the one who wrote these words can answer. Nothing was changed.")


async def test_what_was_hidden_can_be_shown_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "why: Someone is a thief decided: Ben pays")
        for words in ("When do we meet?", "Someone is a thief", "Ben pays", "Saturday"):
            await hides(s, words)
            await s.later(minutes=1)
            assert words not in s.shown(), words
        s.member("ben").sees("(hidden words)", "Words were hidden here by Kim")
        kim = s.member("kim", keeper=True)
        for _ in range(4):
            await kim.presses("Details")
            await kim.presses("Hide words")
            await kim.presses("Show hidden words 1 again")
            await kim.fills(why="I was wrong")
            kim.sees("These words can be read again.")
        await s.later(minutes=1)
        kim.answer = Whisper(s.chat.in_place(CHANNEL)[0].card)
        s.member("ben").sees("When do we meet?", "Someone is a thief", "Ben pays", "Saturday")
        s.member("ben").sees_no("hidden")
        await s.member("ben").says("/descant log")
        s.member("ben").sees("Words are shown again in When do we meet?", "I was wrong")
        assert s.broken() == []


async def test_hidden_words_are_not_in_the_record_the_export_the_announcement_or_the_search(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "seen: named")
        for name in ("ben", "cleo", "dov"):
            await s.member(name).presses("Saturday")
        await s.later(days=3)
        assert "Closed: When do we meet?" in s.shown()
        for words in ("When do we meet?", "Saturday"):
            await hides(s, words)
        await s.later(minutes=1)
        ben = s.member("ben")
        ben.sees("Closed: (hidden words)")
        ben.sees_no("When do we meet?", "Saturday:")
        assert "When do we meet?" not in s.shown()
        assert "Saturday" not in s.shown().replace("Saturday 28", "")
        await ben.says("/descant record")
        ben.sees_no("When do we meet?")
        await ben.says("/descant record meet")
        ben.sees("Nothing that was decided has these words in it.")
        await ben.presses("Details")
        await ben.presses("Take the ballots along")
        assert isinstance(ben.answer, Whisper)
        for file in ben.answer.files:
            assert b"Saturday" not in file.content
            assert b"(hidden words)" in file.content
        (poll, _) = ben.answer.files
        assert json.loads(poll.content)["options"] == ["Tuesday", "(hidden words)"]
        await ben.says("/descant log")
        ben.sees_no("When do we meet?")


async def test_only_keepers_can_hide_by_any_way_in(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await says_why(s.member("cleo"), "Tuesday", HARM)
        kim, ben = s.member("kim", keeper=True), s.member("ben")
        await kim.presses("Details")
        for label in ("Hide words", HARM):
            token, values = kim.find(label)
            await ben.sends_press(token, values)
            ben.sees("Only members whom this platform lets manage it can hide words. Nothing was changed.")
            await kim.presses(label)
        ben.answer = kim.answer
        await ben.fills(why="Because")
        ben.sees("Nothing was changed.")
        await kim.fills(why="It insults a member")
        token, _ = kim.find("Show them again")
        await ben.sends_press(token)
        ben.sees("Nothing was changed.")
        await ben.presses("Details")
        assert isinstance(ben.answer, Whisper)
        assert "Hide words" not in labels(ben.answer.card)


async def test_words_are_found_where_they_stand_and_nowhere_else(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await says_why(s.member("cleo"), "Tuesday", HARM)
        kim = s.member("kim", keeper=True)
        for member, found in ((kim, True), (kim.in_place("elsewhere"), False)):
            await member.says("/descant setup")
            await member.presses("Hide words")
            await member.fills(sought="are ALL")
            assert (HARM in member.screen) is found, member.screen
        await kim.presses("Look for words")
        await kim.fills(sought="100%")
        kim.sees("I found no such words here.")


async def test_thanks_that_are_private_are_nobodys_to_hide(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben, kim = s.member("ana"), s.member("ben"), s.member("kim", keeper=True)
        await ana.says("/thank @ben for: not being a thief")
        await ana.presses("Send it")
        await kim.says("/descant setup")
        await kim.presses("Hide words")
        await kim.fills(sought="thief")
        kim.sees("I found no such words here.")
        await ben.in_place("@ben").presses("Share it")
        assert "not being a thief" in s.shown()
        await kim.presses("Look for words")
        await kim.fills(sought="thief")
        await kim.presses("not being a thief")
        await kim.fills(why="It hints at something")
        await s.later(minutes=1)
        assert "thief" not in s.shown()
        assert "Words were hidden here by Kim" in s.shown()


async def test_a_word_for_acts_goes_from_everything_that_carries_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, kim = s.member("ana"), s.member("kim", keeper=True)
        await ana.says("/thank did: I swept the hall")
        await ana.presses("Our words for what people do")
        await ana.presses("Suggest a change")
        await ana.fills(word="skulking")
        await s.later(days=1, minutes=1)
        await ana.says("/thank did: I swept the hall")
        await ana.presses("skulking")
        await ana.presses("Note it")
        assert s.shown().count("skulking") == 2
        await kim.says("/descant setup")
        await kim.presses("Hide words")
        await kim.fills(sought="skulk")
        await kim.presses("skulking")
        await kim.fills(why="It mocks people")
        await s.later(minutes=1)
        assert "skulking" not in s.shown()
        await ana.says("/thank did: I swept the stairs")
        await ana.presses("Our words for what people do")
        assert "hidden" not in ana.screen
        ana.sees_no("skulking")
        await kim.presses("Show them again")
        await kim.fills(why="I did not know the word")
        await s.later(minutes=1)
        assert s.shown().count("skulking") == 2


async def test_whoever_hid_words_can_erase_themselves(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await says_why(s.member("cleo"), "Tuesday", HARM)
        kim = await hides(s, HARM)
        await kim.says("/descant")
        await kim.presses("My data")
        await kim.presses("Erase me")
        await kim.fills(sure="yes")
        ben = await s.member("ben").presses("Details")
        await ben.presses("See the reasons")
        ben.sees("Words were hidden here by someone who has erased themselves, ")
        ben.sees_no("Kim", "insults")


@pytest.mark.parametrize("typed", [mark("i1"), f"Tea {mark('i1')}?", "\ue000"])
async def test_nobody_can_type_a_mark(tmp_path: Path, typed: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(f"/poll question: Is it {typed}? options: Tea; Cake")
        await ana.presses("Post it")
        ana.sees_no("hidden")


async def test_what_is_shared_is_not_found_by_words_that_are_hidden(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben, kim = s.member("ana"), s.member("ben"), s.member("kim", keeper=True)
        await ana.says("/descant share https://example.org/seeds How thieves plant")
        await kim.says("/descant setup")
        await kim.presses("Hide words")
        await kim.fills(sought="thieves")
        await kim.presses("How thieves plant")
        await kim.fills(why="It insults a member")
        await ben.says("/descant find thieves")
        ben.sees("Nothing that you can see here has these words in it.")
        assert "thieves" not in str(s.rows("SELECT * FROM resource_terms"))
        await ben.says("/descant find seeds")
        ben.sees("Words were hidden here by Kim")
        await kim.presses("Show them again")
        await kim.fills(why="I was wrong")
        await ben.says("/descant find thieves")
        ben.sees("How thieves plant")


async def test_a_named_answer_in_a_check_in_can_be_hidden_and_a_journal_can_not(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for name, seen in (("Hello", "named"), ("Journal", "private")):
            line = (
                f"/checkin new name: {name} questions: How are you?; And else? days: Wednesday time: 9:00 seen: {seen}"
            )
            ana = await s.member("ana").in_place(name).says(line)
            await ana.presses("Start it")
        await s.later(days=1)
        for name in ("Hello", "Journal"):
            cleo = await s.member("cleo").in_place(name).presses("Check in")
            await cleo.fills(q0="Well", q1=f"{HARM} in {name}")
        kim = s.member("kim", keeper=True)
        for place, found in (("Journal", False), (s.chat.in_place("Hello")[-1].place, True)):
            there = await kim.in_place(place).says("/descant setup")
            await there.presses("Hide words")
            await there.fills(sought="thieves")
            assert (HARM in there.screen) is found
        await there.presses(f"{HARM} in Hello")
        await there.fills(why="It insults a member")
        await s.later(minutes=1)
        everything = str([text(m.card) for m in s.chat.messages.values() if not m.place.startswith("@")])
        assert HARM not in everything
        assert "Words were hidden here by Kim" in everything
        assert "Well" in everything
