"""What may be shown: enough people, of more than one mind, nobody nearly alone, and nobody to be had by subtraction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import blake2b
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.thresholds import CELL, LEAST, PRIME, few_are_told, showable, sketch, words_showable


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((), False),
        ((0, 0, 0), False),
        ((4, 0), False),
        ((2, 2), False),
        ((3, 2), False),
        ((5, 0), False),
        ((40, 0, 0), False),
        ((3, 3), True),
        ((3, 3, 0), True),
        ((30, 1), False),
        ((30, 2, 5), False),
        ((30, 3, 5), True),
    ],
)
def test_numbers(counts: tuple[int, ...], shown: bool) -> None:
    assert showable(counts) is shown


def test_words_need_five_writers_who_do_not_all_say_the_same() -> None:
    assert not words_showable(["a", "b", "c", "d"])
    assert words_showable(["a", "b", "c", "d", "e"])
    assert words_showable(["a", "a", "a", "a", "e"])
    assert not words_showable(["Fine ", "fine", "FINE", "fine", "fine"])


people = st.sets(st.integers(1, PRIME - 1), max_size=12)


@given(people, people, people)
def test_a_few_who_differ_are_noticed_and_many_are_not(both: set[int], left: set[int], joined: set[int]) -> None:
    left, joined = left - both, joined - both - left
    one, other = sketch(both | left), sketch(both | joined)
    assert few_are_told(one, [other]) is (1 <= len(left | joined) < LEAST)
    assert few_are_told(other, [one]) is few_are_told(one, [other])


blocks = st.lists(st.sets(st.integers(1, 9), min_size=1), min_size=2, max_size=4)
"""Rounds, each with the groups that came to it."""


@st.composite
def rounds_of(draw: st.DrawFn) -> list[dict[int, int]]:
    """Up to four rounds to which groups of one to six people come as a whole, and what each of these people says."""
    came = draw(blocks)
    sizes = draw(st.lists(st.sampled_from([1, 2, 3, 5, 6]), min_size=9, max_size=9))
    people = {block: [10 * block + n for n in range(sizes[block - 1])] for block in range(1, 10)}
    says = draw(st.lists(st.integers(0, 2), min_size=100, max_size=100))
    return [{person: says[person] for block in sorted(each) for person in people[block]} for each in came]


answers = st.lists(st.dictionaries(st.integers(1, 14), st.integers(0, 2)), min_size=2, max_size=6) | rounds_of()
"""Rounds, each with what people chose."""


def marked(said: Iterable[int]) -> tuple[int, ...]:
    """A sketch of these people, with marks that are chance, as those under a key are."""
    return sketch(int.from_bytes(blake2b(b"%d" % person).digest()[:7]) + 1 for person in said)


def shown_of(rounds: list[dict[int, int]], together: int = 3) -> list[tuple[dict[int, int], Counter[int]]]:
    """What a group is shown over several rounds, by the rules; compared with so many earlier ones at a time."""
    shown: list[tuple[dict[int, int], Counter[int]]] = []
    for said in rounds:
        counts = Counter(said.values())
        earlier = [marked(before) for before, _ in shown]
        near = any(few_are_told(marked(said), some) for some in combinations(earlier, min(together, len(earlier))))
        if showable([counts[choice] for choice in range(3)]) and not near:
            shown.append((said, counts))
    return shown


def rank(rows: list[list[Fraction]]) -> int:
    """How many of these rows tell something that the others do not."""
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for row in rows[found + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


def tied(shown: Sequence[tuple[Mapping[Any, Any], Counter[Any]]], most: int = 4) -> list[int]:
    """The sizes of the groups below five whose answers can be had, by any arithmetic over up to so many of the rounds,
    by someone who sees everything that was shown, and even knows who took part each time and that whoever did so twice
    said the same twice. What a group says can be had when without it the table of who took part tells less."""
    found = [size for _, counts in shown for size in (+counts).values() if size < CELL]
    found += [sum(counts.values()) for _, counts in shown if sum(counts.values()) < LEAST]
    for number in range(1, most + 1):
        for chosen in combinations([said for said, _ in shown], number):
            found += _tied_over(chosen)
    return found


def _tied_over(rounds: Sequence[Mapping[Any, Any]]) -> list[int]:
    """By trying every group of up to four people who can be told apart by when they came."""
    alike = Counter(tuple(person in said for said in rounds) for person in {p for said in rounds for p in said})
    known, found = _told(alike, ()), []
    for number in range(1, LEAST):
        for group in combinations(alike, number):
            size = sum(alike[each] for each in group)
            if size < LEAST and _told(alike, group) < known:
                found.append(size)
    return found


def _told(alike: Counter[tuple[bool, ...]], without: tuple[tuple[bool, ...], ...]) -> int:
    columns = [each for each in alike if each not in without]
    return rank([[Fraction(int(came)) for came in row] for row in zip(*columns, strict=True)])


@given(answers)
def test_nothing_that_is_shown_ties_an_answer_to_fewer_than_five_people(rounds: list[dict[int, int]]) -> None:
    shown = shown_of(rounds)
    assert tied(shown) == []
    assert all(len(counts) > 1 for _, counts in shown)


def test_without_looking_at_earlier_rounds_the_one_who_left_is_given_away() -> None:
    """The control: seven people, then the same without one."""
    everyone = {person: person % 2 for person in range(1, 8)}
    without = {person: said for person, said in everyone.items() if person != 1}
    assert min(tied(shown_of([everyone, without], together=0))) == 1
    assert len(shown_of([everyone, without])) == 1


def test_with_two_rounds_at_a_time_the_one_who_was_in_none_of_two_groups_is_given_away() -> None:
    """The control: two groups of six, each alone, and both together with one person more."""
    first, second = ({p: p % 2 for p in range(n, n + 6)} for n in (10, 20))
    everyone = {**first, **second, 30: 1}
    assert min(tied(shown_of([first, second, everyone], together=1))) == 1
    assert len(shown_of([first, second, everyone])) == 2


def test_with_three_rounds_at_a_time_someone_is_given_away_by_four() -> None:
    """The control: each of three groups twice, and one person of the first three rounds missing in the last."""
    one, two, three = ({p: p % 2 for p in range(n, n + 6)} for n in (10, 20, 30))
    rounds = [{**one, **two}, {**two, **three}, {**one, **three, 40: 0, 41: 1}, {**one, **two, **three}]
    assert min(tied(shown_of(rounds, together=2))) < LEAST
    assert tied(shown_of(rounds)) == []
