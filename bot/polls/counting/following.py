"""How ties are followed: every way is taken, and what all ways share is settled; the rest is tied, part by part."""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from math import prod

from bot.polls.counting.ballots import Tie

MOST_STEPS = 20_000
"""So many steps are followed; beyond them everything that is still possible is called tied."""

MOST_WORK = 20_000_000
"""Steps times distinct ballots, so that a tie in a large poll is followed for seconds and not for hours."""

Outcome = tuple[int, ...]
"""For each group of options that no rule can tell apart, how many of it are chosen."""


def steps_for(distinct: int) -> int:
    """How many steps may be followed with so many distinct ballots."""
    return min(MOST_STEPS, MOST_WORK // max(1, distinct))


def settled_and_tied(
    outcomes: Collection[Outcome], groups: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """What all outcomes share, and the ties between them, split where one tie does not depend on another."""
    settled: list[int] = []
    tied: list[Tie] = []
    varying = []
    for number, group in enumerate(groups):
        taken = {outcome[number] for outcome in outcomes}
        if len(taken) > 1:
            varying.append(number)
        elif taken == {len(group)}:
            settled += group
        elif any(taken):
            tied.append(Tie(group, max(taken)))
    some = next(iter(outcomes))
    for part in _independent(outcomes, varying):
        options = sorted(option for number in part for option in groups[number])
        tied.append(Tie(tuple(options), sum(some[number] for number in part)))
    return tuple(sorted(settled)), tuple(sorted(tied, key=lambda tie: tie.options))


def still_possible(sure: Collection[int], possible: Iterable[int], places: int) -> tuple[Tie, ...]:
    """The one tie to be told when there were too many ways to follow."""
    rest = tuple(sorted(set(possible) - set(sure)))
    return (Tie(rest, places - len(sure)),) if rest else ()


def _independent(outcomes: Collection[Outcome], varying: list[int]) -> list[tuple[int, ...]]:
    """The finest parts of what varies such that every way of one part occurs with every way of the others."""
    parts: list[tuple[int, ...]] = [(number,) for number in varying]
    while (linked := _linked(outcomes, parts)) is not None:
        parts = [part for part in parts if part not in linked] + [linked[0] + linked[1]]
    # Parts that are independent two by two can still depend on each other three by three; then they are one tie.
    if prod(_ways(outcomes, part) for part in parts) != _ways(outcomes, tuple(varying)):
        return [tuple(varying)]
    return parts


def _linked(
    outcomes: Collection[Outcome], parts: list[tuple[int, ...]]
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    for a, b in combinations(parts, 2):
        if _ways(outcomes, a) * _ways(outcomes, b) != _ways(outcomes, a + b):
            return a, b
    return None


def _ways(outcomes: Collection[Outcome], part: tuple[int, ...]) -> int:
    return len({tuple(outcome[number] for number in part) for outcome in outcomes})
