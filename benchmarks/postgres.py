"""Votes on PostgreSQL with 1, 2 and 4 processes, beside plain psycopg doing the same statements on eight connections.

Needs ``scripts/with-postgres``; with ``DESCANT_POSTGRES_OPTIONS="-c fsync=on"`` it syncs as a real one does.
"""

import asyncio
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.rows import Row, row
from bot.app import App
from bot.chat.events import ActionPressed, CommandGiven, Where, Who
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.token import Token
from bot.core import Core
from bot.router import router
from storage.postgres import open_store
from tests.databases import POSTGRES, databases
from tests.fakes import CountedIds, LoadedDice

COMMUNITIES = 16
CALLERS = 64
VOTES = 2000
ROUNDS = 3
CONNECTIONS = 8
REACH = {1: 0.5, 2: 0.4, 4: 0.3}
"""On two cores, which several processes have to share with the server."""
STATEMENTS = (
    "SELECT closes_at FROM raw_polls WHERE id = %(poll)s",
    "INSERT INTO raw_seen VALUES (%(key)s, %(number)s) ON CONFLICT DO NOTHING",
    (
        "INSERT INTO raw_ballots VALUES (%(poll)s, %(person)s, '[1]', %(number)s) ON CONFLICT (poll, person) "
        "DO UPDATE SET choice = excluded.choice, at = excluded.at WHERE raw_ballots.at < excluded.at"
    ),
    "INSERT INTO raw_outbox VALUES (%(key)s, 'place', 'poll', %(poll)s)",
    "UPDATE raw_surfaces SET revision = revision + 1 WHERE face = 'poll' AND subject = %(poll)s",
)
TABLES = """
CREATE TABLE raw_polls (id text PRIMARY KEY, closes_at bigint);
CREATE TABLE raw_seen (key text PRIMARY KEY, at bigint);
CREATE TABLE raw_ballots (poll text, person text, choice text, at bigint, PRIMARY KEY (poll, person));
CREATE TABLE raw_outbox (key text PRIMARY KEY, place text, face text, subject text);
CREATE TABLE raw_surfaces (face text, subject text, revision int, PRIMARY KEY (face, subject));
"""


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


def raw(url: str, start: int) -> float:
    """Votes a second, one commit each, on eight connections."""

    def side(first: int) -> None:
        with psycopg.connect(url, prepare_threshold=0) as connection:
            for number in range(first, start + VOTES, CONNECTIONS):
                values = {
                    "poll": f"p{number % COMMUNITIES}", "key": f"k{number}", "person": f"m{number}", "number": number
                }  # fmt: skip
                for statement in STATEMENTS:
                    connection.execute(statement.encode(), values)
                connection.commit()

    sides = [threading.Thread(target=side, args=(start + n,)) for n in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in sides:
        thread.start()
    for thread in sides:
        thread.join()
    return VOTES / (time.perf_counter() - began)


async def _vote(url: str, polls: list[tuple[str, str]], start: int, votes: int, begin: float) -> tuple[float, float]:
    store = await open_store(url, Now(), CountedIds(), LoadedDice())
    app = App(store, router(), lambda: None)
    numbers = iter(range(start, start + votes))

    async def caller() -> None:
        for number in numbers:
            community, poll = polls[number % len(polls)]
            where, who = Where(CommunityId(community), PlaceId("plans")), Who(PersonId(f"m{number}"))
            token = Token("poll.choose", (poll, str(1 + number % 3)))
            await app.handle(ActionPressed(f"v{number}", who, where, datetime.now(UTC), token))

    await asyncio.sleep(max(0.0, begin - time.time()))
    began = time.time()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    ended = time.time()
    await store.close()
    return began, ended


def vote(*what: Any) -> tuple[float, float]:
    return asyncio.run(_vote(*what))


async def _polls(url: str) -> list[tuple[str, str]]:
    store = await open_store(url, Now(), CountedIds(), LoadedDice())
    core = Core(store, router(), lambda _: None, lambda _: None, Now())
    for number in range(COMMUNITIES):
        where, who = Where(CommunityId(f"bench:{number}"), PlaceId("plans")), Who(PersonId("ana"))
        line = "question: When? options: a; b; c closes: in 3 days"
        await core.handle(CommandGiven("", who, where, datetime.now(UTC), "poll", line))
        with psycopg.connect(url) as looking:
            ((draft,),) = looking.execute("SELECT id FROM drafts").fetchall()
        await core.handle(ActionPressed("", who, where, datetime.now(UTC), Token("poll.post", (draft,))))
    await store.close()
    with psycopg.connect(url) as looking:
        return [(c, p) for c, p in looking.execute("SELECT community, id FROM polls ORDER BY community")]


def rows() -> list[Row]:
    if not os.environ.get(POSTGRES):
        print("PostgreSQL is left out: scripts/with-postgres make bench")
        return []
    url = databases().at(Path("bench"))
    try:
        return _measured(url)
    finally:
        databases().drop(template=True)


def _measured(url: str) -> list[Row]:
    with psycopg.connect(url) as connection:
        connection.execute(TABLES)
        for number in range(COMMUNITIES):
            connection.execute("INSERT INTO raw_polls VALUES (%s, 9)", [f"p{number}"])
            connection.execute("INSERT INTO raw_surfaces VALUES ('poll', %s, 1)", [f"p{number}"])
    polls = asyncio.run(_polls(url))
    ratios: dict[int, list[float]] = {1: [], 2: [], 4: []}
    given = 0
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for number in range(ROUNDS):
            limit = raw(url, number * VOTES)
            for processes, found in ratios.items():
                share = VOTES // processes
                begin = time.time() + 2.0
                starts = [given + n * share for n in range(processes)]
                spans = list(pool.map(vote, *zip(*((url, polls, s, share, begin) for s in starts), strict=True)))
                took = max(end for _, end in spans) - min(start for start, _ in spans)
                found.append(VOTES / took / limit)
                given += VOTES
    with psycopg.connect(url) as connection:
        ((ballots,),) = connection.execute("SELECT count(*) FROM ballots").fetchall()
    return [
        *(row(f"votes on PostgreSQL, {n} processes, of plain psycopg", r, REACH[n]) for n, r in ratios.items()),
        row("ballots kept on PostgreSQL, of votes acknowledged", [ballots / given], 1.0),
    ]
