"""From what was typed to a proposal that can be posted, or to everything that stands in its way, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.deadlines import Deadline, Unclear, read_deadline
from bot.chat.lines import items, read_line
from bot.chat.text import clean, one_line
from bot.chat.typed import PLACE, Missing, NotANumber, NotOffered, TooLong, Twice, Values
from bot.proposals.deciding import Rule
from bot.proposals.model import MOST_AFFECTED, MOST_OTHERS, MOST_PLAN, MOST_SAID, MOST_WHY, MOST_WORDS, Plan, SeenAs

FIRST_PAGE = ("what", "why", "risks", "others", "affected")
SECOND_PAGE = ("rule", "seen", "least", "shaping", "deciding")
THIRD_PAGE = ("ahead", "notnow", "few", "review", "trial")
KEYS = (*FIRST_PAGE, *SECOND_PAGE, *THIRD_PAGE)


USUAL_TIME = "3d"
FOLLOWS = "follows"
"""Under this key a draft keeps what comes due when it goes ahead; no field and no key of the command leads to it."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More other ways than the form takes."""

    most: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The words are those that hold already."""


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """Of several ways side by side only one could take the place of what holds."""


Flaw = Missing | TooLong | TooMany | Twice | Unchanged | OnlyOne | NotOffered | NotANumber | Unclear


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal that can be posted as it stands."""

    what: str
    why: str
    risks: str
    others: tuple[str, ...]
    affected: str
    rule: Rule
    seen_as: SeenAs
    least: int
    shaped_until: datetime
    decided_until: datetime
    plan: Plan
    review: timedelta | None
    trial: timedelta | None


def from_line(text: str) -> dict[str, str]:
    """The values in a command's one line. What stands before the first key is what is proposed."""
    values = read_line(text, KEYS)
    start = values.pop("", "")
    if start and "what" not in values:
        values["what"] = start
    return values


def read_draft(values: Values, now: datetime, zone: str, languages: Sequence[str]) -> Draft | dict[str, Flaw]:
    """The draft as it would be posted now, or what is wrong with it by key."""
    flaws: dict[str, Flaw] = {}
    what = _short(values, "what", MOST_WORDS, flaws)
    if not what and "what" not in flaws:
        flaws["what"] = Missing()
    if not values.get(PLACE, "-"):
        flaws[PLACE] = Missing()
    said = {key: _short(values, key, most, flaws) for key, most in _MOST.items()}
    others = _others(values.get("others", ""), what, flaws)
    rule, seen_as = _choice(values, "rule", tuple(Rule), flaws), _choice(values, "seen", tuple(SeenAs), flaws)
    if values.get(FOLLOWS) and rule == Rule.SIDE_BY_SIDE:
        flaws["rule"] = OnlyOne()
    least = _number(values, "least", flaws)
    shaped_until = _time(values, "shaping", now, zone, languages, flaws)
    decided_until = _time(values, "deciding", shaped_until, zone, languages, flaws)
    review, trial = (_length(said[key], key, now, zone, languages, flaws) for key in ("review", "trial"))
    return flaws or Draft(
        what,
        said["why"],
        said["risks"],
        others,
        said["affected"],
        Rule(rule),
        SeenAs(seen_as),
        least,
        shaped_until,
        decided_until,
        Plan(said["ahead"], said["notnow"], said["few"]),
        review,
        trial,
    )


_MOST = {
    "why": MOST_WHY,
    "risks": MOST_SAID,
    "affected": MOST_AFFECTED,
    "ahead": MOST_PLAN,
    "notnow": MOST_PLAN,
    "few": MOST_PLAN,
    "review": MOST_PLAN,
    "trial": MOST_PLAN,
}


def read_words(values: Values, key: str, most: int, needed: bool, flaws: dict[str, Flaw]) -> str:
    """What was typed into a field, and noted in ``flaws`` what is wrong with it."""
    words = _short(values, key, most, flaws)
    if needed and not words and key not in flaws:
        flaws[key] = Missing()
    return words


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, letter for letter but for case and space."""
    return one.casefold().split() == other.casefold().split()


def _short(values: Values, key: str, most: int, flaws: dict[str, Flaw]) -> str:
    words = clean(values.get(key, ""))
    if len(words) > most:
        flaws[key] = TooLong(most)
    return words


def _others(typed: str, what: str, flaws: dict[str, Flaw]) -> tuple[str, ...]:
    others = tuple(filter(None, map(one_line, items(clean(typed)))))
    known = [what]
    for other in others:
        if len(other) > MOST_WORDS:
            flaws["others"] = TooLong(MOST_WORDS, other[:20])
        if any(same(other, one) for one in known):
            flaws["others"] = Twice(other[:40])
        known.append(other)
    if len(others) > MOST_OTHERS:
        flaws["others"] = TooMany(MOST_OTHERS)
    return others


def _choice(values: Values, key: str, offered: tuple[str, ...], flaws: dict[str, Flaw]) -> str:
    words = "_".join(one_line(values.get(key, "")).casefold().replace("-", " ").split()) or offered[0]
    if words not in offered:
        flaws[key] = NotOffered(words, offered)
    return words


def _number(values: Values, key: str, flaws: dict[str, Flaw]) -> int:
    words = one_line(values.get(key, "")) or "0"
    if not (words.isascii() and words.isdigit() and len(words) < 7):
        flaws[key] = NotANumber(words)
        return 0
    return int(words)


def _time(
    values: Values, key: str, start: datetime, zone: str, languages: Sequence[str], flaws: dict[str, Flaw]
) -> datetime:
    """When this ends, seen from its beginning; its beginning where that can not be read."""
    read = read_deadline(one_line(values.get(key, "")) or USUAL_TIME, start, zone, languages)
    if isinstance(read, Deadline):
        return read.at
    flaws[key] = read
    return start


def _length(
    typed: str, key: str, now: datetime, zone: str, languages: Sequence[str], flaws: dict[str, Flaw]
) -> timedelta | None:
    return _time({key: typed}, key, now, zone, languages, flaws) - now if typed else None
