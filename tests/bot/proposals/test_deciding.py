"""How stances become an outcome: each size, each rule, and what no rule may ever do."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.ids import PersonId
from bot.proposals.deciding import AS_IT_IS, Because, Decision, Held, Outcome, Rule, Stance, Stances, decide
from scripts import decisions

WAYS = 3
PEOPLE = [PersonId(f"person {number}") for number in range(12)]
AHEAD = {Outcome.AHEAD, Outcome.AHEAD_WITH_DISSENT, Outcome.SIDE_BY_SIDE}

held = st.builds(Held, st.sampled_from(Stance), st.booleans())
said = st.dictionaries(st.sampled_from(PEOPLE), st.dictionaries(st.integers(0, WAYS), held))
some = st.frozensets(st.sampled_from(PEOPLE))
carried = st.frozensets(st.integers(1, WAYS))
rules = st.sampled_from(Rule)
numbers = st.integers(0, 12)


def on_one_way(yes: int = 0, reserved: int = 0, aside: int = 0, objecting: int = 0) -> Stances:
    each = zip(Stance, (yes, reserved, aside, objecting), strict=True)
    stances = [stance for stance, number in each for _ in range(number)]
    return {PersonId(str(number)): {1: Held(stance)} for number, stance in enumerate(stances)}


def ahead(rule: Rule, stances: Stances, least: int = 1) -> bool:
    return bool(decide(rule, stances, 1, least=least, carried_by_someone={1}).ways)


@pytest.mark.parametrize(("people", "objecting"), list(product(range(13), repeat=2)))
def test_every_size_from_nobody_to_twelve_gives_what_the_rule_says(people: int, objecting: int) -> None:
    for reserved in {0, people // 2, people}:
        stances = on_one_way(people - reserved, reserved, aside=1, objecting=objecting)
        someone = people > 0
        assert ahead(Rule.CONSENT, stances) == (someone and objecting == 0)
        assert ahead(Rule.SIDE_BY_SIDE, stances) == (someone and objecting == 0)
        assert ahead(Rule.AFFECTED, stances) == someone
        assert ahead(Rule.MAJORITY, stances) == (2 * people > people + objecting)
        assert ahead(Rule.TWO_THIRDS, stances) == (someone and 3 * people >= 2 * (people + objecting))


@pytest.mark.parametrize("rule", Rule)
def test_someone_who_stands_aside_counts_as_taking_part_and_as_nothing_else(rule: Rule) -> None:
    assert not ahead(rule, on_one_way(yes=4), least=5)
    assert ahead(rule, on_one_way(yes=4, aside=1), least=5)
    assert decide(rule, on_one_way(aside=3), 1).because is Because.NOBODY_FOR


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("least", [-1, 0, 1])
def test_nobody_is_never_enough(rule: Rule, least: int) -> None:
    assert decide(rule, {}, 1, least=least).outcome is Outcome.TOO_FEW


def test_an_objection_holds_back_only_from_those_affected_where_the_rule_says_so() -> None:
    stances = on_one_way(yes=2, objecting=1)
    assert decide(Rule.AFFECTED, stances, 1).outcome is Outcome.AHEAD_WITH_DISSENT
    affected = decide(Rule.AFFECTED, stances, 1, affected={PersonId("2")})
    assert (affected.outcome, affected.because) == (Outcome.BACK_TO_SHAPING, Because.HELD_BACK)
    assert affected.tallies[1].by_affected == 1
    assert decide(Rule.AFFECTED, stances, 1, affected={PersonId("0")}).ways == (1,)


def test_an_amendment_that_was_refused_wins_as_another_way() -> None:
    found = decide(Rule.CONSENT, voices({1: "Y", 2: "Y"}, {2: "Y"}, {1: "R", 2: "R"}), 2)
    assert (found.outcome, found.ways) == (Outcome.AHEAD, (2,))


def test_a_tie_is_called_one_and_names_what_is_level() -> None:
    found = decide(Rule.CONSENT, voices({1: "Y"}, {2: "Y"}, {3: "A"}), 3)
    assert (found.outcome, found.because, found.level) == (Outcome.BACK_TO_SHAPING, Because.TIED, (1, 2))


def test_two_ways_go_ahead_side_by_side_when_somebody_carries_each() -> None:
    stances = voices({1: "Y"}, {2: "R", 1: "A"}, {0: "Y"})
    found = decide(Rule.SIDE_BY_SIDE, stances, 2, carried_by_someone={1, 2})
    assert (found.outcome, found.ways) == (Outcome.SIDE_BY_SIDE, (1, 2))
    one = decide(Rule.SIDE_BY_SIDE, stances, 2, carried_by_someone={2})
    assert (one.outcome, one.ways) == (Outcome.AHEAD, (2,))
    assert decide(Rule.SIDE_BY_SIDE, stances, 2).because is Because.NOBODY_TO_CARRY


@pytest.mark.parametrize(
    ("said", "because"),
    [
        (({0: "Y"}, {0: "Y"}, {1: "Y"}, {1: "N"}), Because.PREFERRED_AS_IT_IS),
        (({0: "Y"}, {1: "Y"}, {1: "N"}), Because.HELD_BACK),
        (({0: "Y"}, {0: "Y"}, {0: "N"}, {1: "Y"}, {1: "N"}), Because.HELD_BACK),
    ],
    ids=["more are for it than for anything else", "as many are for it", "someone objects to it, too"],
)
def test_where_no_way_passes_side_by_side_leaving_things_as_they_are_is_preferred_only_by_more(
    said: tuple[Mapping[int, str], ...], because: Because
) -> None:
    assert decide(Rule.SIDE_BY_SIDE, voices(*said), 1, carried_by_someone={1}).because is because


def test_a_stance_on_earlier_words_is_shown_apart_and_an_objection_stands() -> None:
    before = {PEOPLE[0]: {1: Held(Stance.YES)}, PEOPLE[1]: {1: Held(Stance.YES, confirmed=False)}}
    found = decide(Rule.CONSENT, before, 1)
    assert (found.took_part, found.tallies[1].yes, found.tallies[1].unconfirmed) == (1, 1, 1)
    before[PEOPLE[2]] = {1: Held(Stance.OBJECT, confirmed=False)}
    assert decide(Rule.CONSENT, before, 1).because is Because.HELD_BACK


def test_a_stance_on_a_way_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no such ways"):
        decide(Rule.CONSENT, {PEOPLE[0]: {2: Held(Stance.YES)}}, 1)


@given(rules, said, numbers, some, carried, st.permutations(PEOPLE))
def test_promise_1_who_someone_is_and_who_came_first_change_nothing(
    rule: Rule,
    stances: Stances,
    least: int,
    affected: frozenset[PersonId],
    carried_by: frozenset[int],
    others: list[PersonId],
) -> None:
    other = dict(zip(PEOPLE, others, strict=True))
    renamed = {other[person]: dict(reversed([*each.items()])) for person, each in reversed([*stances.items()])}
    affected_too = frozenset(other[person] for person in affected)
    first = decide(rule, stances, WAYS, least=least, affected=affected, carried_by_someone=carried_by)
    assert first == decide(rule, renamed, WAYS, least=least, affected=affected_too, carried_by_someone=carried_by)


@given(rules, said, numbers, some, carried)
def test_there_is_exactly_one_outcome_and_it_agrees_with_its_numbers(
    rule: Rule, stances: Stances, least: int, affected: frozenset[PersonId], carried_by: frozenset[int]
) -> None:
    found = decide(rule, stances, WAYS, least=least, affected=affected, carried_by_someone=carried_by)
    assert (found.outcome in AHEAD) == bool(found.ways) == (found.because is Because.CARRIED)
    assert (found.because is Because.TIED) == bool(found.level)
    assert (found.outcome is Outcome.SIDE_BY_SIDE) == (len(found.ways) > 1)
    assert (found.outcome is Outcome.AHEAD_WITH_DISSENT) == any(found.tallies[way].objections for way in found.ways)
    assert (found.outcome is Outcome.TOO_FEW) == (found.took_part < max(1, least))
    assert AS_IT_IS not in found.ways
    assert_nothing_goes_ahead_wrongly(rule, found)
    assert_nobody_is_lost_or_counted_twice(stances, found)


def assert_nothing_goes_ahead_wrongly(rule: Rule, found: Decision) -> None:
    for way in (found.tallies[number] for number in found.ways):
        assert way.in_favour
        assert not (rule in (Rule.CONSENT, Rule.SIDE_BY_SIDE) and way.objections)
        assert not (rule is Rule.AFFECTED and way.by_affected)


def assert_nobody_is_lost_or_counted_twice(stances: Stances, found: Decision) -> None:
    for each in found.tallies:
        holding = [one[each.way] for one in stances.values() if each.way in one]
        assert each.in_favour + each.aside + each.objections + each.unconfirmed == len(holding)
        assert each.objections == sum(one.stance is Stance.OBJECT for one in holding)


@given(rules, said, some, carried)
def test_one_more_yes_never_takes_from_a_way_what_it_had(
    rule: Rule, stances: Stances, affected: frozenset[PersonId], carried_by: frozenset[int]
) -> None:
    before = decide(rule, stances, WAYS, affected=affected, carried_by_someone=carried_by)
    for way in before.ways:
        more = {**stances, PersonId("one more"): {way: Held(Stance.YES)}}
        assert way in decide(rule, more, WAYS, affected=affected, carried_by_someone=carried_by).ways


def test_the_page_for_members_says_what_the_rules_give() -> None:
    page = decisions.PAGE.read_text()
    assert decisions.written(page) == page
    assert decisions.written(page.replace("| 3 yes | goes ahead", "| 3 yes | not now")) == page


def voices(*people: Mapping[int, str]) -> Stances:
    short = {"Y": Stance.YES, "R": Stance.RESERVED, "A": Stance.ASIDE, "N": Stance.OBJECT}
    return {
        person: {way: Held(short[one]) for way, one in each.items()}
        for person, each in zip(PEOPLE, people, strict=False)
    }
