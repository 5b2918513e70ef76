"""What the log says, in which shape, and that it keeps people's words to itself."""

import asyncio
import io
import json
import logging

import pytest

from bot.config import Faults, Source, read_settings
from bot.hosting import LEVELS, HealthConfig, LogConfig, untold, write_log

SECRET = "what nobody else should read"


def written(level: str = "warning", shape: str = "plain") -> io.StringIO:
    to = io.StringIO()
    logging.getLogger().handlers.clear()
    write_log(LogConfig(level, shape), to)
    return to


def failed() -> ValueError:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return error


@pytest.mark.parametrize("level", LEVELS)
def test_our_own_lines_are_written_from_the_level_on(level: str) -> None:
    to = written(level)
    for said in LEVELS:
        logging.getLogger("bot.courier").log(logging.getLevelName(said.upper()), "as %s", said)
    assert [line.rpartition(" ")[2] for line in to.getvalue().splitlines()] == list(LEVELS[LEVELS.index(level) :])


def test_a_library_never_gets_below_its_warnings() -> None:
    """Some write each statement with its values at debug."""
    to = written("debug")
    logging.getLogger("aiosqlite").debug(SECRET)
    logging.getLogger("aiosqlite").warning("short of something")
    assert to.getvalue() == "WARNING aiosqlite: short of something\n"


def test_a_line_for_machines_is_one_object() -> None:
    to = written(shape="json")
    logging.getLogger("storage.writer").warning("%s took\n%d ms", "cast", 80)
    (line,) = to.getvalue().splitlines()
    found = json.loads(line)
    assert found.pop("at").endswith("+00:00")
    assert found == {"level": "warning", "from": "storage.writer", "says": "cast took\n80 ms"}


@pytest.mark.parametrize("shape", ["plain", "json"])
def test_of_an_error_its_kind_and_its_lines_are_told_and_not_its_words(shape: str) -> None:
    to = written(shape=shape)
    logging.getLogger("somewhere").error("it failed", exc_info=failed())
    assert "it failed: ValueError at " in to.getvalue()
    assert "test_hosting.py" in to.getvalue()
    assert SECRET not in to.getvalue()


async def test_what_failed_where_nobody_waited_is_told_without_its_words() -> None:
    to = written()
    loop = asyncio.get_running_loop()
    untold(loop, {"message": SECRET, "exception": failed(), "future": SECRET})
    untold(loop, {"message": SECRET})
    first, second = to.getvalue().splitlines()
    assert "ValueError at" in first
    assert second == "ERROR bot.hosting: something failed that nobody waited for: no error is known"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[log]\nlevel = "loud"', "line 2, [log] level: should be one of debug, info, warning, error."),
        ('[log]\nshape = "xml"', "line 2, [log] shape: should be one of plain, json."),
        ("[health]\nport = 70000", "line 2, [health] port: should be from 0 to 65535."),
    ],
)
def test_settings_that_can_not_be_are_told(text: str, fault: str) -> None:
    with pytest.raises(Faults) as told:
        read_settings(Source(text, {}), {"log": LogConfig, "health": HealthConfig})
    assert told.value.faults == (fault,)
