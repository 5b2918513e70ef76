"""What may be shown: enough people, of more than one mind, nobody nearly alone, and nobody to be had by subtraction."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.thresholds import CELL, LEAST, PRIME, few_differ, showable, sketch, words_showable


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
    assert not words_showable(["Fine ", "fine", "FINE", "fine", "fine"])


people = st.sets(st.integers(1, PRIME - 1), max_size=12)


@given(people, people, people)
def test_a_few_who_differ_are_noticed_and_many_are_not(both: set[int], left: set[int], joined: set[int]) -> None:
    left, joined = left - both, joined - both - left
    one, other = sketch(both | left), sketch(both | joined)
    assert few_differ(one, other) is (1 <= len(left | joined) < LEAST)
    assert few_differ(other, one) is few_differ(one, other)


answers = st.lists(st.dictionaries(st.integers(1, 14), st.integers(0, 2)), min_size=2, max_size=6)
"""Rounds, each with what people chose."""


def shown_of(rounds: list[dict[int, int]], differ: bool = True) -> list[tuple[dict[int, int], Counter[int]]]:
    """What a group is shown over several rounds, by the rules."""
    shown: list[tuple[dict[int, int], Counter[int]]] = []
    for said in rounds:
        counts = Counter(said.values())
        near = differ and any(few_differ(sketch(said), sketch(before)) for before, _ in shown)
        if showable([counts[choice] for choice in range(3)]) and not near:
            shown.append((said, counts))
    return shown


def tied(shown: list[tuple[dict[int, int], Counter[int]]]) -> list[int]:
    """The sizes of the smallest groups to which answers can be tied by someone who sees everything that was shown, and
    even knows who took part each time and that whoever did so twice said the same twice."""
    sizes = [sum(counts.values()) for _, counts in shown]
    sizes += [count for _, counts in shown for count in counts.values() if count < CELL]
    for (one, _), (other, _) in combinations(shown, 2):
        if apart := len(one.keys() ^ other.keys()):
            sizes.append(apart)
    return sizes


@given(answers)
def test_nothing_that_is_shown_ties_an_answer_to_fewer_than_five_people(rounds: list[dict[int, int]]) -> None:
    shown = shown_of(rounds)
    assert all(size >= LEAST for size in tied(shown))
    assert all(len(counts) > 1 for _, counts in shown)


def test_without_looking_at_earlier_rounds_the_one_who_left_is_given_away() -> None:
    """The control: seven people, then the same without one."""
    everyone = {person: person % 2 for person in range(1, 8)}
    without = {person: said for person, said in everyone.items() if person != 1}
    assert min(tied(shown_of([everyone, without], differ=False))) == 1
    assert len(shown_of([everyone, without])) == 1
