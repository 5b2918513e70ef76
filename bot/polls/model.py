"""What a poll is, and its rules as pure functions. Nothing here reads a clock or a store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.ids import CommunityId, PersonId, PlaceId, PollId
from bot.polls.counting import Choice, Count, Kind, Margin, Tie

MOST_OPTIONS = 25
MOST_QUESTION = 300
MOST_OPTION = 75
MOST_MEANING = 150
MOST_WHY = 500
MOST_REASON = 500
MOST_PLAN = 200

ABOUT_ALL = -1
"""What a reason in a secret poll speaks for when it names no option."""

SMALL = 3
"""Counts below this are not broken down in an unnamed poll, so that nobody can be picked out."""

ADDING = 0.75
"""The share of a poll's time in which others may add options."""

HEARING_LEAST, HEARING_MOST = timedelta(minutes=10), timedelta(days=1)

PUNCTUAL = timedelta(minutes=1)
"""A closing later than this is told as late."""


ORDERED = (Kind.RANK, Kind.ELECT)
POINTED = (Kind.SCORE, Kind.TIME)
MANY = (Kind.SEVERAL, Kind.ELECT)
"""Kinds that choose several."""

SUMMED = (Kind.ONE, Kind.RANK, Kind.ELECT)
"""Kinds in which each ballot is in the number of one option, so that the numbers add up to the ballots."""


class SeenAs(StrEnum):
    """How those who answer are seen."""

    NAMED = "named"
    UNNAMED = "unnamed"
    SECRET = "secret"  # noqa: S105 not a password, a way of voting


class Totals(StrEnum):
    """When the numbers can be seen."""

    CLOSED = "closed"
    ANSWERED = "answered"
    ALWAYS = "always"


class State(StrEnum):
    """Where a poll stands. Whether it still takes answers is asked of the clock, not of this."""

    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen; its position never changes and is never given again."""

    position: int
    words: str
    added_by: PersonId | None = None
    at: datetime | None = None
    """When it would be, in a poll that finds a time; ``words`` name it in the zone of whoever added it."""
    meaning: str = ""
    """What choosing it means, where whoever put it up said so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens next, in the asker's words, written before anyone answers and locked."""

    decided: str = ""
    tied: str = ""
    too_few: str = ""
    review: str = ""

    def __bool__(self) -> bool:
        return any((self.decided, self.tied, self.too_few, self.review))


@dataclass(frozen=True, slots=True)
class Result:
    """A count, frozen at closing. It is never computed again to be shown."""

    count: Count
    margin: Margin | None
    void: bool = False
    """Whether it is none: the key that kept a secret poll secret was lost, so who has answered could not be told."""

    @property
    def winners(self) -> tuple[int, ...]:
        """What is settled; empty when nothing is."""
        return self.count.winners

    @property
    def tied(self) -> tuple[Tie, ...]:
        """The ties for the places that are not settled."""
        return self.count.tied

    @property
    def counts(self) -> tuple[int, ...]:
        """The number that each option has, by position from 1."""
        return self.count.counts

    @property
    def ballots(self) -> int:
        """How many hold something."""
        return self.count.ballots

    @property
    def blank(self) -> int:
        """How many said "not for me"."""
        return self.count.blank

    @property
    def took_part(self) -> int:
        """Everybody who answered, "not for me" included."""
        return self.ballots + self.blank


@dataclass(frozen=True, slots=True)
class Ending:
    """How a poll was closed."""

    at: datetime
    by: PersonId | None = None
    """Who closed it early, if anyone did."""
    why: str = ""
    late: timedelta | None = None
    """How long after its deadline it was closed, when that is worth telling."""


class Did(StrEnum):
    """How someone used power over a poll that was open."""

    TIGHTENED = "tightened"
    HEARD = "heard"


