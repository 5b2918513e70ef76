"""From what was typed to a poll that can be asked, or to everything that stands in its way, all at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.deadlines import Deadline, Unclear, read_deadline
from bot.chat.lines import first_sentence, items, read_line
from bot.chat.text import clean, one_line
from bot.chat.typed import PLACE, Missing, NotANumber, NotOffered, TooLong, Twice, Values
from bot.polls.counting import Kind
from bot.polls.model import (
    MANY,
    MOST_MEANING,
    MOST_OPTION,
    MOST_OPTIONS,
    MOST_PLAN,
    MOST_QUESTION,
    MOST_WHY,
    Plan,
    SeenAs,
    Totals,
)

PLAN_KEYS = ("decided", "tied", "few", "review")
KEYS = ("question", "options", "why", "closes", "kind", "pick", "seen", "totals", "adding", "least", *PLAN_KEYS)
USUAL_TIME = "3d"
OFFERED = tuple(Kind)
USUAL_PICK = 2
MEANS = re.compile(r" (?:--|–|—) ")
"""Between an option's words and what it means. One hyphen between spaces stays within the words: "Leeds - York"."""


@dataclass(frozen=True, slots=True)
class LongMeaning:
    """What the option of these words means takes more than ``most`` characters."""

    words: str
    most: int


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer than two options."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More options than fit."""

    number: int


@dataclass(frozen=True, slots=True)
class NotATime:
    """An option of a poll that finds a time, and why it names none."""

    words: str
    problem: Unclear


@dataclass(frozen=True, slots=True)
class BadPick:
    """More are to be chosen than there are options, or none; ``most`` can be."""

    most: int


