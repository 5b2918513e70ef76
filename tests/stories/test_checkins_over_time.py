"""Check-ins while clocks are set wrong, bots are down and zones change: one round a day that is meant, none lost in
silence; and over many rounds, nobody's answer can be had from what is shown."""

import asyncio
import re
from collections import Counter
from collections.abc import Coroutine
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checkins.thresholds import CELL, LEAST
from storage.tables import metadata
from tests.bot.checkins.test_thresholds import tied
from tests.fakes import START, FakeChat, FakeClock
from tests.people import Stage, stage
from tests.stories.test_checkins import CHOICES, answers, newest, next_round, starts

DAILY = "/checkin new name: Hello questions: How are you? days: daily time: 9:00 open: 8h"
BACK, ON = timedelta(hours=-5), timedelta(days=2, hours=3)


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def rounds(s: Stage) -> list[date]:
    return [date.fromisoformat(str(day)) for (day,) in s.rows("SELECT day FROM checkin_rounds ORDER BY day")]


def told_missing(s: Stage) -> int:
    """Rounds that were not held, as cards have told it, and as the next card will."""
    ((told,),) = s.rows("SELECT coalesce(sum(missed), 0) FROM checkin_rounds")
    ((to_tell,),) = s.rows("SELECT missed FROM checkins")
    return int(str(told)) + int(str(to_tell))


def nothing_doubled_nothing_lost(s: Stage) -> None:
    days = [date.fromisoformat(str(day)) for (day,) in s.rows("SELECT day FROM checkin_rounds")]
    assert len(set(days)) == len(days)
    ((last,),) = s.rows("SELECT last_day FROM checkins")
    if last is not None:
        meant = (date.fromisoformat(str(last)) - START.date()).days
        assert len(days) + told_missing(s) == meant
    posted = [m.key for m in s.chat.messages.values() if m.key.startswith("card:checkin.round:")]
    assert len(posted) == len(days)
    assert s.broken() == []


async def test_the_clock_set_back_five_hours_and_on_two_days_with_a_restart_each_time(tmp_path: Path) -> None:
    clock = FakeClock()
    chat = FakeChat(clock)
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await starts(s, DAILY)
        await next_round(s)
        assert await rounds(s) == [date(2026, 11, 25)]
    for step, expected in (
        (BACK, [25]),
        (-BACK, [25]),
        (ON, [25, 27]),
        (BACK, [25, 27]),
        (timedelta(hours=26), [25, 27, 28]),
    ):
        clock.forward(step)
        async with stage(tmp_path / "d.db", clock, chat) as s:
            await s.settle()
            assert [day.day for day in await rounds(s)] == expected
            nothing_doubled_nothing_lost(s)
    assert "1 round before this one did not take place, because I was not running." in s.shown()
    assert "This comes 3 hours late, because I was not running." in s.shown()


steps = st.lists(st.tuples(st.sampled_from([-30, -5, 1, 3, 9, 13, 24, 51, 75]), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=8, deadline=None)
@given(steps)
def test_whatever_the_clock_does_no_round_comes_twice_or_is_lost_in_silence(
    moves: list[tuple[int, bool]],
) -> None:
    run(_whatever_the_clock_does(moves))


async def _whatever_the_clock_does(moves: list[tuple[int, bool]]) -> None:
    with TemporaryDirectory() as folder:
        path, clock = Path(folder) / "d.db", FakeClock()
        chat = FakeChat(clock)
        async with stage(path, clock, chat) as s:
            await starts(s, DAILY)
        while moves:
            async with stage(path, clock, chat) as s:
                while moves:
                    hours, restarts = moves.pop(0)
                    clock.forward(timedelta(hours=hours))
                    if restarts:
                        break
                    await s.settle()
                    nothing_doubled_nothing_lost(s)
        async with stage(path, clock, chat) as s:
            await s.settle()
            nothing_doubled_nothing_lost(s)


# --- the community's zone -----------------------------------------------------------------------------------------


async def moves_to(s: Stage, zone: str) -> None:
    kay = s.member("kay", keeper=True)
    await kay.says("/descant setup")
    await kay.presses("Language and time")
    await kay.fills(zone=zone, why="We live here")


def hour(s: Stage, zone: str) -> str:
    ((at,),) = s.rows("SELECT next_at FROM checkins")
    return f"{datetime.fromtimestamp(int(str(at)) / 1e6, ZoneInfo(zone)):%a %H:%M}"


async def test_a_community_that_moves_takes_its_check_ins_along(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, DAILY)
        await next_round(s)
        await moves_to(s, "America/New_York")
        assert hour(s, "America/New_York") == "Thu 09:00"
        ana = s.member("ana")
        await ana.says("/checkin list")
        ana.sees("Every day at 09:00 (New York).")
        await s.later(days=1)
        assert len(await rounds(s)) == 1
        await s.later(hours=5)
        assert [day.day for day in await rounds(s)] == [25, 26]
        nothing_doubled_nothing_lost(s)


async def test_a_round_whose_hour_has_passed_in_the_new_zone_comes_at_once(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path / "d.db") as s:
        await moves_to(s, "America/New_York")
        await starts(s, DAILY)
        await s.later(hours=1)
        await moves_to(s, "Asia/Tokyo")
        assert [day.day for day in await rounds(s)] == [24]
        assert "late" not in newest(s)
        await moves_to(s, "America/New_York")
        await s.later(hours=8)
        assert [day.day for day in await rounds(s)] == [24]
        assert s.broken() == []


async def test_a_check_in_with_a_zone_of_its_own_stays(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(DAILY)
        await ana.presses("More choices")
        await ana.fills(zone="Europe/Warsaw")
        await ana.presses("Start it")
        await moves_to(s, "America/New_York")
        assert hour(s, "Europe/Warsaw") == "Wed 09:00"


# --- nobody is given away -----------------------------------------------------------------------------------------

CROWD = tuple(f"p{n}" for n in range(11))
chosen = st.dictionaries(st.sampled_from(CROWD), st.sampled_from("012"), min_size=5)
near = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("012")), max_size=4)


