"""Databases for tests: a file, or a database of its own on the PostgreSQL that ``scripts/with-postgres`` started."""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import Engine

from bot.ports import Clock, Dice, Ids
from storage import postgres, schema
from storage.opening import OpenStore, open_store

POSTGRES = "DESCANT_TEST_POSTGRES"
ENGINE = "DESCANT_TEST_ENGINE"
"""Where nothing else is said, ``sqlite`` or ``postgres``."""

engine_used: ContextVar[str] = ContextVar("engine_used")


def server() -> str:
    """The address of the PostgreSQL for tests; without one the test is skipped, and says so."""
    address = os.environ.get(POSTGRES)
    if not address:
        pytest.skip("Needs a PostgreSQL: scripts/with-postgres make test.")
    return address


@dataclass
class Databases:
    """One database for each path, made from a template that has the newest schema already."""

    server: str
    made: dict[Path, str] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=count)
    template: str = f"descant_{os.getpid()}"

    def __post_init__(self) -> None:
        self.run(f"CREATE DATABASE {self.template}")
        postgres.prepare(self.url(self.template))

    def run(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def at(self, path: Path) -> str:
        """The address of the database that stands for this path."""
        if path not in self.made:
            name = f"{self.template}_{next(self.numbers)}"
            self.run(f"CREATE DATABASE {name} TEMPLATE {self.template}")
            self.made[path] = name
        return self.url(self.made[path])

    def empty(self, path: Path) -> str:
        """The address of a database without a schema, which stands for this path from now on."""
        self.made[path] = f"{self.template}_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {self.made[path]}")
        return self.url(self.made[path])

    def drop(self, *, template: bool = False) -> None:
        """Throw away what was made since the last time."""
        for name in (*self.made.values(), *([self.template] if template else [])):
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.made.clear()


@cache
def databases() -> Databases:
    return Databases(server())


@contextmanager
def on(engine: str) -> Iterator[None]:
    """Everything that is opened meanwhile is on this engine."""
    if engine == "postgres":
        server()
    token = engine_used.set(engine)
    try:
        yield
    finally:
        engine_used.reset(token)
        if databases.cache_info().currsize:
            databases().drop()


def is_postgres() -> bool:
    return engine_used.get(os.environ.get(ENGINE, "sqlite")) == "postgres"


def address(path: Path) -> str:
    """Where what a test calls ``path`` is kept."""
    return databases().at(path) if is_postgres() else f"sqlite:///{path}"


@cache
def _new_file() -> Path:
    """A database with the newest schema and nothing in it, made once: most of what opening a new one costs."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder)
    engine = schema.sqlite_engine(folder / "new.db")
    with engine.connect() as connection:
        schema.upgrade(connection)
        connection.commit()
    engine.dispose()
    return folder / "new.db"


async def open_at(path: Path, clock: Clock, ids: Ids, dice: Dice) -> OpenStore:
    """The store that stands for this path; opening it again is a restart."""
    if not is_postgres() and not path.exists() and path.parent.is_dir():
        shutil.copyfile(_new_file(), path)
    return await open_store(address(path), clock, ids, dice, path.with_name(f"{path.name}.keys"))


def engine_at(path: Path) -> Engine:
    """For a look into the rows behind a store."""
    return postgres.engine(databases().at(path)) if is_postgres() else schema.sqlite_engine(path)
