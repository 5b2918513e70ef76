"""What a check-in is: its questions, its rhythm, one round of it, and what was said. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.checkins.recurrence import Rhythm, Slot

MOST_NAME = 60
MOST_QUESTION = 150
MOST_QUESTIONS = 5
"""In one round: as many as a form holds."""
MOST_ROTATING = 20
MOST_ANSWER = 1000
MOST_CHOICES = 9
"""With "I leave this open" they fit a choice of ten."""

GRACE = timedelta(hours=12)
"""So late a round is still opened; later, it is left out, and that is told."""

PUNCTUAL = timedelta(minutes=5)
"""A round that comes this much after its time is not called late."""

REMINDED_AFTER = 0.75
"""Of a round's time, for those who want to be reminded."""


class Seen(StrEnum):
    """How answers are shown."""

    NAMED = "named"
    UNNAMED = "unnamed"
    PRIVATE = "private"

    def no_looser(self) -> tuple["Seen", ...]:
        """Those that show no more of anyone than this one."""
        order = tuple(Seen)
        return order[order.index(self) :]


class Kind(StrEnum):
    """What a check-in is for, where the bot makes more of its answers than showing them."""

    PLAIN = "plain"
    ROOM = "room"
    """What people have room for; those with none or little are asked for nothing until the next round."""
    TOGETHER = "together"
    """How the group works together; shown over its rounds."""


LITTLE_ROOM = 2
"""The first two choices of a check-in about room: nothing, and a little."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; with ``choices``, one of them is the answer, otherwise words are."""

    words: str
    choices: tuple[str, ...] = ()


_CHOICES = re.compile(r"(.*\S)\s*\(([^()]*/[^()]*)\)")


def question_of(line: str) -> Question:
    """A question as people write it; its choices stand in brackets at the end: ``(nothing / a little / plenty)``."""
    found = _CHOICES.fullmatch(line)
    if found is None:
        return Question(line)
    choices = tuple(dict.fromkeys(part.strip() for part in found.group(2).split("/") if part.strip()))
    return Question(found.group(1), choices) if 2 <= len(choices) <= MOST_CHOICES else Question(line)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A prompt that comes back."""

    id: str
    community: CommunityId
    place: PlaceId
    maker: PersonId
    name: str
    kind: Kind
    questions: tuple[str, ...]
    """As they were written, one a line."""
    rotates: bool
    """Whether each round asks one of them, in turn."""
    seen: Seen
    rhythm: Rhythm
    follows: bool
    """Whether it goes by the community's zone, and moves with it."""
    open_for: timedelta
    ended: bool
    asked: int
    """Rounds that were posted."""
    missed: int
    """Rounds that did not take place since the last one, because the bot was not running."""
    last_day: date | None
    """The day of the last round that is settled."""
    pending: Slot | None
    """The round that comes next."""

    def asked_now(self) -> tuple[Question, ...]:
        """What the next round asks."""
        chosen = [self.questions[self.asked % len(self.questions)]] if self.rotates else self.questions
        return tuple(map(question_of, chosen))


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a check-in was posted."""

    id: str
    checkin: str
    community: CommunityId
    place: PlaceId
    name: str
    kind: Kind
    seen: Seen
    maker: PersonId
    questions: tuple[Question, ...]
    day: date
    due_at: datetime
    opened_at: datetime
    closes_at: datetime
    missed: int
    closed: bool

    def takes_answers(self, at: datetime) -> bool:
        """Whether it is open at that instant: the clock says so, and nothing else."""
        return not self.closed and at < self.closes_at

    def has_plenty(self, said: Sequence[str]) -> bool:
        """Whether this answer to a round about room says that there is plenty."""
        return self.kind is Kind.ROOM and bool(said) and said[0] == self.questions[0].choices[-1]

    @property
    def late(self) -> timedelta:
        """How long after its time it came."""
        return self.opened_at - self.due_at

    def reminds_at(self) -> datetime:
        """When those who want that are reminded."""
        return self.opened_at + (self.closes_at - self.opened_at) * REMINDED_AFTER


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown of one question's answers without names when a round closed; ``counts`` or ``words``."""

    round: str
    number: int
    """Which of the round's questions, counted from 0."""
    asked: Question
    counts: tuple[int, ...]
    words: tuple[str, ...]
    sums: tuple[int, ...]
    """What can tell whether a few people differ; see ``thresholds.sketch``."""
    day: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What someone said in a round, named or in their own journal: a line for each question, empty where left open."""

    id: str
    person: PersonId
    said: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round with what its card needs."""

    round: Round
    signposts: str
    shown: tuple[Shown, ...]
    before: tuple[Shown, ...]
    """What was shown of the rounds before it in the same place, the oldest first."""
    promised: Seen
    """How answers to the round before it were shown; its own where it is the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer with the round it belongs to, as it stands in a thread or in a journal."""

    round: Round
    answer: Answer


@dataclass(frozen=True, slots=True)
class Company:
    """Someone would like company, until an instant at which it is forgotten."""

    id: str
    community: CommunityId
    asker: PersonId
    until: datetime


@dataclass(frozen=True, slots=True)
class AskedToKeep:
    """Two who kept each other company are asked whether they want that kept, until it is forgotten."""

    id: str
    community: CommunityId
    asker: PersonId
    companion: PersonId
    until: datetime
    asker_keeps: bool
    companion_keeps: bool

    def is_between(self, person: PersonId) -> bool:
        """Whether this is one of the two."""
        return person in (self.asker, self.companion)

    def other(self, person: PersonId) -> PersonId:
        """The other of the two."""
        return self.companion if person == self.asker else self.asker

    def wanted_by_another(self, person: PersonId) -> bool:
        """Whether the other of the two wants it kept."""
        return self.companion_keeps if person == self.asker else self.asker_keeps


@dataclass(frozen=True, slots=True)
class KeptCompany:
    """Company that both wanted to keep, as one of them finds it."""

    id: str
    other: PersonId
    day: date


def same_question(found: Sequence[Shown], asked: Question) -> list[Shown]:
    """Those that asked the same."""
    return [shown for shown in found if shown.asked == asked]
