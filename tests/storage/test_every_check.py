"""Each sentence of the check is planted once, and found; a sound database gets none."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage.check import check
from storage.invariants import CHECKS, WORTH_KNOWING
from storage.values import instant
from tests.people import Stage, stage
from tests.storage.test_every_decision_check import FAULTS as DECISION_FAULTS


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    """One poll that is closed, and one that is open, each with answers; a proposal; something that was shared.
    A check-in has a round that is closed, and one that is open."""
    """One poll that is closed, and one that is open, each with answers; a proposal, something shared, an agreement."""
    async with stage(tmp_path / "d.db") as s:
        await s.member("ana").says("/checkin new name: Hello questions: How are you? days: daily seen: unnamed")
        await s.member("ana").presses("Start it")
        await s.member("ana").says("/propose what: Plant a hedge others: Plant trees shaping: 30 days")
        await s.member("ana").presses("Post it")
        for closes in ("in 1 day", "in 9 days"):
            await s.member("ana").says(f"/poll question: When? options: Tuesday; Saturday closes: {closes}")
            await s.member("ana").presses("Post it")
            for name in ("ben", "chi"):
                await s.member(name).presses("Saturday")
            await s.later(days=2)
        await s.member("ana").says("/descant share The key is under the pot")
        grace = s.member("grace", keeper=True)
        await grace.says("/agreement")
        await grace.presses("Change it as a keeper")
        await grace.fills(why="To have one")
        yield s


def planted(s: Stage, *statements: str, **values: int) -> list[str]:
    with closing(sqlite3.connect(s.path, isolation_level=None)) as file:
        for statement in statements:
            assert file.execute(statement, values).rowcount > 0, statement
        return check(file, s.clock.now())


async def test_a_sound_database_has_nothing_to_say(s: Stage) -> None:
    assert s.broken() == []


SUGGESTED = (
    "INSERT INTO suggestions (id, proposal, way, base, words, person, named, why, at, until, fate) "
    "SELECT 's', id, 1, 1, 'Plant ivy', 'ben', 1, '', 0, 0, 'open' FROM proposals"
)
CLOSED = "SELECT id, {} FROM checkin_rounds WHERE closed"
FAULTS = {
    "is to come and nothing will bring it": ["UPDATE due SET at = at + 1 WHERE kind = 'checkin.due'"],
    "is over and still asked about": ["INSERT INTO company_asked VALUES ('k', 'test:garden', 'ana', 'ben', 0, 0, 0)"],
    "is kept by one of the two alone": ["INSERT INTO company_kept VALUES ('k', 'x:y', 'ana', 'ben', '2026-11-24')"],
    "has ended and is still to come": ["UPDATE checkins SET ended = 1"],
    "takes answers and nothing will end that": ["DELETE FROM due WHERE kind = 'checkin.close'"],
    "is open long after its end": ["UPDATE checkin_rounds SET closes_at = :long_ago"],
    "still holds what was needed only while it was open": [
        "INSERT INTO checkin_passes " + CLOSED.format("'tag'"),
    ],
    "is without names and a person stands beside an answer of it": [
        "INSERT INTO checkin_answers " + "SELECT 'a', id, 'ben', '[]', 0 FROM checkin_rounds WHERE closed",
    ],
    "is over and still kept": ["INSERT INTO wishes VALUES ('w', 'test:garden', 'ben', 0)"],
    "a ballot was given after its deadline": ["UPDATE ballots SET at = at + 999999999999 WHERE person = 'ben'"],
    "a ballot was given after it was closed early": [
        "UPDATE polls SET ended_by = 'ana', ended_at = opened_at WHERE state = 'closed'"
    ],
    "was closed before the time to be heard was over": [
        "UPDATE polls SET heard_at = ended_at, hearing = 1 WHERE state = 'closed'"
    ],
    "shows more of people than was promised": [
        "UPDATE polls SET seen_as = 'named'",
        "INSERT INTO poll_traces SELECT id, id, 0, 'ana', 'tightened', 'named', 'unnamed', '' FROM polls",
    ],
    "is open and nothing will close it": ["DELETE FROM due WHERE kind = 'poll.close'"],
    "waits to be counted and nothing will count it": ["UPDATE polls SET state = 'counting' WHERE state = 'open'"],
    "is closed without a result": ["UPDATE polls SET result = NULL WHERE state = 'closed'"],
    "is open long after its deadline": [
        "UPDATE polls SET closes_at = :long_ago WHERE state = 'open'",
        "UPDATE ballots SET at = 0",
    ],
    "shows more than there is": ["UPDATE surfaces SET rendered = revision + 1"],
    "was given up": ["UPDATE outbox SET state = 'dead', trouble = 'gone'"],
    "has waited for more than a day": ["UPDATE outbox SET state = 'waiting', created_at = :long_ago"],
    "was taken back and its words are still there": ["UPDATE resources SET gone = 1"],
    "wants a list of what nobody was thanked for and nothing will make it": [
        "INSERT INTO settings (community, name, value) VALUES ('test:garden', 'unthanked', 'yes')"
    ],
    "lacks a version before": ["UPDATE agreement_versions SET number = 3"],
    "is to be looked at again and nothing will ask for it": ["DELETE FROM due WHERE kind = 'agreement.review'"],
    "is found in another community than its own": ["UPDATE resource_terms SET community = 'test:other'"],
    "its result is not what its ballots say": [
        "UPDATE ballots SET choice = '[1]' WHERE poll IN (SELECT id FROM polls WHERE state = 'closed')"
    ],
    "a closed secret poll still holds ballots under tags": [
        "INSERT INTO secret_ballots SELECT id, 'tag', '[1]' FROM polls WHERE state = 'closed'"
    ],
    "is secret and a person stands beside a ballot of it": ["UPDATE polls SET seen_as = 'secret'"],
    "is being shaped and nothing will end that": ["DELETE FROM due WHERE kind = 'proposal.shaped'"],
    "is being shaped long after its time": ["UPDATE proposals SET shaped_until = :long_ago"],
    "has no words": ["DELETE FROM versions WHERE way = 2"],
    "has lost a version of way": ["UPDATE versions SET number = 2 WHERE way = 1"],
    "has lost a way": ["DELETE FROM versions WHERE way = 1", "DELETE FROM ways WHERE position = 1"],
    "is open in proposal": [SUGGESTED, "UPDATE proposals SET state = 'deciding'"],
    "waits for its time and nothing will bring it": [SUGGESTED],
    "became a version or a way that is not there": [SUGGESTED, "UPDATE suggestions SET fate = 'folded', became = 9"],
    "was extended without enough who asked for it": ["UPDATE proposals SET shaping_extended = 1"],
    "are kept apart and nothing will let go of them": [
        "INSERT INTO hidden SELECT id, community, 'poll.why', id, id, '', NULL, NULL, 0, '', 'x', '', '', 0 FROM polls"
    ],
    "what is kept of it can not be read": ["UPDATE ballots SET choice = '[9]' WHERE person = 'ben'"],
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_is_found(s: Stage, fault: str) -> None:
    found = planted(s, *FAULTS[fault], long_ago=instant(s.clock.now() - timedelta(days=8)))
    assert [sentence for sentence in found if fault in sentence], found


def test_no_sentence_is_without_a_planted_fault() -> None:
    known = {*FAULTS, *DECISION_FAULTS}
    unplanted = [sentence for sentence, _ in (*CHECKS, *WORTH_KNOWING) if not any(fault in sentence for fault in known)]
    assert unplanted == []
