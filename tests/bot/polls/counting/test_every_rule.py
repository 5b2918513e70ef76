"""What holds for every rule, whatever the ballots say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.polls.counting import Count, Kind, Tie, count, count_from, kept_count, kept_margin, margin, margin_from
from tests.bot.polls.counting.people import MOST_OPTIONS, Asked, asked, everyone_for, renamed

KINDS = list(Kind)
OF_SEVERAL = (Kind.SEVERAL, Kind.ELECT)
every_kind = pytest.mark.parametrize("kind", KINDS)
any_poll = asked(*KINDS)


def counted(poll: Asked) -> Count:
    return count(poll.kind, poll.ballots, poll.options, poll.pick)


@given(any_poll, st.permutations(range(1, MOST_OPTIONS + 1)))
def test_order_and_names_never_matter(poll: Asked, order: list[int]) -> None:
    before = counted(poll)
    positions = range(1, poll.options + 1)
    names = dict(zip(positions, [o for o in order if o <= poll.options], strict=True))
    ballots = {renamed(poll.kind, choice, names): number for choice, number in reversed(poll.ballots.items())}
    after = count(poll.kind, ballots, poll.options, poll.pick)
    assert set(after.winners) == {names[o] for o in before.winners}
    assert {(frozenset(t.options), t.places) for t in after.tied} == {
        (frozenset(names[o] for o in t.options), t.places) for t in before.tied
    }
    assert [after.counts[names[o] - 1] for o in positions] == list(before.counts)


@given(any_poll)
def test_what_is_settled_and_what_is_tied_fit_together(poll: Asked) -> None:
    found = counted(poll)
    named = [*found.winners, *(o for tie in found.tied for o in tie.options)]
    assert len(named) == len(set(named))
    assert all(len(tie.options) > tie.places > 0 for tie in found.tied)
    places = poll.pick if poll.kind in OF_SEVERAL else 1
    assert len(found.winners) + sum(tie.places for tie in found.tied) <= places
    assert found.winners == tuple(sorted(found.winners))
    assert set(found.winners) <= set(found.chosen) <= set(named)
    assert found.ballots + found.blank == sum(poll.ballots.values())
    if not found.ballots:
        assert not named
    elif poll.kind not in OF_SEVERAL:
        assert named


@given(any_poll)
def test_a_count_is_kept_without_loss(poll: Asked) -> None:
    found = counted(poll)
    assert count_from(json.loads(json.dumps(kept_count(found)))) == found
    close = margin(poll.kind, poll.ballots, poll.options, poll.pick, found)
    assert margin_from(json.loads(json.dumps(kept_margin(close)))) == close


@every_kind
def test_what_everyone_wants_wins(kind: Kind) -> None:
    for people in (1, 2, 7):
        for option in (1, 2, 3):
            assert count(kind, {everyone_for(kind, option): people, (): 3}, 3).winners == (option,)


@every_kind
def test_two_who_want_different_things_are_tied(kind: Kind) -> None:
    ballots = {everyone_for(kind, 1): 1, everyone_for(kind, 3): 1}
    found = count(kind, ballots, 3)
    assert (found.winners, found.tied) == ((), (Tie((1, 3), 1),))


@every_kind
@pytest.mark.parametrize("ballots", [{}, {(): 1}, {(): 9}])
@pytest.mark.parametrize("options", [1, 4])
def test_nobody_chose_anything(kind: Kind, ballots: dict[tuple[int, ...], int], options: int) -> None:
    found = count(kind, ballots, options, 2)
    assert (found.winners, found.tied, found.chosen, found.ballots) == ((), (), (), 0)
    assert found.blank == sum(ballots.values())
    assert margin(kind, ballots, options, 2, found) is None


@every_kind
def test_one_option_is_chosen_by_one_person(kind: Kind) -> None:
    found = count(kind, {everyone_for(kind, 1): 1}, 1)
    assert found.winners == (1,)
    assert margin(kind, {everyone_for(kind, 1): 1}, 1, 1, found) is None
