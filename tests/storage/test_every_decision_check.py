"""Each sentence of the check about stances, decisions and what follows them is planted once, and found."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.answers import Nothing
from storage.check import check
from storage.values import instant
from tests.people import Stage, stage


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    """One proposal that went ahead, with a step that someone has taken, and one that is being decided."""
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        for what in ("Plant a hedge", "Build a wall"):
            await ana.says(f"/propose what: {what} shaping: 1 day deciding: 3 days seen: named")
            await ana.presses("Post it")
            await s.later(days=1)
            await s.later(seconds=30)
            for member in (ana, ben):
                member.answer = Nothing()
                await member.presses("Yes")
                await member.presses("Next: leave things as they are")
                await member.presses("I object")
        await s.later(days=2)
        await ana.presses("Add a next step")
        await ana.fills(words="Buy the plants")
        await s.later(seconds=30)
        await ben.presses("I'll take this")
        await ben.fills(when="in 9 days")
        yield s


async def test_a_sound_database_has_nothing_to_say(s: Stage) -> None:
    states = s.rows("SELECT state FROM proposals ORDER BY state")
    assert states == [("deciding",), ("settled",)]
    assert s.broken() == []


FAULTS = {
    "is being decided and nothing will end that": ["DELETE FROM due WHERE kind = 'proposal.decide'"],
    "is being decided long after its time": [
        "UPDATE proposals SET decided_until = :long_ago WHERE state = 'deciding'",
    ],
    "waits to be counted and nothing will count it": [
        "UPDATE proposals SET state = 'counting' WHERE state = 'deciding'"
    ],
    "is settled without a decision": ["DELETE FROM decisions"],
    "has a decision and is not over": ["UPDATE decisions SET round = 2"],
    "a stance was taken after deciding was over": ["UPDATE stances SET at = at + 999999999999"],
    "a stance is about words that are not there": ["UPDATE stances SET version = 7 WHERE way = 1"],
    "a stance under a tag is about words that are not there": [
        "INSERT INTO secret_stances SELECT id, round, 'tag', 1, 7, 'yes' FROM proposals"
    ],
    "something of a round that is over still lies under tags": [
        "INSERT INTO secret_stance_words SELECT id, 9, 'tag', 1, 'yes', 'why', 0 FROM proposals"
    ],
    "is secret and a person stands beside what they said to it": ["UPDATE proposals SET seen_as = 'secret'"],
    "is not secret and something of it lies under tags": [
        "INSERT INTO secret_stances SELECT id, round, 'tag', 0, 0, 'yes' FROM proposals WHERE state = 'deciding'"
    ],
    "has an owner and nothing will come on its day": ["DELETE FROM due WHERE kind = 'step.day'"],
    "is not over and nothing will come of it": ["DELETE FROM due WHERE kind = 'review.time'"],
    "went ahead and nobody will look at it again": ["DELETE FROM reviews"],
    "its decision is not what people said": ["UPDATE stances SET stance = 'aside' WHERE person = 'ben' AND way = 1"],
    "its decision can not be read": ["UPDATE decisions SET result = '{}'"],
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_is_found(s: Stage, fault: str) -> None:
    with closing(sqlite3.connect(s.path, isolation_level=None)) as file:
        for statement in FAULTS[fault]:
            values = {"long_ago": instant(s.clock.now() - timedelta(days=8))}
            assert file.execute(statement, values).rowcount > 0, statement
        found = check(file, s.clock.now())
    assert [sentence for sentence in found if fault in sentence], found


SECRET_FAULTS = {
    "its decision is not what people said": "UPDATE secret_stance_counts SET number = number + 1",
    "something of a round that is over still lies under tags": (
        "INSERT INTO affected SELECT id, substr(hex(zeroblob(32)), 1, 64) FROM proposals"
    ),
}


@pytest.mark.parametrize("fault", SECRET_FAULTS)
async def test_what_is_left_of_a_secret_round_is_counted_again(tmp_path: Path, fault: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/propose what: Plant a hedge shaping: 1 day deciding: 1 day seen: secret")
        await ana.presses("Post it")
        await s.later(days=1)
        for name in ("ana", "ben", "chi"):
            member = s.member(name)
            member.answer = Nothing()
            await member.presses("Yes")
        await s.later(days=1)
        await s.later(seconds=30)
        with closing(sqlite3.connect(s.path, isolation_level=None)) as file:
            assert check(file, s.clock.now()) == []
            assert file.execute(SECRET_FAULTS[fault]).rowcount > 0
            found = check(file, s.clock.now())
        assert [sentence for sentence in found if fault in sentence], found