@settings(max_examples=6, deadline=None)
@given(chosen, st.lists(near, min_size=1, max_size=3))
def test_nothing_that_any_member_sees_over_rounds_ties_an_answer_to_fewer_than_five_people(
    first: dict[str, str], changes: list[list[tuple[int, str]]]
) -> None:
    """Rounds differ by little, as they do in a group that knows itself: people come, go, or think otherwise."""
    said = [first]
    for change in changes:
        following = dict(said[-1])
        for place, answer in change:
            who = CROWD[place]
            if answer == "2" and who in following:
                del following[who]
            else:
                following[who] = answer
        said.append(following)
    run(_nobody_is_given_away(said))


async def _nobody_is_given_away(said: list[dict[str, str]]) -> None:
    shown: list[tuple[dict[str, str], Counter[str]]] = []
    async with own_stage() as s:
        await starts(s, CHOICES)
        for each in said:
            await next_round(s)
            before = s.shown() + "".join(s.shown(f"@{who}") for who in CROWD)
            for who, answer in each.items():
                await answers(s, who, q0=answer)
            now = s.shown() + "".join(s.shown(f"@{who}") for who in CROWD)
            assert now == before
            await s.later(hours=9)
            if found := numbers(newest(s)):
                shown.append((each, found))
    for each, found in shown:
        assert +found == +Counter(["good", "so-so", "hard"][int(answer)] for answer in each.values())
        assert sum(found.values()) >= LEAST
        assert len(+found) > 1
        assert min((+found).values()) >= CELL
    assert tied(shown) == []


@asynccontextmanager
async def own_stage() -> Any:
    with TemporaryDirectory() as folder:
        async with stage(Path(folder) / "d.db") as s:
            yield s


def numbers(card: str) -> Counter[str]:
    return Counter(
        {label: int(count) for label, count in re.findall(r"^(good|so-so|hard): (\d+) of", card, re.MULTILINE)}
    )


# --- erased -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen", ["named", "private"])
async def test_who_erases_themselves_is_gone_from_check_ins(tmp_path: Path, seen: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        await starts(s, DAILY + f" seen: {seen}", "anadyomene")
        await next_round(s)
        ana = await answers(s, "anadyomene", q0="Marigold petals")
        await ana.presses("Remind me next time")
        await ana.says("/checkin pause")
        await ana.fills(until="in 2 days")
        await ana.says("/descant")
        await ana.presses("I'm around")
        await ana.fills()
        await ana.says("/descant")
        await ana.presses("My data")
        ana.sees("1 check-in that you started.", "Your answer in 1 check-in round.")
        await ana.presses("Erase me")
        await ana.fills(sure="yes")
        await s.later(minutes=1)
        left = str([s.rows(f"SELECT * FROM {table}") for table in metadata.tables])
        assert "anadyomene" not in left
        assert "Marigold" not in left
        assert not [m for m in s.chat.messages.values() if "Marigold" in str(m.card)]
        assert s.broken() == []
