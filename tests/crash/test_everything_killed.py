"""Killed at random while somebody tries every feature: what was acknowledged is there, and what must hold holds."""

import asyncio
import sqlite3
import sys
from contextlib import closing, suppress
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import monotonic

from bot.app import DELIVERIES, digest
from storage.check import check
from tests.crash import wanders
from tests.crash.test_killed_at_random import seed
from tests.fakes import START, FakeClock
from tests.people import COMMUNITY, FreshIds, stage

LIVES = 12

SPAWN = get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.crash.wanders"])


def one_life(path: Path, life: int, dice: Random, careful: bool = True) -> list[str]:
    """What was acknowledged before it was killed."""
    here, there = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=wanders.run, args=(str(path), life, there, careful), daemon=True)
    process.start()
    there.close()
    told = []
    with suppress(EOFError):
        assert here.recv() == "begun"
        until = monotonic() + dice.uniform(0.05, 0.9)
        while monotonic() < until:
            if here.poll(0.01):
                told.append(here.recv())
        process.kill()
        while True:
            told.append(here.recv())
    process.join()
    assert process.exitcode == -9, f"it ended by itself with {process.exitcode}"
    return told


def missing(path: Path, told: list[str]) -> list[str]:
    secret = path.with_name(f"{path.name}.keys").joinpath(f"{DELIVERIES}.key").read_bytes() if told else b""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        seen = {key for (key,) in file.execute("SELECT key FROM seen")}
    return [key for key in told if digest(secret, COMMUNITY, key) not in seen]


def test_every_feature_survives_being_killed(tmp_path: Path) -> None:
    path, dice, acknowledged = tmp_path / "d.db", Random(seed()), []
    for life in range(LIVES):
        told = one_life(path, life, dice)
        acknowledged += told
        assert missing(path, told) == []
    sys.stdout.write(f"{LIVES} kills, {len(acknowledged)} acknowledged\n")
    assert len(acknowledged) > 5 * LIVES
    assert asyncio.run(_at_rest(path)) == []


def test_control_whoever_answers_before_the_commit_loses(tmp_path: Path) -> None:
    """Were this not to fail, the test above would prove nothing."""
    path, dice = tmp_path / "d.db", Random(seed())
    lost = missing(path, one_life(path, 0, dice, careful=False))
    for life in range(1, LIVES // 3):
        lost += missing(path, one_life(path, life, dice, careful=False))
    sys.stdout.write(f"control: {len(lost)} acknowledged are lost\n")
    assert lost != []


async def _at_rest(path: Path) -> list[str]:
    FreshIds._runs[path] = LIVES
    clock = FakeClock(START + timedelta(days=20 * LIVES))
    async with stage(path, clock) as s:
        await s.later(days=1)
        await s.later(days=20)
    with closing(sqlite3.connect(path)) as file:
        return check(file, clock.now())
