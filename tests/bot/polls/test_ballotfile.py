"""Ballot files: what is written is read again, and every mistake is named by where it stands."""

import json
from typing import Any

import pytest
from hypothesis import given

from bot.polls.ballotfile import BadBallotFile, BallotFile, read, written
from bot.polls.claims import differences, result, votes
from bot.polls.counting import Kind, count, margin
from bot.polls.recount import told
from tests.bot.polls.counting.people import Asked, asked


def file_of(poll: Asked) -> BallotFile:
    options = tuple(f"Option {at}" for at in range(1, poll.options + 1))
    return BallotFile(poll.kind, options, poll.pick, poll.ballots)


@given(asked(*Kind))
def test_what_is_written_is_read_and_agrees_with_itself(poll: Asked) -> None:
    file = file_of(poll)
    again = read(json.dumps(written(file, file.count())))
    assert (again.kind, again.options, again.pick, dict(again.ballots)) == (
        file.kind,
        file.options,
        file.pick,
        dict(file.ballots),
    )
    assert again.claimed is not None
    assert differences(again.claimed, again.count()) == []


@given(asked(*Kind))
def test_every_count_can_be_told(poll: Asked) -> None:
    file = file_of(poll)
    found = file.count()
    lines = list(told(file, found, margin(file.kind, file.ballots, poll.options, poll.pick, found)))
    assert all(line == line.rstrip() for line in lines)
    for option in found.chosen:
        assert any(f"Option {option}" in line for line in lines)


def plain(**changed: Any) -> dict[str, Any]:
    poll = {"descant": 1, "kind": "any", "options": ["Tea", "Soup"], "ballots": [{"count": 2, "choice": [1]}]}
    return {name: value for name, value in {**poll, **changed}.items() if value is not ...}


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(BadBallotFile) as raised:
        read(text)
    return raised.value.mistakes


def one_ballot(kind: str, choice: Any) -> str:
    return json.dumps(plain(kind=kind, ballots=[{"count": 1, "choice": choice}]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "line 1, column 2"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "not JSON"),
        ('{"descant": NaN}', "NaN is not a number"),
        ('{"descant": 1, "descant": 1}', 'the key "descant" stands 2 times'),
        ("[1]", "not a ballot file"),
        ("{}", "not a ballot file"),
        (json.dumps(plain(descant=2)), '"descant" is 2'),
        (json.dumps(plain(descant=True)), '"descant" is true'),
        (json.dumps(plain(kind="borda")), '"kind" has to be one, any, several, rank, elect, score or time'),
        (json.dumps(plain(kind=["any"])), '"kind" has to be'),
        (json.dumps(plain(options=[])), '"options" has to be a list of 1 to 100'),
        (json.dumps(plain(options=["Tea", 3])), "Option 2 has to be words, and is 3"),
        (json.dumps(plain(options=["Tea", " "])), "Option 2 has to be words"),
        (json.dumps(plain(pick=0)), '"pick" has to be how many are chosen'),
        (json.dumps(plain(pick=1.5)), "and is 1.5"),
        (json.dumps(plain(ballots=...)), '"ballots" has to be a list'),
        (json.dumps(plain(ballots=[7])), 'Ballot 1: it has to be an object with "choice"'),
        (json.dumps(plain(ballots=[{"count": 1}])), 'Ballot 1: it has to be an object with "choice"'),
        (json.dumps(plain(ballots=[{"count": -1, "choice": [1]}])), "a whole number from 1, and is -1"),
        (json.dumps(plain(ballots=[{"count": 10**12, "choice": [1]}])), "a whole number from 1"),
        (json.dumps(plain(ballots=[{"count": "2", "choice": [1]}])), 'and is "2"'),
        (one_ballot("one", 3), "3 is not an option; they are numbered from 1 to 2"),
        (one_ballot("one", [1]), "[1] is not an option"),
        (one_ballot("one", True), "true is not an option"),
        (one_ballot("any", 1), "a list of options, such as [1, 4], and is 1"),
        (one_ballot("any", [1, 1]), "option 1 stands in it more than once"),
        (one_ballot("any", [{}]), "{} is not an option"),
        (one_ballot("rank", [1, 2]), "a list of lists, best first"),
        (one_ballot("rank", [[1], []]), "a place in its order is empty"),
        (one_ballot("rank", [[1], [2, 1]]), "option 1 stands in it more than once"),
        (one_ballot("elect", [[1, 2]]), "an election takes one option at each place"),
        (one_ballot("score", [1, 5]), "an object of options and points"),
        (one_ballot("score", {"1": 6}), "option 1 has 6; it has to be a whole number from 0 to 5"),
        (one_ballot("score", {"1": 2.5}), "option 1 has 2.5"),
        (one_ballot("score", {"x": 1}), '"x" is not an option'),
        (one_ballot("score", {"1": 1, "01": 2}), "option 1 stands in it more than once"),
        (one_ballot("time", {"1": 3}), "from 0 to 2"),
        (json.dumps(plain(result=[])), '"result" has to be an object'),
        (json.dumps(plain(result={"winners": 1})), '"winners" in "result" has to be a list of options'),
        (json.dumps(plain(result={"tied": [1]})), '"tied" in "result" has to be a list of lists'),
        (json.dumps(plain(result={"counts": ["a"]})), '"counts" in "result" has to be a list of numbers'),
        (json.dumps(plain(result={"stages": [{}]})), '"stages" in "result" has to be a list of objects'),
    ],
)
def test_each_mistake_is_named(text: str, said: str) -> None:
    assert any(said in mistake for mistake in mistakes(text)), mistakes(text)


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    ballots = [{"choice": [9]}, {"choice": [1]}, {"count": 0, "choice": [1]}]
    found = mistakes(json.dumps(plain(pick="two", ballots=ballots, result=3)))
    assert [mistake.partition(" ")[0] for mistake in found] == ['"pick"', "Ballot", "Ballot", '"result"']


