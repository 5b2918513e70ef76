"""Large computations beside everything else, in a process that may be killed."""

import asyncio
import os
import signal
from collections import Counter
from itertools import permutations
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot import workshop
from bot.apart import Apart, Interrupted
from tests.people import stage


async def test_it_is_another_process_whose_death_is_told() -> None:
    apart = Apart()
    there, killed = await asyncio.gather(apart.compute(os.getpid), apart.compute(os.abort), return_exceptions=True)
    assert there != os.getpid()
    assert isinstance(killed, Interrupted)


async def test_cancelling_ends_the_process() -> None:
    began = asyncio.create_task(Apart().compute(signal.pause))
    async with asyncio.timeout(5):
        while not active_children():  # noqa: ASYNC110 nothing else says that a process has begun
            await asyncio.sleep(0.01)
    began.cancel()
    with pytest.raises(asyncio.CancelledError):
        await began
    async with asyncio.timeout(5):
        while active_children():  # noqa: ASYNC110 and nothing else that it has ended
            await asyncio.sleep(0.01)


async def test_a_large_poll_is_counted_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()

    class Watched(Apart):
        async def compute(self, function, *given):  # type: ignore[no-untyped-def]
            asked[function.__name__] += 1
            if asked[function.__name__] == 1:
                raise Interrupted(function.__name__)
            return await super().compute(function, *given)

    monkeypatch.setattr(workshop, "Apart", Watched)
    monkeypatch.setattr(workshop, "LARGE", 3)
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: In what order? options: A; B; C kind: rank closes: in 3 days")
        await ana.presses("Post it")
        for number, order in enumerate(permutations("ABC")):
            member = s.member(f"m{number}")
            await member.presses("Put in order")
            for option in order:
                await member.presses(option)
            await member.presses("That's my order")
        await s.later(days=3)
        ana.sees("The answers are being counted.")
        await s.later(minutes=1)
        ana.sees("6 people took part.")
    assert asked == {"counted": 2}
