"""What can be set, in sections of a form's size, and what is wrong with what was typed. Pure."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import clean, one_line
from bot.chat.typed import NotANumber, TooLong
from bot.power import MOST_WHY
from bot.settings import Name, Part

MOST_SIGNPOSTS = 600
MOST_LEAST = 100_000

SECTIONS: Mapping[str, tuple[Name, ...]] = {
    "channels": (Name.PLACE_PROPOSALS, Name.PLACE_DECISIONS, Name.PLACE_THANKS, Name.PLACE_CHECKINS),
    "polls": (Name.POLL_CLOSES, Name.POLL_SEEN, Name.POLL_TOTALS, Name.POLL_LEAST),
    "proposals": (Name.RULE, Name.PROPOSAL_SEEN, Name.PROPOSAL_LEAST, Name.REVIEW),
    "times": (Name.SHAPING, Name.DECIDING),
    "language": (Name.LANGUAGE, Name.ZONE),
    "signposts": (Name.SIGNPOSTS,),
    "parts": (Name.OFF, Name.UNTHANKED),
}

OFFERED: Mapping[Name, tuple[str, ...]] = {
    Name.POLL_SEEN: ("unnamed", "named", "secret"),
    Name.PROPOSAL_SEEN: ("unnamed", "named", "secret"),
    Name.POLL_TOTALS: ("closed", "answered", "always"),
    Name.UNTHANKED: ("no", "yes"),
    Name.RULE: ("consent", "affected", "majority", "two_thirds", "side_by_side"),
}

LENGTHS = (Name.POLL_CLOSES, Name.SHAPING, Name.DECIDING, Name.REVIEW)
NUMBERS = (Name.POLL_LEAST, Name.PROPOSAL_LEAST)
SWITCHED = (Part.POLLS, Part.PROPOSALS, Part.THANKS, Part.CHECKINS)


@dataclass(frozen=True, slots=True)
class NotALength:
    """A length of time is needed."""

    words: str


@dataclass(frozen=True, slots=True)
class NotAZone:
    """No zone has this name; ``near`` are names that look alike."""

    words: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoReason:
    """A change is made with a reason that everyone can read."""


Flaw = NotALength | NotANumber | NotAZone | TooLong | NoReason


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be set, and why."""

    values: Mapping[Name, str]
    why: str


Missing = Mapping[PlaceId, tuple[str, ...] | None]
"""What is missing in each channel; None: the channel is not there."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A check-in's next round."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the channels found."""

    at: datetime
    missing: Missing
    remedies: bool = False
    """Whether it is said as what to do, rather than as permissions to give."""


def read_change(section: str, typed: Mapping[str, str], now: datetime) -> Change | dict[str, Flaw]:
    """The change that was typed into a section's form, or what is wrong with it by key."""
    flaws: dict[str, Flaw] = {}
    values = {name: _value(name, typed[name.value], now, flaws) for name in SECTIONS[section] if name.value in typed}
    why = clean(typed.get("why", ""))
    if not why:
        flaws["why"] = NoReason()
    elif len(why) > MOST_WHY:
        flaws["why"] = TooLong(MOST_WHY)
    return flaws or Change(values, why)


def _value(name: Name, typed: str, now: datetime, flaws: dict[str, Flaw]) -> str:
    words = clean(typed) if name is Name.SIGNPOSTS else one_line(typed)
    flaw = _flaw(name, words, now)
    if flaw is not None:
        flaws[name.value] = flaw
    if name is Name.OFF:
        on = set(words.split())
        return " ".join(part.value for part in SWITCHED if part.value not in on)
    return words


def _flaw(name: Name, words: str, now: datetime) -> Flaw | None:
    if name in LENGTHS and not isinstance(read_deadline(words, now, "UTC", ("en",)), Deadline):
        return NotALength(words)
    if name in NUMBERS and not (words.isascii() and words.isdigit() and int(words) <= MOST_LEAST):
        return NotANumber(words)
    if name is Name.ZONE and words not in available_timezones():
        return NotAZone(words, near_zones(words))
    if name is Name.SIGNPOSTS and len(words) > MOST_SIGNPOSTS:
        return TooLong(MOST_SIGNPOSTS)
    return None


def near_zones(words: str) -> tuple[str, ...]:
    """Names of zones that look like this one, or hold the city that was typed; at most three."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    city = words.replace(" ", "_").lower()
    holding = [name for name in names if city and city in name.lower()]
    return tuple((holding or difflib.get_close_matches(words, names, 3, 0.6))[:3])


SUGGESTED = "setup.suggestion"
"""The kind of draft that a message to the keepers is kept as: for as long as drafts are."""
MOST_SUGGESTED = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to the set-up that a member has suggested to the keepers."""

    by: PersonId
    name: Name
    words: str
