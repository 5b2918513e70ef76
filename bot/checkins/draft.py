"""From what was typed to a check-in that can begin, or to everything that stands in its way, all at once. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import available_timezones

from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.lines import first_sentence, items, read_line
from bot.chat.text import clean, one_line
from bot.chat.typed import Missing, TooLong, Values
from bot.checkins.model import (
    MOST_NAME,
    MOST_QUESTION,
    MOST_QUESTIONS,
    MOST_ROTATING,
    CheckIn,
    Kind,
    Seen,
    question_of,
)
from bot.checkins.recurrence import DAY, EVERY_DAY, Off, Rhythm, next_slot

KEYS = ("name", "questions", "days", "time", "seen", "every", "open", "rotates", "zone", "off")
LINE_KEYS = ("name", "questions", "days", "time", "seen", "every", "open", "off")
USUAL: Mapping[str, str] = {
    "days": "0",
    "time": "09:00",
    "seen": Seen.NAMED.value,
    "every": "1",
    "open": "2 days",
    "rotates": "no",
}
MOST_WEEKS = 52
MOST_OFF = 10
SHORTEST = timedelta(minutes=30)
LONGEST = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class TooMany:
    """More questions than fit one round; or, taking turns, than can be kept."""

    most: int
    rotates: bool


@dataclass(frozen=True, slots=True)
class NoDays:
    """No weekday that could be read."""


@dataclass(frozen=True, slots=True)
class NotATime:
    """A time of day is needed."""

    words: str


@dataclass(frozen=True, slots=True)
class NotWeeks:
    """A whole number of weeks is needed."""

    words: str


@dataclass(frozen=True, slots=True)
class NotALength:
    """A length of time is needed, not too short and not too long."""

    words: str


@dataclass(frozen=True, slots=True)
class NotAZone:
    """No zone has this name."""

    words: str


@dataclass(frozen=True, slots=True)
class NotDates:
    """Days off are written as dates."""

    words: str


@dataclass(frozen=True, slots=True)
class NeverComes:
    """With these days off no round is ever due."""


Flaw = Missing | TooLong | TooMany | NoDays | NotATime | NotWeeks | NotALength | NotAZone | NotDates | NeverComes


@dataclass(frozen=True, slots=True)
class Draft:
    """A check-in as it would begin."""

    name: str
    kind: Kind
    questions: tuple[str, ...]
    rotates: bool
    seen: Seen
    rhythm: Rhythm
    open_for: timedelta


def from_line(text: str) -> dict[str, str]:
    """The values in a command's one line. Without keys, its first sentence is the name, and the questions follow."""
    found = read_line(text, LINE_KEYS)
    if start := found.pop("", ""):
        name, rest = first_sentence(start)
        found.setdefault("name", name)
        if rest:
            found.setdefault("questions", rest)
    return found


def read_draft(values: Values, weekdays: Sequence[str], now: datetime) -> Draft | dict[str, Flaw]:
    """The check-in, or what stands in its way by key. ``weekdays`` are their names in the writer's language."""
    flaws: dict[str, Flaw] = {}
    name = one_line(values.get("name", ""))
    rotates = values.get("rotates") == "yes"
    lines = tuple(filter(None, (one_line(line) for line in items(clean(values.get("questions", ""))))))
    if flaw := _named(name):
        flaws["name"] = flaw
    if flaw := _asked(lines, rotates):
        flaws["questions"] = flaw
    seen = values.get("seen", "")
    rhythm = _rhythm(values, weekdays, now, flaws)
    open_for = _length(values.get("open", ""), now)
    if open_for is None:
        flaws["open"] = NotALength(one_line(values.get("open", "")))
    if flaws or rhythm is None or open_for is None:
        return flaws
    kind = _kind(values.get("template", ""), lines)
    return Draft(name, kind, lines, rotates, Seen(seen) if seen in tuple(Seen) else Seen.NAMED, rhythm, open_for)


def _named(name: str) -> Flaw | None:
    if not name:
        return Missing()
    return TooLong(MOST_NAME) if len(name) > MOST_NAME else None


def _asked(lines: Sequence[str], rotates: bool) -> Flaw | None:
    most = MOST_ROTATING if rotates else MOST_QUESTIONS
    if not lines:
        return Missing()
    if any(len(line) > MOST_QUESTION for line in lines):
        return TooLong(MOST_QUESTION)
    return TooMany(most, rotates) if len(lines) > most else None


def _kind(template: str, lines: Sequence[str]) -> Kind:
    """What the template was made for, as long as the questions still have the choices that it needs."""
    chosen = [question_of(line).choices for line in lines]
    if template == Kind.ROOM and len(chosen[0]) == len(("nothing", "a little", "plenty")):
        return Kind.ROOM
    return Kind.TOGETHER if template == Kind.TOGETHER and all(chosen) else Kind.PLAIN


