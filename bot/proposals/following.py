"""What follows a decision: who does what by when, and when the group looks again. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.ids import PersonId
from bot.proposals.decided import Decided, Stand, latest
from bot.proposals.deciding import Stance
from bot.proposals.model import ProposalCard

MOST_STEP = 300
MOST_STEPS = 40
ASKED_FIRST = timedelta(days=3)
"""How long those who objected have for saying what came of it, before the group is asked."""
NOTICE = timedelta(days=7)
"""How long before its end a trial says that it ends."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is to be done. Nobody owns it but by having taken it."""

    id: str
    words: str
    owner: PersonId | None
    due_at: datetime | None
    asked: bool
    """Whether its day has come: then its date is not shown any more, so that nobody can be seen to be late."""
    done: bool


class Verdict(StrEnum):
    """What the group says when it looks again."""

    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"


class ReviewState(StrEnum):
    """How far a review is."""

    WAITING = "waiting"
    ASKING = "asking"
    """Those who objected or were worried are asked first."""
    OPEN = "open"
    ENDED = "ended"


class Came(StrEnum):
    """What those who objected or were worried say came of it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Feared:
    """An objection, a reservation or a concern, and what whoever raised it says came of it."""

    id: str
    words: str
    by: PersonId | None
    """Who raised it, only where they want that to be seen."""
    came: Came | None
    asks_all: bool = False
    """Whether nobody knows whose words these are, so that everyone is asked what came of them."""
    seen: tuple[int, int, int] = (0, 0, 0)
    """How many of those say that it happened, in part, and that it did not."""

    @property
    def agreed(self) -> Came | None:
        """What most of everyone say; None where two are level or nobody says anything."""
        top = max(self.seen)
        if not top or self.seen.count(top) > 1:
            return None
        return (Came.YES, Came.PARTLY, Came.NO)[self.seen.index(top)]


@dataclass(frozen=True, slots=True)
class Review:
    """One time that the group looks again at what was decided."""

    id: str
    number: int
    trial: bool
    """Whether what was decided ends by itself with it, unless it is kept."""
    asks_at: datetime
    opens_at: datetime
    ends_at: datetime
    state: ReviewState
    verdict: Verdict | None
    """None while it is not over; and after it, where it was level or nobody answered."""
    feared: tuple[Feared, ...]
    answers: tuple[int, int, int]
    """How many say keep, change and stop."""

    @property
    def lapsed(self) -> bool:
        """Whether a trial ended here."""
        return self.state is ReviewState.ENDED and self.trial and self.verdict is not Verdict.KEEP

    @property
    def ended_it(self) -> bool:
        """Whether what was decided holds no longer since this review."""
        return self.lapsed or (self.state is ReviewState.ENDED and self.verdict is Verdict.STOP)


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that is kept of a proposal."""

    card: ProposalCard
    stands: tuple[Stand, ...]
    decisions: tuple[Decided, ...]
    """The outcome of each round, the first one first."""
    steps: tuple[Step, ...]
    review: Review | None
    """The newest."""
    apart: tuple[Stand, ...] = ()
    """What was said in the rounds of a secret proposal, from its boxes: words without anyone."""

    def said(self, until: int | None = None) -> tuple[Stand, ...]:
        """What is said as it stands, or as it stood when the round ``until`` was over."""
        return (*latest(self.stands, until), *(each for each in self.apart if until is None or each.round <= until))

    @property
    def decided(self) -> Decided | None:
        """The newest decision."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class DecidedWords:
    """The words of the ways that go ahead, for whatever follows from them by itself."""

    words: tuple[str, ...]
    proposer: PersonId
    at: datetime
    ended: bool
    """Whether the group has stopped it since, or the trial of it has ended."""


@dataclass(frozen=True, slots=True)
class Times:
    """When those who objected are asked, when the group is, and until when."""

    asks_at: datetime
    opens_at: datetime
    ends_at: datetime


def review_times(decided_at: datetime, again_at: datetime, answering: timedelta) -> Times:
    """A review begins at its time."""
    opens_at = again_at + min(ASKED_FIRST, (again_at - decided_at) / 4)
    return Times(again_at, opens_at, opens_at + answering)


def trial_times(decided_at: datetime, ends_at: datetime) -> Times:
    """A trial ends at its time: a week before the group is asked, or halfway where it is shorter than two."""
    length = ends_at - decided_at
    opens_at = ends_at - min(NOTICE, length / 2)
    return Times(opens_at - min(ASKED_FIRST, length / 4), opens_at, ends_at)


def verdict(answers: Iterable[Verdict]) -> Verdict | None:
    """What most say; None where two are level or nobody says anything: then nothing is changed by it."""
    ranked = Counter(answers).most_common()
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def feared_of(card: ProposalCard, stands: Sequence[Stand]) -> list[tuple[str, PersonId, str]]:
    """What is asked about first, by its id, with who said it: objections, reservations and concerns, word for word."""
    said = [each for each in stands if each.words and each.said_as in (Stance.OBJECT, Stance.RESERVED)]
    said.sort(key=lambda each: (each.said_as is not Stance.OBJECT, each.id))
    raised = [(each.id, each.person, each.words) for each in card.concerns if each.met_at is None]
    return [*((each.id, each.person, each.words) for each in said), *raised]
