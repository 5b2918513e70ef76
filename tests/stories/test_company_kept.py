"""Company that is over is forgotten, unless both who kept it want it kept; either can let it go for both."""

from pathlib import Path

import pytest

from tests.databases import is_postgres
from tests.people import Member, Stage, stage
from tests.stories.test_checkins import bytes_below, is_around, told

TABLES = ("wishes", "companions", "company_asked", "company_kept")
QUESTION = "kept each other company. Would you like that to be kept?"


async def keep_company(s: Stage, *with_them: str) -> None:
    """Anadyomene asks, those who are around come, and it is over."""
    for who in with_them:
        await is_around(s, who)
    asker = await s.member("anadyomene").says("/checkin")
    await asker.presses("I'd like company")
    for who in with_them:
        await alone(s, who).presses("I'm with you")
    await s.later(hours=2, minutes=1)


def alone(s: Stage, who: str) -> Member:
    return s.member(who).in_place(f"@{who}")


async def journal(s: Stage, who: str) -> Member:
    return await s.member(who).says("/checkin journal")


def nothing_is_left(s: Stage, tmp_path: Path, *ids: str) -> None:
    for table in TABLES:
        assert s.rows(f"SELECT * FROM {table}") == []
    assert not s.rows("SELECT 1 FROM outbox WHERE face LIKE 'company%'")
    if not is_postgres():
        for path, content in bytes_below(tmp_path):
            for trace in (b"company.keep:", b"company.wish:", *(each.encode() for each in ids)):
                assert trace not in content, (path, trace)
    assert s.broken() == []


async def test_only_if_both_want_it_it_is_kept_for_both(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await keep_company(s, "beaverwood")
        for who, other in (("anadyomene", "Beaverwood"), ("beaverwood", "Anadyomene")):
            assert f"You and {other} {QUESTION}" in told(s, who)
        assert told(s, "chi") == ""
        ana = await alone(s, "anadyomene").presses("Keep it")
        ana.sees("If Beaverwood says so too by", "I do not tell them that you did.")
        assert "you did" not in told(s, "beaverwood")
        assert not s.rows("SELECT 1 FROM company_kept")
        bea = await alone(s, "beaverwood").presses("Keep it")
        bea.sees("You both wanted it, so it is kept")
        assert len(s.rows("SELECT 1 FROM company_kept")) == 2
        assert not s.rows("SELECT 1 FROM company_asked")
        (await journal(s, "anadyomene")).sees("With Beaverwood, on Tuesday 24 November 2026")
        (await journal(s, "beaverwood")).sees("With Anadyomene, on Tuesday 24 November 2026")
        (await journal(s, "chi")).sees("There is nothing in it yet.")
        data = await s.member("beaverwood").says("/descant")
        await data.presses("My data")
        data.sees("Company that you and someone else both kept.")
        await s.later(days=2)
        assert len(s.rows("SELECT 1 FROM company_kept")) == 2
        assert s.broken() == []


@pytest.mark.parametrize("presses", [(), ("anadyomene",), ("beaverwood",)])
async def test_otherwise_nothing_is_left(tmp_path: Path, presses: tuple[str, ...]) -> None:
    async with stage(tmp_path / "d.db") as s:
        await keep_company(s, "beaverwood")
        ids = [str(asked) for (asked,) in s.rows("SELECT id FROM company_asked")]
        for who in presses:
            await alone(s, who).presses("Keep it")
        await s.later(days=1, minutes=5)
        nothing_is_left(s, tmp_path, *(f"company.keep:{each}" for each in ids))
        bea = await alone(s, "beaverwood").presses("Keep it")
        bea.sees("That has passed.")
        (await journal(s, "anadyomene")).sees("There is nothing in it yet.")


async def test_with_several_each_pair_decides_for_itself(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await keep_company(s, "beaverwood", "chinquapin")
        first, second = (str(i) for (i,) in s.rows("SELECT id FROM company_asked ORDER BY companion"))
        assert first != second
        ana = alone(s, "anadyomene")
        for message in s.chat.in_place("@anadyomene"):
            if "Chinquapin" in str(message.card) or "chinquapin" in str(message.card):
                await ana.presses("Keep it")
        await alone(s, "beaverwood").presses("Keep it")
        await alone(s, "chinquapin").presses("Keep it")
        await s.later(days=1, minutes=5)
        assert s.rows("SELECT person, other FROM company_kept ORDER BY person") == [
            ("anadyomene", "chinquapin"),
            ("chinquapin", "anadyomene"),
        ]
        eve = s.member("eve")
        await eve.sends_press(ana.find("Keep it")[0])
        eve.sees("That has passed.")


@pytest.mark.parametrize("who", ["anadyomene", "beaverwood"])
async def test_either_lets_it_go_for_both(tmp_path: Path, who: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        await keep_company(s, "beaverwood")
        for each in ("anadyomene", "beaverwood"):
            await alone(s, each).presses("Keep it")
        eve = s.member("eve")
        kept = await journal(s, who)
        await eve.replays(kept, "Let it go")
        assert len(s.rows("SELECT 1 FROM company_kept")) == 2
        await kept.presses("Let it go")
        kept.sees("It is forgotten.")
        await s.later(minutes=1)
        nothing_is_left(s, tmp_path)


@pytest.mark.parametrize("who", ["anadyomene", "beaverwood"])
async def test_who_erases_themselves_takes_it_from_both(tmp_path: Path, who: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        await keep_company(s, "beaverwood")
        for each in ("anadyomene", "beaverwood"):
            await alone(s, each).presses("Keep it")
        data = await s.member(who).says("/descant")
        await data.presses("My data")
        await data.presses("Erase me")
        await data.fills(sure="yes")
        for table in TABLES:
            assert s.rows(f"SELECT * FROM {table}") == []
        other = "beaverwood" if who == "anadyomene" else "anadyomene"
        (await journal(s, other)).sees("There is nothing in it yet.")
        assert s.broken() == []


async def test_nobody_is_asked_who_did_not_come_never_minds_or_takes_a_break(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await is_around(s, "beaverwood")
        ana = await s.member("anadyomene").says("/checkin")
        await ana.presses("I'd like company")
        await s.later(hours=3)
        assert QUESTION not in told(s, "beaverwood") + told(s, "anadyomene")
        await is_around(s, "beaverwood")
        await ana.says("/checkin")
        await ana.presses("I'd like company")
        await alone(s, "beaverwood").presses("I'm with you")
        resting = await s.member("beaverwood").says("/descant")
        await resting.presses("Take a break")
        await s.later(hours=3)
        assert QUESTION not in told(s, "beaverwood") + told(s, "anadyomene")
        nothing_is_left(s, tmp_path)
