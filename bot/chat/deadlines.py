"""Deadlines as people write them. A time is understood rightly or asked again, and never quietly guessed.

ISO dates and short lengths are read here. For everything else the hour is taken out first, and only what is left, a
day, goes to dateparser, which reads days well and hours badly ("Freitag 18 Uhr" becomes last Sunday).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

USUAL_HOUR = time(18)
SOONEST = timedelta(minutes=5)
FURTHEST = timedelta(days=366)
LONGEST_PHRASE = 80
EXAMPLES = ("in 1 hour", "tomorrow 18:00", "friday 6pm", "in 3 days", "in a week", "in 2 weeks", "in a month")
"""Deadlines as they can be written."""


class Assumed(Enum):
    """What had to be filled in, and is told."""

    HOUR = "no time of day was named"
    GAP = "the clocks go forward then and the time does not exist"
    FOLD = "the clocks go back then and the time comes twice"


class Why(Enum):
    """Why a phrase could not be taken."""

    EMPTY = "nothing was written"
    NOT_UNDERSTOOD = "it could not be read"
    BARE_NUMBER = "a number alone"
    BARE_MONTH = "a month alone"
    DAY_OR_MONTH = "two readings of the same figures"
    NO_SUCH_DAY = "the day does not exist"
    PAST = "it has passed"
    TOO_SOON = "less than five minutes away"
    TOO_FAR = "more than a year away"


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant (UTC) that was understood, in the zone in which it was meant."""

    at: datetime
    zone: str
    assumed: frozenset[Assumed] = frozenset()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A phrase that could not be taken; with two ``readings`` (UTC) where it could mean either."""

    why: Why
    readings: tuple[datetime, ...] = ()


_LENGTH = re.compile(r"(?:in )?(\d{1,4}) ?(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]+(.+))?", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?:,? +(.+))?")
_NUMBER = re.compile(r"\d+\.?")

_AT = r"\b(?:at|um|à|a las|a la|às|alle|om|o|kl\.?|в|о|saat)\s+"
_CLOCK = (
    re.compile(rf"(?:{_AT})?\b(\d{{1,2}})[:.h](\d{{2}})\s*(am|pm|uhr|h)?(?![\d.:/])"),
    re.compile(rf"(?:{_AT})?\b(\d{{1,2}})()\s*(a\.?m\.?|p\.?m\.?|uhr|h|u)\b\.?"),
    re.compile(rf"{_AT}(\d{{1,2}})()()(?![\d.:/])"),
    re.compile(r"(\d{1,2})時(?:(\d{2})分)?()"),
)
_NOON = re.compile(r"\b(?:at )?(?:noon|midday)\b")
_TONIGHT = re.compile(r"\btonight\b|\bthis evening\b")


def read_deadline(words: str, now: datetime, zone: str, languages: Sequence[str]) -> Deadline | Unclear:
    """The deadline that these words name, seen from ``now`` (aware) in the zone, or why they name none.

    ``languages`` are tried in this order; a day without a time closes at 18:00, and says so.
    """
    phrase = " ".join(words.split()).lower().strip(" .!?")
    if not phrase:
        return Unclear(Why.EMPTY)
    if len(phrase) > LONGEST_PHRASE or not phrase.isprintable():
        return Unclear(Why.NOT_UNDERSTOOD)
    here = now.astimezone(ZoneInfo(zone))
    read = _length(phrase, here, zone) or _dated(phrase, zone) or _spoken(phrase, here, zone, languages)
    return _in_reach(read, now) if isinstance(read, Deadline) else read


def _in_reach(deadline: Deadline, now: datetime) -> Deadline | Unclear:
    ahead = deadline.at - now
    if ahead <= timedelta(0):
        return Unclear(Why.PAST)
    if ahead < SOONEST:
        return Unclear(Why.TOO_SOON)
    return deadline if ahead <= FURTHEST else Unclear(Why.TOO_FAR)


def _length(phrase: str, here: datetime, zone: str) -> Deadline | None:
    found = _LENGTH.fullmatch(phrase)
    if found is None:
        return None
    number, unit = int(found.group(1)), found.group(2)[0]
    if unit == "m":
        return Deadline(_full_minute(here) + timedelta(minutes=number), zone)
    if unit == "h":
        return Deadline(_full_minute(here) + timedelta(hours=number), zone)
    days = number * (7 if unit == "w" else 1)
    return _localised(_wall_minute(here, zone) + timedelta(days=min(days, 1000)), zone)


def _dated(phrase: str, zone: str) -> Deadline | Unclear | None:
    if found := _ISO.fullmatch(phrase):
        year, month, day, hour = found.groups()
        return _on(int(year), int(month), int(day), hour, zone)
    if found := _FIGURES.fullmatch(phrase):
        first, mark, second, year, hour = found.groups()
        if mark == ".":
            return _on(int(year), int(second), int(first), hour, zone)
        return _either(int(first), int(second), int(year), hour, zone)
    return None


def _either(first: int, second: int, year: int, hour: str | None, zone: str) -> Deadline | Unclear:
    readings = {_on(year, second, first, hour, zone), _on(year, first, second, hour, zone)}
    clear = [reading for reading in readings if isinstance(reading, Deadline)]
    if len(clear) == 2:
        return Unclear(Why.DAY_OR_MONTH, tuple(sorted(reading.at for reading in clear)))
    return clear[0] if clear else Unclear(Why.NO_SUCH_DAY)


def _on(year: int, month: int, day: int, hour: str | None, zone: str) -> Deadline | Unclear:
    try:
        on = date(year, month, day)
    except ValueError:
        return Unclear(Why.NO_SUCH_DAY)
    if hour is None:
        return _localised(datetime.combine(on, USUAL_HOUR), zone, Assumed.HOUR)
    rest, clock = _take_clock(hour, late=False)
    return _localised(datetime.combine(on, clock), zone) if clock and not rest else Unclear(Why.NOT_UNDERSTOOD)


def _spoken(phrase: str, here: datetime, zone: str, languages: Sequence[str]) -> Deadline | Unclear:
    if _NUMBER.fullmatch(phrase):
        return Unclear(Why.BARE_NUMBER)
    late = bool(_TONIGHT.search(phrase))
    day, clock = _take_clock(_TONIGHT.sub("today", phrase), late)
    if clock is None and re.search(rf"{_AT}\d", phrase):
        return Unclear(Why.NOT_UNDERSTOOD)
    if not day:
        return Unclear(Why.NOT_UNDERSTOOD) if clock is None else _today(clock, here, zone)
    found = _day(
        day, _wall_minute(here, zone), tuple(dict.fromkeys(tag.split("-")[0].split("_")[0] for tag in languages))
    )
    if isinstance(found, Unclear):
        return found
    if found.elapsed is not None:
        return Unclear(Why.NOT_UNDERSTOOD) if clock else Deadline(_full_minute(here) + found.elapsed, zone)
    if clock is None and found.hour is None:
        return _localised(datetime.combine(found.on, USUAL_HOUR), zone, Assumed.HOUR)
    return _localised(datetime.combine(found.on, clock or found.hour or USUAL_HOUR), zone)


def _today(clock: time, here: datetime, zone: str) -> Deadline | Unclear:
    return _localised(datetime.combine(here.date(), clock), zone)


def _take_clock(phrase: str, late: bool) -> tuple[str, time | None]:
    """What is left of the phrase without its time of day, and that time. ``late``: a small hour is of the evening."""
    if _NOON.search(phrase):
        return _left(_NOON.sub(" ", phrase)), time(12)
    for pattern in _CLOCK:
        found = pattern.search(phrase)
        if found is None:
            continue
        clock = _clock(int(found.group(1)), int(found.group(2) or 0), found.group(3) or "", late)
        if clock is not None:
            return _left(phrase[: found.start()] + " " + phrase[found.end() :]), clock
    return _left(phrase), None


def _left(phrase: str) -> str:
    return " ".join(phrase.replace(",", " ").split())


def _clock(hour: int, minute: int, half: str, late: bool) -> time | None:
    if half[:1] in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    elif late and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


@dataclass(frozen=True, slots=True)
class _Day:
    on: date
    hour: time | None = None
    elapsed: timedelta | None = None


def _day(phrase: str, here: datetime, languages: tuple[str, ...]) -> _Day | Unclear:
    """The day that dateparser finds in a phrase without a time of day. ``here`` is the local wall clock, naive.

    Asked twice, from two times of the same day: what moves along is counted from now, what stays is in the calendar.
    """
    later = here + (timedelta(minutes=37) if here.time() < time(23) else timedelta(minutes=-37))
    for language in _spoken_languages(languages):
        found, period = _parse(phrase, here, language)
        if found is None:
            continue
        again, _ = _parse(phrase, later, language)
        if period in ("month", "year") and (again is None or again - found != later - here):
            return Unclear(Why.BARE_MONTH)
        if again is None or not _one_day(phrase, found, here, language):
            continue
        if again - found == later - here:
            return _Day(found.date()) if found.time() == here.time() else _Day(found.date(), elapsed=found - here)
        if again == found:
            return _Day(found.date(), found.time() if found.time() != time(0) else None)
    return Unclear(Why.NOT_UNDERSTOOD)


def _one_day(phrase: str, found: datetime, here: datetime, language: str) -> bool:
    """Whether a weekday in the phrase and the date found agree: "friday 25" may be a Sunday to the library."""
    without_figures = " ".join(re.sub(r"\d+", " ", phrase).split())
    if without_figures in ("", phrase):
        return True
    weekday, period = _parse(without_figures, here, language)
    return weekday is None or period != "day" or weekday.weekday() == found.weekday()


@lru_cache(maxsize=64)
def _spoken_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    from dateparser.data.languages_info import language_order

    known = tuple(language for language in languages if language in language_order)
    return known if "en" in known else (*known, "en")


def _parse(phrase: str, base: datetime, language: str) -> tuple[datetime | None, str]:
    found = _parser(language, base).get_date_data(phrase)
    return found.date_obj, found.period


def _parser(language: str, base: datetime) -> Any:
    # Imported late: 55 ms and 14 MB that most answers never need.
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=[language],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": base,
            "RETURN_AS_TIMEZONE_AWARE": False,
            "SKIP_TOKENS": [],
        },
    )


def _full_minute(at: datetime) -> datetime:
    """The next full minute in UTC, so that a deadline never has seconds."""
    up = at.astimezone(UTC)
    return up if up.second == up.microsecond == 0 else (up + timedelta(minutes=1)).replace(second=0, microsecond=0)


def _wall_minute(here: datetime, zone: str) -> datetime:
    return _full_minute(here).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _localised(wall: datetime, zone: str, *assumed: Assumed) -> Deadline:
    """The instant of a wall-clock time. One that does not exist moves on by the gap; of two, the first is taken."""
    there = wall.replace(tzinfo=ZoneInfo(zone))
    at = there.astimezone(UTC)
    told = set(assumed)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        told.add(Assumed.GAP)
    elif there.utcoffset() != there.replace(fold=1).utcoffset():
        told.add(Assumed.FOLD)
    return Deadline(at, zone, frozenset(told))
