"""The instant runoff, another reading of ranked ballots: whoever has fewest leaves, until one has more than half."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bot.polls.counting.ballots import Choice
from bot.polls.counting.details import Round
from bot.polls.counting.following import steps_for

Pile = list[tuple[Choice, int, int]]
"""Ballots that now count for the same options: the ballot, its place that counts, how many of it."""

Piles = dict[tuple[int, ...], Pile]
"""By the options that share it, those still in; none: the ballots that ran out."""


def runoff(orders: Mapping[Choice, int], options: int) -> tuple[tuple[Round, ...], tuple[int, ...]]:
    """The rounds, ties following the first listed, and every option that following each tie can elect."""
    if not orders:
        return (), ()
    everyone = frozenset(range(1, options + 1))
    start = _move({}, [(choice, 0, number) for choice, number in orders.items()], everyone)
    rounds: list[Round] = []
    piles, inside, ways = start, everyone, 1
    while True:
        now, leaving = _round(piles, inside, options)
        rounds.append(now)
        if not now.left:
            break
        ways = max(ways, len(leaving))
        piles, inside = _without(piles, inside, leaving[0])
    ends = _ends(start, everyone, options, steps_for(len(orders))) if ways > 1 else _most(rounds[-1].totals)
    return tuple(rounds), tuple(sorted(ends))


def _ends(start: Piles, everyone: frozenset[int], options: int, most: int) -> set[int]:
    """Whoever wins some way; with too many ways, whoever is still in."""
    ways, ends, steps = {everyone: start}, set[int](), 0
    while ways:
        after: dict[frozenset[int], Piles] = {}
        for inside, piles in ways.items():
            now, leaving = _round(piles, inside, options)
            if not now.left:
                ends |= _most(now.totals)
            for left in leaving:
                if inside.difference(left) not in after:
                    piles_after, fewer = _without(piles, inside, left)
                    after[fewer] = piles_after
            if steps + len(after) > most:
                return ends.union(*ways)
        steps += len(after)
        ways = after
    return ends


def _most(totals: Sequence[Fraction]) -> set[int]:
    return {max(range(1, len(totals) + 1), key=lambda option: totals[option - 1])}


def _round(piles: Piles, inside: frozenset[int], options: int) -> tuple[Round, list[tuple[int, ...]]]:
    """This round, and each way it can go on. Options that hold nothing leave together: no ballot moves with them."""
    totals = _totals(piles, options)
    ran_out = sum(number for _, _, number in piles.get((), ()))
    if 2 * max(totals) > sum(totals):
        return Round(totals, (), (), ran_out), []
    fewest = min(totals[option - 1] for option in inside)
    lowest = tuple(sorted(option for option in inside if totals[option - 1] == fewest))
    ways: list[tuple[int, ...]] = [lowest] if not fewest else [(option,) for option in lowest]
    return Round(totals, ways[0], lowest if len(ways) > 1 else (), ran_out), ways


def _totals(piles: Piles, options: int) -> tuple[Fraction, ...]:
    totals = [Fraction(0)] * (options + 1)
    for group, pile in piles.items():
        number = sum(entry[2] for entry in pile)
        for option in group:
            totals[option] += Fraction(number, len(group))
    return tuple(totals[1:])


def _without(piles: Piles, inside: frozenset[int], left: tuple[int, ...]) -> tuple[Piles, frozenset[int]]:
    fewer = inside.difference(left)
    kept = {group: pile for group, pile in piles.items() if fewer.issuperset(group)}
    moving = [entry for group, pile in piles.items() if group not in kept for entry in pile]
    return _move(kept, moving, fewer), fewer


def _move(piles: Piles, moving: Pile, inside: frozenset[int]) -> Piles:
    """The piles with these ballots on top of the options that they count for now; piles themselves are not changed."""
    arrived: Piles = {}
    for choice, place, number in moving:
        at, group = place, ()
        while at < len(choice) and not (group := tuple(o for o in choice[at] if o in inside)):
            at += 1
        arrived.setdefault(group, []).append((choice, at, number))
    return {**piles, **{group: piles.get(group, []) + pile for group, pile in arrived.items()}}
