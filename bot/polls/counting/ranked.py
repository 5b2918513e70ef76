"""Put in order: Ranked Pairs by margins. The strongest one-to-one results stand; a weaker one that would close a
circle with them is set aside."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.polls.counting.ballots import Choice, Count, Tie
from bot.polls.counting.details import Link, Pairs
from bot.polls.counting.following import MOST_STEPS
from bot.polls.counting.pairs import Table, beats_all, circle, lead, loses_all, table
from bot.polls.counting.runoff import runoff

Locked = tuple[int, ...]
"""For each option of the circle the set (as bits) of those that it stands above by a path of locked pairs."""


def ranked(ballots: Mapping[Choice, int], options: int) -> Count:
    """The option that no locked pair stands above; several, tied, where equal margins let different ones win."""
    orders = {choice: number for choice, number in ballots.items() if choice and number}
    blank, number = ballots.get((), 0), sum(orders.values())
    pairs = table(orders, options)
    firsts = _firsts(orders, options)
    inside = circle(pairs) if number else ()
    possible = _possible(pairs, inside) if number else ()
    winners, tied = (possible, ()) if len(possible) < 2 else ((), (Tie(possible, 1),))
    rounds, could = runoff(orders, options)
    detail = Pairs(
        table=pairs,
        beats_all=beats_all(pairs),
        loses_all=loses_all(pairs),
        circle=inside,
        set_aside=_set_aside(pairs, winners),
        firsts=firsts,
        most_firsts=_most(firsts, possible),
        rounds=rounds,
        runoff=could,
    )
    return Count(winners, tied, firsts, number, blank, detail)


def _firsts(orders: Mapping[Choice, int], options: int) -> tuple[int, ...]:
    firsts = [0] * (options + 1)
    for choice, number in orders.items():
        for option in choice[0]:
            firsts[option] += number
    return tuple(firsts[1:])


def _most(firsts: tuple[int, ...], winners: tuple[int, ...]) -> tuple[int, ...]:
    most = tuple(option for option, number in enumerate(firsts, 1) if number and number == max(firsts))
    return () if most == winners else most


def _set_aside(pairs: Table, winners: tuple[int, ...]) -> Link | None:
    if len(winners) != 1:
        return None
    (winner,) = winners
    against = [Link(over, winner, lead(pairs, over, winner)) for over in range(1, len(pairs) + 1)]
    strongest = max(against, key=lambda link: link.by)
    return strongest if strongest.by > 0 else None


def _possible(pairs: Table, inside: tuple[int, ...]) -> tuple[int, ...]:
    """Every option that some order of taking equal margins elects. Pairs that leave the circle can not matter."""
    links = sorted(
        ((lead(pairs, a, b), i, j) for i, a in enumerate(inside) for j, b in enumerate(inside)), reverse=True
    )
    ways = {(0,) * len(inside)}
    steps = 0
    for _, level in groupby((link for link in links if link[0] > 0), key=lambda link: link[0]):
        after = _lock_all(ways, [(i, j) for _, i, j in level], MOST_STEPS - steps)
        if after is None:
            break
        steps += len(after)
        ways = after
        if len(_tops(ways)) == 1:
            break
    return tuple(inside[i] for i in sorted(_tops(ways)))


def _lock_all(ways: set[Locked], level: Sequence[tuple[int, int]], most: int) -> set[Locked] | None:
    """Everything that can be locked after taking these pairs in any order; None when that takes too many steps."""
    seen, stack, done = set(ways), list(ways), set()
    while stack:
        if len(seen) > most:
            return None
        locked = stack.pop()
        found = _next(locked, level)
        if not found:
            done.add(locked)
        stack += found - seen
        seen |= found
    return done


def _next(locked: Locked, level: Sequence[tuple[int, int]]) -> set[Locked]:
    """After locking one more pair of the level, each that can be; all at once that no order of the others prevents."""
    free = [(i, j) for i, j in level if not locked[i] >> j & 1 and not locked[j] >> i & 1]
    together = _lock_each(locked, free)
    sure = [(i, j) for i, j in free if not together[j] >> i & 1]
    return {_lock_each(locked, sure)} if sure else {_lock(locked, i, j) for i, j in free}


def _lock_each(locked: Locked, pairs: Sequence[tuple[int, int]]) -> Locked:
    for i, j in pairs:
        locked = _lock(locked, i, j)
    return locked


def _lock(locked: Locked, i: int, j: int) -> Locked:
    gained = 1 << j | locked[j]
    return tuple(below | gained if at == i or below >> i & 1 else below for at, below in enumerate(locked))


def _tops(ways: set[Locked]) -> set[int]:
    """Whoever has nobody above in one of these ways."""
    tops = set()
    for locked in ways:
        beaten = 0
        for below in locked:
            beaten |= below
        tops |= {i for i in range(len(locked)) if not beaten >> i & 1}
    return tops
