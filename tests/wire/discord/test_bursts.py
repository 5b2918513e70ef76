"""Thousands of presses at once, and a process that is killed at the worst moment."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wire.discord.people import Member, until
from tests.wire.discord.processes import Away, away, descant, doctor
from tests.wire.discord.standin import Fault, StandIn
from tests.wire.discord.world import TOKEN, Interaction, Payload

POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"
EDIT_EVERY = 1.5


@pytest.fixture
def standin(shared: Path, now: Callable[[], float]) -> StandIn:
    """The stand-in on the machine's clock. A body of each kind was looked at elsewhere; here there are too many. How
    long an answer takes depends on what else the machine does: ``make bench`` measures it, and here nobody hurries."""
    standin = StandIn(now, checked=False)
    standin.world.patience = 60.0
    return standin


@pytest.fixture
def now() -> Callable[[], float]:
    start = (1_790_000_000.0, time.monotonic())
    return lambda: start[0] + time.monotonic() - start[1]


def ballots(folder: Path) -> dict[str, str]:
    """Who has chosen what, as it stands in the file."""
    with sqlite3.connect(f"file:{folder / 'descant.db'}?mode=ro", uri=True) as database:
        return dict(database.execute("SELECT person, choice FROM ballots").fetchall())


async def send(s: Away, presses: list[tuple[Interaction, Payload]]) -> None:
    for interaction, payload in presses:
        interaction.at = s.standin.world.now()
        await s.standin.emit("INTERACTION_CREATE", payload, s.server.id)


def people(s: Away, number: int) -> list[Member]:
    return [s.member(f"m{n}") for n in range(number)]


async def all_answered(s: Away, presses: list[tuple[Interaction, Payload]]) -> None:
    await s.standin.hears(lambda: all(i.first is not None for i, _ in presses), within=30)


async def test_three_thousand_presses_at_once(standin: StandIn, tmp_path: Path) -> None:
    async with away(standin) as s:
        bot = await descant(standin, tmp_path)
        try:
            await s.asks(POLL)
            presses = s.pressed(people(s, 3000), "Saturday")
            began = standin.world.now()
            await send(s, presses)
            await until(lambda: all(i.first is not None for i, _ in presses), within=30)
            assert len(ballots(tmp_path)) == 3000
            await until(lambda: "3000 people have answered." in s.said(), within=30)
            card = s.card()["id"]
            edits = [at for at, message in standin.world.edits if message == card]
            assert len(edits) <= (standin.world.now() - began) / EDIT_EVERY + 2
            assert await bot.stop() == 0
        finally:
            if bot.process.returncode is None:
                await bot.kill()


async def test_killed_between_the_commit_and_the_answer(standin: StandIn, tmp_path: Path) -> None:
    async with away(standin) as s:
        bot = await descant(standin, tmp_path)
        try:
            await s.asks(POLL)
            ben = s.member("ben")
            fault = Fault("POST /interactions/.*", hold=asyncio.Event())
            standin.faults.append(fault)
            presses = s.pressed([ben], "Saturday")
            await send(s, presses)
            async with asyncio.timeout(10):
                await fault.met.wait()
            await bot.kill()
            assert list(ballots(tmp_path)) == [ben.id], "it was about to be confirmed, so it is there"
            bot = await descant(standin, tmp_path)
            await ben.presses("Tuesday")
            ben.sees("Recorded: Tuesday")
            await until(lambda: "1 person has answered." in s.said())
            assert len(ballots(tmp_path)) == 1
        finally:
            await bot.kill()


async def test_killed_in_the_middle_of_many(standin: StandIn, tmp_path: Path) -> None:
    async with away(standin) as s:
        bot = await descant(standin, tmp_path)
        try:
            await s.asks(POLL)
            members = people(s, 400)
            presses = s.pressed(members, "Saturday")
            await send(s, presses)
            await until(lambda: sum(i.first is not None for i, _ in presses) > 20)
            await bot.kill()
            confirmed = {i.person for i, _ in presses if i.first is not None}
            assert confirmed <= ballots(tmp_path).keys(), "what was confirmed is there"
            bot = await descant(standin, tmp_path)
            # A fast machine may have confirmed everyone before it was killed.
            if rest := [m for m in members if m.id not in confirmed]:
                again = s.pressed(rest, "Saturday")
                await send(s, again)
                await until(lambda: all(i.first is not None for i, _ in again), within=30)
            assert len(ballots(tmp_path)) == 400
            await until(lambda: "400 people have answered." in s.said(), within=30)
        finally:
            await bot.kill()


async def test_cut_off_in_the_middle_of_many(standin: StandIn, tmp_path: Path) -> None:
    async with away(standin) as s:
        bot = await descant(standin, tmp_path)
        try:
            await s.asks(POLL)
            presses = s.pressed(people(s, 600), "Saturday")
            await send(s, presses[:300])
            standin.cut()
            await send(s, presses[300:])
            await until(lambda: all(i.first is not None for i, _ in presses), within=30)
            assert standin.resumed == 1
            assert len(ballots(tmp_path)) == 600
            await until(lambda: "600 people have answered." in s.said(), within=30)
        finally:
            await bot.kill()


async def test_a_process_that_is_asked_to_stop_finishes_what_it_holds(standin: StandIn, tmp_path: Path) -> None:
    async with away(standin) as s:
        bot = await descant(standin, tmp_path)
        await s.asks(POLL)
        standin.faults.append(Fault("POST /interactions/.*", wait=0.5))
        presses = s.pressed([s.member("ben")], "Saturday")
        await send(s, presses)
        await until(standin.faults[0].met.is_set)
        assert await bot.stop() == 0
        assert presses[0][0].first is not None
        assert len(ballots(tmp_path)) == 1


async def test_the_doctor_looks_at_the_platform_too(standin: StandIn, tmp_path: Path) -> None:
    async with away(standin) as s:
        bot = await descant(standin, tmp_path)
        assert await bot.stop() == 0
        s.channel.rights &= ~(1 << 38)
        said = await doctor(standin, tmp_path)
        assert "In Garden Descant may not: Send Messages in Threads." in said
        assert TOKEN not in said
