"""The same suite for everything that fulfils a port. Another engine or another chat joins by one more line here."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.opening import OpenStore
from tests.databases import on, open_at
from tests.fakes import CountedIds, FakeClock, LoadedDice


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """The engine that everything is kept on; PostgreSQL is skipped, with a word, where none is at hand."""
    with on(request.param):
        yield request.param


@pytest.fixture
async def store(engine: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[OpenStore]:
    """An empty store."""
    store = await open_at(tmp_path / "d.db", clock, CountedIds(), LoadedDice())
    yield store
    await store.close()
