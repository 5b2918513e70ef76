"""What a poll is, and its rules as pure functions. Nothing here reads a clock or a store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.ids import CommunityId, PersonId, PlaceId, PollId
from bot.polls.counting import Choice, Count, Kind, Margin, Tie

MOST_OPTIONS = 25
MOST_QUESTION = 300
MOST_OPTION = 75
MOST_WHY = 500
MOST_REASON = 500
MOST_PLAN = 200

ABOUT_ALL = -1
"""What a reason in a secret poll speaks for when it names no option."""

SMALL = 3
"""Counts below this are not broken down in an unnamed poll, so that nobody can be picked out."""

ADDING = 0.75
"""The share of a poll's time in which others may add options."""

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

    def takes_answers(self, at: datetime) -> bool:
        """Whether a ballot given at this instant counts. The clock decides, whatever any job has done so far."""
        return self.state is State.OPEN and at < self.closes_at

    def takes_options(self, at: datetime) -> bool:
        """Whether someone may add an option at this instant."""
        early = at < self.opened_at + (self.closes_at - self.opened_at) * ADDING
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


def cells(poll: Poll, counts: tuple[int, ...], blank: int) -> tuple[tuple[int | None, ...], int | None]:
    """The numbers that may be shown, by position, and that of "not for me"; None: too small to be shown.

    Where numbers add up to the ballots, a single hidden one could be found by subtraction: then the next smallest is
    hidden with it.
    """
    if poll.seen_as is SeenAs.NAMED:
        return counts, blank
    if poll.kind in POINTED:
        return counts, blank if blank >= SMALL or not blank else None
    numbers = [*counts, blank]
    hidden = {place for place, number in enumerate(numbers) if number < SMALL}
    if poll.kind in SUMMED and len(hidden) == 1 and len(numbers) > 1:
        hidden.add(min((n, place) for place, n in enumerate(numbers) if place not in hidden)[1])
    shown = tuple(None if place in hidden else number for place, number in enumerate(numbers))
    return shown[:-1], shown[-1]


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
