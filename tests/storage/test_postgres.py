"""PostgreSQL when several processes share it, and when it goes away in the middle of something."""

import asyncio
import builtins
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.delivery import DRAFT, KEEP_DRAFT
from bot.ports import NotRecorded, StoreBusy, Tx, Uncertain
from storage import postgres, postgres_units
from storage.errors import CannotOpen
from storage.opening import open_store
from storage.postgres import PostgresStore
from tests.databases import databases
from tests.fakes import CountedIds, FakeClock, LoadedDice
from tests.storage.line import Line

HERE = CommunityId("test:garden")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield databases().at(tmp_path)
    databases().drop()


async def opened(url: str) -> PostgresStore:
    return await postgres.open_store(url, FakeClock(), CountedIds(), LoadedDice(), Path(tempfile.mkdtemp()))


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    store = await opened(url)
    yield store
    await store.close()


def keep(tx: Tx, name: str, content: str) -> str:
    tx.change(
        KEEP_DRAFT,
        id=name,
        community=tx.community,
        person=PersonId("ana"),
        place=PlaceId("plans"),
        kind="poll",
        content=content,
        at=tx.now,
    )
    return content


def add_one(tx: Tx, name: str) -> str:
    """Reads, decides and writes, as use cases do."""
    kept = tx.see(DRAFT, id=name)
    return keep(tx, name, str(int(kept.content) + 1 if kept else 1))


async def content(store: PostgresStore, name: str) -> str | None:
    kept = await store.read(DRAFT, id=name)
    return kept.content if kept else None


# --- several processes --------------------------------------------------------------------------------------------


async def count_in_two(url: str, times: int = 60) -> str | None:
    first, second = await opened(url), await opened(url)
    await asyncio.gather(*(s.write(HERE, add_one, "n") for _ in range(times) for s in (first, second)))
    counted = await content(first, "n")
    await first.close()
    await second.close()
    return counted


async def test_what_two_processes_do_in_one_community_comes_one_after_the_other(url: str) -> None:
    assert await count_in_two(url) == "120"


async def test_without_the_lock_of_a_community_they_would_lose_something(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(10_000))
    monkeypatch.setattr(postgres_units, "lock_of", lambda community: next(numbers))
    assert await count_in_two(url) != "120"


async def test_communities_taken_by_two_processes_in_groups_do_not_lock_each_other_out(url: str) -> None:
    first, second = await opened(url), await opened(url)
    places = [CommunityId(f"test:{n}") for n in range(40)]
    rounds = [(first, places), (second, places[::-1])] * 5
    await asyncio.gather(*(s.write(c, add_one, f"in {c}") for s, order in rounds for c in order))
    assert {await content(second, f"in {c}") for c in places} == {"10"}
    await first.close()
    await second.close()


async def test_any_number_of_processes_may_make_the_schema_at_once(tmp_path: Path) -> None:
    name = f"empty_{databases().template}"
    databases().run(f"CREATE DATABASE {name}")
    try:
        stores = await asyncio.gather(*(opened(databases().url(name)) for _ in range(4)))
        assert await stores[0].write(HERE, keep, "d", "kept") == await content(stores[3], "d")
        for store in stores:
            await store.close()
    finally:
        databases().run(f"DROP DATABASE {name} WITH (FORCE)")


# --- units --------------------------------------------------------------------------------------------------------


async def test_a_unit_that_fails_leaves_the_others_alone(store: PostgresStore) -> None:
    def fails(tx: Tx, name: str) -> None:
        keep(tx, name, "never")
        raise LookupError(name)

    async def one(number: int) -> Any:
        with suppress(LookupError):
            return await store.write(HERE, fails if number % 3 == 0 else add_one, f"d{number}")

    await asyncio.gather(*map(one, range(30)))
    assert [await content(store, f"d{n}") for n in range(30)] == [None if n % 3 == 0 else "1" for n in range(30)]


async def test_an_error_of_the_database_is_one_units_own(store: PostgresStore) -> None:
    def twice(tx: Tx) -> None:
        keep(tx, "broken", "x\0y")

    outcomes = await asyncio.gather(
        store.write(HERE, twice), store.write(HERE, keep, "whole", "x"), return_exceptions=True
    )
    assert isinstance(outcomes[0], Exception)
    assert outcomes[1] == await content(store, "whole") == "x"


