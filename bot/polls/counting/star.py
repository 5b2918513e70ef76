"""Give points from 0 to 5 (STAR): the two highest totals meet in a final, and more ballots decide it, not points."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.polls.counting.ballots import Choice, Count, Tie
from bot.polls.counting.details import Final, Match
from bot.polls.counting.pairs import Table, lead, table

LOW, HIGH = 1, 4


def star(ballots: Mapping[Choice, int], options: int) -> Count:
    """The winner of the final, or the tie of all that win some final when level places in it are followed."""
    spread = _spread(ballots, options)
    blank = ballots.get((), 0)
    number = sum(ballots.values()) - blank
    totals = tuple(sum(points * n for points, n in enumerate(given)) for given in spread)
    pairs = table(_orders(ballots), options)
    ways, level, one_to_one = _finalists(totals, pairs) if number and options > 1 else ([], (), False)
    finals = tuple(_match(a, b, totals, pairs, number) for a, b in ways)
    winners, tied = _outcome(finals) if finals else ((1,) if number else (), ())
    zero, low = (tuple(number - sum(given[most + 1 :]) for given in spread) for most in (0, LOW))
    high = tuple(sum(given[HIGH:]) for given in spread)
    return Count(winners, tied, totals, number, blank, Final(totals, zero, low, high, finals, level, one_to_one))


def _spread(ballots: Mapping[Choice, int], options: int) -> list[list[int]]:
    """For each option how many ballots give 0, 1 … 5; those that give 0 are not counted here."""
    spread = [[0] * 6 for _ in range(options)]
    for choice, number in ballots.items():
        for position, points in choice:
            spread[position - 1][points] += number
    return spread


def _orders(ballots: Mapping[Choice, int]) -> Counter[Choice]:
    """The same ballots as orders: who gives more points to an option places it above."""
    orders: Counter[Choice] = Counter()
    for choice, number in ballots.items():
        by_points: list[list[int]] = [[] for _ in range(6)]
        for position, points in choice:
            by_points[points].append(position)
        orders[tuple(tuple(group) for group in reversed(by_points) if group)] += number
    return orders


def _finalists(totals: tuple[int, ...], pairs: Table) -> tuple[list[tuple[int, ...]], tuple[int, ...], bool]:
    """Every final to be followed, the options that were level for a place in it, and whether one-to-one decided."""
    second = sorted(totals, reverse=True)[1]
    surely = [o for o, total in enumerate(totals, 1) if total > second]
    level = tuple(o for o, total in enumerate(totals, 1) if total == second)
    ways = {tuple(sorted((*surely, *filled))) for filled in _fill(2 - len(surely), level, pairs)}
    if len(surely) + len(level) == 2:
        return sorted(ways), (), False
    return sorted(ways), level, len(ways) == 1


def _fill(places: int, level: Sequence[int], pairs: Table) -> list[tuple[int, ...]]:
    """Ways to fill the places: one after another by whoever is preferred to each other one, otherwise by each."""
    if not places:
        return [()]
    best = _preferred(level, pairs)
    ways = level if best is None else (best,)
    return [(w, *more) for w in ways for more in _fill(places - 1, [o for o in level if o != w], pairs)]


def _preferred(level: Sequence[int], pairs: Table) -> int | None:
    """The option that more ballots prefer to each other one than the other way round."""
    for a in level:
        if all(lead(pairs, a, b) > 0 for b in level if b != a):
            return a
    return None


def _match(a: int, b: int, totals: tuple[int, ...], pairs: Table, number: int) -> Match:
    over, under = pairs[a - 1][b - 1], pairs[b - 1][a - 1]
    ahead = over - under or totals[a - 1] - totals[b - 1]
    winner = a if ahead > 0 else b if ahead else None
    return Match(a, b, over, under, number - over - under, winner, over == under and winner is not None)


def _outcome(finals: Sequence[Match]) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    ends = {option for m in finals for option in ((m.first, m.second) if m.winner is None else (m.winner,))}
    options = tuple(sorted(ends))
    return (options, ()) if len(options) == 1 else ((), (Tie(options, 1),))