def _rhythm(values: Values, weekdays: Sequence[str], now: datetime, flaws: dict[str, Flaw]) -> Rhythm | None:
    days = read_days(values.get("days", ""), weekdays)
    at = read_time(values.get("time", ""))
    every, zone = values.get("every", "").strip(), values.get("zone", "").strip()
    off = read_off(values.get("off", ""))
    if not days:
        flaws["days"] = NoDays()
    if at is None:
        flaws["time"] = NotATime(one_line(values.get("time", "")))
    if not (every.isascii() and every.isdigit() and 1 <= int(every) <= MOST_WEEKS):
        flaws["every"] = NotWeeks(one_line(every))
    if zone not in available_timezones():
        flaws["zone"] = NotAZone(one_line(zone))
    if off is None:
        flaws["off"] = NotDates(one_line(values.get("off", "")))
    if flaws or at is None or off is None:
        return None
    first = next_slot(Rhythm(days, at, 1, now.date(), zone, off), now)
    if first is None:
        flaws["off"] = NeverComes()
        return None
    return Rhythm(days, at, int(every), first.day, zone, off)


# --- a check-in that runs ----------------------------------------------------------------------------------------


def values_of(found: CheckIn, today: date) -> dict[str, str]:
    """What stands in the form when a check-in is to be changed. A pause without an end is no part of it."""
    rhythm = found.rhythm
    off = (f"{each.first} to {each.last}" for each in rhythm.off if each.last >= today and not each.is_endless)
    return {
        "name": found.name,
        "questions": "\n".join(found.questions),
        "days": ", ".join(map(str, sorted(rhythm.days))),
        "time": f"{rhythm.at:%H:%M}",
        "seen": found.seen,
        "every": str(rhythm.every),
        "open": _typed_length(found.open_for),
        "rotates": "yes" if found.rotates else "no",
        "zone": rhythm.zone,
        "off": "; ".join(off),
        "template": found.kind,
    }


def _typed_length(length: timedelta) -> str:
    for unit, name in ((DAY, "days"), (timedelta(hours=1), "hours")):
        if not length % unit:
            return f"{length // unit} {name}"
    return f"{length // timedelta(minutes=1)} minutes"


def as_changed(found: CheckIn, draft: Draft, now: datetime, open_until: datetime | None, ours: str) -> CheckIn:
    """A check-in that runs, as it would go on. Its next round comes after the one that is open has closed, and never on
    the day of one that it had. Weeks are counted on, or, where their number is another, from its last round. Answers
    are shown to no more people than before. ``ours`` is the community's zone."""
    rhythm, was = draft.rhythm, found.rhythm
    since = was.since if rhythm.every == was.every else found.last_day or rhythm.since
    endless = tuple(each for each in was.off if each.is_endless)
    rhythm = replace(rhythm, since=since, off=(*rhythm.off, *endless))
    after = now if open_until is None else max(now, open_until - timedelta(microseconds=1))
    return replace(
        found,
        name=draft.name,
        kind=draft.kind,
        questions=draft.questions,
        rotates=draft.rotates,
        seen=draft.seen if draft.seen in found.seen.no_looser() else found.seen,
        rhythm=rhythm,
        follows=found.follows if rhythm.zone == was.zone else rhythm.zone == ours,
        open_for=draft.open_for,
        pending=next_slot(rhythm, after, found.last_day),
    )


# --- reading ------------------------------------------------------------------------------------------------------

_TIME = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|a\.m\.|p\.m\.|uhr)?")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = frozenset(range(5))
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?: ?(?:to|until|–|-|bis) ?(\d{4}-\d{2}-\d{2}))?")


def read_days(typed: str, weekdays: Sequence[str]) -> frozenset[int]:
    """The weekdays in these words: numbers from 0 for Monday, names in English or the writer's language, or the
    beginnings of them; "weekdays" and "every day" too. Empty where a word is none of these."""
    words = typed.lower()
    if "weekdays" in words.split():
        return _WEEKDAYS
    if "daily" in words.split() or "every day" in words:
        return EVERY_DAY
    found = [_day(word.strip("."), weekdays) for word in re.split(r"[\s,;]+|\band\b", words) if word.strip(".")]
    return frozenset(day for day in found if day is not None) if None not in found else frozenset()


def _day(word: str, weekdays: Sequence[str]) -> int | None:
    if word in tuple("0123456"):
        return int(word)
    stem = word.removesuffix("s") if len(word) > 3 else word
    if len(stem) < 2:
        return None
    for names in (_ENGLISH, [name.lower() for name in weekdays]):
        meant = [number for number, name in enumerate(names) if name.startswith(stem)]
        if len(meant) == 1:
            return meant[0]
    return None


def read_time(typed: str) -> time | None:
    """A time of day: 9:00, 18.30, 9am. None where it is none."""
    found = _TIME.fullmatch(" ".join(typed.lower().split()))
    if found is None:
        return None
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), (found.group(3) or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_off(typed: str) -> tuple[Off, ...] | None:
    """Days off: 2026-12-20 to 2027-01-03; 2027-04-05. None where it can not be read."""
    found = []
    for part in items(typed):
        match = _RANGE.fullmatch(" ".join(part.lower().split()))
        try:
            first = date.fromisoformat(match.group(1)) if match else None
            last = date.fromisoformat(match.group(2) or match.group(1)) if match else None
        except ValueError:
            return None
        if first is None or last is None or last < first:
            return None
        found.append(Off(first, last))
    return tuple(found) if len(found) <= MOST_OFF else None


def _length(typed: str, now: datetime) -> timedelta | None:
    until = read_deadline(typed, now.replace(second=0, microsecond=0), "UTC", ("en",))
    if not isinstance(until, Deadline):
        return None
    length = until.at - now.replace(second=0, microsecond=0)
    return length if SHORTEST <= length <= LONGEST and length % timedelta(minutes=1) == 0 * DAY else None
