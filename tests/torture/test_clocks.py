"""The clock is set back by hours and forward by days, with a restart at each step: every deadline holds, what is due
happens once, and how late it was is said."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.token import Token
from bot.polls.model import Poll, State
from tests.fakes import FakeChat, FakeClock
from tests.people import Stage, stage

DEADLINES = ("1 hour", "6 hours", "1 day", "2 days", "3 days", "9 days")
STEPS = (timedelta(hours=5), -timedelta(hours=5), timedelta(days=2, hours=3), -timedelta(hours=5), timedelta(hours=3),
         -timedelta(days=2), timedelta(days=8), timedelta(days=1))  # fmt: skip


@asynccontextmanager
async def asked(path: Path, clock: FakeClock, chat: FakeChat) -> AsyncIterator[Stage]:
    async with stage(path, clock, chat) as s:
        ana = s.member("ana")
        for closes in DEADLINES:
            await ana.says(f"/poll question: Within {closes}? options: yes; no closes: in {closes}")
            await ana.presses("Post it")
        yield s


async def votes(s: Stage, name: str) -> Counter[str]:
    """Someone presses on every poll; how many were taken, and how many came too late by the clock or by a result."""
    member, taken = s.member(name), Counter[str]()
    for poll, state, closes_at in s.rows("SELECT id, state, closes_at FROM polls"):
        open_now = state == "open" and s.clock.now().timestamp() * 1_000_000 < int(str(closes_at))
        await member.sends_press(Token("poll.choose", (str(poll), "1")))
        assert ("Recorded: yes." in member.screen) == open_now, (poll, state, member.screen)
        taken["taken" if open_now else "too late"] += 1
    return taken


async def test_a_clock_that_is_moved_closes_everything_once(tmp_path: Path, record: Any) -> None:
    path, clock = tmp_path / "d.db", FakeClock()
    chat, given = FakeChat(clock), Counter[str]()
    async with asked(path, clock, chat):
        pass
    for number, step in enumerate(STEPS):
        clock.forward(step)
        async with stage(path, clock, chat) as s:
            # Before anything has been brought: only the clock says what is open.
            given += await votes(s, f"m{number}")
            await s.settle()
            given += await votes(s, f"n{number}")
            assert s.broken() == []
    announced = Counter(m.key for m in chat.messages.values() if m.key.startswith("poll.closed"))
    record(f"{len(STEPS)} steps with a restart each, {dict(given)}, {len(announced)} closed")
    assert len(announced) == len(DEADLINES)
    assert set(announced.values()) == {1}
    late = [m for m in chat.messages.values() if "late" in str(m.card)]
    assert late, "that it was late is said"


async def test_control_a_closing_job_that_sets_a_flag(
    tmp_path: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a job decides what is open, and it comes late, answers after the deadline count."""
    monkeypatch.setattr(Poll, "takes_answers", lambda poll, at: poll.state is State.OPEN)
    clock = FakeClock()
    async with asked(tmp_path / "d.db", clock, FakeChat(clock)) as s:
        (poll,) = {str(row[0]) for row in s.rows("SELECT id FROM polls ORDER BY closes_at LIMIT 1")}
        clock.forward(timedelta(hours=5))
        ben = s.member("ben")
        await ben.sends_press(Token("poll.choose", (poll, "1")))
        wrong = s.broken()
        record(f"control: {wrong}")
        assert any("after its deadline" in sentence for sentence in wrong)
