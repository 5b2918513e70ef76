"""Units that share a commit: what happens to one is its own, and nothing is called recorded that is not."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.ports import NotRecorded, StoreBusy
from storage import sqlite_units, writer
from storage.sqlite_units import SqliteUnits
from storage.writer import Writer


class Counted(sqlite3.Connection):
    """Notes what it is asked to do, and fails where it is told to."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ran: list[str] = []
        self.fails: dict[str, str] = {}

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        self.ran.append(sql)
        if error := self.fails.pop(sql, ""):
            raise sqlite3.OperationalError(error)
        return super().execute(sql, *rest)


@pytest.fixture
def connection(tmp_path: Path) -> Any:
    made = sqlite3.connect(tmp_path / "d.db", isolation_level=None, check_same_thread=False, factory=Counted)
    made.execute("CREATE TABLE said (words TEXT PRIMARY KEY)")
    made.ran.clear()
    return made


@pytest.fixture
async def pen(connection: Counted) -> AsyncIterator[Writer]:
    pen = Writer(SqliteUnits(connection))
    pen.start()
    yield pen
    await pen.stop()
    connection.close()


def say(words: str) -> Any:
    def unit(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO said VALUES (?)", (words,))
        return words

    return unit


def refuse(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO said VALUES ('refused')")
    raise LookupError("refused")


def said(connection: sqlite3.Connection) -> list[str]:
    return [words for (words,) in sqlite3.Connection.execute(connection, "SELECT words FROM said ORDER BY rowid")]


async def together(pen: Writer, *units: Any) -> list[Any]:
    """All of these while the writer is held up, so that they wait at the same time."""
    held, go = threading.Event(), threading.Event()

    def hold(connection: sqlite3.Connection) -> None:
        held.set()
        go.wait(30)

    holding = asyncio.create_task(pen.run(hold, "hold"))
    await asyncio.to_thread(held.wait, 30)
    running = [asyncio.create_task(pen.run(unit, "unit")) for unit in units]
    await asyncio.sleep(0)
    go.set()
    _, *results = await asyncio.gather(holding, *running, return_exceptions=True)
    return results


async def test_what_waits_shares_one_commit(pen: Writer, connection: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_units, "LONGEST_BATCH", 60.0)
    results = await together(pen, *(say(f"{n}") for n in range(10)))
    assert results == [f"{n}" for n in range(10)]
    assert connection.ran.count("COMMIT") == 2  # the first is that of the unit that held the others up
    assert said(connection) == [f"{n}" for n in range(10)]


async def test_a_unit_that_is_alone_needs_no_savepoint(pen: Writer, connection: Counted) -> None:
    await pen.run(say("alone"), "unit")
    assert "SAVEPOINT unit" not in connection.ran


async def test_one_that_fails_is_rolled_back_alone(pen: Writer, connection: Counted) -> None:
    results = await together(pen, say("before"), refuse, say("after"), say("before"))
    assert results[0] == "before"
    assert isinstance(results[1], LookupError)
    assert results[2] == "after"
    assert isinstance(results[3], sqlite3.IntegrityError)
    assert said(connection) == ["before", "after"]


async def test_one_that_fails_alone_leaves_nothing(pen: Writer, connection: Counted) -> None:
    with pytest.raises(LookupError):
        await pen.run(refuse, "unit")
    assert await pen.run(say("after"), "unit") == "after"
    assert said(connection) == ["after"]


async def test_a_commit_that_fails_is_told_to_every_unit_of_the_batch(
    pen: Writer, connection: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_units, "LONGEST_BATCH", 60.0)

    def doom(connection: Counted) -> None:
        connection.fails["COMMIT"] = "disk I/O error"

    results = await together(pen, say("one"), refuse, doom, say("two"))
    assert [type(result) for result in results] == [NotRecorded] * 4
    assert said(connection) == []
    assert await pen.run(say("after"), "unit") == "after"
    assert said(connection) == ["after"]


async def test_nothing_of_a_failed_commit_is_there_and_the_next_goes_on(pen: Writer, connection: Counted) -> None:
    connection.fails["COMMIT"] = "disk I/O error"
    with pytest.raises(NotRecorded, match="disk I/O error"):
        await pen.run(say("lost"), "unit")
    assert said(connection) == []
    assert await pen.run(say("kept"), "unit") == "kept"
    assert said(connection) == ["kept"]


async def test_a_transaction_that_can_not_begin_is_told(pen: Writer, connection: Counted) -> None:
    connection.fails["BEGIN IMMEDIATE"] = "database is locked"
    with pytest.raises(NotRecorded, match="locked"):
        await pen.run(say("lost"), "unit")
    assert await pen.run(say("kept"), "unit") == "kept"


async def test_where_sqlite_rolled_all_back_nobody_is_told_that_it_was_recorded(
    pen: Writer, connection: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_units, "LONGEST_BATCH", 60.0)

    def full(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise sqlite3.OperationalError("database or disk is full")

    results = await together(pen, say("before"), full, say("after"))
    assert [type(result) for result in results[:2]] == [NotRecorded] * 2
    assert said(connection) == (["after"] if results[2] == "after" else [])


async def test_too_much_that_waits_is_refused_and_the_rest_goes_on(
    pen: Writer, connection: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 5)
    results = await together(pen, *(say(f"{n}") for n in range(9)))
    assert [result for result in results if isinstance(result, str)] == ["0", "1", "2", "3", "4"]
    assert all(isinstance(result, StoreBusy) for result in results[5:])
    assert said(connection) == ["0", "1", "2", "3", "4"]


async def test_a_batch_takes_no_more_than_it_may(
    pen: Writer, connection: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_units, "MOST_TOGETHER", 4)
    await together(pen, *(say(f"{n}") for n in range(12)))
    assert connection.ran.count("COMMIT") >= 3


async def test_what_a_caller_gave_up_is_done_all_the_same(pen: Writer, connection: Counted) -> None:
    running = asyncio.create_task(pen.run(say("given up"), "unit"))
    await asyncio.sleep(0)
    running.cancel()
    await pen.run(say("after"), "unit")
    assert said(connection) == ["given up", "after"]


async def test_a_slow_unit_is_named_in_the_log(
    pen: Writer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(writer, "SLOW", -1.0)
    await pen.run(say("x"), "reading_all")
    assert "reading_all took" in caplog.text


async def test_after_stopping_nothing_is_taken(connection: Counted) -> None:
    pen = Writer(SqliteUnits(connection))
    pen.start()
    running = [asyncio.create_task(pen.run(say(f"{n}"), "unit")) for n in range(5)]
    await asyncio.sleep(0)
    await pen.stop()
    assert await asyncio.gather(*running) == ["0", "1", "2", "3", "4"]
    with pytest.raises(NotRecorded):
        await pen.run(say("late"), "unit")
    connection.close()
