"""Reads the formats in which real ballots are published; the folder's own README describes them."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.polls.counting import Choice


@dataclass(frozen=True)
class Ranked:
    """An election by ranking: names by position from 1, and how many cast each order."""

    names: tuple[str, ...]
    ballots: Counter[Choice]

    def position(self, name: str) -> int:
        (found,) = (at for at, known in enumerate(self.names, 1) if name in known)
        return found


def ward(path: Path) -> tuple[Ranked, int]:
    """A Scottish ward, with its number of seats. Lines end in a comma."""
    rows = [[cell for cell in row if cell] for row in csv.reader(path.read_text().splitlines())]
    candidates, seats = map(int, rows[0])
    ballots: Counter[Choice] = Counter()
    for number, *order in rows[1 : -candidates - 1]:
        ballots[tuple((int(who),) for who in order)] += int(number)
    return Ranked(tuple(row[1] for row in rows[-candidates - 1 : -1]), ballots), seats


def preflib(path: Path) -> Ranked:
    """An election in PrefLib's format; equals in braces."""
    lines = path.read_text().splitlines()
    names = tuple(line.split(": ", 1)[1] for line in lines if line.startswith("# ALTERNATIVE NAME"))
    ballots: Counter[Choice] = Counter()
    for line in lines:
        if not line.startswith("#"):
            number, order = line.split(":")
            groups = re.findall(r"\{([\d,]+)\}|(\d+)", order)
            ballots[tuple(tuple(sorted(map(int, (a or b).split(",")))) for a, b in groups)] += int(number)
    return Ranked(names, ballots)


@dataclass(frozen=True)
class Budget:
    """Approval ballots with prices: names by position from 1."""

    names: tuple[str, ...]
    published: tuple[int, ...]
    selected: tuple[str, ...]
    ballots: Counter[Choice]


def pabulib(path: Path) -> Budget:
    """A participatory budget in Pabulib's format."""
    text = path.read_text()
    projects, votes = (
        list(csv.DictReader(part.strip().splitlines(), delimiter=";", quoting=csv.QUOTE_NONE))
        for part in re.split(r"^(?:PROJECTS|VOTES)$", text, flags=re.MULTILINE)[1:]
    )
    names = tuple(row["project_id"] for row in projects)
    at = {name: position for position, name in enumerate(names, 1)}
    ballots = Counter(tuple(sorted(at[name] for name in row["vote"].split(","))) for row in votes)
    selected = tuple(row["project_id"] for row in projects if row["selected"] == "1")
    return Budget(names, tuple(int(row["votes"]) for row in projects), selected, ballots)