@dataclass(frozen=True, slots=True)
class Trace:
    """One use of power over a poll, as everyone reads it on its card."""

    did: Did
    at: datetime
    by: PersonId
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Poll:
    """A question put to a group, with everything that was settled when it was asked."""

    id: PollId
    community: CommunityId
    place: PlaceId
    asker: PersonId
    question: str
    why: str
    kind: Kind
    pick: int
    seen_as: SeenAs
    totals: Totals
    open_options: bool
    least: int
    """The smallest number of answers for the result to hold."""
    plan: Plan
    opened_at: datetime
    closes_at: datetime
    state: State
    audience: int | None
    """How many could see it: when it was asked while it is open, when it closed afterwards."""
    options: tuple[Option, ...]
    ending: Ending | None = None
    result: Result | None = None
    hearing: timedelta = timedelta(0)
    """For how long it stays open, at least, once someone has asked to be heard; settled when it was asked. Zero: polls
    from before there was such a right."""
    heard_at: datetime | None = None
    """When someone asked to be heard. That can be done once."""
    moved_from: datetime | None = None
    """When it was to close before that moved it."""
    quiet_at: datetime | None = None
    """When the quiet round of a secret poll began, in which its card asks everyone alike."""

    @property
    def heard_until(self) -> datetime | None:
        """Until when it can not be closed, because someone has asked to be heard."""
        return self.heard_at + self.hearing if self.heard_at is not None else None

    def can_be_heard(self, at: datetime) -> bool:
        """Whether someone may ask to be heard at this instant."""
        return bool(self.hearing) and self.heard_at is None and self.takes_answers(at)

    def takes_answers(self, at: datetime) -> bool:
        """Whether a ballot given at this instant counts. The clock decides, whatever any job has done so far."""
        return self.state is State.OPEN and at < self.closes_at

    def takes_options(self, at: datetime) -> bool:
        """Whether someone may add an option at this instant."""
        planned = self.moved_from or self.closes_at
        early = at < self.opened_at + (planned - self.opened_at) * ADDING
        return self.open_options and early and self.takes_answers(at) and len(self.options) < MOST_OPTIONS

    def words(self, position: int) -> str:
        """The option's words. Raises KeyError for a position that the poll does not have."""
        for option in self.options:
            if option.position == position:
                return option.words
        raise KeyError(position)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why someone chose an option, in their words. ``option`` 0 stands for "not for me"."""

    id: str
    option: int
    words: str
    by: PersonId | None
    """Who gave it, only where they said so."""
    changed: bool
    """Whether they have chosen something else since, or taken their answer back."""
    fair: int = 0
    """How many called it a fair point, and do not hold the option themselves."""


@dataclass(frozen=True, slots=True)
class PollCard:
    """All that a poll's card can show to everyone."""

    poll: Poll
    answered: int
    tallies: Mapping[Choice, int]
    """Ballots by choice. Only shown as the poll's rules allow."""
    names: Mapping[int, tuple[PersonId, ...]]
    """Who chose which option, in a named poll only; 0 is "not for me"."""
    reasons: tuple[Reason, ...]
    traces: tuple[Trace, ...] = ()
    """What was done to it while it was open, in that order."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person has chosen, as it stands. ``choice`` None: taken back."""

    choice: Choice | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whose words a reason is, and for which option."""

    id: str
    person: PersonId
    option: int


def hearing_for(time: timedelta) -> timedelta:
    """How long a poll of this length stays open once someone has asked to be heard: a tenth of its time, ten minutes
    at least and a day at most, in whole hours from two hours on."""
    tenth = min(max(time / 10, HEARING_LEAST), HEARING_MOST)
    unit = timedelta(hours=1) if tenth >= timedelta(hours=2) else timedelta(minutes=1)
    return tenth // unit * unit


def tighter(value: SeenAs | Totals) -> tuple[str, ...]:
    """What this can be made while a poll is open: only what shows less of people. Never secret: answers that stand
    beside names already can not be made so that nobody could ever tell."""
    match value:
        case SeenAs.NAMED:
            return (SeenAs.UNNAMED,)
        case Totals.ALWAYS:
            return (Totals.ANSWERED, Totals.CLOSED)
        case Totals.ANSWERED:
            return (Totals.CLOSED,)
        case _:
            return ()


def pressed(kind: Kind, before: Choice | None, position: int) -> Choice:
    """The choice after a press on one option: it replaces in ``one``, and adds or takes away in ``any``."""
    if kind is Kind.ONE:
        return (position,)
    return tuple(sorted(set(before or ()) ^ {position}))


def fairest(reasons: tuple[Reason, ...], option: int) -> Reason | None:
    """The reason of this side that most of the others called fair; None when nobody did, or several are level."""
    ranked = sorted((r for r in reasons if r.option == option and r.fair), key=lambda r: -r.fair)
    if not ranked or (len(ranked) > 1 and ranked[0].fair == ranked[1].fair):
        return None
    return ranked[0]


def sides(kind: Kind, choice: Choice) -> frozenset[int]:
    """The options that a ballot speaks for: what it holds, or puts first, or gives the most to; 0 is "not for me"."""
    if not choice:
        return frozenset({0})
    if kind in ORDERED:
        return frozenset(choice[0])
    if kind in POINTED:
        most = max(points for _, points in choice)
        return frozenset(option for option, points in choice if points == most)
    return frozenset(choice)


def cells(poll: Poll, counts: tuple[int, ...], blank: int, ballots: int) -> tuple[tuple[int | None, ...], int | None]:
    """The numbers that may be shown, by position, and that of "not for me"; None: too small to be shown.

    Where a number is too small to be shown, zeros are hidden with it, so that it could be any of them. Where numbers
    add up to the ballots and what is hidden could be found by subtraction, the next smallest is hidden as well.
    Numbers of times are always whole: everyone has to see how many can not come.
    """
    if poll.seen_as is SeenAs.NAMED:
        return counts, blank
    if poll.kind in POINTED:
        few = poll.kind is Kind.SCORE and _small(poll, ballots)
        return (None,) * len(counts) if few else counts, None if _small(poll, blank) else blank
    numbers = [*counts, blank]
    if not any(_small(poll, number) for number in numbers):
        return counts, blank
    shown = [number if number >= SMALL else None for number in numbers]
    if poll.kind in SUMMED and any(shown) and _found(numbers):
        shown[min((n, place) for place, n in enumerate(shown) if n is not None)[1]] = None
    return tuple(shown[:-1]), shown[-1]


def _small(poll: Poll, number: int) -> bool:
    """Whether a number would pick someone out. While a poll is open zero does: it shows who is the first."""
    return number < SMALL and (number > 0 or poll.state is not State.CLOSED)


def _found(numbers: Sequence[int]) -> bool:
    """Whether subtraction tells the numbers below ``SMALL``: there is one, or all are as large as they can be."""
    hidden = [number for number in numbers if number < SMALL]
    return len(hidden) == 1 or sum(hidden) == len(hidden) * (SMALL - 1)


def standing(kind: Kind, tallies: Mapping[Choice, int], options: int) -> tuple[int, ...]:
    """The number that each option has so far, by position from 1, in the meaning that it has in this kind's result."""
    numbers = [0] * (options + 1)
    for choice, ballots in tallies.items():
        for option, weight in _weights(kind, choice):
            numbers[option] += weight * ballots
    return tuple(numbers[1:])


def _weights(kind: Kind, choice: Choice) -> Iterator[tuple[int, int]]:
    match kind:
        case Kind.SCORE:
            yield from choice
        case Kind.TIME:
            yield from ((option, 1) for option, _ in choice)
        case Kind.RANK | Kind.ELECT:
            yield from ((option, 1) for option in (choice[0] if choice else ()))
        case _:
            yield from ((option, 1) for option in choice)
