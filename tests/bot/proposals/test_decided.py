"""What is frozen of a decision is read as it was; numbers that are too small are not told apart; how close it was."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.ids import PersonId
from bot.proposals.decided import SMALL, Decided, Stand, as_held, cells, decision_from, kept_decision, latest, to_change
from bot.proposals.deciding import Held, Outcome, Rule, Stance, Tally, decide
from bot.proposals.model import SeenAs
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
