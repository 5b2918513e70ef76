"""What a proposal is, and its times, decided by the clock. Nothing here reads a clock or a store."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.ids import CommunityId, PersonId, PlaceId, ProposalId
from bot.proposals.deciding import Rule

MOST_TITLE = 120
MOST_WORDS = 3000
"""Characters of one way of doing it."""
MOST_WHY = 1000
MOST_SAID = 500
"""Characters of a concern, a risk, or why a change is suggested."""
MOST_AFFECTED = 300
MOST_PLAN = 200
MOST_OTHERS = 5
"""Other ways that the form takes; more can be added once it is posted."""

WINDOW = timedelta(hours=24)
"""How long anyone has to say that they would rather not have a suggested change; at most a third of the shaping."""
EXTRA = timedelta(days=1)
"""By how much shaping or deciding is extended; less where the shaping itself is shorter."""
SMALL = 3
"""Numbers below this are not told apart where names are not shown, so that nobody can be picked out."""
ASKERS = 3
SMALL_GROUP = 6
"""Below this many people, one asker fewer is enough."""


class Phase(StrEnum):
    """What can be done with a proposal at an instant."""

    SHAPING = "shaping"
    DECIDING = "deciding"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Course:
    """When a proposal is shaped and decided (UTC), with what may extend it; locked at the start."""

    opened_at: datetime
    """When this round of shaping began."""
    shaped_until: datetime
    decided_until: datetime
    extra: timedelta
    """The stated amount by which shaping or deciding is extended, each once at most."""
    askers: int
    """So many people who need more time extend the shaping."""
    shaping_extended: bool = False
    deciding_extended: bool = False

    def phase(self, at: datetime) -> Phase:
        """The phase at this instant. An end belongs to what comes after it."""
        if at < self.shaped_until:
            return Phase.SHAPING
        return Phase.DECIDING if at < self.decided_until else Phase.ENDED

    @property
    def window(self) -> timedelta:
        """How long a suggested change waits for anyone who would rather not have it."""
        return min(WINDOW, (self.shaped_until - self.opened_at) / 3)

    def anew(self, at: datetime) -> "Course":
        """The course of one more round that begins at this instant, as long as this one was meant to be."""
        shaping = self.shaped_until - self.opened_at - (self.extra if self.shaping_extended else timedelta(0))
        deciding = self.decided_until - self.shaped_until - (self.extra if self.deciding_extended else timedelta(0))
        return Course(at, at + shaping, at + shaping + deciding, self.extra, self.askers)

    def asked_for_time(self, asking: int, at: datetime) -> "Course":
        """The course once so many people need more time: shaping and all after it move once, if enough ask in time."""
        if self.shaping_extended or asking < self.askers or self.phase(at) is not Phase.SHAPING:
            return self
        later = (self.shaped_until + self.extra, self.decided_until + self.extra)
        return replace(self, shaped_until=later[0], decided_until=later[1], shaping_extended=True)

    def objected(self, at: datetime) -> "Course":
        """The course once someone objects: in the last tenth of deciding it extends once, so that it can be heard."""
        late = 10 * (at - self.shaped_until) >= 9 * (self.decided_until - self.shaped_until)
        if self.deciding_extended or not late or self.phase(at) is not Phase.DECIDING:
            return self
        return replace(self, decided_until=self.decided_until + self.extra, deciding_extended=True)


class State(StrEnum):
    """What has been done with a proposal. What can be done just now is asked of the clock as well: ``phase``."""

    SHAPING = "shaping"
    DECIDING = "deciding"
    COUNTING = "counting"
    """Nobody can take a stance any more, and the outcome is being worked out."""
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class SeenAs(StrEnum):
    """How those who take a stance are seen."""

    UNNAMED = "unnamed"
    NAMED = "named"
    SECRET = "secret"  # noqa: S105 not a password, a way of deciding


class Origin(StrEnum):
    """Where a way comes from."""

    PROPOSED = "proposed"
    SUGGESTED = "suggested"
    """A change that someone would rather not have had in the words."""
    ADDED = "added"
    MERGED = "merged"
    """Another proposal that asked the same."""


class Fate(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    FOLDED = "folded"
    ANOTHER_WAY = "another way"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens next, in the proposer's words, written before anyone takes a stance and locked."""

    ahead: str = ""
    not_now: str = ""
    too_few: str = ""

    def __bool__(self) -> bool:
        return any((self.ahead, self.not_now, self.too_few))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a proposal left the course without a decision."""

    at: datetime
    by: PersonId | None
    why: str = ""
    part_of: ProposalId | None = None
    """The proposal that it became part of."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that the group could do, with everything that was settled when it was posted."""

    id: ProposalId
    community: CommunityId
    place: PlaceId
    proposer: PersonId
    carrier: PersonId | None
    """Who may withdraw it or agree to put it together with another; None once it was passed on."""
    title: str
    why: str
    affected: str
    """Whom it affects most, in the proposer's words."""
    source: str
    """Where it began (``https``), if that was a message."""
    rule: Rule
    least: int
    seen_as: SeenAs
    plan: Plan
    review: timedelta | None
    """How long after the decision the group looks again."""
    trial: timedelta | None
    """How long after the decision it ends by itself unless renewed; None where it is no trial."""
    round: int
    """How often it has been shaped, from 1."""
    course: Course
    state: State
    audience: int | None
    """How many could see it when it was posted, where the chat tells."""
    ending: Ending | None = None
    follows: str = ""
    """What comes due when it goes ahead, if something does: the kind of a due row, with the proposal as its subject."""

    @property
    def is_secret(self) -> bool:
        """Whether nobody may ever find out who said what."""
        return self.seen_as is SeenAs.SECRET

    @property
    def key(self) -> str:
        """The name of the key under which stances of this round lie, where it is secret."""
        return key_of(self.id, self.round)

    def phase(self, at: datetime) -> Phase:
        """What can be done at this instant. The clock decides, whatever any job has done so far."""
        if self.state in (State.SHAPING, State.DECIDING):
            return self.course.phase(at)
        return Phase.ENDED

    def is_shaped(self, at: datetime) -> bool:
        """Whether its words can still change at this instant."""
        return self.state is State.SHAPING and self.phase(at) is Phase.SHAPING


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Something in someone's words."""

    words: str
    person: PersonId
    named: bool

    @property
    def by(self) -> PersonId | None:
        """Who said it, only where they want that to be seen. Cards show nobody else."""
        return self.person if self.named else None


