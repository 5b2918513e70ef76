"""Every failure is one of the core's, and too many of them stop the asking."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord import requests
from adapters.discord.chat import mark, nonce
from adapters.discord.limits import REQUESTS_PER_SECOND
from adapters.discord.requests import MOST_REFUSED, Breaker, Requests, trouble
from bot.ports import ChatError, Forbidden, Gone, RateLimited, Rejected, Unreachable


def answered(status: int, code: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="", headers={})
    return discord.HTTPException(response, {"code": code, "message": "x"})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered(404, 10003), Gone),
        (answered(404, 10008), Gone),
        (answered(403, 50001), Forbidden),
        (answered(403, 50013), Forbidden),
        (answered(403, 50007), Forbidden),
        (answered(400, 50278), Forbidden),
        (answered(400, 50035), Rejected),
        (answered(400, 50006), Rejected),
        (answered(401, 0), Unreachable),
        (answered(503, 0), Unreachable),
        (answered(429, 0), RateLimited),
        (discord.RateLimited(42.0), RateLimited),
        (aiohttp.ServerDisconnectedError(), Unreachable),
        (ConnectionResetError(104, "reset"), Unreachable),
        (TimeoutError(), Unreachable),
    ],
)
def test_a_failure_is_one_of_the_cores(error: BaseException, kind: type[ChatError]) -> None:
    assert type(trouble(error)) is kind


def test_how_long_to_wait_is_told() -> None:
    found = trouble(discord.RateLimited(42.0))
    assert isinstance(found, RateLimited)
    assert found.after == timedelta(seconds=42)


def test_too_much_refused_stops_the_asking_for_ten_minutes() -> None:
    breaker = Breaker()
    for number in range(MOST_REFUSED - 1):
        breaker.refused(number / 100)
    assert breaker.pause(30) == 0
    breaker.refused(30)
    assert breaker.pause(30) == 600
    assert breaker.pause(631) == 0


def test_as_much_over_a_long_time_does_not() -> None:
    breaker = Breaker()
    for number in range(2 * MOST_REFUSED):
        breaker.refused(number)
    assert breaker.pause(2 * MOST_REFUSED) == 0


def test_a_key_is_the_same_name_each_time() -> None:
    assert nonce("card:poll:1:2") == nonce("card:poll:1:2") != nonce("card:poll:1:3")
    assert len(nonce("x" * 300)) == 25
    assert 2**20 <= mark("x") < 2**31


async def test_no_second_holds_more_requests_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when everything is asked at once, and when the loop wakes late."""
    monkeypatch.setattr(requests, "SECOND", 0.2)
    now, times = asyncio.get_running_loop().time, list[float]()

    class Http:
        async def request(self, route: object, **sent: object) -> None:
            times.append(now())

    asking = Requests()
    asking.http = Http()  # type: ignore[assignment]
    await asyncio.gather(*(asking.send("GET", "/gateway/bot") for _ in range(2 * REQUESTS_PER_SECOND + 10)))
    assert len(times) == 2 * REQUESTS_PER_SECOND + 10
    apart = [later - earlier for earlier, later in zip(times, times[REQUESTS_PER_SECOND:], strict=False)]
    assert min(apart) > 0.15
    assert now() - times[0] < 20
