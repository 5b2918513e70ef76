"""When rounds come: days and an hour as the wall clock has them, and only then put into a zone. Pure.

Counting instants instead loses the days whose hour does not exist and doubles those whose hour comes twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import islice
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
EVERY_DAY = frozenset(range(7))
HORIZON = timedelta(days=5 * 366)
"""So far ahead a day is looked for; a rhythm that has none until then has none."""


class Shift(Enum):
    """What the change of the clocks does to a round."""

    GAP = "the hour does not exist that day, so it comes later by as much as the clocks go forward"
    FOLD = "the hour comes twice that day, and the first one counts"


@dataclass(frozen=True, slots=True)
class Off:
    """Days without a round, from the first to the last of them."""

    first: date
    last: date

    @property
    def is_endless(self) -> bool:
        """Whether it lasts until someone ends it."""
        return self.last == date.max

    def holds(self, day: date) -> bool:
        """Whether this day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Which days are meant, and at what time of the wall clock."""

    days: frozenset[int]
    """Weekdays, Monday being 0."""
    at: time
    every: int
    """1: each week; 2: every second week, counted from the week of ``since``, also across the turn of a year."""
    since: date
    zone: str
    off: tuple[Off, ...] = ()

    def means(self, day: date) -> bool:
        """Whether there is a round on this day."""
        return day.weekday() in self.days and self._weeks_off(day) == 0 and not any(o.holds(day) for o in self.off)

    def _weeks_off(self, day: date) -> int:
        return ((_monday(day) - _monday(self.since)) // WEEK) % self.every

    def days_from(self, first: date) -> Iterator[date]:
        """The days that are meant, from this one on."""
        day, end = first, first + HORIZON
        while day < end:
            if weeks := self._weeks_off(day):
                day = _monday(day) + (self.every - weeks) * WEEK
                continue
            if self.means(day):
                yield day
            day += DAY


@dataclass(frozen=True, slots=True)
class Slot:
    """One round that is meant: its day, and the instant (UTC) at which it comes."""

    day: date
    at: datetime
    shift: Shift | None = None


def placed(day: date, at: time, zone: str) -> Slot:
    """That time of that day in the zone. One that does not exist moves forward; of one that comes twice, the first."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    instant = wall.astimezone(UTC)
    if instant.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return Slot(day, instant, Shift.GAP)
    twice = wall.replace(fold=1).utcoffset() != wall.utcoffset()
    return Slot(day, instant, Shift.FOLD if twice else None)


def coming(rhythm: Rhythm, after: datetime, last: date | None = None) -> Iterator[Slot]:
    """The rounds later than an instant, and of days later than ``last``, the one that had a round already."""
    # Two days back: an hour that does not exist may fall on the day after, and a zone can skip a whole day.
    first = after.astimezone(ZoneInfo(rhythm.zone)).date() - 2 * DAY
    if last is not None:
        first = max(first, last + DAY)
    for day in rhythm.days_from(first):
        slot = placed(day, rhythm.at, rhythm.zone)
        if slot.at > after:
            after = slot.at
            yield slot


def next_slot(rhythm: Rhythm, after: datetime, last: date | None = None) -> Slot | None:
    """The first of them; None when there is none in sight."""
    return next(coming(rhythm, after, last), None)


def next_three(rhythm: Rhythm, after: datetime, last: date | None = None) -> tuple[Slot, ...]:
    """The first three of them."""
    return tuple(islice(coming(rhythm, after, last), 3))


def overdue(rhythm: Rhythm, first: date, now: datetime) -> list[Slot]:
    """The rounds from this day on whose time has come, the oldest first."""
    found: list[Slot] = []
    for day in rhythm.days_from(first):
        slot = placed(day, rhythm.at, rhythm.zone)
        if slot.at > now:
            break
        if not found or slot.at > found[-1].at:
            found.append(slot)
    return found


def moved(rhythm: Rhythm, pending: date, now: datetime) -> Slot:
    """When the round of a day comes once the zone is another one: at its hour there, or at once where that has passed.

    The day keeps its one round, so that a change of the zone neither doubles one nor loses one.
    """
    slot = placed(pending, rhythm.at, rhythm.zone)
    return slot if slot.at > now else Slot(pending, now)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY
