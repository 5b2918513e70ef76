"""Every story is told on every engine that is at hand."""

import os
from collections.abc import Iterator

import pytest

from tests.databases import POSTGRES, on


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize(
            "engine", ["sqlite", "postgres"] if os.environ.get(POSTGRES) else ["sqlite"], indirect=True
        )


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """The engine that the story runs on."""
    with on(request.param):
        yield request.param
