"""Every kind of poll, from the line that asks it to the result that keeps what lost."""

from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.chat.cards import Card, Picture
from tests.people import Stage, stage, text

KINDS = ("one", "any", "several", "rank", "elect", "score", "time")
ORDERS = {"ana": "ABC", "ben": "ABC", "chi": "ABC", "dov": "BCA", "eve": "BCA", "fay": "CAB", "gus": "ACB"}


async def asks(s: Stage, line: str) -> None:
    ana = s.member("ana")
    await ana.says(f"/poll {line}")
    await ana.presses("Post it")


async def orders(s: Stage, who: str, order: str, *, last: str = "That's my order") -> None:
    member = s.member(who)
    await member.presses("Put in order")
    for option in order:
        await member.presses(option)
    await member.presses(last)


def result(s: Stage) -> Card:
    return s.chat.in_place("plans")[0].card


async def test_put_in_order(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 12
        await asks(s, "question: Which? options: A; B; C kind: rank seen: named closes: 1d")
        ana = s.member("ana")
        ana.sees("Put them in order, as many as you like.", "1. A", "3. C")
        for who, order in ORDERS.items():
            await orders(s, who, order)
        ana.sees("Recorded: 1. A, 2. B and 3. C.")
        await s.later(days=1, minutes=5)
        ana.sees(
            "A, by very little. It beats every other option one to one.",
            "put first by 4 of 7",
            "7 people took part. 5 did not.",
        )
        ana.sees("At least 1 ballot would have to change for another outcome.", "What this result carries")


async def test_an_order_is_kept_while_it_is_made_and_can_be_undone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: Which? options: A; B; C kind: rank")
        ben = s.member("ben")
        await ben.presses("Put in order")
        ben.sees("Which is best for you?")
        await ben.presses("B")
        await ben.presses("The next one shares this place")
        ben.sees("The next one shares the place of the last.")
        await ben.presses("C")
        ben.sees("1. B and C", "Which comes next?")
        await ben.presses("One step back")
        ben.sees("1. B\n")
        chat, clock = s.chat, s.clock
    async with stage(tmp_path / "d.db", clock, chat) as s:
        ben = s.member("ben")
        await ben.presses("Put in order")
        ben.sees("1. B")
        await ben.presses("Start again")
        await ben.presses("C")
        await ben.presses("That's my order")
        ben.sees("Recorded: 1. C.")


async def test_a_circle_is_named_with_its_weakest_link(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: Which? options: A; B; C kind: rank seen: named closes: 1d")
        for number, order in enumerate(["ABC"] * 4 + ["BCA"] * 3 + ["CAB"] * 2):
            await orders(s, f"m{number}", order)
        await s.later(days=1, minutes=5)
        s.member("ana").sees("No option beats every other: A, B and C beat each other in a circle.", "does not count.")


async def test_elect_people(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: Who? options: Ada; Bo; Cy; Di kind: elect pick: 2 seen: named closes: 1d")
        for number, order in enumerate([["Ada", "Bo"]] * 5 + [["Cy"]] * 3 + [["Di", "Cy"]] * 2):
            member = s.member(f"m{number}")
            await member.presses("Put in order")
            for name in order:
                await member.presses(name)
            await member.presses("That's my order")
        await s.later(days=1, minutes=5)
        s.member("ana").sees(
            "Elected: Ada and Cy.",
            "4 votes are enough to be elected.",
            "1. First preferences.",
            "2. What Ada has above the quota goes on.",
        )


async def test_choose_several_fairly(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: What? options: A; B; C; D kind: several pick: 2 seen: named closes: 1d")
        for number in range(10):
            member = s.member(f"m{number}")
            for option in ("A", "B") if number < 6 else ("C",):
                await member.presses(option)
        await s.later(days=1, minutes=5)
        s.member("ana").sees(
            "Chosen: C.",
            "It is a tie between A and B for 1 place, which stays undecided.",
            "Whichever option you take, fewer than 5 of the people who wanted it are left with nothing",
            "Simply taking the most chosen would have given A and B. 4 people would have been left with nothing.",
        )


async def test_give_points(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: Which? options: Tea; Coffee kind: score seen: named closes: 1d")
        for number, (tea, coffee) in enumerate([(5, 4)] * 3 + [(0, 5)] * 2):
            member = s.member(f"m{number}")
            await member.presses("Give points")
            member.sees("Tea")
            await member.presses(str(tea))
            member.sees(f"Tea: {tea} points")
            await member.presses(str(coffee))
            await member.presses("That's my answer")
            member.sees("Recorded:")
        await s.later(days=1, minutes=5)
        s.member("ana").sees(
            "Tea, which won the final.",
            "In the final 3 gave more to Tea and 2 gave more to Coffee.",
            "Tea: 15 points",
            "Coffee: 22 points",
        )


async def test_find_a_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: When? options: 2026-11-30 18:00; 2026-12-01 10:00 kind: time closes: 1d")
        ana = s.member("ana")
        ana.sees("1. Monday 30 November 2026, 18:00 (London)")
        for number, answers in enumerate([("Works", "If need be")] * 3 + [("Does not work", "Works")]):
            member = s.member(f"m{number}")
            await member.presses("Say when I can")
            for answer in answers:
                await member.presses(answer)
            await member.presses("That's my answer")
        await s.later(days=1, minutes=5)
        ana.sees(
            "Tuesday 1 December 2026, 10:00 (London), because 4 of 4 can come then.",
            "Monday 30 November 2026, 18:00 (London): works for 3, if need be for 0, not for 1.",
        )


async def test_one_more_time_is_read_as_a_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: When? options: 2026-11-30 18:00; 2026-12-01 10:00 kind: time closes: 2d")
        ben = s.member("ben")
        await ben.presses("Add an option")
        await ben.fills(words="whenever")
        ben.sees("is not clear to me")
        await ben.fills(words="2026-12-02 19:30")
        ben.sees("Added: Wednesday 2 December 2026, 19:30 (London).")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("options: Tuesday maybe; x kind: time", "is not clear to me."),
        ("options: A; B kind: elect pick: 2", "Between 1 and 1 of these options can be chosen."),
        ("options: A; B kind: several pick: many", "“many” is not a whole number."),
        ("options: A; B kind: lottery", "“lottery” is not one of the choices"),
    ],
)
async def test_what_can_not_be_asked_comes_back(tmp_path: Path, line: str, sentence: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(f"/poll question: Which? {line}")
        ana.sees(sentence)


async def test_small_numbers_can_not_be_found_by_subtraction(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, "question: Which? options: A; B; C kind: one closes: 1d")
        for number in range(14):
            await s.member(f"m{number}").presses("A" if number < 8 else "B" if number < 13 else "C")
        for number in range(4):
            await s.member(f"n{number}").presses("Not for me")
        await s.later(days=1, minutes=5)
        shown = s.shown()
        assert "C: fewer than 3" in shown
        assert "4 of them said" not in shown
        assert "A: 8 of 14" in shown
        (picture,) = (e for e in result(s).elements if isinstance(e, Picture))
        assert "C: fewer than 3" in picture.alt


@pytest.mark.parametrize("kind", KINDS)
async def test_cards_stay_within_every_platforms_limits(tmp_path: Path, kind: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        names = [f"{'long name ' * 6}{number}" for number in range(25)]
        if kind == "time":
            names = [f"2026-12-{number + 1:02} 18:00" for number in range(25)]
        await asks(
            s, f"question: {'why ' * 70}? options: {'; '.join(names)} kind: {kind} pick: 3 seen: named closes: 1d"
        )
        for who in range(6):
            member = s.member(f"m{who}")
            if kind in ("one", "any", "several"):
                await member.presses(names[who])
            else:
                start = {"rank": "Put in order", "elect": "Put in order", "score": "Give points"}.get(kind)
                await member.presses(start or "Say when I can")
                for nth in (who, who + 1):
                    await member.presses({"score": "4", "time": "Works"}.get(kind, names[nth]))
                assert isinstance(member.answer, Whisper)
                assert len(text(member.answer.card)) < 4000
                await member.presses("That's my order" if kind in ("rank", "elect") else "That's my answer")
            await member.presses("Say why")
            await member.fills(words="because " * 60)
        await s.later(days=1, minutes=5)
        (picture,) = (e for e in result(s).elements if isinstance(e, Picture))
        assert len(picture.alt) <= 1000
        assert len(result(s).elements) < 90
