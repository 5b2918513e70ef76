"""Answering a poll: choosing, changing, taking back, late, twice, out of order and all at once."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.chat.answers import Nothing, Whisper
from bot.chat.events import ActionPressed, Where
from bot.chat.token import Token
from tests.people import CHANNEL, COMMUNITY, Member, Stage, stage, text

HERE = Where(COMMUNITY, CHANNEL)


async def ask(s: Stage, more: str = "", who: str = "ana") -> Member:
    """A poll on three days, open for three days."""
    member = s.member(who)
    await member.says(f"/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days {more}")
    return await member.presses("Post it")


def press(s: Stage, who: Member, label: str, after: timedelta = timedelta(0)) -> ActionPressed:
    """A press that can be delivered when one likes, made now or a little later."""
    token, values = who.find(label)
    return ActionPressed(s.key(), who.who, HERE, s.clock.now() + after, token, values)


def ballots(s: Stage) -> list[tuple[object, ...]]:
    return s.rows("SELECT person, choice FROM ballots ORDER BY person")


async def test_two_hundred_presses_of_one_member_at_once_leave_one_ballot(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        labels = ("Tuesday", "Saturday", "Sunday")
        presses = [press(s, ben, labels[n % 3], timedelta(milliseconds=n)) for n in range(200)]
        answers = await asyncio.gather(*(s.core.handle(event) for event in presses))
        assert all(isinstance(answer, Whisper) for answer in answers)
        await s.settle()
        ben.sees("1 person has answered.")
        assert ballots(s) == [("ben", "[2]")]


async def test_two_hundred_members_at_once_are_two_hundred_ballots(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        presses = [press(s, s.member(f"m{n}"), "Saturday") for n in range(200)]
        await asyncio.gather(*(s.core.handle(event) for event in presses))
        await s.settle()
        s.member("m0").sees("200 people have answered.")


async def test_a_press_after_the_deadline_is_refused_though_nothing_closed_the_poll(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        s.clock.forward(timedelta(days=3))
        ben.answer = await s.core.handle(press(s, ben, "Saturday"))
        assert "This closed Friday 27 November 2026, 10:00 (London), so nothing was recorded" in ben.screen
        assert ballots(s) == []
        assert s.rows("SELECT state FROM polls") == [("open",)]


async def test_the_last_moment_counts_and_the_deadline_itself_does_not(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben, chi = s.member("ben"), s.member("chi")
        ((closes_at,),) = s.rows("SELECT closes_at FROM polls")
        ((opened_at,),) = s.rows("SELECT opened_at FROM polls")
        length = timedelta(microseconds=int(str(closes_at)) - int(str(opened_at)))
        token, _ = ben.find("Saturday")
        opened = s.clock.now() - timedelta(microseconds=int(s.clock.now().timestamp() * 1e6) - int(str(opened_at)))
        last = ActionPressed(s.key(), ben.who, HERE, opened + length - timedelta(microseconds=1), token)
        late = ActionPressed(s.key(), chi.who, HERE, opened + length, token)
        s.clock.forward(timedelta(days=4))
        ben.answer, chi.answer = await s.core.handle(last), await s.core.handle(late)
        assert "Recorded: Saturday" in ben.screen
        assert "This closed" in chi.screen
        assert ballots(s) == [("ben", "[2]")]


async def test_a_press_that_arrives_behind_a_newer_one_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        first, second = press(s, ben, "Tuesday"), press(s, ben, "Saturday", timedelta(seconds=1))
        await s.core.handle(second)
        ben.answer = await s.core.handle(first)
        assert ben.screen == "A newer answer of yours is recorded: Saturday."
        assert ballots(s) == [("ben", "[2]")]


async def test_a_press_behind_taking_back_does_not_bring_the_answer_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        await ben.presses("Saturday")
        old = press(s, ben, "Tuesday")
        s.clock.forward(timedelta(seconds=1))
        await ben.presses("Take it back")
        ben.answer = await s.core.handle(old)
        assert ben.screen == "You took your answer back after this press, so nothing is recorded for you."
        ben.sees("Nobody has answered yet.")


async def test_a_delivery_that_comes_twice_counts_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, "kind: any")
        ben = s.member("ben")
        event = press(s, ben, "Saturday")
        assert isinstance(await s.core.handle(event), Whisper)
        assert isinstance(await s.core.handle(event), Nothing)
        assert ballots(s) == [("ben", "[2]")]


async def test_choosing_several_adds_and_takes_away(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, "kind: any")
        ben = s.member("ben")
        await ben.presses("Saturday")
        await ben.presses("Sunday")
        ben.sees("Recorded: Saturday and Sunday.")
        await ben.presses("Saturday")
        ben.sees("Recorded: Sunday.")
        await ben.presses("Sunday")
        ben.sees("Nothing is recorded for you now. You can answer until Friday", "Nobody has answered yet.")


async def test_changing_is_not_counting_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        await ben.presses("Saturday")
        await ben.presses("Tuesday")
        ben.sees("Recorded: Tuesday.", "1 person has answered.")


async def test_not_for_me_is_an_answer(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        await ben.presses("Not for me")
        ben.sees("Recorded: not for me.", "1 person has answered.")
        await s.later(days=3)
        ben.sees("Everyone who answered said “not for me”, so nothing is decided.", "1 person took part.")


async def test_take_it_back_is_as_if_it_had_not_been_given(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        await ben.presses("Saturday")
        await ben.presses("Take it back")
        ben.sees("Nothing is recorded for you now.", "Nobody has answered yet.")
        await s.later(days=3)
        ben.sees("Nobody answered, so nothing is decided.", "0 people took part.")


async def test_many_options_are_a_menu_and_each_can_be_chosen(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        for number in (2, 5, 6, 15, 16, 25):
            options = "; ".join(f"option {n}" for n in range(1, number + 1))
            await ana.says(f"/poll question: Which of {number}? options: {options}")
            await ana.presses("Post it")
            await ana.presses(f"option {number}")
            ana.sees(f"Recorded: option {number}.")


async def test_numbers_are_shown_as_the_poll_says(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for how in ("closed", "answered", "always"):
            await ask(s, f"totals: {how} question: {how}?")
            for name in ("ben", "chi", "dov"):
                await s.member(name).presses("Saturday")
        closed, answered, always = (text(m.card) for m in s.chat.in_place(CHANNEL))
        assert "3 of 3" not in closed
        assert "3 of 3" not in answered
        assert "3 of 3" in always
        dov = s.member("dov")
        dov.answer = await s.core.handle(press(s, dov, "Saturday"))
        assert "3 of 3" not in dov.screen


async def test_after_you_have_answered_the_receipt_holds_the_numbers(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, "totals: answered")
        for name in ("ben", "chi", "dov"):
            await s.member(name).presses("Saturday")
        assert "Saturday: 3 of 3" in s.member("dov").screen
        await s.member("dov").presses("Take it back")
        assert "of 2" not in s.member("dov").screen


async def test_a_button_for_something_that_is_not_there_is_answered(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        token, _ = ben.find("Saturday")
        await ben.sends_press(Token("poll.choose", ("gone", "1")))
        ben.sees("This poll is not there any more. Nothing was recorded.")
        for position in ("9", "0", "-1", "²", "x", ""):
            await ben.sends_press(Token("poll.choose", (token.ids[0], position)))
            assert ben.screen == "This option is not there. Nothing was recorded.", position
        await ben.sends_press(Token("poll.melt", token.ids))
        ben.sees("This button is from another version of me, and nothing was recorded.")
        assert ballots(s) == []


async def test_buttons_with_too_few_ids_are_answered_in_words(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        poll = ben.find("Saturday")[0].ids[0]
        for handler in s.core.app._router.actions:
            for ids in ((), (poll,), ("gone",)):
                await ben.sends_press(Token(handler, ids))
                assert "went wrong" not in ben.screen, (handler, ids)


async def test_a_poll_is_answered_only_in_its_own_community(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        token, _ = ben.find("Saturday")
        elsewhere = Where(type(COMMUNITY)("test:elsewhere"), CHANNEL)
        ben.answer = await s.core.handle(ActionPressed(s.key(), ben.who, elsewhere, s.clock.now(), token))
        assert ben.screen == "This poll is not there any more. Nothing was recorded."
        assert ballots(s) == []
