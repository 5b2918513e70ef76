"""100,000 ballots counted by each rule, beside one plain walk over the same ballots that counts what each holds."""

import random
import time
from collections import Counter
from collections.abc import Callable

from benchmarks.rows import Row, row
from bot.polls.counting import Choice, Kind, count

PEOPLE = 100_000
ROUNDS = 5


def orders(chance: random.Random) -> Choice:
    """Two to eight of eight options, in order."""
    return tuple((option,) for option in chance.sample(range(1, 9), chance.randint(2, 8)))


def approvals(chance: random.Random) -> Choice:
    """One to ten of twenty options."""
    return tuple(sorted(chance.sample(range(1, 21), chance.randint(1, 10))))


def single(chance: random.Random) -> Choice:
    return (chance.randint(1, 8),)


MEASURED: tuple[tuple[Kind, Callable[[random.Random], Choice], int, int, float, float], ...] = (
    (Kind.ONE, single, 8, 1, 1.0, 0.1),
    (Kind.ANY, approvals, 20, 1, 1.5, 0.1),
    (Kind.RANK, orders, 8, 1, 10.0, 0.5),
    (Kind.ELECT, orders, 8, 3, 6.0, 0.5),
    (Kind.SEVERAL, approvals, 20, 5, 8.0, 6.0),
)
"""Kind, ballots, options, places; at most so many walks, and the seconds that the design gives it."""


def walk(papers: list[Choice]) -> float:
    """Seconds for looking once at everything that every ballot holds."""
    began = time.perf_counter()
    seen: dict[object, int] = {}
    for choice in papers:
        for part in choice:
            seen[part] = seen.get(part, 0) + 1
    return time.perf_counter() - began


def rows() -> list[Row]:
    chance = random.Random(1)
    found = []
    for kind, cast, options, pick, reach, seconds in MEASURED:
        papers = [cast(chance) for _ in range(PEOPLE)]
        ballots = Counter(papers)
        ratios, times = [], []
        for _ in range(ROUNDS):
            walked = walk(papers)
            began = time.perf_counter()
            count(kind, ballots, options, pick)
            times.append(time.perf_counter() - began)
            ratios.append(times[-1] / walked)
        note = (
            f"{min(times) * 1000:.0f} ms for {len(ballots)} distinct of {PEOPLE} ballots; the design gives {seconds} s"
        )
        found.append(row(f"{kind}: 100,000 ballots counted, over one walk", ratios, reach, at_least=False, note=note))
    return found
