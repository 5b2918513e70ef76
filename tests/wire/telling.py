"""Stories that are told everywhere, gathered to be told over a platform's wire."""

import inspect
import itertools
import re
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

NOT_OF_PEOPLE = re.compile(
    r"core\.handle\(|\bpress\(s,|\bs\.core\b|\bs\.store\b|\.forbidden\b|\bCOMMUNITY\b|\.failures\b|_router\b"
)
"""What a story does that is about the core alone: it makes events of its own, looks into the store, or has the fake
chat fail."""

BEHIND_THE_SCREEN = re.compile(
    r"\.answer\b|\.form\b|\.find\(|\.sends_press\(|\bToken\(|\bs\.chat\.(?!members\b)|\blabels\(|\btext\("
)
"""What a story does that only a driver can tell which remembers the core's own cards and answers."""

Story = Callable[[Path], Awaitable[None]]


def stories(
    modules: Sequence[ModuleType], without: Collection[str], beyond: re.Pattern[str] = NOT_OF_PEOPLE
) -> Iterator[Any]:
    """Each story of these modules that people alone can tell, with each of its parameters; none that does what is
    ``beyond`` those who tell it."""
    for module in modules:
        for name, story in inspect.getmembers(module, inspect.iscoroutinefunction):
            source = inspect.getsource(story)
            if not name.startswith("test_") or name in without or NOT_OF_PEOPLE.search(source) or beyond.search(source):
                continue
            yield from _told(f"{module.__name__.rpartition('.test_')[2]}-{name[5:]}", story)


def one(story: Callable[..., Awaitable[None]]) -> Any:
    """A story by itself."""
    return pytest.param(story, id=story.__name__[5:])


def _told(name: str, story: Callable[..., Awaitable[None]]) -> Iterator[Any]:
    marks = [mark for mark in getattr(story, "pytestmark", ()) if mark.name == "parametrize"]
    for number, values in enumerate(itertools.product(*(_values(mark) for mark in marks))):
        given = {key: value for one in values for key, value in one.items()}
        yield pytest.param(partial(story, **given), id=f"{name}-{number}" if marks else name)


def _values(mark: Any) -> list[dict[str, Any]]:
    names, rows = mark.args
    keys = [key.strip() for key in names.split(",")] if isinstance(names, str) else list(names)
    return [dict(zip(keys, row if len(keys) > 1 else [row], strict=True)) for row in rows]