Flaw = (
    Missing | TooLong | LongMeaning | TooFew | TooMany | Twice | NotOffered | NotANumber | NotATime | BadPick | Unclear
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll that can be asked as it stands."""

    question: str
    options: tuple[str, ...]
    why: str
    closes: Deadline
    kind: Kind
    seen_as: SeenAs
    totals: Totals
    open_options: bool
    least: int
    plan: Plan
    pick: int = 1
    times: tuple[datetime, ...] = ()
    """The instants (UTC) that the options name, in a poll that finds a time."""
    meanings: tuple[str, ...] = ()
    """What each option means, where that was written; otherwise empty words."""


def from_line(text: str) -> dict[str, str]:
    """The values in a command's one line. Without keys, the first sentence is the question and the rest the options."""
    values = read_line(text, KEYS)
    start = values.pop("", "")
    if start and "question" not in values:
        values["question"], rest = first_sentence(start)
        if rest and "options" not in values:
            values["options"] = rest
    return values


def read_draft(values: Values, now: datetime, zone: str, languages: Sequence[str]) -> Draft | dict[str, Flaw]:
    """The draft, or what is wrong with it by key."""
    flaws: dict[str, Flaw] = {}
    question = _short(values, "question", MOST_QUESTION, flaws)
    if not question and "question" not in flaws:
        flaws["question"] = Missing()
    options, meanings = _options(values.get("options", ""), flaws)
    closes = read_deadline(one_line(values.get("closes", "")) or USUAL_TIME, now, zone, languages)
    if isinstance(closes, Unclear):
        flaws["closes"] = closes
    why = _short(values, "why", MOST_WHY, flaws)
    kind = _choice(values, "kind", tuple(k.value for k in OFFERED), flaws)
    seen_as = _choice(values, "seen", tuple(SeenAs), flaws, usual=SeenAs.UNNAMED)
    totals = _choice(values, "totals", tuple(Totals), flaws)
    adding = _choice(values, "adding", ("yes", "no"), flaws)
    least = _number(values, "least", flaws)
    pick = _pick(values, kind, len(options), flaws)
    times = _times(options, now, zone, languages, flaws) if kind == Kind.TIME else ()
    plan = Plan(*(_short(values, key, MOST_PLAN, flaws) for key in PLAN_KEYS))
    if not values.get(PLACE, "-"):
        flaws[PLACE] = Missing()
    if flaws or isinstance(closes, Unclear):
        return flaws
    return Draft(
        question,
        options,
        why,
        closes,
        Kind(kind),
        SeenAs(seen_as),
        _totals(SeenAs(seen_as), Totals(totals)),
        adding == "yes",
        least,
        plan,
        pick,
        times,
        meanings,
    )


def _totals(seen_as: SeenAs, totals: Totals) -> Totals:
    """In a secret poll no number is shown before it closes: two of them compared would tell what someone chose."""
    return Totals.CLOSED if seen_as is SeenAs.SECRET else totals


def _pick(values: Values, kind: str, options: int, flaws: dict[str, Flaw]) -> int:
    if kind not in MANY:
        return 1
    pick = _number(values, "pick", flaws) or USUAL_PICK
    if "options" not in flaws and "pick" not in flaws and not 1 <= pick < max(options, 2):
        flaws["pick"] = BadPick(options - 1)
    return pick


def _times(
    options: Sequence[str], now: datetime, zone: str, languages: Sequence[str], flaws: dict[str, Flaw]
) -> tuple[datetime, ...]:
    times = []
    for option in options:
        read = read_deadline(option, now, zone, languages)
        if isinstance(read, Unclear):
            flaws.setdefault("options", NotATime(option, read))
        else:
            times.append(read.at)
    return tuple(times)


def read_time(words: str, now: datetime, zone: str, languages: Sequence[str]) -> datetime | Flaw:
    """One more time for a poll that finds one, or why these words name none."""
    read = read_deadline(one_line(words), now, zone, languages)
    return NotATime(one_line(words), read) if isinstance(read, Unclear) else read.at


def read_option(words: str, meaning: str, existing: Sequence[str]) -> tuple[str, str] | Flaw:
    """One more option for a poll that has these, with what it means; or what is wrong with it."""
    option, meant = one_line(words), one_line(meaning)
    if not option:
        return Missing()
    if len(option) > MOST_OPTION:
        return TooLong(MOST_OPTION)
    if len(meant) > MOST_MEANING:
        return LongMeaning(option, MOST_MEANING)
    if option.casefold() in {other.casefold() for other in existing}:
        return Twice(option)
    return option, meant


def with_meaning(typed: str) -> tuple[str, str]:
    """An option's words, and what it means, where that stands behind two hyphens or a dash."""
    words, *meaning = MEANS.split(one_line(typed), maxsplit=1)
    return words, "".join(meaning)


def _short(values: Values, key: str, most: int, flaws: dict[str, Flaw]) -> str:
    words = clean(values.get(key, ""))
    if len(words) > most:
        flaws[key] = TooLong(most)
    return words


def _options(typed: str, flaws: dict[str, Flaw]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lines = tuple(filter(None, map(one_line, items(clean(typed)))))
    split = tuple(map(with_meaning, lines))
    if len({words.casefold() for words, _ in split}) < len(split):
        # "Tea – hot" and "Tea – cold": then the dash belongs to the words.
        split = tuple((line, "") for line in lines)
    options = tuple(words for words, _ in split)
    seen: set[str] = set()
    for option, meaning in split:
        if len(meaning) > MOST_MEANING:
            flaws["options"] = LongMeaning(option, MOST_MEANING)
        if len(option) > MOST_OPTION:
            flaws["options"] = TooLong(MOST_OPTION, option[:20])
        if option.casefold() in seen:
            flaws["options"] = Twice(option)
        seen.add(option.casefold())
    if len(options) < 2:
        flaws["options"] = TooFew() if options else Missing()
    if len(options) > MOST_OPTIONS:
        flaws["options"] = TooMany(len(options))
    return options, tuple(meaning for _, meaning in split)


def _choice(values: Values, key: str, offered: tuple[str, ...], flaws: dict[str, Flaw], usual: str = "") -> str:
    words = one_line(values.get(key, "")).casefold() or usual or offered[0]
    if words not in offered:
        flaws[key] = NotOffered(words, offered)
    return words


def _number(values: Values, key: str, flaws: dict[str, Flaw]) -> int:
    words = one_line(values.get(key, "")) or "0"
    if not (words.isascii() and words.isdigit() and len(words) < 7):
        flaws[key] = NotANumber(words)
        return 0
    return int(words)