@pytest.mark.parametrize(
    ("kind", "blank"), [("one", []), ("one", None), ("any", []), ("rank", []), ("score", {"1": 0})]
)
def test_not_for_me_is_an_empty_choice(kind: str, blank: Any) -> None:
    assert dict(read(one_ballot(kind, blank)).ballots) == {(): 1}


def test_equal_ballots_are_one_entry() -> None:
    ballots = [{"choice": [[2], [3, 1]]}, {"count": 4, "choice": [[2], [1, 3]]}]
    file = read(json.dumps(plain(kind="rank", options=["a", "b", "c"], ballots=ballots)))
    assert dict(file.ballots) == {((2,), (1, 3)): 5}


def claiming(claim: dict[str, Any], kind: str = "elect") -> list[str]:
    ballots = [{"count": 5, "choice": [[1], [2]]}, {"count": 2, "choice": [[2]]}, {"count": 1, "choice": [[3]]}]
    file = read(json.dumps(plain(kind=kind, options=["a", "b", "c"], pick=2, ballots=ballots, result=claim)))
    return differences(file.claimed, file.count())


def test_a_wrong_claim_is_named_by_where_it_is_wrong() -> None:
    assert claiming({}) == []
    assert claiming({"winners": [2, 1], "tied": []}) == []
    assert claiming({"winners": [1, 3]}) == ["For the winners the file says [1, 3]; counting its ballots gives [1, 2]."]
    assert claiming({"tied": [[1, 2]]}) == ["For what is tied the file says [[1, 2]]; counting its ballots gives []."]
    assert claiming({"ballots": 9, "blank": 1, "quota": 4}) == [
        "For how many ballots hold something the file says 9; counting its ballots gives 8.",
        "For how many ballots hold nothing the file says 1; counting its ballots gives 0.",
        "For the quota the file says 4; counting its ballots gives 3.",
    ]
    assert claiming({"counts": [5, 2, 2]}) == [
        "For option 3 in the counts the file says 2; counting its ballots gives 1."
    ]
    right = result(count(Kind.ELECT, {((1,), (2,)): 5, ((2,),): 2, ((3,),): 1}, 3, 2))["stages"]
    assert claiming({"stages": right}) == []
    assert claiming({"stages": right[:1]}) == [
        f"For the number of stages the file says 1; counting its ballots gives {len(right)}."
    ]
    moved = [{**right[0], "elected": [2], "not_counting": 1}, *right[1:]]
    assert claiming({"stages": moved}) == [
        'For "elected" of stage 1 the file says [2]; counting its ballots gives [1].',
        'For "not_counting" of stage 1 the file says 1; counting its ballots gives 0.',
    ]
    wrong = [right[0], {**right[1], "totals": [3, 4.00001, 1]}]
    assert claiming({"stages": wrong}) == [
        "For option 2 in the totals of stage 2 the file says 4.00001; counting its ballots gives 4."
    ]


def test_votes_read_as_they_are_printed() -> None:
    assert [json.dumps(votes(units)) for units in (0, 100_000, 49_522_084, 1)] == ["0", "1", "495.22084", "1e-05"]
