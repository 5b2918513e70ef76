"""Killed at random, a Descant loses nothing that it acknowledged and says nothing twice (a process that is killed is
not a machine that loses power: the system still writes what it held)."""

import asyncio
import json
import os
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import pytest

from bot.app import DELIVERIES, digest
from bot.chat.events import ActionPressed, CommandGiven, Where, Who
from bot.chat.ids import CommunityId, PersonId
from bot.chat.token import Token
from bot.core import Core
from storage.check import check
from storage.sqlite import open_store
from storage.values import instant
from tests.crash import child
from tests.crash.platform import Delivery, Platform
from tests.fakes import START, CountedIds, FakeChat, FakeClock, LoadedDice

WHOLE = bool(os.environ.get("DESCANT_TORTURE"))
"""``make torture`` does all of it; beside the other tests it is shorter."""
VOTES = int(os.environ.get("DESCANT_CRASH_VOTES", "2000" if WHOLE else "800"))
COMMUNITIES, PEOPLE, OPTIONS = 10, 300, 7
LIVES = 40 if WHOLE else 16
"""Into how many lives what members do is spread, and at least; some are killed before they took all of theirs."""
PATIENCE = 60
"""Seconds after which a life that does not come to its end is a failure."""

SPAWN = get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.crash.child"])


def seed() -> int:
    chosen = int(os.environ.get("DESCANT_SEED") or int.from_bytes(os.urandom(4)))
    sys.stdout.write(f"DESCANT_SEED={chosen}\n")
    return chosen


@dataclass
class Told:
    """What a run of many lives came to."""

    kills: int = 0
    lost: list[str] = field(default_factory=list)


async def asked(path: Path) -> list[tuple[str, str]]:
    """Two polls in each community: one to choose one, one to choose any of seven; (community, poll)."""
    store = await open_store(path, FakeClock(START - timedelta(hours=1)), CountedIds(), LoadedDice())
    clock = FakeClock(START - timedelta(hours=1))
    core = Core(store, child.with_notes(), lambda community: None, lambda community: None, clock)
    options = "; ".join(f"option {n}" for n in range(1, OPTIONS + 1))
    found: list[tuple[str, str]] = []
    for number in range(COMMUNITIES):
        community = CommunityId(f"test:{number}")
        where, who = Where(community, child.PLACE), Who(PersonId("p0"))
        for kind in ("one", "any"):
            line = f"question: Which? options: {options} closes: in 300 days kind: {kind}"
            await core.handle(CommandGiven("", who, where, clock.now(), "poll", line))
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as looking:
                ((draft,),) = looking.execute("SELECT id FROM drafts").fetchall()
                await core.handle(ActionPressed("", who, where, clock.now(), Token("poll.post", (draft,))))
                ((poll,),) = looking.execute("SELECT id FROM polls ORDER BY opened_at, rowid DESC LIMIT 1").fetchall()
            found.append((community, poll))
    await store.close()
    return found


def acts(dice: Random, polls: list[tuple[str, str]], votes: int) -> list[Delivery]:
    """What members do, in the order of the platform's time: mostly votes, one in five something to be posted."""
    found = []
    for number in range(votes):
        index = dice.randrange(len(polls))
        community, poll = polls[index]
        person = f"p{dice.randrange(PEOPLE)}"
        if dice.random() < 0.2:
            found.append(Delivery(f"d{number}", number, community, person, "note", (str(dice.randrange(3)),)))
            continue
        act, values = "poll.pick", [str(dice.randint(1, OPTIONS))]
        if dice.random() < 0.1:
            act, values = dice.choice([("poll.pass", []), ("poll.unchoose", [])])
        elif index % 2:
            values = [str(n) for n in dice.sample(range(1, OPTIONS + 1), dice.randint(1, 3))]
        found.append(Delivery(f"d{number}", number, community, person, act, (poll, *values)))
    return found


def chosen(delivery: Delivery) -> tuple[int, ...] | None:
    """The ballot that stands after this delivery, if it is the newest."""
    match delivery.act:
        case "poll.unchoose":
            return None
        case "poll.pass":
            return ()
        case _:
            return tuple(sorted(map(int, delivery.ids[1:])))


def model(deliveries: list[Delivery]) -> dict[tuple[str, str], tuple[int, tuple[int, ...] | None]]:
    """The newest of each person's votes in each poll: when, and what."""
    newest: dict[tuple[str, str], tuple[int, tuple[int, ...] | None]] = {}
    for delivery in sorted(deliveries, key=lambda d: d.at):
        if delivery.act != "note":
            newest[delivery.ids[0], delivery.person] = (delivery.at, chosen(delivery))
    return newest


