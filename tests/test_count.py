"""``descant count``: a count that anyone can check from the command line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import descant
from commands.counting import MOST_MISTAKES

HUNDRED = [
    {"count": 55, "choice": [1, 2, 3, 4, 5]},
    {"count": 30, "choice": [6, 7, 8]},
    {"count": 15, "choice": [9, 6]},
]
"""The worked example of the documentation."""


def poll(**changed: Any) -> dict[str, Any]:
    return {"descant": 1, "kind": "several", "options": list("ABCDEFGHI"), "pick": 5, "ballots": HUNDRED, **changed}


class Line:
    """A command line with a ballot file beside it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "ballots.json"
        self._capsys = capsys

    def counts(self, content: Any, *options: str) -> tuple[int, str, str]:
        self.file.write_text(content if isinstance(content, str) else json.dumps(content))
        return self.runs(str(self.file), *options)

    def runs(self, *arguments: str) -> tuple[int, str, str]:
        code = descant.main(["count", *arguments])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path, capsys)


def test_the_worked_example_with_its_ties(line: Line) -> None:
    code, out, err = line.counts(poll(), "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["winners"], found["settled"]) == ([1, 2, 3, 6, 7], [6])
    assert (found["tied"], found["places"]) == ([[1, 2, 3, 4, 5], [7, 8]], [3, 1])
    assert found["counts"] == [55, 55, 55, 55, 55, 45, 30, 30, 15]


def test_its_steps_in_words(line: Line) -> None:
    code, out, _ = line.counts(poll())
    assert code == 0
    for sentence in (
        "Settled: F.",
        "Tied for 3 places: A, B, C, D and E.",
        "Tied for one place: G and H.",
        "Step 1: A (tied: A, B, C, D and E); each supporter pays at most 1/55.",
        "Step 5: G (tied: G and H); money flows to everyone, 1/990.",
        "Receipt (EJR+), which holds",
        "The most chosen would have been A, B, C, D and E, which leaves 45 ballots with nothing.",
        "The file claims no result.",
    ):
        assert sentence in out


def test_a_right_result_agrees(line: Line) -> None:
    code, out, _ = line.counts(poll(result={"winners": [1, 2, 3, 6, 7], "tied": [[1, 2, 3, 4, 5], [7, 8]]}))
    assert code == 0
    assert "The file's own result agrees." in out


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_wrong_result_is_said_to_differ_and_where(line: Line, options: tuple[str, ...]) -> None:
    code, out, err = line.counts(poll(result={"winners": [1, 2, 3, 4, 5], "tied": []}), *options)
    assert code == 1
    assert "For the winners the file says [1, 2, 3, 4, 5]; counting its ballots gives [1, 2, 3, 6, 7]." in err
    assert "For what is tied" in err
    assert "agrees." not in out


def test_an_election_with_its_stages(line: Line) -> None:
    ballots = [{"count": 7, "choice": [[1], [2]]}, {"count": 2, "choice": [[2]]}, {"count": 3, "choice": [[3]]}]
    asked = poll(kind="elect", options=["Ana", "Ben", "Chi"], pick=2, ballots=ballots)
    code, out, _ = line.counts(asked, "--json")
    found = json.loads(out)
    assert (code, found["winners"], found["quota"]) == (0, [1, 2], 5)
    assert [stage["totals"] for stage in found["stages"]] == [[7, 2, 3], [5, 3.99997, 3], [5, 3.99997, 0]]
    assert line.counts({**asked, "result": found})[0] == 0
    out = line.counts(asked)[1]
    assert "Ana has 2.00000 more than the quota: the largest surplus is passed on." in out
    assert "no longer counting  0.00003" in out
    assert "Chi has the fewest, 3.00000, and goes out." in out


@pytest.mark.parametrize("content", ["", "nonsense", "[]", '{"descant": 1}'])
def test_what_can_not_be_read_is_said_in_a_sentence(line: Line, content: str) -> None:
    code, out, err = line.counts(content)
    assert (code, out) == (2, "")
    assert err.startswith(f"{line.file} can not be counted.\n  ")


def test_files_that_are_not_there_or_not_text(line: Line, tmp_path: Path) -> None:
    assert line.runs(str(tmp_path / "gone.json"))[0] == 2
    assert line.runs(str(tmp_path))[0] == 2
    (tmp_path / "image.png").write_bytes(b"\x89PNG\xff\xfe")
    code, _, err = line.runs(str(tmp_path / "image.png"))
    assert code == 2
    assert "It is not UTF-8 text." in err


def test_many_mistakes_are_cut_short(line: Line) -> None:
    code, _, err = line.counts(poll(ballots=[{"choice": [99]}] * 30))
    assert code == 2
    assert err.count("99 is not an option") == MOST_MISTAKES
    assert "And 10 more like these." in err


def test_names_can_not_steer_the_terminal(line: Line) -> None:
    asked = poll(kind="one", options=["\x1b[31mred\x07", "\ud800"], pick=1, ballots=[{"choice": 1}])
    assert "\x1b" not in line.counts(asked)[1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (poll(ballots=[{"choice": [1]}], pick=3), "Only 1 of 3, because nobody chose the others."),
        (
            poll(kind="elect", options=["Ana"], ballots=[{"choice": [[1]]}], pick=2),
            "Only 1 of 2, because no more stood.",
        ),
        (poll(ballots=[]), "Nobody answered, so nothing is decided."),
        (poll(kind="one", ballots=[{"count": 5, "choice": 1}, {"count": 4, "choice": 2}]), "5 of 9 is more than half."),
        (poll(kind="any", ballots=[{"count": 4, "choice": [1]}]), "2 changed ballots would make it a tie"),
        (poll(kind="time", ballots=[{"choice": {"1": 2}}, {"choice": {"2": 1}}]), "how many it works for decided"),
        (poll(kind="score", ballots=[{"choice": {"1": 5}}, {"choice": {"2": 5}}]), "level in the final and in total"),
        (
            poll(kind="rank", ballots=[{"choice": c} for c in ([[1], [2], [3]], [[2], [3], [1]], [[3], [1], [2]])]),
            "No option beats every other. Together these beat all the others: A, B and C.",
        ),
    ],
)
def test_what_a_count_says_in_words(line: Line, asked: dict[str, Any], said: str) -> None:
    code, out, _ = line.counts(asked)
    assert code == 0
    assert said in out


EXAMPLES = re.findall(r"```json\n(.*?)```", (Path(__file__).parents[1] / "docs" / "counting.md").read_text(), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: json.loads(example)["kind"])
def test_the_examples_of_the_documentation_are_true(line: Line, example: str) -> None:
    assert line.counts(example)[0] == 0
    claims = json.loads(example)
    claims["result"]["winners"] = [9]
    assert line.counts(claims)[0] == 1


def test_six_films_and_four_games_as_the_documentation_says(line: Line) -> None:
    films, games = list(range(1, 11)), list(range(11, 21))
    ballots = [{"count": 55, "choice": films}, {"count": 45, "choice": games}]
    found = json.loads(line.counts(poll(options=["?"] * 20, pick=10, ballots=ballots), "--json")[1])
    assert (found["tied"], found["places"]) == ([films, games], [6, 4])
