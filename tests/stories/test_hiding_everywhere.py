"""Words on whatever card of ours are hidden from that card's own menu; no card has to be known for it."""

from pathlib import Path

from bot.chat.events import CommandGiven, Shared
from bot.chat.ids import MessageId
from tests.people import Member, Stage, stage, text

HARM = "Bens are all thieves"
MENU = "Hide words"


async def hides(s: Stage, there: Member, words: str = HARM) -> Member:
    """A keeper hides them, from the menu of the newest message that holds them."""
    await there.chooses_on(words, MENU)
    await there.presses(words)
    await there.fills(why="It insults a member")
    there.sees("These words are hidden. No count has changed.")
    return there


# --- told in every chat -------------------------------------------------------------------------------------------


async def test_words_of_thanks_are_hidden_from_their_own_menu(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        s.member("bea")
        await ana.says(f"/thank @bea for: {HARM}")
        await ana.presses("Send it")
        await s.member("bea").in_place("@bea").presses("Share it")
        ben.sees(HARM)
        await hides(s, s.member("kim", keeper=True))
        ben.sees_no(HARM)
        ben.sees("It insults a member")
        assert s.broken() == []


async def test_what_was_shared_is_hidden_from_its_own_menu(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says(f"/descant share https://example.org/bikes {HARM}")
        ben.sees(HARM)
        await hides(s, s.member("kim", keeper=True))
        ben.sees_no(HARM)
        ben.sees("It insults a member")
        await ben.says("/descant find thieves")
        ben.sees("Nothing that you can see here has these words in it.")
        assert s.broken() == []


async def test_an_answer_in_a_check_in_is_hidden_from_its_own_menu(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/checkin new name: Hello questions: How are you? days: Tuesday time: 10:30")
        await ana.presses("Start it")
        await s.later(minutes=31)
        cleo = await s.member("cleo").presses("Check in")
        await cleo.fills(q0=HARM)
        ben = s.member("ben").in_thread()
        ben.sees(HARM)
        await hides(s, s.member("kim", keeper=True).in_thread())
        ben.sees_no(HARM)
        ben.sees("It insults a member")
        assert s.broken() == []


# --- told once ----------------------------------------------------------------------------------------------------


async def test_what_is_said_of_a_proposal_is_hidden_in_its_thread(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, cleo = s.member("ana"), s.member("cleo")
        await ana.says("/propose Plant a hedge")
        await ana.presses("Post it")
        await cleo.presses("Raise a concern")
        await cleo.fills(words=HARM)
        await hides(s, s.member("kim", keeper=True).in_thread())
        assert HARM not in s.shown()
        cleo.in_thread().sees_no(HARM)


async def test_the_name_of_a_check_in_is_hidden_from_any_of_its_rounds(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(f"/checkin new name: {HARM} questions: How are you? days: Tuesday time: 10:30")
        await ana.presses("Start it")
        kim = s.member("kim", keeper=True)
        await kim.says("/checkin list")
        await kim.presses(f"About: {HARM}")
        await kim.presses(MENU)
        kim.sees(HARM, "How are you?")
        await kim.chooses_on("has started a check-in", MENU)
        kim.sees(HARM, "How are you?")
        await s.later(minutes=31)
        await s.later(days=7)
        carrying = [message for message in s.chat.in_place("plans") if HARM in text(message.card)]
        assert len(carrying) >= 3
        for one in carrying:
            about = Shared(text(one.card), None, message=one.id)
            kim.answer = await s.core.handle(CommandGiven("", kim.who, kim.where, s.clock.now(), "hide", about=about))
            assert HARM in kim.screen, text(one.card)


async def test_why_a_check_in_ended_is_hidden_too(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/checkin new name: Hello questions: How are you? days: Tuesday time: 10:30")
        await ana.presses("Start it")
        await ana.says("/checkin list")
        await ana.presses("About: Hello")
        await ana.presses("End it")
        await ana.fills(why=HARM)
        ben.sees(HARM)
        await hides(s, s.member("kim", keeper=True))
        ben.sees_no(HARM)
        await ben.says("/descant log Hello")
        ben.sees_no(HARM)
        ben.sees("It insults a member")
        assert s.broken() == []


async def test_what_is_not_ours_is_said_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        kim, ben = s.member("kim", keeper=True), s.member("ben")
        about = Shared(HARM, ben.who.person, message=MessageId("somebody's"))
        for member, sentence in ((kim, "This is not one of them"), (ben, "Only members whom this platform lets")):
            event = CommandGiven("", member.who, member.where, s.clock.now(), "hide", about=about)
            member.answer = await s.core.handle(event)
            member.sees(sentence)
        await kim.says("/hide")
        kim.sees("from the menu of the message on which they stand")
        await kim.says("/hyde")
        assert "/hide" not in kim.screen
