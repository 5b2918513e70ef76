"""One-to-one comparisons: how many ballots place one option above another, and what follows from that alone."""

from collections.abc import Mapping

from bot.polls.counting.ballots import Choice

Table = tuple[tuple[int, ...], ...]
"""``table[a - 1][b - 1]`` ballots place option a strictly above option b."""


def table(ballots: Mapping[Choice, int], options: int) -> Table:
    """The one-to-one table of ``Order`` ballots; what a ballot does not name shares its last place."""
    # One long number holds a whole row, a field for each option, so that one addition counts against all at once.
    width = sum(ballots.values()).bit_length()
    field = [0, *(1 << width * position for position in range(options))]
    everyone = sum(field)
    rows = [0] * (options + 1)
    for choice, number in ballots.items():
        below = everyone
        for group in choice:
            for option in group:
                below -= field[option]
            beaten = below * number
            for option in group:
                rows[option] += beaten
    cut = (1 << width) - 1
    return tuple(tuple(row >> width * position & cut for position in range(options)) for row in rows[1:])


def lead(pairs: Table, a: int, b: int) -> int:
    """By how many ballots a stands above b (its margin); negative where b stands above a."""
    return pairs[a - 1][b - 1] - pairs[b - 1][a - 1]


def beats_all(pairs: Table) -> int | None:
    """The option that beats every other one-to-one (Condorcet winner)."""
    return _against_all(pairs, 1)


def loses_all(pairs: Table) -> int | None:
    """The option that loses to every other one-to-one."""
    return _against_all(pairs, -1)


def _against_all(pairs: Table, sign: int) -> int | None:
    everyone = range(1, len(pairs) + 1)
    if len(pairs) > 1:
        for a in everyone:
            if all(lead(pairs, a, b) * sign > 0 for b in everyone if b != a):
                return a
    return None


def circle(pairs: Table) -> tuple[int, ...]:
    """The smallest set whose members each beat everyone outside it (Smith set)."""
    everyone = range(1, len(pairs) + 1)

    def score(a: int) -> int:
        return sum((lead(pairs, a, b) > 0) - (lead(pairs, a, b) < 0) for b in everyone)

    # Whoever wins most comparisons is in it, and so is everyone whom a member does not beat.
    inside = {max(everyone, key=score)}
    while more := {b for b in everyone if b not in inside and any(lead(pairs, a, b) <= 0 for a in inside)}:
        inside |= more
    return tuple(sorted(inside))
