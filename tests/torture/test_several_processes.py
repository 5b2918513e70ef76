"""Three processes on one PostgreSQL, one killed every 0.3 s: nothing that was acknowledged is lost, nothing that came
back by itself is left out or done twice, and nothing is said twice."""

import asyncio
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from bot.app import DELIVERIES, digest
from bot.chat.events import ActionPressed, CommandGiven, Where, Who
from bot.chat.ids import CommunityId, PersonId
from bot.chat.token import Token
from bot.core import Core
from bot.ports import EVERYWHERE, Tx
from storage.address import engine_of
from storage.check import check_over
from storage.opening import open_store
from storage.values import instant
from tests.crash.child import PLACE, FastClock
from tests.crash.platform import Delivery, Platform
from tests.crash.test_killed_at_random import COMMUNITIES, OPTIONS, acts, model, seed, totals
from tests.databases import databases
from tests.fakes import START, CountedIds, FakeChat, FakeClock, LoadedDice
from tests.torture import worker

SECONDS = float(os.environ.get("DESCANT_TORTURE_SECONDS", "8"))
WORKERS = 3
SCHEDULES = 100
PATIENCE = 60.0
AT_ONCE = 6
"""Deliveries that each worker has at a time."""

SPAWN = get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.torture.worker"])


@dataclass
class Crowd(Platform):
    """The platform with several children: what one was given and did not acknowledge, another gets."""

    _given: dict[asyncio.StreamWriter, dict[str, Delivery]] = field(default_factory=dict)
    _again: list[Delivery] = field(default_factory=list)
    stopped: bool = False

    @property
    def all_acknowledged(self) -> bool:
        return not self._again and not any(self._given.values())

    async def _hand_out(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._given[writer] = {}
        try:
            self._spread()
            while line := await reader.readline():
                answer = json.loads(line)
                if not answer["taken"]:
                    self.stray.append(answer["words"])
                self.acknowledged.add(answer["key"])
                done = self._given[writer].pop(answer["key"], None)
                if done is not None and self.dice.random() < 0.05:
                    self._send(self.dice.choice(list(self._given)), done)
                self._spread()
        finally:
            self._again += self._given.pop(writer).values()
            self._spread()

    def _spread(self) -> None:
        while free := [writer for writer, given in self._given.items() if len(given) < AT_ONCE]:
            if not self._again and (self.stopped or self._next >= len(self.deliveries)):
                return
            if not self._again:
                self._again.append(self.deliveries[self._next])
                self._next += 1
            writer, delivery = self.dice.choice(free), self._again.pop(0)
            self._given[writer][delivery.key] = delivery
            self._send(writer, delivery)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield databases().at(tmp_path)
    databases().drop()


def rows(url: str, sql: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(sql.encode()).fetchall()


async def prepared(url: str, until: int) -> list[tuple[str, str]]:
    """Two polls in each community, and everything that comes back by itself; (community, poll)."""
    clock = FakeClock(START - timedelta(hours=1))
    store = await open_store(url, clock, CountedIds(), LoadedDice(), worker.keys(url))
    core = Core(store, worker.with_ticks(), lambda community: None, lambda community: None, clock)
    options = "; ".join(f"option {n}" for n in range(1, OPTIONS + 1))
    found: list[tuple[str, str]] = []
    for number in range(COMMUNITIES):
        where, who = Where(CommunityId(f"test:{number}"), PLACE), Who(PersonId("p0"))
        for kind in ("one", "any"):
            line = f"question: Which? options: {options} closes: in 300 days kind: {kind}"
            await core.handle(CommandGiven("", who, where, clock.now(), "poll", line))
            ((draft,),) = rows(url, "SELECT id FROM drafts")
            await core.handle(ActionPressed("", who, where, clock.now(), Token("poll.post", (draft,))))
            known = {poll for _, poll in found}
            (poll,) = {poll for (poll,) in rows(url, "SELECT id FROM polls")} - known
            found.append((where.community, poll))
    begin = FastClock().now() + timedelta(seconds=20)
    for number in range(SCHEDULES):
        community = CommunityId(f"test:{number % COMMUNITIES}")
        await store.write(community, _wake, f"{number}:0:{until}", begin)
    await store.close()
    return found


def _wake(tx: Tx, subject: str, at: datetime) -> None:
    tx.wake(worker.TICK, subject, at)


def missing(url: str, crowd: Crowd) -> list[str]:
    """What was acknowledged and is not in the database."""
    acknowledged = set(crowd.acknowledged)
    seen = {key for (key,) in rows(url, "SELECT key FROM seen")}
    done = [d for d in crowd.deliveries if d.key in acknowledged]
    secret = worker.keys(url).joinpath(f"{DELIVERIES}.key").read_bytes() if done else b""
    return [f"delivery {d.key}" for d in done if digest(secret, CommunityId(d.community), d.key) not in seen]


def kept(url: str) -> dict[tuple[str, str], tuple[int, tuple[int, ...] | None]]:
    """Every ballot, as ``model`` has it."""
    begin = instant(START)
    return {
        (poll, person): ((at - begin) // 1000, None if choice is None else tuple(json.loads(choice)))
        for poll, person, at, choice in rows(url, "SELECT poll, person, at, choice FROM ballots")
    }


def left(url: str) -> int:
    """What has not been said, shown or done yet."""
    ((effects,),) = rows(url, "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'attempting')")
    ((cards,),) = rows(url, "SELECT count(*) FROM surfaces WHERE rendered < revision")
    ((ticks,),) = rows(url, "SELECT count(*) FROM due WHERE kind = 'tick'")
    return int(effects + cards + ticks)


def firings(crowd: Crowd) -> dict[str, list[int]]:
    """Of everything that comes back by itself, the numbers that were said."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for _, key in crowd.posts.values():
        if key.startswith("tick:"):
            _, name, number = key.partition(" ")[0].split(":")
            found[name].append(int(number))
    return found


def doubles(crowd: Crowd) -> int:
    return sum(len(numbers) - len(set(numbers)) for numbers in firings(crowd).values())


async def ended(process: BaseProcess) -> None:
    process.kill()
    await asyncio.to_thread(process.join)
    assert process.exitcode == -9, f"it ended by itself with {process.exitcode}"


async def torture(url: str, crowd: Crowd, careful: bool, seconds: float = SECONDS) -> tuple[int, list[str]]:
    """Kill one of three until the time is over, then let everything come to rest; kills, and what was lost."""
    server = await crowd.serve()
    port = server.sockets[0].getsockname()[1]

    def begun() -> BaseProcess:
        process = SPAWN.Process(target=worker.run, args=(url, port, crowd.remembers, careful), daemon=True)
        process.start()
        return process

    workers, kills, lost = [begun() for _ in range(WORKERS)], 0, []
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        await asyncio.sleep(0.3)
        victim = crowd.dice.randrange(WORKERS)
        await ended(workers[victim])
        workers[victim], kills = begun(), kills + 1
        lost += await asyncio.to_thread(missing, url, crowd)
    crowd.stopped = True
    give_up = time.monotonic() + PATIENCE
    # What it waits for is other processes', and rings no bell here.
    while (await asyncio.to_thread(left, url) or not crowd.all_acknowledged) and time.monotonic() < give_up:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    for process in workers:
        await ended(process)
    server.close()
    return kills, lost + missing(url, crowd)


async def set_up(url: str, remembers: bool, seconds: float = SECONDS) -> tuple[Crowd, list[tuple[str, str]]]:
    dice = Random(seed())
    until = int(FastClock().now().timestamp() + (seconds + 2) * 20)
    polls = await prepared(url, until)
    return Crowd(dice, acts(dice, polls, 20_000), remembers=remembers, can_be_asked=not remembers), polls


@pytest.mark.parametrize("remembers", [True, False], ids=["the platform remembers keys", "mark and look up"])
async def test_nothing_is_lost_left_out_or_done_twice(url: str, remembers: bool, record: Any) -> None:
    crowd, polls = await set_up(url, remembers)
    kills, lost = await torture(url, crowd, careful=True)
    fired = firings(crowd)
    total, gaps = sum(map(len, fired.values())), sum(max(n) + 1 - len(set(n)) for n in fired.values())
    record(f"{WORKERS} processes, {kills} kills, {len(crowd.acknowledged)} acknowledged, {total} firings, {gaps} gaps")
    given = crowd.deliveries[: crowd._next]
    assert lost == []
    assert crowd.stray == []
    assert kept(url) == model(given)
    assert left(url) == 0
    assert len(fired) == SCHEDULES
    assert (gaps, doubles(crowd)) == (0, 0)
    assert [post for post, number in Counter(crowd.posts.values()).items() if number > 1] == []
    assert await closed(url) == totals(polls, given)


async def closed(url: str) -> list[tuple[int, ...]]:
    """All polls closed and counted, a year later; their totals."""
    clock = FakeClock(FastClock().now() + timedelta(days=400))
    store = await open_store(url, clock, CountedIds(), LoadedDice(), worker.keys(url))
    chat = FakeChat(clock)
    core = Core(store, worker.with_ticks(), lambda community: chat, lambda community: chat, clock)
    await store.write(EVERYWHERE, _rest)
    while await core.settle():
        clock.forward(timedelta(minutes=5))
    await store.close()
    engine = engine_of(url)
    with engine.connect() as connection:
        assert check_over(connection, clock.now()) == []
    engine.dispose()
    return [
        tuple(json.loads(result)["count"]["counts"]) for (result,) in rows(url, "SELECT result FROM polls ORDER BY id")
    ]


def _rest(tx: Tx) -> None:
    tx.rest("store.tidy", "everything")


async def test_control_whoever_speaks_before_taking_speaks_twice(url: str, record: Any) -> None:
    """Were this not to fail, the test above would prove nothing."""
    crowd, _ = await set_up(url, remembers=True, seconds=SECONDS / 2)
    kills, lost = await torture(url, crowd, careful=False, seconds=SECONDS / 2)
    record(f"control: {kills} kills, {doubles(crowd)} said more than once")
    assert lost == []
    assert doubles(crowd) > SCHEDULES // 4
