"""Two processes on one store: what one has in hand, the other leaves alone until the first is gone."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest

from adapters.machine import RandomIds
from bot import steps
from bot.chat.cards import Card, Paragraph
from bot.chat.ids import CommunityId, MessageId, PlaceId
from bot.chat.text import plain
from bot.core import Core
from bot.courier import SETTLING, Courier
from bot.delivery import HELLO, WAITING, Face
from bot.ports import Capabilities, Effect, Posted, Store, Tx, View
from bot.router import router
from bot.steps import CLAIM, attempt
from bot.workshop import Workshop
from storage import postgres
from tests.databases import on, open_at
from tests.fakes import CountedIds, FakeChat, FakeClock, LoadedDice
from tests.people import CHANNEL, COMMUNITY, stage

T = TypeVar("T")
P = ParamSpec("P")

FACES = {"hello": Face(HELLO, lambda model, words: Card((Paragraph(plain(model.language)),)))}


@dataclass
class Process:
    """The same store as another process sees it."""

    store: Store
    process: str
    strained: bool = False
    others_gone: Sequence[str] = ()

    async def write(
        self, community: CommunityId, unit: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self.store.write(community, unit, *args, **kwargs)

    async def read(self, view: View[T], /, **what: Any) -> T:
        return await self.store.read(view, **what)

    async def gone(self) -> Sequence[str]:
        return self.others_gone

    async def shred(self, name: str) -> None:
        await self.store.shred(name)

    async def compact(self) -> None:
        await self.store.compact()


@dataclass
class ForgetfulChat(FakeChat):
    """Knows no keys, and answers when it is told to."""

    said: Counter[str] = field(default_factory=Counter)
    edited: list[str] = field(default_factory=list)
    under_way: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.capabilities = Capabilities(timedelta(0), timedelta(0), timedelta(0), timedelta(0))
        self.may_answer.set()

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        self.said[key] += 1
        await self._answer()
        return await super().post(community, place, card, locale, f"{key} {self.said[key]}")

    async def edit(self, community: CommunityId, posted: Posted, card: Card, locale: str) -> None:
        self.edited.append(posted.message)
        await self._answer()
        await super().edit(community, posted, card, locale)

    async def has_heard(self, messages: int) -> None:
        async with asyncio.timeout(5):
            while self.said.total() < messages:
                self.under_way.clear()
                await self.under_way.wait()

    async def _answer(self) -> None:
        self.under_way.set()
        await self.may_answer.wait()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    with on(request.param):
        yield request.param


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(engine: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Store]:
    store = await open_at(tmp_path / "d.db", clock, CountedIds(), LoadedDice())
    yield store
    await store.close()


def couriers(store: Store, chat: FakeChat, clock: FakeClock) -> tuple[Courier, Courier]:
    first, second = (Courier(Process(store, name), lambda _: chat, FACES, clock) for name in ("first", "second"))
    return first, second


def greet(tx: Tx, *keys: str) -> None:
    for key in keys:
        tx.post(Effect(key, PlaceId(key.partition(" ")[0]), "hello", tx.community))


async def test_each_effect_is_said_once_by_one_of_two(store: Store, clock: FakeClock) -> None:
    chat = ForgetfulChat(clock)
    first, second = couriers(store, chat, clock)
    for number in range(20):
        await store.write(CommunityId(f"test:{number}"), greet, *(f"{place} of {number}" for place in "abcd"))
    await asyncio.gather(first.look(), second.look(), first.look(), second.look())
    assert len(chat.said) == 80
    assert set(chat.said.values()) == {1}


async def test_with_claims_that_do_not_hold_something_is_said_twice(
    store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "CLAIM", timedelta(0))
    chat = ForgetfulChat(clock)
    first, second = couriers(store, chat, clock)
    chat.may_answer.clear()
    await store.write(COMMUNITY, greet, "a")
    saying = asyncio.create_task(first.look())
    await chat.under_way.wait()
    again = asyncio.create_task(second.look())
    await chat.has_heard(2)
    chat.may_answer.set()
    await asyncio.gather(saying, again)
    assert set(chat.said.values()) == {2}


async def test_a_start_does_not_take_away_what_another_is_saying(store: Store, clock: FakeClock) -> None:
    chat = ForgetfulChat(clock)
    first, second = couriers(store, chat, clock)
    chat.may_answer.clear()
    await store.write(COMMUNITY, greet, "a 1", "a 2", "b 1")
    saying = asyncio.create_task(first.look())
    await chat.has_heard(2)
    await second.resume()
    clock.forward(CLAIM / 2)
    # Nor does it say what comes after that in the same place.
    assert await second.look() == 0
    chat.may_answer.set()
    await saying
    assert chat.said == {"a 1": 1, "a 2": 1, "b 1": 1}


async def test_what_one_that_died_was_saying_the_other_takes_up_and_in_order(store: Store, clock: FakeClock) -> None:
    chat = ForgetfulChat(clock)
    first, second = couriers(store, chat, clock)
    chat.may_answer.clear()
    await store.write(COMMUNITY, greet, "a 1", "a 2")
    dying = asyncio.create_task(first.look())
    await chat.under_way.wait()
    dying.cancel()
    for task in first._under_way:
        task.cancel()
    await asyncio.gather(dying, *first._under_way, return_exceptions=True)
    chat.may_answer.set()
    assert await second.look() == 0
    clock.forward(CLAIM)
    await second.look()
    assert [m.key for m in chat.in_place("a")] == ["a 1 2", "a 2 1"]


async def test_a_card_is_edited_by_one_at_a_time_and_shows_the_newest(store: Store, clock: FakeClock) -> None:
    chat = ForgetfulChat(clock)
    first, second = couriers(store, chat, clock)
    await store.write(COMMUNITY, lambda tx: tx.show("hello", tx.community, CHANNEL))
    await first.look()
    await store.write(COMMUNITY, lambda tx: tx.touch("hello", tx.community))
    chat.may_answer.clear()
    chat.under_way.clear()
    editing = asyncio.create_task(first.look())
    await chat.under_way.wait()
    await store.write(COMMUNITY, lambda tx: tx.touch("hello", tx.community))
    assert await second.look() == 0
    assert chat.edited == [MessageId("m1")]
    chat.may_answer.set()
    await editing
    await second.look()
    assert chat.edited == [MessageId("m1")] * 2
    assert await first.look() + await second.look() == 0


async def test_work_is_done_by_one_of_two(engine: str, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days")
        await ana.presses("Post it")
        s.clock.forward(timedelta(days=3))
        await s.core.timekeeper.look()
        asked: Counter[str] = Counter()

        class Asked(FakeChat):
            async def audience(self, community: CommunityId, place: PlaceId) -> int | None:
                asked[place] += 1
                await asyncio.sleep(0.05)
                return 8

        shops = [
            Workshop(Process(s.store, name), s.core.handle, router().jobs, lambda _: Asked(s.clock), s.clock)
            for name in ("first", "second")
        ]
        await asyncio.gather(*(shop.look() for shop in shops))
        assert asked == {CHANNEL: 1}
        assert s.rows("SELECT state, audience FROM polls") == [("closed", 8)]


async def test_what_is_due_is_done_once(engine: str, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        for number in range(5):
            await ana.says(f"/poll question: When {number}? options: Tuesday; Saturday closes: in 3 days")
            await ana.presses("Post it")
        s.clock.forward(timedelta(days=3, minutes=5))
        others = [
            Core(Process(s.store, name), router(), lambda _: s.chat, lambda _: s.chat, s.clock)
            for name in ("first", "second")
        ]
        await asyncio.gather(*(core.settle() for core in others))
        await s.settle()
        announced = [m.key for m in s.chat.messages.values() if m.key.startswith("poll.closed")]
        assert len(announced) == len(set(announced)) == 5
        assert s.broken() == []


async def test_a_clock_that_is_set_back_holds_nothing_up(store: Store, clock: FakeClock) -> None:
    chat = ForgetfulChat(clock)
    first, _ = couriers(store, chat, clock)
    await store.write(COMMUNITY, greet, "a")
    clock.forward(-timedelta(hours=5))
    await first.look()
    assert chat.said == {"a": 1}


async def test_what_one_had_in_hand_that_is_gone_the_other_takes_up_when_it_was_missed_twice(
    store: Store, clock: FakeClock
) -> None:
    chat = ForgetfulChat(clock)
    first, _ = couriers(store, chat, clock)
    heir = Process(store, "second")
    second = Core(heir, replace(router(), faces=FACES), lambda _: chat, lambda _: None, clock)
    chat.may_answer.clear()
    await store.write(COMMUNITY, greet, "a")
    dying = asyncio.create_task(first.look())
    await chat.under_way.wait()
    dying.cancel()
    for task in first._under_way:
        task.cancel()
    await asyncio.gather(dying, *first._under_way, return_exceptions=True)
    chat.may_answer.set()
    heir.others_gone = ("first",)
    await second.inherit()
    await second.courier.look()
    assert chat.said == {"a": 1}, "a process may be away for a moment"
    await second.inherit()
    clock.forward(SETTLING)
    assert SETTLING < CLAIM
    await second.courier.look()
    assert chat.said == {"a": 2}


async def test_who_is_gone_is_known_on_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SETTLED", 0)
    clock = FakeClock()
    with on("postgres"):
        first, second = [await open_at(tmp_path / "d.db", clock, RandomIds(), LoadedDice()) for _ in range(2)]
        await first.write(COMMUNITY, greet, "a")
        (waiting,) = await first.read(WAITING, now=clock.now(), limit=1, most=1)
        await first.write(COMMUNITY, attempt, waiting, first.process, clock.now())
        assert await second.gone() == []
        await first.close()
        async with asyncio.timeout(10):
            while await second.gone() != [first.process]:  # noqa: ASYNC110 the server lets go of it in its own time
                await asyncio.sleep(0.05)
        monkeypatch.setattr(postgres, "SETTLED", 10**7)
        assert await second.gone() == [], "a server that has just started knows nobody"
        await second.close()
