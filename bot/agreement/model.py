"""The agreement, version by version. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.text import clean, one_line
from bot.chat.typed import PLACE, Missing, NoPlace, TooLong
from bot.power import MOST_WHY

MOST_TEXT = 2000
"""Characters: as many as a way of a proposal holds, which is how the text changes."""


@dataclass(frozen=True, slots=True)
class Version:
    """The text at one time, and how it came to be."""

    id: str
    community: CommunityId
    number: int
    text: str
    person: PersonId
    """Who put it there, or proposed it."""
    why: str
    proposal: str | None
    """The proposal by which the group decided it; None when a keeper changed it."""
    place: PlaceId
    """Where the group reads of changes and is asked to look at it again."""
    at: datetime
    review_at: datetime | None
    returns: bool = False
    """Whether this is what held before the version that was there last, which the group did not keep. Its text is
    empty where nothing had held before that one."""


@dataclass(frozen=True, slots=True)
class Change:
    """A version and the text that it took the place of; empty where it was the first."""

    version: Version
    before: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A time that can not be read, or one that has passed."""


@dataclass(frozen=True, slots=True)
class Same:
    """It says what it said before."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Someone else has changed it meanwhile: this ``number`` holds now."""

    number: int


Flaw = NoPlace | Missing | TooLong | Unread | Same | Overtaken


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it would hold from now on."""

    text: str
    why: str
    review_at: datetime | None


def read_draft(
    typed: Mapping[str, str], now: datetime, zone: str, languages: Sequence[str], newest: Version | None, base: int
) -> Draft | dict[str, Flaw]:
    """What was typed over version ``base`` (0: over none), or what stands in its way by key."""
    flaws: dict[str, Flaw] = {}
    text, why, when = clean(typed.get("text", "")), clean(typed.get("why", "")), one_line(typed.get("review", ""))
    for key, said, most in (("text", text, MOST_TEXT), ("why", why, MOST_WHY)):
        if not said:
            flaws[key] = Missing()
        elif len(said) > most:
            flaws[key] = TooLong(most)
    review = read_deadline(when, now, zone, languages) if when else None
    if review is not None and not isinstance(review, Deadline):
        flaws["review"] = Unread()
    if typed.get(PLACE) == "":
        flaws[PLACE] = NoPlace()
    if newest is not None and newest.number != base:
        flaws["text"] = Overtaken(newest.number)
    elif newest is not None and newest.text == text:
        flaws["text"] = Same()
    return flaws or Draft(text, why, review.at if isinstance(review, Deadline) else None)
