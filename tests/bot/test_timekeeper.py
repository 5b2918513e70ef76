"""What is due comes back in its time, once; one that fails is tried again and holds up no other."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import bell
from bot.bell import Bell, keep_looking
from bot.chat.answers import Answer, Nothing
from bot.chat.events import Event, TimeCame
from bot.chat.ids import CommunityId, PersonId
from bot.delivery import NEXT_DUE, Waiting
from bot.ports import Tx, Urgency
from bot.timekeeper import LONGEST_DELAY, Timekeeper, delay
from bot.turns import AGEING, ALONE, AT_ONCE, LONGEST_REST, SHARE, Found, next_turns
from tests.fakes import START
from tests.people import COMMUNITY, Stage, stage

HOUR = timedelta(hours=1)


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path / "d.db") as s:
        yield s


async def wake(s: Stage, subject: str, at: datetime, kind: str = "remind") -> None:
    def unit(tx: Tx) -> None:
        tx.wake(kind, subject, at)

    await s.store.write(COMMUNITY, unit)


async def test_it_hands_over_what_is_due_the_oldest_first_and_says_when_it_was_due(s: Stage) -> None:
    came: list[TimeCame] = []

    async def handle(event: Event) -> Answer:
        assert isinstance(event, TimeCame)
        came.append(event)
        await s.store.write(event.community, lambda tx: tx.rest(event.kind, event.subject))
        return Nothing()

    keeper = Timekeeper(s.store, handle, s.clock)
    for hours in (3, 1, 2):
        await wake(s, f"in {hours}", START + hours * HOUR)
    assert await keeper.look() == 0
    s.clock.forward(5 * HOUR)
    assert await keeper.look() == 3
    assert [event.subject for event in came] == ["in 1", "in 2", "in 3"]
    assert [event.at - event.due for event in came] == [4 * HOUR, 3 * HOUR, 2 * HOUR]
    assert await keeper.look() == 0


async def test_what_fails_is_tried_again_later_and_holds_up_nothing(s: Stage) -> None:
    tries: Counter[str] = Counter()

    async def handle(event: Event) -> Answer:
        assert isinstance(event, TimeCame)
        tries[event.subject] += 1
        if event.subject == "broken":
            raise RuntimeError("a defect")
        await s.store.write(event.community, lambda tx: tx.rest(event.kind, event.subject))
        return Nothing()

    keeper = Timekeeper(s.store, handle, s.clock)
    await wake(s, "broken", START)
    await wake(s, "whole", START)
    await keeper.look()
    await keeper.look()
    assert tries == {"broken": 1, "whole": 1}
    s.clock.forward(timedelta(seconds=1))
    await keeper.look()
    assert tries["broken"] == 2
    due = await s.store.read(NEXT_DUE)
    assert due is not None
    assert (due.at, due.attempts) == (START, 2)


async def test_a_clock_that_is_moved_back_brings_nothing_twice(s: Stage) -> None:
    came: list[str] = []

    async def handle(event: Event) -> Answer:
        assert isinstance(event, TimeCame)
        came.append(event.subject)
        await s.store.write(event.community, lambda tx: tx.rest(event.kind, event.subject))
        return Nothing()

    keeper = Timekeeper(s.store, handle, s.clock)
    await wake(s, "once", START + HOUR)
    s.clock.forward(2 * HOUR)
    await keeper.look()
    s.clock.forward(-5 * HOUR)
    await keeper.look()
    s.clock.forward(10 * HOUR)
    await keeper.look()
    assert came == ["once"]


async def test_many_that_are_due_are_all_handed_over(s: Stage) -> None:
    came: set[str] = set()

    async def handle(event: Event) -> Answer:
        assert isinstance(event, TimeCame)
        came.add(event.subject)
        await s.store.write(event.community, lambda tx: tx.rest(event.kind, event.subject))
        return Nothing()

    def unit(tx: Tx) -> None:
        for number in range(120):
            tx.wake("remind", f"{number}", START)

    await s.store.write(COMMUNITY, unit)
    assert await Timekeeper(s.store, handle, s.clock).look() == 120
    assert len(came) == 120


def test_the_pause_between_tries_doubles_up_to_an_hour() -> None:
    pauses = [delay(attempts).total_seconds() for attempts in range(20)]
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == LONGEST_DELAY.total_seconds()
    assert pauses == sorted(pauses)


# --- looking, and being woken -------------------------------------------------------------------------------------


async def test_a_look_that_fails_does_not_end_the_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "AFTER_TROUBLE", 0.0)
    looks = 0
    enough = asyncio.Event()

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            enough.set()
        raise OSError("database is locked")

    async def nap() -> float:
        return 0.0

    looking = asyncio.create_task(keep_looking(look, nap, Bell()))
    async with asyncio.timeout(30):
        await enough.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking


async def test_a_ring_before_the_waiting_is_not_lost() -> None:
    rung = Bell()
    rung.ring()
    async with asyncio.timeout(30):
        await rung.wait(600)
        waiting = asyncio.create_task(rung.wait(600))
        await asyncio.sleep(0)
        assert not waiting.done()
        rung.ring()
        await waiting
        await rung.wait(-1)


# --- turns --------------------------------------------------------------------------------------------------------


def effect(key: str, community: str = "a", to: str = "", urgency: Urgency = Urgency.POST, age: float = 0) -> Waiting:
    return Waiting(
        key, CommunityId(community), to or key, False, "face", "subject", urgency, PersonId("ana"), None, 0,
        START - timedelta(seconds=age), None,
    )  # fmt: skip


def turns(
    *waiting: Waiting, busy: tuple[tuple[str, str], ...] = (), running: dict[str, int] | None = None
) -> list[str]:
    held = {(CommunityId(community), to) for community, to in busy}
    under_way = Counter({CommunityId(community): number for community, number in (running or {}).items()})
    return [found.key for found in next_turns(waiting, START, held, under_way)]


def test_communities_take_turns() -> None:
    many = [effect(f"a{n}") for n in range(5)]
    assert turns(*many, effect("b0", "b"), effect("c0", "c"))[:4] == ["a0", "b0", "c0", "a1"]
    assert AT_ONCE == 2


def test_one_place_has_one_delivery_at_a_time_and_keeps_its_order() -> None:
    assert turns(effect("first", to="x"), effect("second", to="x"), effect("other", to="y")) == ["first", "other"]
    assert turns(effect("first", to="x"), effect("other", to="y"), busy=(("a", "x"),)) == ["other"]
    assert turns(effect("first", "a", "x"), effect("same name", "b", "x")) == ["first", "same name"]


def test_a_community_has_two_deliveries_at_a_time_while_others_take_the_room() -> None:
    crowd = {f"other {n}": 1 for n in range(ALONE)}
    assert turns(effect("1"), effect("2"), effect("3"), running={**crowd, "a": 1}) == ["1"]
    assert turns(effect("1"), effect("2"), running={**crowd, "a": 2}) == []


def test_a_community_has_more_where_nobody_else_takes_the_room() -> None:
    many = [effect(f"a{n}") for n in range(2 * ALONE)]
    assert turns(*many) == [f"a{n}" for n in range(ALONE)]
    assert turns(*many, running={"a": ALONE - 3}) == ["a0", "a1", "a2"]
    assert turns(*many, effect("b0", "b"))[:4] == ["a0", "b0", "a1", "a2"]
    assert turns(effect("1", to="x"), effect("2", to="x"), effect("3"), running={"a": 2}) == ["1", "3"]


def test_a_look_takes_its_share_of_the_time_and_a_slow_one_does_not_put_off_the_next_for_long() -> None:
    assert Found(began=100.0, took=0.1).rest(100.1) == pytest.approx(SHARE * 0.1 - 0.1)
    assert Found(began=100.0, took=8.0).rest(108.0) == LONGEST_REST
    assert Found().rest(0.0) == 0.0


def test_what_is_urgent_goes_first_until_others_have_aged() -> None:
    closing = effect("closing", urgency=Urgency.CLOSING)
    digest = effect("digest", "b", urgency=Urgency.DIGEST)
    assert turns(digest, closing) == ["closing", "digest"]
    old = effect("old", "b", urgency=Urgency.DIGEST, age=5 * AGEING.total_seconds())
    assert turns(closing, old) == ["old", "closing"]
