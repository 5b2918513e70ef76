"""What nobody needs any more goes by itself, a little at a time; what is needed stays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import DELIVERIES, digest
from bot.chat.events import TimeCame
from bot.chat.ids import PersonId, PlaceId
from bot.delivery import KEEP_DRAFT, NEXT_DUE, SEEN
from bot.ports import EVERYWHERE, Effect, Tx
from bot.router import router
from bot.tidying import AT_A_TIME, DAILY, EVERYTHING, SOON, TIDY, begin
from storage.config import KeepConfig
from tests.databases import on
from tests.fakes import START
from tests.people import CHANNEL, COMMUNITY, Stage, stage


@pytest.fixture(params=["sqlite", "postgres"], autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    with on(request.param):
        yield request.param


def count(s: Stage, table: str) -> int:
    ((number,),) = s.rows(f"SELECT count(*) FROM {table}")
    assert isinstance(number, int)
    return number


def came_in(tx: Tx, name: str, number: int) -> None:
    for n in range(number):
        tx.change(SEEN, key=digest(tx.vault.make(DELIVERIES), COMMUNITY, f"{name} {n}"), at=tx.now)


def drafted(tx: Tx, name: str) -> None:
    tx.change(
        KEEP_DRAFT,
        id=name,
        community=COMMUNITY,
        person=PersonId("ana"),
        place=CHANNEL,
        kind="poll",
        content="{}",
        at=tx.now,
    )


async def test_what_came_in_is_forgotten_after_a_week_a_little_at_a_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.store.write(COMMUNITY, came_in, "old", 2 * AT_A_TIME + 1)
        s.clock.forward(timedelta(days=6))
        await s.store.write(COMMUNITY, came_in, "new", 3)
        s.clock.forward(timedelta(days=2))
        await s.store.write(EVERYWHERE, begin)
        left = []
        for _ in range(4):
            s.clock.forward(SOON)
            await s.core.timekeeper.look()
            left.append(count(s, "seen"))
        assert left == [AT_A_TIME + 4, 4, 3, 3]
        s.clock.forward(DAILY * 7)
        await s.core.timekeeper.look()
        assert count(s, "seen") == 0


async def test_what_was_said_is_forgotten_and_not_said_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When do we meet? options: Tuesday; Saturday closes: in 60 days")
        await ana.presses("Post it")
        ((poll,),) = s.rows("SELECT id FROM polls")
        before = len(s.chat.messages)
        s.clock.forward(timedelta(days=8))
        await s.store.write(COMMUNITY, lambda tx: tx.post(Effect("later", PlaceId("x"), "poll", str(poll))))
        await s.store.write(EVERYWHERE, begin)
        s.clock.forward(SOON)
        await s.core.timekeeper.look()
        assert s.rows("SELECT key FROM outbox") == [("later",)]
        await s.store.write(COMMUNITY, lambda tx: tx.show("poll", str(poll), CHANNEL))
        await ana.presses("Saturday")
        assert len(s.chat.messages) == before + 1
        assert s.broken() == []


async def test_a_draft_stays_for_a_month_from_when_it_was_last_touched(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for day, name in ((0, "left"), (0, "taken up"), (20, "taken up"), (31, "new")):
            s.clock.forward(START + timedelta(days=day) - s.clock.now())
            await s.store.write(COMMUNITY, drafted, name)
        await s.store.write(EVERYWHERE, begin)
        s.clock.forward(SOON)
        await s.core.timekeeper.look()
        assert s.rows("SELECT id FROM drafts ORDER BY id") == [("new",), ("taken up",)]


async def test_it_comes_back_every_day_and_is_nobodys_next_event(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.store.write(EVERYWHERE, begin)
        assert await s.store.read(NEXT_DUE) is None
        s.clock.forward(SOON)
        assert await s.core.timekeeper.look() == 1
        s.clock.forward(DAILY - SOON)
        assert await s.core.timekeeper.look() == 0
        s.clock.forward(SOON)
        assert await s.core.timekeeper.look() == 1


async def test_how_long_is_a_setting(tmp_path: Path) -> None:
    kept = KeepConfig(deliveries_days=1, drafts_days=2).kept
    async with stage(tmp_path / "d.db") as s:
        await s.store.write(COMMUNITY, came_in, "a", 3)
        await s.store.write(COMMUNITY, drafted, "left")
        for hour, deliveries, drafts in ((23, 3, 1), (25, 0, 1), (47, 0, 1), (49, 0, 0)):
            s.clock.forward(START + timedelta(hours=hour) - s.clock.now())
            event = TimeCame(EVERYWHERE, TIDY, EVERYTHING, s.clock.now(), s.clock.now())
            await s.store.write(EVERYWHERE, router(kept).due[TIDY], event)
            assert (count(s, "seen"), count(s, "drafts")) == (deliveries, drafts)
