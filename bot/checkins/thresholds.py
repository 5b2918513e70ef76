"""What may be shown of answers without names so that nobody is given away. Pure.

Five is the least number of people, three the least cell; and no sum of this round and earlier ones, some of them taken
from the others, may be about a few people: what they said could be had from what was shown.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations, product
from math import gcd
from operator import mul

LEAST = 5
"""People who must have answered."""

CELL = 3
"""People who must share an answer for it to be shown; one that nobody gave may be shown too."""

PRIME = 2**61 - 1
"""Marks are numbers below this."""

_POWERS = 2 * LEAST - 1


def showable(counts: Sequence[int]) -> bool:
    """Whether these numbers of answers may be shown: enough people, of more than one mind, and nobody nearly alone."""
    given = [count for count in counts if count]
    return sum(given) >= LEAST and len(given) > 1 and min(given) >= CELL


def words_showable(said: Sequence[str]) -> bool:
    """Whether words may be shown: enough people wrote, and not all of them the same."""
    return len(said) >= LEAST and len({" ".join(words.split()).casefold() for words in said}) > 1


def sketch(marks: Iterable[int]) -> tuple[int, ...]:
    """What is kept of who answered: sums of powers of their marks, which tell whether a few people have come or gone
    since. Unlike a list of marks it shows no pattern of who comes back; whoever has the key that makes marks could
    still find out, by trying, who answered, though never what."""
    sums = [0] * _POWERS
    for mark in marks:
        power = 1
        for place in range(_POWERS):
            sums[place] = (sums[place] + power) % PRIME
            power = power * mark % PRIME
    return tuple(sums)


def few_are_told(now: Sequence[int], earlier: Sequence[Sequence[int]]) -> bool:
    """Whether some sum of this round and up to three earlier ones, each taken as often as one likes or taken away, is
    about one to four people: whoever knows who took part, and takes it that they said the same each time, would then
    know what these few said. For two rounds that is: one to four people came or went."""
    together = ((now, *some) for number in range(1, COMBINED) for some in combinations(earlier, number))
    return any(is_about_few(_summed(rounds, times)) for rounds in together for times in _times(len(rounds)))


def _summed(rounds: Sequence[Sequence[int]], times: Sequence[int]) -> list[int]:
    return [sum(map(mul, times, each)) % PRIME for each in zip(*rounds, strict=True)]


def is_about_few(sums: list[int]) -> bool:
    """Whether these sums are about one to four people.

    They make a table whose rank is the number of those people, up to its size (the same step finds the errors in a
    Reed-Solomon code). That five or more look like fewer has a chance of about 1 in 10**18.
    """
    return any(sums) and _is_singular([sums[row : row + LEAST] for row in range(LEAST)])


@cache
def _times(rounds: int) -> frozenset[tuple[int, ...]]:
    """How often to take each of so many rounds, for every sum that leaves out as many people as it can: with any other
    one, more people would be in it. Such a sum is zero for everyone who came to the same rounds as those it leaves out,
    so it stands at a right angle to what those came to."""
    came = [each for each in product((0, 1), repeat=rounds) if any(each)]
    angles = (
        tuple((-1) ** place * _volume(_without(left_out, place)) for place in range(rounds))
        for left_out in combinations(came, rounds - 1)
    )
    return frozenset(tuple(each // gcd(*angle) for each in angle) for angle in angles if all(angle))


def _without(rows: Sequence[Sequence[int]], place: int) -> list[list[int]]:
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def _volume(rows: Sequence[Sequence[int]]) -> int:
    """The determinant."""
    if not rows:
        return 1
    return sum((-1) ** place * first * _volume(_without(rows[1:], place)) for place, first in enumerate(rows[0]))


COMBINED = 4
"""So many rounds are looked at together."""


def _is_singular(rows: list[list[int]]) -> bool:
    for column in range(len(rows)):
        pivot = next((row for row in range(column, len(rows)) if rows[row][column]), None)
        if pivot is None:
            return True
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, len(rows)):
            ours, theirs = rows[column][column], rows[row][column]
            rows[row] = [
                (ours * each - theirs * above) % PRIME for each, above in zip(rows[row], rows[column], strict=True)
            ]
    return False
