"""A member's own page: what waits, what is coming, a break, and their data in their hands."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from bot.chat.answers import FormErrors, Whisper
from bot.chat.cards import Card, Paragraph
from bot.choices import CHOICES
from storage.personal import RULES
from storage.tables import metadata
from tests.people import COMMUNITY, Stage, labels, stage, text


async def asks(s: Stage, who: str, question: str, closes: str = "3 days") -> None:
    member = s.member(who)
    await member.says(f"/poll question: {question} options: Yes; No closes: {closes}")
    await member.presses("Post it")


async def test_what_waits_and_what_is_coming(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ben.says("/descant")
        ben.sees("Nothing waits for you.")
        await asks(s, "ana", "Tea?", "5 days")
        await asks(s, "ana", "Cake?", "2 days")
        await ben.says("/descant")
        assert ben.screen.index("Cake?") < ben.screen.index("Tea?")
        await ben.presses("Show: Cake?")
        await ben.presses("Yes")
        ben.sees("Recorded: Yes.")
        await ben.says("/descant")
        waiting, coming = ben.screen.split("Coming up")
        assert "Tea?" in waiting
        assert "Cake?" in coming
        await s.later(days=2, minutes=1)
        await ben.says("/descant")
        assert "Cake?" not in ben.screen
        await ana.says("/descant")
        assert "Tea?" in ana.screen


async def test_many_open_things_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for number in range(11):
            await asks(s, "ana", f"Question {number}?")
        ben = s.member("ben")
        await ben.says("/descant")
        assert "and 3 more" in ben.screen
        assert isinstance(ben.answer, Whisper)
        assert sum(label.startswith("Show:") for label in labels(ben.answer.card)) == 8


async def test_one_press_begins_a_break_and_nobody_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        before = len(s.chat.messages)
        await ana.says("/descant")
        await ana.presses("Take a break")
        ana.sees("You are taking a break. I ask you for nothing until you say that you are back.", "Nobody is told.")
        await ana.presses("Set an end")
        await ana.fills(until="in 2 weeks")
        ana.sees("I ask you for nothing until Tuesday 8 December 2026, 10:00 (London)")
        own = await s.store.read(CHOICES, community=COMMUNITY, person="ana")
        assert not own.may_be_asked(s.clock.now())
        await s.later(days=14)
        assert own.may_be_asked(s.clock.now())
        await ana.says("/descant")
        assert "Take a break" in ana.screen
        assert len(s.chat.messages) == before


async def test_coming_back_is_one_press_too(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/descant")
        await ana.presses("Take a break")
        await ana.presses("I am back")
        ana.sees("Nothing that passed meanwhile is held against you.")
        await ana.presses("What waits for me?")
        ana.sees("Waiting for you")


async def test_an_end_that_can_not_be_read_is_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/descant")
        await ana.presses("Take a break")
        await ana.presses("Set an end")
        await ana.fills(until="when the swallows return")
        ana.sees("I could not read that as a time.", "when the swallows return")
        await ana.fills(until="")
        ana.sees("until you say that you are back")


async def test_my_own_zone_and_name(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/descant")
        await ana.presses("My choices")
        ana.sees("Nobody else can see this.")
        await ana.presses("Change them")
        await ana.fills(zone="Atlantis")
        assert isinstance(ana.answer, FormErrors)
        assert "no time zone called “Atlantis”" in text(Card((Paragraph(ana.answer.errors["zone"]),)))
        await ana.fills(zone="Asia/Tokyo", named="unnamed", asks="no")
        ana.sees("Your time is that of Tokyo.", "Your words carry no name", "I never write to you by myself.")
        await ana.says("/poll question: Tea? options: Yes; No closes: 2026-11-26 18:00")
        ana.sees("Thursday 26 November 2026, 09:00 (London)")


async def full_history(s: Stage) -> None:
    """Everything that leaves a trace of Ana."""
    ana, ben, chi = (s.member(name, keeper=name == "anadyomene") for name in ("anadyomene", "ben", "chi"))
    await ana.says("/descant setup")
    await ana.presses("Signposts")
    await ana.fills(signposts="Call someone you trust", why="Marigold says so")
    await ana.says("/poll question: Tea? options: Yes; No seen: named")
    await ana.presses("Post it")
    await ana.presses("Add an option")
    await ana.fills(words="Cocoa")
    for member, choice in ((ana, "Yes"), (ben, "No"), (chi, "No")):
        await member.presses(choice)
    await ana.presses("Say why")
    await ana.fills(words="Marigold petals are my secret", named="named")
    await ben.presses("Say why")
    await ben.fills(words="Coffee for me")
    await ana.presses("Yes")
    await ana.presses("See the reasons")
    assert isinstance(ana.answer, Whisper)
    await ana.presses(next(label for label in labels(ana.answer.card) if label.endswith("is a fair point")))
    await ana.says("/poll question: Marigold draft? options: A; B")
    await ana.says("/descant")
    await ana.presses("Take a break")
    await s.later(days=3)


async def test_my_data_is_shown_and_handed_over(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await full_history(s)
        ana = s.member("anadyomene")
        await ana.says("/descant")
        await ana.presses("My data")
        ana.sees("Your answer in 1 poll.", "1 poll that you asked.", "You said: “Marigold petals are my secret”")
        await ana.presses("Take it all along")
        assert isinstance(ana.answer, Whisper)
        (file,) = ana.answer.files
        with zipfile.ZipFile(io.BytesIO(file.content)) as kept:
            data = json.loads(kept.read("my-data.json"))
            page = kept.read("my-data.html").decode()
        assert data["reasons"][0]["words"] == "Marigold petals are my secret"
        assert "Marigold petals" in page
        ben = s.member("ben")
        await ben.says("/descant")
        await ben.presses("My data")
        assert "Marigold" not in ben.screen


async def test_erasing_takes_the_person_and_leaves_the_counts(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await full_history(s)
        ana, before = s.member("anadyomene"), s.shown()
        await ana.says("/descant")
        await ana.presses("My data")
        await ana.presses("Erase me")
        await ana.fills(sure="no")
        ana.sees("Nothing was erased.")
        await ana.says("/descant")
        await ana.presses("My data")
        await ana.presses("Erase me")
        await ana.fills(sure="yes")
        ana.sees("You are gone from what I keep here, and so are your words. No count was changed.")
        await ana.says("/descant")
        await ana.presses("My data")
        ana.sees("Nothing.")
        await s.later(minutes=1)
        ben = s.member("ben")
        await ben.presses("Details")
        ben.sees("Asked by someone who has erased themselves")
        for line in ("No, by very little: 2 of 3 chose it.", "Yes: 1 of 3", "Coffee for me"):
            assert line in before
            assert line in s.shown()
        assert "Marigold" in before
        assert "Marigold" not in s.shown()
        left = str([s.rows(f"SELECT * FROM {table}") for table in metadata.tables])
        assert "anadyomene" not in left
        assert "Marigold" not in left
        assert "Coffee for me" in left


def test_every_table_has_a_rule_for_erasing() -> None:
    assert set(RULES) == set(metadata.tables.values())


@pytest.mark.parametrize("table", [t for t, rule in RULES.items() if not rule.nothing], ids=lambda table: table.name)
def test_a_table_that_holds_something_about_someone_lets_it_go(table: object) -> None:
    rule = RULES[table]  # type: ignore[index]
    assert rule.shown
    assert rule.erased
