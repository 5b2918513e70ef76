"""Check-ins and proposals while the clock is set back five hours and on two days, and the process is killed at every
step: no round comes twice, none is lost in silence, every proposal is decided once, and how late it was is said."""

import asyncio
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from bot.chat.cards import Card
from bot.chat.ids import CommunityId, PlaceId
from bot.checkins.actions import rounds
from bot.checkins.recurrence import Rhythm, Slot, overdue
from bot.ports import Posted
from storage.check import check
from storage.values import moment
from tests.crash.test_killed_at_random import seed
from tests.fakes import START, FakeChat, FakeClock, Message
from tests.people import FreshIds, stage, text

SPAWN = get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.torture.test_moved_clocks"])
HOURS = ("1:00", "6:30", "9:00", "13:00", "20:00", "23:30")
TIMES = ("shaping: 2 hours deciding: 4 hours", "shaping: 1 day deciding: 1 day", "shaping: 3 days deciding: 5 days")
STEPS = (timedelta(hours=5), -timedelta(hours=5), timedelta(days=2, hours=3), -timedelta(hours=5), timedelta(hours=26),
         -timedelta(days=2), timedelta(days=8), timedelta(days=1))  # fmt: skip
KILLS = 4
"""At each step, before it is let live to the end of what is due."""
PATIENCE = 60


@dataclass
class FiledChat(FakeChat):
    """Keeps what was posted in a file, as a chat goes on when the bot is killed."""

    file: Path = field(kw_only=True)

    def __post_init__(self) -> None:
        for line in self.file.read_text().splitlines() if self.file.exists() else ():
            kept = json.loads(line)
            at = datetime.fromisoformat(kept["at"])
            self.messages[kept["id"]] = Message(kept["id"], kept["place"], Card(()), kept["key"], at)

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        known = next((m for m in self.messages.values() if m.key == key), None)
        return Posted(place, (known or self._new(place, card, key)).id)

    def _new(self, place: PlaceId, card: Card, key: str) -> Message:
        message = super()._new(place, card, key)
        kept = {"id": message.id, "place": place, "key": key, "at": message.at.isoformat(), "said": text(card)}
        with self.file.open("a") as file:
            file.write(json.dumps(kept) + "\n")
        return message


def live(path: Path, run: int, now: datetime, ready: Connection) -> None:
    """A process: it starts, does what is due, and says when it has begun and when all is done."""
    asyncio.run(_live(path, run, now, ready))


async def _live(path: Path, run: int, now: datetime, ready: Connection) -> None:
    FreshIds._runs[path] = run
    clock = FakeClock(now)
    async with stage(path, clock, filed(path, clock)) as s:
        ready.send("begun")
        await s.settle()
        ready.send("done")


def filed(path: Path, clock: FakeClock) -> FiledChat:
    return FiledChat(clock, file=path.with_suffix(".chat"))


