"""Everything is tried, in any order: nothing fails, nothing that must hold is broken, and no word gets into the log."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.chat.answers import Answer
from bot.chat.events import FromMember
from bot.hosting import LogConfig, write_log
from bot.ports import ChatError, Gone, NotRecorded, Rejected, Tx, Unreachable
from bot.router import router
from bot.routes import Handler
from tests.people import Stage, stage
from tests.wandering import WORDS, Wanderer

STEPS = 1000


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is written at every level, by our own loggers and as a host would have it."""
    root, to = logging.getLogger(), io.StringIO()
    before = root.handlers[:]
    root.handlers.clear()
    write_log(LogConfig("debug", "json"), to)
    yield to
    root.handlers[:] = before


def wanderer(s: Stage) -> Wanderer:
    return Wanderer(s, router(), [s.member("ana", keeper=True), s.member("ben"), s.member("chi", locale="de")])


async def test_everything_can_be_tried_and_nothing_breaks(tmp_path: Path, written: io.StringIO) -> None:
    async with stage(tmp_path / "d.db") as s:
        somebody = wanderer(s)
        await somebody.wander(STEPS)
        await s.later(days=5)
        assert s.broken() == []
        assert s.core.meters.answers["failed"] == 0, written.getvalue()
        untried = somebody.untried()
        assert len(untried) < len(somebody.done) / 2, sorted(untried)
        assert not [way for way in untried if way.startswith("/")]
        # The words are really there, so that not to find them in the log means something.
        assert any(WORDS in str(row) for row in s.rows("SELECT * FROM polls"))
        assert WORDS not in written.getvalue()


async def test_whatever_goes_wrong_no_word_gets_into_the_log(
    tmp_path: Path, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store, the chat and the use cases fail in turn, each with people's words in its error."""
    async with stage(tmp_path / "d.db") as s:
        somebody, real, tries = wanderer(s), s.store.write, iter(range(10**9))

        async def fails_at_times(community: Any, unit: Any, *given: Any, **named: Any) -> Any:
            if next(tries) % 11 == 0:
                raise NotRecorded(f"INSERT INTO polls VALUES ('{WORDS}')")
            return await real(community, unit, *given, **named)

        def breaks(tx: Tx, event: FromMember) -> Answer:
            raise ValueError(f"{WORDS} in {event!r}")

        broken = {name: Handler(breaks) for name in list(router().actions)[::5]}
        table = replace(router(), actions={**router().actions, **broken})
        s.core.app = App(s.store, table, s.core.ring, s.core.meters)
        s.core.handle = s.core.app.handle
        monkeypatch.setattr(s.store, "write", fails_at_times)
        monkeypatch.setattr("bot.courier.NAP", 0.0)
        errors: list[type[ChatError]] = [Unreachable, Rejected, Gone]
        for turn in range(8):
            s.chat.failures += [errors[turn % 3](WORDS), RuntimeError(WORDS)]  # type: ignore[list-item]
            await somebody.wander(20)
            s.clock.forward(timedelta(hours=1))
        said = written.getvalue()
        assert s.core.meters.answers["failed"] > 5
        assert s.core.meters.answers["not recorded"] > 5
        assert "was not recorded" in said
        assert "ValueError at" in said
        assert WORDS not in said


async def test_a_word_that_gets_into_the_log_is_seen(tmp_path: Path, written: io.StringIO) -> None:
    async with stage(tmp_path / "d.db") as s:
        logging.getLogger("bot.app").debug("given: %s", WORDS)
        await wanderer(s).wander(1)
        assert WORDS in written.getvalue()
