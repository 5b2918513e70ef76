"""What may be shown of answers without names so that nobody is given away. Pure.

Five is the least number of people, three the least cell; and an earlier round must not differ from this one by a few
people, because what they said could then be had by taking one from the other.
"""

from collections.abc import Iterable, Sequence

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


def few_differ(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether one to four people answered in one of the two rounds and not in the other.

    The differences of the sums make a table whose rank is the number of those people, up to its size (the same step
    finds the errors in a Reed-Solomon code). That five or more look like fewer has a chance of about 1 in 10**18.
    """
    apart = [(a - b) % PRIME for a, b in zip(one, other, strict=True)]
    return any(apart) and _is_singular([apart[row : row + LEAST] for row in range(LEAST)])


def _is_singular(rows: list[list[int]]) -> bool:
    for column in range(len(rows)):
        pivot = next((row for row in range(column, len(rows)) if rows[row][column]), None)
        if pivot is None:
            return True
        rows[column], rows[pivot] = rows[pivot], rows[column]
        inverse = pow(rows[column][column], -1, PRIME)
        for row in range(column + 1, len(rows)):
            factor = rows[row][column] * inverse % PRIME
            for place in range(column, len(rows)):
                rows[row][place] = (rows[row][place] - factor * rows[column][place]) % PRIME
    return False
