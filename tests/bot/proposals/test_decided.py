"""What is frozen of a decision is read as it was; numbers that are too small are not told apart; how close it was."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.chat.ids import PersonId
from bot.proposals.decided import (
    Decided,
    Stand,
    as_held,
    cells,
    decision_from,
    kept_decision,
    latest,
    shapers,
    takes_stances,
    to_change,
    unconfirmed,
)
from bot.proposals.deciding import Because, Decision, Held, Outcome, Rule, Stance, Tally, decide
from bot.proposals.model import SMALL, Course, Origin, ProposalCard, SeenAs, Version, Way
from tests.adapters.test_large_proposals import DAY, PROPOSAL
from tests.fakes import START

numbers = st.integers(0, 9)
tallies = st.builds(Tally, st.just(1), numbers, numbers, numbers, numbers)
said = st.dictionaries(
    st.sampled_from([PersonId(name) for name in "abcdefgh"]),
    st.dictionaries(st.integers(0, 2), st.builds(Held, st.sampled_from(Stance)), max_size=3),
    max_size=8,
)


@given(said, st.sampled_from(Rule), st.integers(0, 4), st.booleans())
def test_what_is_frozen_is_read_as_it_was(
    stances: dict[PersonId, dict[int, Held]], rule: Rule, least: int, late: bool
) -> None:
    decision = decide(rule, stances, 2, least=least, carried_by_someone=(1,))
    lateness = timedelta(hours=1) if late else None
    kept = Decided(2, START, lateness, True, 31, rule, decision, (0, 1, 4), (1,), 3)
    assert decision_from(kept_decision(kept), 2, START, lateness, 31) == kept


@given(tallies)
def test_no_small_number_of_an_unnamed_proposal_is_shown_or_found_by_subtraction(way: Tally) -> None:
    shown = cells(way, SeenAs.UNNAMED)
    told = {stance: number for stance, number in shown.items() if number is not None}
    assert all(number >= SMALL or (stance is Stance.OBJECT and number == 0) for stance, number in told.items())
    assert len(shown) - len(told) != 1


@given(tallies)
def test_a_named_proposal_shows_every_number(way: Tally) -> None:
    assert list(cells(way, SeenAs.NAMED).values()) == [way.yes, way.reserved, way.aside, way.objections]


@given(said, st.sampled_from([Rule.CONSENT, Rule.AFFECTED, Rule.MAJORITY, Rule.TWO_THIRDS]), st.data())
def test_fewer_people_than_it_says_could_not_have_changed_it(
    stances: dict[PersonId, dict[int, Held]], rule: Rule, data: st.DataObject
) -> None:
    """Whatever fewer of those who took part had said instead, the same way goes ahead."""
    decision = decide(rule, stances, 2)
    changes = to_change(rule, decision)
    if changes is None or changes < 2:
        return
    other = dict(stances)
    for person in data.draw(st.permutations(sorted(stances)))[: changes - 1]:
        other[person] = data.draw(st.dictionaries(st.integers(0, 2), st.builds(Held, st.sampled_from(Stance))))
    again = decide(rule, other, 2)
    assert again.ways == decision.ways or again.outcome is Outcome.TOO_FEW


EVERYTHING = [
    {way: Held(stance) for way, stance in enumerate(each) if stance is not None}
    for each in product([None, *Stance], repeat=3)
]
"""All that one person can say of two ways and of leaving things as they are."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(said, st.sampled_from([Rule.MAJORITY, Rule.TWO_THIRDS]))
def test_where_it_says_more_than_one_no_one_alone_could_have_changed_it(
    stances: dict[PersonId, dict[int, Held]], rule: Rule
) -> None:
    stances = {person: {**each, 1: Held(Stance.YES)} if person < "e" else each for person, each in stances.items()}
    decision = decide(rule, stances, 2)
    assume((to_change(rule, decision) or 0) > 1)
    for person, otherwise in product(stances, EVERYTHING):
        again = decide(rule, {**stances, person: otherwise}, 2)
        assert again.ways == decision.ways or again.outcome is Outcome.TOO_FEW