@dataclass(frozen=True, slots=True)
class Version(_Spoken):
    """The words of a way at one time; every one is kept."""

    number: int
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """One way of doing it. ``position`` counts from 1, never changes and is never given again."""

    id: str
    position: int
    origin: Origin
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        """The version that holds."""
        return self.versions[-1]

    @property
    def words(self) -> str:
        """Its words as they stand."""
        return self.newest.words


@dataclass(frozen=True, slots=True)
class Suggestion(_Spoken):
    """Other words for a way. They are folded in at ``until`` unless someone would rather not."""

    id: str
    way: int
    base: int
    """The version that they change."""
    why: str
    at: datetime
    until: datetime
    fate: Fate
    settled_at: datetime | None
    became: int | None
    """The version that it became part of, or the way that it became."""


@dataclass(frozen=True, slots=True)
class Concern(_Spoken):
    """A worry. Only the one who raised it can say that it is met."""

    id: str
    at: datetime
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class Risk(_Spoken):
    """What could go wrong, or who might lose out."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """All that a proposal's card can show to everyone."""

    proposal: Proposal
    ways: tuple[Way, ...]
    suggestions: tuple[Suggestion, ...]
    concerns: tuple[Concern, ...]
    risks: tuple[Risk, ...]
    affected: frozenset[PersonId]
    """Who said that it affects them. Shown as a number."""
    helping: Mapping[int, frozenset[PersonId]]
    """Who offered to help with which way. Shown as a number until they take a step."""
    asking: int
    """How many need more time."""
    joined: str = ""
    """What the proposal is called that this one became part of."""

    @property
    def open_suggestions(self) -> tuple[Suggestion, ...]:
        """Those that wait for their time."""
        return tuple(each for each in self.suggestions if each.fate is Fate.OPEN)

    def way(self, position: int) -> Way | None:
        """The way in this position."""
        return next((way for way in self.ways if way.position == position), None)

    @property
    def open_concerns(self) -> tuple[Concern, ...]:
        """Those that have not been met."""
        return tuple(each for each in self.concerns if each.met_at is None)


@dataclass(frozen=True, slots=True)
class Together:
    """A question to whoever carries ``other``: could ``one`` become part of it?"""

    id: str
    one: Proposal
    other: Proposal
    person: PersonId
    agreed: bool | None
    """None: not answered."""


def key_of(proposal: ProposalId, round_: int) -> str:
    """The name of the key of a round: each has its own, so that nothing of one can be told from the next."""
    return f"{proposal}-{round_}"


def title_of(words: str) -> str:
    """What a proposal is called: the first line of its words, cut at a word where it is long."""
    line = words.strip().split("\n", 1)[0].strip()
    if len(line) <= MOST_TITLE:
        return line
    return line[: MOST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def least_for(seen_as: SeenAs, least: int) -> int:
    """How many must take part: where stances are secret, never so few that their number would tell who said what."""
    return max(least, SMALL) if seen_as is SeenAs.SECRET else least


def askers_for(audience: int | None) -> int:
    """How many must need more time for the shaping to be extended."""
    return ASKERS if audience is None or audience >= SMALL_GROUP else ASKERS - 1


def taken_further(card: ProposalCard) -> bool:
    """Whether others have made it more than what was put there: then it is nobody's alone to withdraw."""
    own = {card.proposal.proposer, card.proposal.carrier}
    words = any(version.person not in own for way in card.ways for version in way.versions)
    changes = any(each.person not in own and each.fate is not Fate.WITHDRAWN for each in card.suggestions)
    return words or changes or any(people - own for people in card.helping.values())
