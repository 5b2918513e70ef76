"""The torture tests run when they are asked for (``make torture``), and print figures beside their outcome."""

import os
import sys
from collections.abc import Callable

import pytest

collect_ignore_glob = [] if os.environ.get("DESCANT_TORTURE") else ["test_*.py"]


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say a figure; ``make torture`` shows it."""

    def say(figure: str) -> None:
        sys.stdout.write(f"{request.node.name}: {figure}\n")

    return say