def test_one_who_turns_against_what_won_and_for_what_could_not_pass_is_counted() -> None:
    won, level = Tally(1, yes=5), Tally(2, yes=4, objections=4)
    decision = Decision(Outcome.AHEAD, Because.CARRIED, (1,), (), (Tally(0), won, level), 8)
    assert to_change(Rule.MAJORITY, decision) == 1


@pytest.mark.parametrize("rule", [Rule.MAJORITY, Rule.TWO_THIRDS])
@given(st.integers(1, 6), st.integers(0, 6))
def test_where_there_is_one_way_so_many_could_indeed_have_changed_it(rule: Rule, yes: int, objecting: int) -> None:
    people = [PersonId(f"{n:02}") for n in range(yes + objecting)]
    stances = {person: {1: Held(Stance.YES if n < yes else Stance.OBJECT)} for n, person in enumerate(people)}
    decision = decide(rule, stances, 1)
    changes = to_change(rule, decision)
    assume(changes is not None)
    turned = {person: {1: Held(Stance.OBJECT)} for person in people[:changes]}
    assert decide(rule, {**stances, **turned}, 1).ways == ()


def stand(person: str, number: int, stance: Stance | None, version: int = 1) -> Stand:
    return Stand(f"{person}{number}", PersonId(person), 1, number, version, stance, "", None, False)


def test_the_newest_round_holds_and_an_earlier_one_can_be_looked_at() -> None:
    stands = [stand("ana", 1, Stance.OBJECT), stand("ana", 2, Stance.YES), stand("ben", 1, Stance.YES)]
    assert {each.person: each.stance for each in latest(stands)} == {"ana": Stance.YES, "ben": Stance.YES}
    assert {each.person: each.stance for each in latest(stands, 1)} == {"ana": Stance.OBJECT, "ben": Stance.YES}


def test_a_stance_on_earlier_words_is_not_confirmed_and_one_taken_back_is_none() -> None:
    stands = [stand("ana", 1, Stance.YES), stand("ben", 1, Stance.YES, 2), stand("chi", 1, None, 2)]
    assert as_held(stands, {0: 0, 1: 2}) == {
        "ana": {1: Held(Stance.YES, confirmed=False)},
        "ben": {1: Held(Stance.YES)},
    }


def test_of_what_is_asked_again_nothing_was_taken_back_or_said_to_the_words_that_hold() -> None:
    stands = [stand("ana", 1, Stance.YES), stand("ben", 1, Stance.YES, 2), stand("chi", 1, None)]
    assert [each.person for each in unconfirmed(stands, {0: 0, 1: 2})] == ["ana"]


def test_whoever_put_words_in_beside_the_first_ones_has_changed_it_and_is_counted_once() -> None:
    ways = (
        Way("w1", 1, Origin.PROPOSED, (words("ana", 1), words("ben", 2))),
        Way("w2", 2, Origin.PROPOSED, (words("chi", 1),)),
        Way("w3", 3, Origin.ADDED, (words("dov", 1), words("ben", 2))),
    )
    card = ProposalCard(PROPOSAL, ways, (), (), (), frozenset(), {}, 0)
    assert shapers(card) == 2


def words(person: str, number: int) -> Version:
    return Version(f"{person} {number}", PersonId(person), True, number, "", START)


@pytest.mark.parametrize(
    ("round_", "since", "taken"),
    [(1, timedelta(-1), True), (2, timedelta(-1), False), (2, timedelta(0), True), (2, timedelta(6), False)],
    ids=["begun by another clock", "said to the round before", "said as the round begins", "said when it is over"],
)
def test_a_stance_counts_in_the_round_that_it_is_taken_in(round_: int, since: timedelta, taken: bool) -> None:
    proposal = replace(PROPOSAL, round=round_, course=Course(START, START + timedelta(3), START + timedelta(6), DAY, 3))
    assert takes_stances(proposal, START + since) is taken
