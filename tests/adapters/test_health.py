"""What a host can look at: alive, ready, numbers; and nothing of what anybody wrote."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer, unused_port
from prometheus_client.parser import text_string_to_metric_families

from adapters.health import Health
from bot.chat.events import ActionPressed
from bot.chat.token import Token
from bot.hosting import HealthConfig
from bot.ports import CannotCarry, NotRecorded, Unreachable
from tests.people import Stage, stage

POLL = "/poll question: Planted question? options: Planted one; Planted two closes: in 3 days"


@asynccontextmanager
async def watched(s: Stage, **connected: bool) -> AsyncIterator[ClientSession]:
    health = Health(HealthConfig(port=1), s.store, s.core.meters, lambda: connected)
    async with TestServer(health.application()) as server, ClientSession(server.make_url("/")) as session:
        yield session


async def numbers(session: ClientSession) -> dict[str, float]:
    answer = await session.get("/metrics")
    assert answer.status == 200
    families = text_string_to_metric_families(await answer.text())
    return {
        f"{sample.name}{''.join(f' {v}' for v in sample.labels.values())}": sample.value
        for family in families
        for sample in family.samples
    }


async def test_it_is_alive_and_ready(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s, watched(s, first=True, second=True) as session:
        assert (await session.get("/health")).status == 200
        ready = await session.get("/ready")
        assert (ready.status, await ready.json()) == (200, {"store": True, "first": True, "second": True})


async def test_whoever_hears_no_platform_is_alive_and_not_ready(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s, watched(s, first=True, second=False) as session:
        assert (await session.get("/health")).status == 200
        ready = await session.get("/ready")
        assert (ready.status, (await ready.json())["second"]) == (503, False)


async def test_a_store_that_takes_nothing_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object, **__: object) -> None:
        raise NotRecorded("Planted: database or disk is full")

    async with stage(tmp_path / "d.db") as s, watched(s, first=True) as session:
        monkeypatch.setattr(s.store, "write", full)
        ready = await session.get("/ready")
        assert (ready.status, await ready.json()) == (503, {"store": False, "first": True})


async def test_its_numbers_are_what_happened(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s, watched(s, first=True) as session:
        ana = s.member("ana")
        await ana.says(POLL)
        await ana.presses("Post it")
        await ana.says("/nonsense")
        for name in ("bea", "chi", "dev"):
            token, _ = ana.find("Planted one")
            await s.core.handle(_press(s, name, token))
        s.core.meters.unread["first"] += 1
        before = await numbers(session)
        assert before["descant_unread_total first"] == 1
        assert before["descant_cards_behind"] == 1
        await s.settle()
        s.chat.failures += [Unreachable()] * 2  # one for what is said, and one for the card beside it
        await s.later(days=3, minutes=2)
        await s.later(minutes=1)
        found = await numbers(session)
        assert found["descant_answers_total answered"] == 5
        assert found["descant_answers_total unknown"] == 1
        assert found["descant_answer_seconds_count"] == 6
        assert found["descant_commit_units_sum"] >= found["descant_commit_seconds_count"] > 5
        assert found["descant_card_edits_coalesced_total"] >= 2
        assert found["descant_effects_total said"] >= 2
        assert found["descant_effects_total put off"] == 1
        assert found["descant_late_seconds_count"] >= 1
        assert found["descant_late_seconds_sum"] >= timedelta(minutes=2).total_seconds()
        assert found["descant_effects_waiting"] == found["descant_cards_behind"] == found["descant_units_waiting"] == 0
        assert found["descant_first_connected"] == 1
        assert found["process_resident_memory_bytes"] > 1e6


def _press(s: Stage, name: str, token: Token) -> ActionPressed:
    member = s.member(name)
    return ActionPressed(s.key(), member.who, member.where, s.clock.now(), token)


async def test_nothing_that_anyone_wrote_or_is_called_stands_in_them(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s, watched(s, first=True) as session:
        await s.member("plantedana").says(POLL.replace("/poll", "/planted"))
        await s.member("plantedana").says(POLL)
        await s.member("plantedana").presses("Post it")
        for page in ("/health", "/ready", "/metrics", "/planted"):
            said = await (await session.get(page)).text()
            assert "planted" not in said.lower()
            assert "garden" not in said.lower()


async def test_a_port_that_is_taken_is_said_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        health = Health(HealthConfig(), s.store, s.core.meters, dict)
        async with TestServer(health.application()) as other:
            config = HealthConfig(other.host, other.port or unused_port())
            with pytest.raises(CannotCarry, match=r"\[health\] port \d+ can not be used"):
                await Health(config, s.store, s.core.meters, dict).run()