@pytest.mark.parametrize("error", [psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected])
async def test_what_lost_against_another_is_done_again(store: PostgresStore, error: type[Exception]) -> None:
    tries = []

    def unlucky(tx: Tx) -> str:
        tries.append(1)
        answer = add_one(tx, "n")
        if len(tries) < 3:
            raise error
        return answer

    assert await store.write(HERE, unlucky) == "1"
    assert (len(tries), await content(store, "n")) == (3, "1")
    tries[:] = [1] * -100
    with pytest.raises(NotRecorded):
        await store.write(HERE, lambda tx: (_ for _ in ()).throw(error))


# --- the server goes away -----------------------------------------------------------------------------------------


@pytest.fixture
def line(url: str) -> Iterator[Line]:
    line = Line(url)
    yield line
    line.close()


@pytest.fixture
async def far(line: Line) -> AsyncIterator[PostgresStore]:
    store = await opened(line.url.geturl())
    yield store
    await store.close()


@pytest.mark.parametrize(("cut", "runs"), [("before", 2), ("after", 1)])
async def test_a_commit_that_was_not_answered_is_looked_up(
    far: PostgresStore, store: PostgresStore, line: Line, cut: str, runs: int
) -> None:
    run = []

    def unit(tx: Tx) -> str:
        run.append(1)
        return add_one(tx, "n")

    await far.write(HERE, keep, "n", "1")
    line.cut = cut
    assert await far.write(HERE, unit) == "2"
    assert (len(run), await content(store, "n")) == (runs, "2")


async def test_a_commit_of_which_nobody_can_tell_is_not_called_either_way(
    far: PostgresStore, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_units, "LONG_PATIENCE", 0.3)
    await far.write(HERE, keep, "n", "1")
    line.cut = "for good"
    with pytest.raises(Uncertain):
        await far.write(HERE, add_one, "n")


async def test_while_the_server_is_away_nothing_is_called_recorded_and_then_all_goes_on(
    far: PostgresStore, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_units, "PATIENCE", 0.2)
    await far.write(HERE, keep, "n", "1")
    assert await content(far, "n") == "1"
    line.down()
    with pytest.raises(NotRecorded):
        await far.write(HERE, add_one, "n")
    with pytest.raises(StoreBusy):
        await far.read(DRAFT, id="n")
    line.dead = False
    assert await far.write(HERE, add_one, "n") == await content(far, "n") == "2"


async def test_a_connection_that_was_ended_meanwhile_is_made_anew(far: PostgresStore, line: Line) -> None:
    await far.write(HERE, keep, "n", "1")
    assert await content(far, "n") == "1"
    databases().run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'descant%'")
    assert await content(far, "n") == "1"
    assert await far.write(HERE, add_one, "n") == "2"


async def test_a_unit_whose_connection_ends_in_the_middle_is_done_again(store: PostgresStore) -> None:
    run = []

    def unit(tx: Tx) -> str:
        run.append(1)
        answer = add_one(tx, "n")
        if len(run) == 1:
            databases().run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'descant%'"
            )
            tx.see(DRAFT, id="n")
        return answer

    assert await store.write(HERE, unit) == await content(store, "n") == "1"
    assert len(run) == 2


# --- what can not be opened ---------------------------------------------------------------------------------------


async def refused(address: str) -> str:
    with pytest.raises(CannotOpen) as refusal:
        await open_store(address, FakeClock(), CountedIds(), LoadedDice())
    return str(refusal.value)


async def test_a_newer_schema_is_refused_and_stays_as_it_is(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "made by a newer Descant (schema 9999)" in await refused(url)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


async def test_a_server_that_is_not_there_is_said_without_its_password() -> None:
    said = await refused("postgresql://descant:hunter2@127.0.0.1:9/garden")
    assert "garden on 127.0.0.1 can not be reached" in said
    assert "hunter2" not in said


async def test_a_database_that_could_lose_what_was_acknowledged_is_refused(url: str) -> None:
    name = urlsplit(url).path.removeprefix("/")
    databases().run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    assert "synchronous_commit = off" in await refused(url)


async def test_an_address_that_is_neither_is_answered_with_two_that_are() -> None:
    assert "sqlite:///descant.db or postgresql://" in await refused("mysql://somewhere/x")


async def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_driver(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("psycopg"):
            raise ImportError(name)
        return real(name, *rest, **more)

    for module in ("storage.postgres", "storage.postgres_units"):
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", no_driver)
    assert "pip install 'descant[postgres]'" in await refused("postgresql://somewhere/x")
