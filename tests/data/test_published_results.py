"""Real ballots give the results that were published by those who held the vote."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.polls.counting import Choice, Count, Kind, Sure, count, margin
from bot.polls.counting.details import UNITS, Fairness, Pairs, Stages
from tests.data.files import Budget, Ranked, pabulib, preflib, ward

WARDS = ("dundee_2017_ward4", "fife_2017_ward6", "glasgow_2017_ward13", "shetland_2017_ward7")
ROUNDED = 0.006
"""Some official totals were published with two or four decimals."""


def folder(shared: Path) -> Path:
    return shared / "data"


@pytest.mark.parametrize("name", WARDS)
def test_a_scottish_ward_stage_by_stage(shared: Path, name: str) -> None:
    asked, seats = ward(folder(shared) / "scotland2017" / f"{name}.csv")
    official = json.loads((folder(shared) / "scotland2017" / f"{name}.official.json").read_text())
    found = count(Kind.ELECT, asked.ballots, len(asked.names), seats)
    assert isinstance(found.detail, Stages)
    assert (found.detail.quota, seats) == (official["quota"], official["seats"])
    # Some names are spelled differently in the two files; the order is the same.
    order = list(official["stage_totals"]["1"])
    elected = {(e["stage"], order.index(e["name"]) + 1) for e in official["elected"]}
    stages = found.detail.stages
    assert {(number, who) for number, stage in enumerate(stages, 1) for who in stage.elected} == elected
    assert (found.winners, found.tied) == (tuple(sorted(who for _, who in elected)), ())
    assert len(stages) == len(official["stage_totals"])
    for number, stage in enumerate(stages, 1):
        totals = official["stage_totals"][str(number)]
        for who, votes in zip(order, stage.totals, strict=True):
            assert abs(votes / UNITS - totals[who]) < ROUNDED, (number, who)
        assert sum(stage.totals) + stage.not_counting == found.ballots * UNITS


def test_the_wards_show_what_each_was_kept_for(shared: Path) -> None:
    def stages(name: str) -> Stages:
        asked, seats = ward(folder(shared) / "scotland2017" / f"{name}.csv")
        detail = count(Kind.ELECT, asked.ballots, len(asked.names), seats).detail
        assert isinstance(detail, Stages)
        return detail

    assert stages("fife_2017_ward6").stages[-1].without_quota
    glasgow = stages("glasgow_2017_ward13").stages
    first, second = glasgow[0].elected
    assert (glasgow[1].option, glasgow[2].option) == (first, second)
    assert glasgow[1].moved > glasgow[2].moved
    shetland = stages("shetland_2017_ward7")
    exactly = [who for who in shetland.stages[0].elected if shetland.stages[0].totals[who - 1] == 299 * UNITS]
    assert exactly
    assert exactly[0] not in {stage.option for stage in shetland.stages}


def ranked(asked: Ranked, ballots: Counter[Choice] | None = None) -> tuple[Count, Pairs]:
    found = count(Kind.RANK, asked.ballots if ballots is None else ballots, len(asked.names))
    assert isinstance(found.detail, Pairs)
    return found, found.detail


def burlington(shared: Path) -> Ranked:
    return preflib(folder(shared) / "rcv" / "burlington_2009.preflib-00005-00000002.toi")


def test_burlington_has_an_option_that_beats_each_other_and_most_put_another_first(shared: Path) -> None:
    asked = burlington(shared)
    found, detail = ranked(asked)
    kiss, montroll, wright, smith = map(asked.position, ("Kiss", "Montroll", "Wright", "Smith"))
    assert found.ballots == 8980
    assert (found.winners, detail.beats_all, detail.circle) == ((montroll,), montroll, (montroll,))
    assert detail.most_firsts == (wright,)
    assert detail.runoff == (kiss,)
    pairs = {(montroll, kiss): (4067, 3477), (montroll, wright): (4597, 3668)}
    pairs |= {(montroll, smith): (4573, 2998), (kiss, wright): (4314, 4064)}
    for (a, b), cells in pairs.items():
        assert (detail.table[a - 1][b - 1], detail.table[b - 1][a - 1]) == cells
    close = margin(Kind.RANK, asked.ballots, len(asked.names), 1, found)
    assert close is not None
    assert (close.to_change, close.sure) == ((4067 - 3477) // 2, Sure.AT_LEAST)


def test_burlingtons_rounds_as_published(shared: Path) -> None:
    """There a ballot ends at equal ranks; in our reading they share it."""
    asked = burlington(shared)
    ended: Counter[Choice] = Counter()
    for choice, number in asked.ballots.items():
        until = next((at for at, group in enumerate(choice) if len(group) > 1), len(choice))
        ended[choice[:until]] += number
    kiss, wright = asked.position("Kiss"), asked.position("Wright")
    for ballots, last in ((ended, (4313, 4060)), (asked.ballots, (4314, 4064))):
        detail = ranked(asked, ballots)[1]
        assert detail.runoff == (kiss,)
        assert tuple(map(int, (detail.rounds[-1].totals[who - 1] for who in (kiss, wright)))) == last
    first = ranked(asked, ended)[1].rounds[0].totals
    published = {"Wright": 2951, "Kiss": 2585, "Montroll": 2063, "Smith": 1306}
    assert {name: first[asked.position(name) - 1] for name in published} == published


def test_debians_leader_of_2002(shared: Path) -> None:
    asked = preflib(folder(shared) / "debian" / "00002-00000001.soi")
    found, detail = ranked(asked)
    garbee = asked.position("Garbee")
    assert (found.ballots, found.winners, detail.beats_all) == (475, (garbee,), garbee)
    assert detail.loses_all == asked.position("None")


def test_debians_leader_of_2012(shared: Path) -> None:
    asked = preflib(folder(shared) / "debian" / "00002-00000007.toc")
    found, detail = ranked(asked)
    zacchiroli, verhelst, nagy, none = map(asked.position, ("Zacchiroli", "Verhelst", "Nagy", "None"))
    assert (found.ballots, found.winners, detail.beats_all) == (403, (zacchiroli,), zacchiroli)
    assert detail.firsts[zacchiroli - 1] == 325
    for other, cells in ((verhelst, (347, 51)), (nagy, (354, 47)), (none, (387, 12))):
        assert (detail.table[zacchiroli - 1][other - 1], detail.table[other - 1][zacchiroli - 1]) == cells


def warszawa(shared: Path) -> Budget:
    return pabulib(folder(shared) / "pabulib" / "Poland_Warszawa_2017_ZielonaGrzybowa.pb")


def swiecie(shared: Path) -> Budget:
    return pabulib(folder(shared) / "pabulib" / "Poland_Swiecie_2023.pb")


def test_published_totals_of_two_budgets(shared: Path) -> None:
    for asked, ballots, projects in ((warszawa(shared), 268, 8), (swiecie(shared), 2553, 22)):
        found = count(Kind.ANY, asked.ballots, len(asked.names))
        assert (found.counts, found.ballots, len(found.counts)) == (asked.published, ballots, projects)


def test_one_changed_ballot_would_have_made_warszawa_a_tie(shared: Path) -> None:
    asked = warszawa(shared)
    found = count(Kind.ANY, asked.ballots, 8)
    assert [asked.names[o - 1] for o in found.winners] == ["1361"]
    close = margin(Kind.ANY, asked.ballots, 8, 1, found)
    assert close is not None
    assert (close.to_tie, close.to_change, close.near_tie) == (1, 2, True)


@pytest.mark.parametrize(
    ("which", "pick", "chosen"),
    [
        (warszawa, 3, {"1361", "1356", "2621"}),
        (warszawa, 5, {"1361", "1356", "2621", "452", "1182"}),
        (swiecie, 3, {"c12", "c8", "c20"}),
    ],
)
def test_several_chosen_fairly_from_a_budgets_ballots(
    shared: Path, which: Callable[[Path], Budget], pick: int, chosen: set[str]
) -> None:
    asked = which(shared)
    found = count(Kind.SEVERAL, asked.ballots, len(asked.names), pick)
    assert ({asked.names[o - 1] for o in found.winners}, found.tied) == (chosen, ())
    assert isinstance(found.detail, Fairness)
    assert found.detail.holds
