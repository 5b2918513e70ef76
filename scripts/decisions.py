"""The table in docs/proposals.md of what each rule of deciding gives, worked out by the rules themselves.

Without arguments it writes the table; with ``--check`` it fails where the page says something else.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.chat.ids import PersonId
from bot.proposals.deciding import Because, Decision, Held, Outcome, Rule, Stance, decide

PAGE = Path(__file__).parent.parent / "docs" / "proposals.md"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"
AFFECTED = PersonId("affected")

Y, R, A, N = Stance.YES, Stance.RESERVED, Stance.ASIDE, Stance.OBJECT
Case = tuple[tuple[Mapping[int, Stance], ...], bool, int]
"""What each person says to each way, whether the last of them is affected, how many must take part."""

CASES: Mapping[str, Case] = {
    "nobody answers": ((), False, 1),
    "1 yes": (({1: Y},), False, 1),
    "1 yes, with reservations": (({1: R},), False, 1),
    "1 stands aside": (({1: A},), False, 1),
    "1 objects": (({1: N},), False, 1),
    "2 yes": (({1: Y},) * 2, False, 1),
    "1 yes, 1 stands aside": (({1: Y}, {1: A}), False, 1),
    "1 yes, 1 objects": (({1: Y}, {1: N}), False, 1),
    "3 yes": (({1: Y},) * 3, False, 1),
    "2 yes, 1 objects who is not affected": (({1: Y}, {1: Y}, {1: N}), False, 1),
    "2 yes, 1 objects who is affected": (({1: Y}, {1: Y}, {1: N}), True, 1),
    "1 yes, 2 object, neither affected": (({1: Y}, {1: N}, {1: N}), False, 1),
    "3 stand aside": (({1: A},) * 3, False, 1),
    "3 object": (({1: N},) * 3, False, 1),
    "2 for one way, 2 for another": (({1: Y}, {1: Y}, {2: Y}, {2: Y}), False, 1),
    "2 for one way, 2 for things as they are": (({1: Y}, {1: Y}, {0: Y}, {0: Y}), False, 1),
    "1 for one way, 2 for things as they are": (({1: Y}, {0: Y}, {0: Y}), False, 1),
    "4 yes, where 5 must take part": (({1: Y},) * 4, False, 5),
    "4 yes, 1 stands aside, where 5 must take part": ((*({1: Y},) * 4, {1: A}), False, 5),
}

NAMES = {
    Rule.CONSENT: "consent",
    Rule.AFFECTED: "consent of those affected",
    Rule.MAJORITY: "majority",
    Rule.TWO_THIRDS: "two thirds",
    Rule.SIDE_BY_SIDE: "side by side",
}
OUTCOMES = {
    Outcome.AHEAD: "goes ahead",
    Outcome.AHEAD_WITH_DISSENT: "goes ahead, with dissent carried",
    Outcome.SIDE_BY_SIDE: "both go ahead, side by side",
    Outcome.NOT_NOW: "not now",
    Outcome.BACK_TO_SHAPING: "back to shaping",
    Outcome.TOO_FEW: "too few took part",
}
REASONS = {
    Because.CARRIED: "",
    Because.PREFERRED_AS_IT_IS: ": most would leave things as they are",
    Because.TIED: ": a tie",
    Because.HELD_BACK: ": an objection holds it back",
    Because.NOBODY_TO_CARRY: ": nobody offered to carry it",
    Because.NOT_ENOUGH_FOR: ": not enough are for it",
    Because.NOBODY_FOR: ": nobody is for it",
    Because.TOO_FEW: "",
}


def decided(rule: Rule, case: Case) -> Decision:
    """What this rule gives in this case, with two ways that somebody would carry."""
    people, last_is_affected, least = case
    names = [PersonId(str(number)) for number in range(len(people))]
    if last_is_affected:
        names[-1] = AFFECTED
    stances = {name: {way: Held(one) for way, one in said.items()} for name, said in zip(names, people, strict=True)}
    return decide(rule, stances, 2, least=least, affected={AFFECTED}, carried_by_someone={1, 2})


def table() -> str:
    """The table in Markdown: a row for each case, a column for each rule."""
    rows = [["", *NAMES.values()], ["---"] * (len(NAMES) + 1)]
    for told, case in CASES.items():
        found = [decided(rule, case) for rule in NAMES]
        rows.append([told, *(OUTCOMES[each.outcome] + REASONS[each.because] for each in found)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def written(page: str) -> str:
    """The page with the table as the rules give it. Raises ValueError where the page has no place for it."""
    before, rest = page.split(START)
    _, after = rest.split(END)
    return before + START + table() + END + after


def main(arguments: list[str]) -> int:
    """Write or check; 1 when the page says something else than the rules."""
    page = PAGE.read_text()
    if "--check" not in arguments:
        PAGE.write_text(written(page))
        return 0
    if written(page) != page:
        print("docs/proposals.md is out of date: run scripts/decisions.py")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