def lives(path: Path, run: int, now: datetime, until: float | None) -> None:
    """One process, killed so many seconds after it has begun; None: it comes to its end."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=live, args=(path, run, now, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        assert ours.poll(PATIENCE), "it does not begin"
        assert ours.recv() == "begun"
        if until is None:
            assert ours.poll(PATIENCE), "it does not come to its end"
            assert ours.recv() == "done"
        else:
            time.sleep(until)
    finally:
        process.kill()
        process.join(PATIENCE)


async def begun(path: Path) -> None:
    """Check-ins at several hours of each day, and proposals with several deadlines."""
    clock = FakeClock()
    async with stage(path, clock, filed(path, clock)) as s:
        ana = s.member("ana")
        for number, hour in enumerate(HOURS):
            await ana.says(f"/checkin new name: At {hour} questions: How? days: daily time: {hour} open: {number + 1}h")
            await ana.presses("Start it")
        for number, times in enumerate(TIMES):
            await ana.says(f"/propose what: Plan {number} {times}")
            await ana.presses("Post it")


def reading(path: Path) -> sqlite3.Connection:
    """To be read only: whoever may write takes the log beside the file away when they close it."""
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def wrong(path: Path, now: datetime) -> list[str]:
    """What should not be: rounds that came twice or were lost in silence, lateness that was not said, decisions that
    were not made or made twice."""
    said = [json.loads(line) for line in path.with_suffix(".chat").read_text().splitlines()]
    keys = Counter(each["key"] for each in said)
    told = {each["key"]: each["said"] for each in said}
    found = [f"{key} was posted {n} times" for key, n in keys.items() if n > 1]
    with closing(reading(path)) as file:
        found += check(file, now)
        for checkin, last, missed, started in file.execute("SELECT id, last_day, missed, since FROM checkins"):
            held = file.execute(
                "SELECT id, day, due_at, opened_at, missed FROM checkin_rounds WHERE checkin = ?", (checkin,)
            ).fetchall()
            meant = (date.fromisoformat(last) - date.fromisoformat(started)).days + 1 if last else 0
            if len(held) + missed + sum(each[4] for each in held) != meant:
                found.append(f"of {checkin} {meant} rounds were meant, {len(held)} held, and the rest is not told")
            for of, day, due, opened, _ in held:
                card = told.get(f"card:checkin.round:{of}:plans", "")
                late = moment(opened) - moment(due) > timedelta(minutes=5)
                if late != ("late, because I was not running" in card):
                    found.append(f"the round of {day} does not say truly whether it is late: {card!r}")
        for proposal, state, until in file.execute("SELECT id, state, decided_until FROM proposals"):
            decided = file.execute("SELECT count(*) FROM decisions WHERE proposal = ?", (proposal,)).fetchone()[0]
            if moment(until) <= now and not decided:
                found.append(f"{proposal} is {state} and should have been decided")
            if decided > 1:
                found.append(f"{proposal} was decided {decided} times")
    return found


def test_killed_at_every_step_of_a_clock_that_is_moved(tmp_path: Path, record: Callable[[str], None]) -> None:
    path, chance, kills, now = tmp_path / "d.db", Random(seed()), 0, START
    asyncio.run(begun(path))
    for number, step in enumerate(STEPS):
        now += step
        for life in range(KILLS):
            lives(path, 100 + 10 * number + life, now, chance.uniform(0, 0.2))
            kills += 1
        lives(path, 109 + 10 * number, now, None)
        assert wrong(path, now + timedelta(minutes=2)) == []
    with closing(reading(path)) as file:
        held, late = file.execute("SELECT count(*), sum(opened_at - due_at > 300000000) FROM checkin_rounds").fetchone()
        missed = file.execute("SELECT sum(missed) FROM checkins").fetchone()[0]
        missed += file.execute("SELECT sum(missed) FROM checkin_rounds").fetchone()[0]
        decided = file.execute("SELECT count(*) FROM decisions WHERE late IS NOT NULL").fetchone()[0]
    record(f"{kills} kills in {len(STEPS)} steps: {held} rounds, {late} late and said so, {missed} left out and told")
    assert late
    assert missed
    assert decided == len(TIMES)


async def test_control_rounds_that_are_left_out_and_not_told(
    tmp_path: Path, record: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the latest of those missed is looked at, the others are lost in silence, and the check says so."""

    def only_the_latest(rhythm: Rhythm, first: date, now: datetime) -> list[Slot]:
        return overdue(rhythm, first, now)[-1:]

    monkeypatch.setattr(rounds, "overdue", only_the_latest)
    path, clock = tmp_path / "d.db", FakeClock()
    await begun(path)
    clock.forward(timedelta(days=4, hours=3))
    async with stage(path, clock, filed(path, clock)) as s:
        await s.settle()
    found = wrong(path, clock.now())
    record(f"control: {len(found)} wrong, such as: {found[0]}")
    assert any("the rest is not told" in each for each in found)
