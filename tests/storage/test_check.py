"""What should never be in a database is found when it is."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.ids import PersonId
from bot.ports import Tx
from bot.power import Deed, note
from tests.databases import on
from tests.people import COMMUNITY, stage


def used_power(tx: Tx, times: int) -> None:
    for number in range(times):
        note(tx, Deed.SET, PersonId("kim"), "language", before="en", after=f"cy{number}", why="most of us speak it")


async def broken(path: Path, harm: str = "") -> list[str]:
    with on("sqlite"):
        async with stage(path) as s:
            await s.store.write(COMMUNITY, used_power, 3)
            ana, ben = s.member("ana"), s.member("ben")
            await ana.says("/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days")
            await ana.presses("Post it")
            await ben.presses("Saturday")
            await s.later(days=4)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(harm)
        async with stage(path) as s:
            s.clock.forward(timedelta(days=4, minutes=1))
            return s.broken()


async def test_a_database_that_nothing_was_done_to_is_whole(tmp_path: Path) -> None:
    assert await broken(tmp_path / "d.db") == []


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("UPDATE power SET after = 'de' WHERE number = 2", "its entry 2 is not what was sealed"),
        ("UPDATE power SET person = 'lee' WHERE number = 1", "its entry 1 is not what was sealed"),
        ("DELETE FROM power WHERE number = 2", "its entry 2 is not what was sealed"),
        ("UPDATE power SET digest = seal WHERE number = 3", "its entry 3 is not what was sealed"),
        ("UPDATE ballots SET choice = '[1]'", "its result is not what its ballots say"),
        ("UPDATE ballots SET choice = 'x'", "can not be read"),
        ("UPDATE ballots SET at = at + 400000000000", "a ballot was given after its deadline"),
        ("UPDATE polls SET result = NULL", "is closed without a result"),
        ("UPDATE polls SET state = 'open'", "is open and nothing will close it"),
        ("UPDATE polls SET state = 'counting'", "waits to be counted and nothing will count it"),
        ("UPDATE surfaces SET rendered = revision + 1", "shows more than there is"),
        ("UPDATE outbox SET state = 'dead', trouble = 'gone'", "was given up: gone"),
        (
            "UPDATE outbox SET state = 'attempting', not_before = created_at + 900000000000",
            "waited for more than a day",
        ),
    ],
)
async def test_harm_is_found(tmp_path: Path, harm: str, sentence: str) -> None:
    assert sentence in " ".join(await broken(tmp_path / "d.db", harm))