def looked_at(path: Path) -> sqlite3.Connection:
    # Read-only, so that looking neither checkpoints nor takes the WAL away from the next life.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def kept(path: Path) -> dict[tuple[str, str], tuple[int, tuple[int, ...] | None]]:
    """Every ballot in the file, as ``model`` has it."""
    with closing(looked_at(path)) as file:
        rows = file.execute("SELECT poll, person, at, choice FROM ballots").fetchall()
    begin = instant(START)
    return {
        (poll, person): ((at - begin) // 1000, None if choice is None else tuple(json.loads(choice)))
        for poll, person, at, choice in rows
    }


def missing(path: Path, platform: Platform) -> list[str]:
    """What was acknowledged and is not in the file."""
    with closing(looked_at(path)) as file:
        seen = {key for (key,) in file.execute("SELECT key FROM seen")}
    ballots = kept(path)
    done = [d for d in platform.deliveries if d.key in platform.acknowledged]
    secret = path.with_name(f"{path.name}.keys").joinpath(f"{DELIVERIES}.key").read_bytes() if done else b""
    lost = [f"delivery {d.key}" for d in done if digest(secret, CommunityId(d.community), d.key) not in seen]
    return lost + [
        f"vote {where}" for where, vote in model(done).items() if ballots.get(where, (-1, None))[0] < vote[0]
    ]


def waiting(path: Path) -> list[tuple[str, ...]]:
    """What has not been said or shown yet."""
    effects = "SELECT key, state, attempts FROM outbox WHERE state IN ('waiting', 'attempting')"
    cards = "SELECT face, subject, place, rendered, revision FROM surfaces WHERE rendered < revision"
    with closing(looked_at(path)) as file:
        return [*file.execute(effects), *file.execute(cards)]


async def begun(path: Path, port: int, platform: Platform, remembers: bool) -> BaseProcess:
    platform.connected.clear()
    platform.in_this_life = 2 + len(platform.deliveries) // LIVES
    process = SPAWN.Process(target=child.run, args=(str(path), port, remembers), daemon=True)
    process.start()
    return process


async def killed(process: BaseProcess) -> None:
    process.kill()
    await asyncio.to_thread(process.join)
    assert process.exitcode == -9, f"it ended by itself with {process.exitcode}"


async def torture(path: Path, platform: Platform, dice: Random, remembers: bool) -> Told:
    """Lives that end by a kill until everything is acknowledged, and one more in which everything gets said."""
    told = Told()
    server = await platform.serve()
    port = server.sockets[0].getsockname()[1]
    while not platform.all_acknowledged:
        assert told.kills < 10 * LIVES
        process = await begun(path, port, platform, remembers)
        if dice.random() < 0.2:
            await asyncio.sleep(dice.uniform(0, 0.3))  # in the middle of its start
        else:
            async with asyncio.timeout(PATIENCE):
                await platform.connected.wait()
            await asyncio.sleep(dice.uniform(0, 0.12))
        await killed(process)
        told.kills += 1
        told.lost += missing(path, platform)
    process = await begun(path, port, platform, remembers)
    await everything_said(path, platform)
    await killed(process)
    server.close()
    return told


async def everything_said(path: Path, platform: Platform) -> None:
    """Until nothing waits any more. Each answer that never comes is waited for 20 seconds, and one may follow another:
    so that something is still tried is what counts."""
    seen, since, begin = None, time.monotonic(), time.monotonic()
    while (rest := waiting(path)) and time.monotonic() - since < PATIENCE and time.monotonic() - begin < 5 * PATIENCE:
        if (now := (rest, len(platform.posts), platform.edits)) != seen:
            seen, since = now, time.monotonic()
        await asyncio.sleep(0.05)


async def closed(path: Path) -> list[tuple[int, ...]]:
    """All polls closed and counted, a year later; their totals."""
    clock = FakeClock(child.FastClock().now() + timedelta(days=400))
    store = await open_store(path, clock, CountedIds(), LoadedDice())
    chat = FakeChat(clock)
    core = Core(store, child.with_notes(), lambda community: chat, lambda community: chat, clock)
    while await core.settle():
        clock.forward(timedelta(minutes=5))
    await store.close()
    with closing(sqlite3.connect(path)) as file:
        assert check(file, clock.now()) == []
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = file.execute("SELECT result FROM polls ORDER BY id").fetchall()
    return [tuple(json.loads(result)["count"]["counts"]) for (result,) in rows]


def totals(polls: list[tuple[str, str]], deliveries: list[Delivery]) -> list[tuple[int, ...]]:
    """What the polls should come to."""
    held = Counter((poll, option) for (poll, _), (_, choice) in model(deliveries).items() for option in choice or ())
    return [tuple(held[poll, n] for n in range(1, OPTIONS + 1)) for poll in sorted(poll for _, poll in polls)]


def repeated(platform: Platform) -> list[tuple[str, str]]:
    return [post for post, number in Counter(platform.posts.values()).items() if number > 1]


@pytest.mark.parametrize("remembers", [True, False], ids=["the platform remembers keys", "mark and look up"])
async def test_nothing_acknowledged_is_lost_and_nothing_is_said_twice(tmp_path: Path, remembers: bool) -> None:
    path, dice = tmp_path / "d.db", Random(seed())
    polls = await asked(path)
    platform = Platform(dice, acts(dice, polls, VOTES), remembers=remembers, can_be_asked=not remembers)
    told = await torture(path, platform, dice, remembers)
    notes = sum(d.act == "note" for d in platform.deliveries)
    sys.stdout.write(f"{told.kills} kills, {len(platform.posts)} posts, {platform.edits} edits\n")
    assert told.kills >= LIVES // 2
    assert told.lost == []
    assert platform.stray == []
    assert kept(path) == model(platform.deliveries)
    assert waiting(path) == []
    assert repeated(platform) == []
    assert len(platform.posts) == notes + len(polls)
    assert await closed(path) == totals(polls, platform.deliveries)


async def test_control_an_outbox_without_keys_says_things_twice(tmp_path: Path) -> None:
    """The same without anything that tells a repetition: were this not to fail, the test above would prove nothing."""
    path, dice = tmp_path / "d.db", Random(seed())
    polls = await asked(path)
    platform = Platform(dice, acts(dice, polls, VOTES // 4), remembers=False, can_be_asked=False)
    told = await torture(path, platform, dice, remembers=False)
    sys.stdout.write(f"{told.kills} kills, {len(repeated(platform))} said twice\n")
    assert told.lost == []
    assert repeated(platform) != []
