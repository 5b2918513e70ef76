"""The store and a vote through the core, each beside its limit in the same round."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import limits
from benchmarks.rows import Row, row
from bot.app import App
from bot.chat.events import ActionPressed, Where, Who
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.token import Token
from bot.delivery import POST, SEEN, TOUCH
from bot.polls.counting import Kind
from bot.polls.model import Plan, SeenAs, Totals
from bot.polls.views import ASK, BALLOT, CAST, OFFER
from bot.ports import Tx, Urgency
from bot.router import router
from storage.sqlite import SqliteStore, open_store
from tests.fakes import CountedIds, LoadedDice

COMMUNITY = CommunityId("bench:1")
PLACE = PlaceId("place")
ROUNDS = 7
UNITS = 4000
ALONE = 400


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        raw = limits.database(Path(folder) / "raw.db")
        store = await open_store(Path(folder) / "store.db", Now(), CountedIds(), LoadedDice())
        await store.write(COMMUNITY, some_polls)
        app = App(store, router(), lambda: None)
        ratios: dict[str, list[float]] = {"units": [], "alone": [], "votes": []}
        for number in range(ROUNDS):
            start = number * 100_000
            together = limits.grouped(raw, start, UNITS, 256)
            ratios["units"].append(await _store(store, start, UNITS, 256) / together)
            ratios["votes"].append(await _votes(app, start, UNITS, 256) / together)
            single = limits.grouped(raw, start + 50_000, ALONE, 1)
            ratios["alone"].append(await _store(store, start + 50_000, ALONE, 1) / single)
        await store.close()
        raw.close()
    return [
        row("store, 256 callers, of the grouped limit", ratios["units"], 0.8),
        row("store, 1 caller, of one commit a unit", ratios["alone"], 0.6),
        row("a vote through the core, 256 callers, of the grouped limit", ratios["votes"], 0.4),
    ]


def some_polls(tx: Tx) -> None:
    for number in range(limits.POLLS):
        tx.change(
            ASK,
            id=f"p{number}",
            community=COMMUNITY,
            place=PLACE,
            asker="m1",
            question="When?",
            why="",
            kind=Kind.ONE,
            pick=1,
            seen_as=SeenAs.UNNAMED,
            totals=Totals.CLOSED,
            open_options=True,
            least=0,
            plan=Plan(),
            opened_at=tx.now,
            closes_at=tx.now + timedelta(days=3),
            audience=300,
            hearing=timedelta(hours=7),
        )
        for position in (1, 2, 3):
            words = f"Day {position}"
            tx.change(
                OFFER,
                poll=f"p{number}",
                position=position,
                words=words,
                added_by=None,
                at=tx.now,
                moment=None,
                meaning="",
            )
        tx.show("poll", f"p{number}", PLACE)


def _unit(tx: Tx, number: int, at: datetime) -> None:
    """The same five statements as the limit's."""
    poll, person = f"p{number % limits.POLLS}", f"m{number % 300}"
    tx.see(BALLOT, poll=poll, person=person)
    tx.change(SEEN, key=f"k{number}", at=at)
    tx.change(CAST, poll=poll, person=person, choice=(1,), at=at)
    tx.change(
        POST,
        key=f"e{number}",
        community=COMMUNITY,
        destination=PLACE,
        direct=False,
        face="poll",
        subject=poll,
        urgency=Urgency.POST,
        told=None,
        thread_face=None,
        thread_subject=None,
        created_at=at,
    )
    tx.change(TOUCH, face="poll", subject=poll)


async def _store(store: SqliteStore, start: int, units: int, callers: int) -> float:
    async def one(number: int) -> None:
        await store.write(COMMUNITY, _unit, number, datetime.now(UTC))

    return await _rate(one, start, units, callers)


async def _votes(app: App, start: int, units: int, callers: int) -> float:
    where = Where(COMMUNITY, PLACE)

    async def one(number: int) -> None:
        person, poll = PersonId(f"m{number % 300}"), f"p{number % limits.POLLS}"
        token = Token("poll.choose", (poll, str(1 + number % 3)))
        await app.handle(ActionPressed(f"v{number}", Who(person), where, datetime.now(UTC), token))

    return await _rate(one, start, units, callers)


async def _rate(one: Callable[[int], Awaitable[None]], start: int, units: int, callers: int) -> float:
    """Units a second with so many callers, each starting its next unit when its last has been answered."""
    numbers = iter(range(start, start + units))

    async def caller() -> None:
        for number in numbers:
            await one(number)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return units / (time.perf_counter() - began)


def rows() -> list[Row]:
    return asyncio.run(measure())
