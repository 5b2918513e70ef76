"""Saying why: for every side alike, named or not as the giver likes, never lost."""

from pathlib import Path

import pytest

from bot.chat.answers import Nothing, OpenForm
from bot.chat.events import FormSent
from tests.people import CHANNEL, Member, Stage, stage, text


async def ask(s: Stage, more: str = "") -> Member:
    ana = s.member("ana")
    await ana.says(f"/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days {more}")
    return await ana.presses("Post it")


async def chooses(s: Stage, name: str, option: str, why: str = "", named: str = "unnamed") -> Member:
    member = s.member(name)
    await member.presses(option)
    if why:
        await member.presses("Say why")
        await member.fills(words=why, named=named)
    return member


async def reads(member: Member) -> Member:
    """From wherever one is."""
    await member.presses("Details")
    return await member.presses("See the reasons")


async def test_every_side_is_invited_alike(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        forms = []
        for name, option in (("ben", "Tuesday"), ("chi", "Saturday"), ("dov", "Not for me")):
            member = await chooses(s, name, option)
            await member.presses("Say why")
            assert isinstance(member.answer, OpenForm)
            form = member.answer.form
            forms.append((form.title, form.fields, form.send, form.note))
        assert forms[0] == forms[1] == forms[2]


async def test_one_answers_before_one_says_why(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await s.member("ben").presses("Say why")
        assert ben.screen == "Answer first, then say why. “Not for me” is an answer too."


async def test_a_reason_is_named_only_where_its_giver_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await chooses(s, "ben", "Tuesday", "I work on Saturdays", named="named")
        await chooses(s, "chi", "Saturday", "The hall is free")
        dov = await reads(s.member("dov"))
        assert "> I work on Saturdays\n  Ben" in dov.screen
        assert "> The hall is free" in dov.screen
        assert "Chi" not in dov.screen
        await s.later(days=3)
        assert "> I work on Saturdays\n  Ben" in s.shown()
        assert "Chi" not in s.shown()


async def test_words_can_be_changed_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday", "I wrok on Saturdays")
        await ben.presses("Say why")
        assert ben.form.fields[0].value == "I wrok on Saturdays"  # type: ignore[union-attr]
        await ben.fills(words="I work on Saturdays")
        await reads(ben)
        assert ben.screen.count("on Saturdays") == 1
        await ben.presses("Say why")
        await ben.fills(words="")
        ben.sees("Your words are gone. Your answer stands as it was.", "1 person has answered.")
        await reads(ben)
        ben.sees("Nobody has said why yet. Anyone may, whatever they chose.")


async def test_too_many_words_come_back_whole(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday")
        await ben.presses("Say why")
        await ben.fills(words="w" * 501)
        ben.sees("This has more than 500 characters. All your words are kept here.", "w" * 501)
        await ben.fills(words="w" * 500)
        ben.sees("Your words are with Tuesday now.")


async def test_the_reason_of_someone_who_changed_is_kept_and_marked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        await ben.presses("Saturday")
        await s.later(days=3)
        ben.sees("> I work on Saturdays\n  has changed their answer since", "Tuesday: fewer than 3")


async def test_every_reason_of_the_side_that_lost_stands_in_the_result(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        for n in range(5):
            await chooses(s, f"most{n}", "Saturday", f"Saturday suits {n}")
        ben = await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        await chooses(s, "chi", "Not for me", "I have moved away")
        await s.later(days=3)
        ben.sees("Saturday, because 5 of 6 chose it.", "> I work on Saturdays", "> I have moved away")
        ben.sees(*(f"> Saturday suits {n}" for n in range(5)))


async def test_a_side_without_words_is_named_all_the_same(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday")
        await s.later(days=3)
        assert "What this result carries\n\nTuesday\n\nNobody said why." in text(s.chat.in_place(CHANNEL)[0].card)
        ben.sees_no("Sunday\n\nNobody said why.")


async def test_more_reasons_than_fit_are_cut_for_every_side_alike_and_are_a_press_away(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        for n in range(9):
            await chooses(s, f"most{n}", "Saturday", f"{n} " + "s" * 490)
        ben = await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        await s.later(days=3)
        shown = text(s.chat.in_place(CHANNEL)[0].card)
        assert "> I work on Saturdays" in shown
        assert "more reasons: press See the reasons." in shown
        await reads(ben)
        seen = ben.screen
        await ben.presses("More reasons")
        seen += ben.screen
        assert all(f"> {n} sss" in seen for n in range(9))
        await ben.presses("Earlier reasons")
        ben.sees("1. ")


async def test_a_fair_point_of_another_side_can_be_given_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        chi = await chooses(s, "chi", "Saturday", "The hall is free")
        await reads(chi)
        await chi.presses("1 is a fair point")
        await chi.presses("1: no longer a fair point")
        await chi.presses("1 is a fair point")
        await s.later(days=3)
        chi.sees("> I work on Saturdays\n  most often called a fair point by people who chose otherwise")


async def test_nobody_calls_their_own_sides_reason_fair(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        chi = await chooses(s, "chi", "Saturday")
        dov = await chooses(s, "dov", "Tuesday")
        await reads(chi)
        token, _ = chi.find("1 is a fair point")
        for member in (ben, dov):
            await reads(member)
            assert "fair point" not in member.screen
            await member.sends_press(token)
            assert member.screen == "You can call reasons of other sides a fair point, not those of your own."


async def test_the_mark_of_someone_who_has_come_over_does_not_count(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        chi = await chooses(s, "chi", "Saturday")
        await reads(chi)
        await chi.presses("1 is a fair point")
        chi.answer = Nothing()  # back to the card
        await chi.presses("Tuesday")
        await s.later(days=3)
        chi.sees("> I work on Saturdays")
        chi.sees_no("called a fair point")


async def test_other_words_must_be_called_fair_anew(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        chi = await chooses(s, "chi", "Saturday")
        await reads(chi)
        await chi.presses("1 is a fair point")
        token = chi.find("1: no longer a fair point")[0]
        await ben.presses("Say why")
        await ben.fills(words="Saturdays are for fools")
        await chi.sends_press(token)
        assert chi.screen == "These words were taken back by whoever wrote them."
        await s.later(days=3)
        chi.sees("> Saturdays are for fools")
        chi.sees_no("called a fair point")


async def test_how_often_a_point_was_called_fair_is_not_told_as_a_number(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        for n in range(4):
            chi = await chooses(s, f"chi{n}", "Saturday")
            await reads(chi)
            await chi.presses("1 is a fair point")
        await s.later(days=3)
        (line,) = [line for line in s.shown().splitlines() if "fair point" in line]
        assert not any(c.isdigit() for c in line)


async def test_with_several_choices_one_says_for_which(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, "kind: any")
        ben = await chooses(s, "ben", "Tuesday")
        ben.answer = Nothing()  # back to the card
        await ben.presses("Sunday")
        await ben.presses("Say why")
        await ben.fills(words="I bake on Sundays", option="3")
        ben.sees("Your words are with Sunday now.")
        await reads(ben)
        assert "1. Sunday\n\n> I bake on Sundays" in ben.screen


async def test_words_for_a_side_that_one_does_not_hold_go_to_the_one_that_one_holds(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await chooses(s, "ben", "Tuesday")
        await ben.presses("Say why")
        event = FormSent(
            s.key(), ben.who, ben.where, s.clock.now(), ben.form.token, {"words": "Not mine", "option": "2"}
        )
        ben.answer = await s.core.handle(event)
        ben.sees("Your words are with Tuesday now.")


@pytest.mark.parametrize("late", ["Say why", "1 is a fair point"])
async def test_after_closing_nothing_is_said_any_more(tmp_path: Path, late: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await chooses(s, "ben", "Tuesday", "I work on Saturdays")
        chi = await chooses(s, "chi", "Saturday")
        await reads(chi)
        token, _ = chi.find(late)
        await s.later(days=3)
        await chi.sends_press(token)
        chi.sees("This closed Friday 27 November 2026")
        await reads(chi)
        assert "fair point" not in chi.screen
