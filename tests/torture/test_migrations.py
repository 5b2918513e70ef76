"""Killed between any two statements of a migration: the schema is an old one or the new one, and the next try works."""

import os
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.address import engine_of
from tests.crash.test_killed_at_random import seed
from tests.databases import databases

SPAWN = get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.torture.test_migrations"])
KILLED = 9


def plain_engine(url: str) -> Engine:
    """SQLite with the driver's own transactions, as Alembic has it when nothing is said."""
    return create_engine(url, poolclass=NullPool)


def upgrade(url: str, make: Callable[[str], Engine], after: int) -> None:
    """Bring the database up to date; the process ends without a word after so many statements."""
    engine = make(url)
    done = 0

    @event.listens_for(engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        nonlocal done
        if done == after:
            os._exit(KILLED)
        done += 1

    with engine.connect() as connection:
        schema.bring_up_to_date(connection, "it")
        connection.commit()
    engine.dispose()


def ran(url: str, make: Callable[[str], Engine], after: int) -> int | None:
    process = SPAWN.Process(target=upgrade, args=(url, make, after), daemon=True)
    process.start()
    process.join()
    return process.exitcode


def works(url: str, make: Callable[[str], Engine]) -> bool:
    """Whether a new try gets through."""
    try:
        upgrade(url, make, 10_000)
    except DBAPIError:
        return False
    return True


def found(url: str) -> tuple[str | None, frozenset[tuple[str, str]]]:
    """The revision, and every table with every column."""
    engine = engine_of(url)
    with engine.connect() as connection:
        revision = schema.current(connection)
        looking = inspect(connection)
        columns = {(t, c["name"]) for t in looking.get_table_names() for c in looking.get_columns(t)}
    engine.dispose()
    return revision, frozenset(columns - {("alembic_version", "version_num")})


def torn(fresh: Iterator[str], make: Callable[[str], Engine], step: int) -> tuple[int, int, int]:
    """How often it was killed, how often the schema was neither old nor new then, and how often a new try failed.

    It is killed before one in ``step`` of its statements; where that begins, chance decides, so that in time it is all.
    """
    kills = failed = 0
    seen = []
    for after in range(seed() % step, 1000, step):
        url = next(fresh)
        if ran(url, make, after) != KILLED:
            break
        kills += 1
        seen.append(found(url))
        failed += not works(url, make)
    complete = known(next(fresh))
    return kills, sum(columns != complete[revision] for revision, columns in seen), failed


def known(url: str) -> dict[str | None, frozenset[tuple[str, str]]]:
    """Each revision's schema, made without being disturbed."""
    from alembic import command

    engine = engine_of(url)
    made: dict[str | None, frozenset[tuple[str, str]]] = {None: frozenset()}
    for revision in sorted(schema.known()):
        with engine.connect() as connection:
            command.upgrade(schema.config(connection), revision)
            connection.commit()
        made[revision] = found(url)[1]
    engine.dispose()
    return made


def files(folder: Path) -> Iterator[str]:
    for number in range(1000):
        yield f"sqlite:///{folder / f'{number}.db'}"


def servers(folder: Path) -> Iterator[str]:
    for number in range(1000):
        databases().drop()
        yield databases().empty(folder / str(number))


@pytest.mark.parametrize(("fresh", "step"), [(files, 6), (servers, 12)], ids=["files", "servers"])
def test_a_migration_that_is_killed_is_whole_or_not_there(
    tmp_path: Path, fresh: Callable[[Path], Iterator[str]], step: int, record: Any
) -> None:
    kills, halves, failed = torn(fresh(tmp_path), engine_of, step)
    record(f"{kills} kills, {halves} half a schema, {failed} could not be taken up again")
    assert kills >= 10
    assert (halves, failed) == (0, 0)


def test_control_with_the_drivers_own_transactions_half_of_it_stays(tmp_path: Path, record: Any) -> None:
    kills, halves, failed = torn(files(tmp_path), plain_engine, step=16)
    record(f"control: {kills} kills, {halves} half a schema, {failed} could not be taken up again")
    assert halves > 0
    assert failed > 0
