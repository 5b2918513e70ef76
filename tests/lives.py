"""What a poll should be, told again in the plainest way: the other side of the state machine."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.chat.events import FormSent
from bot.polls.counting import Choice, Kind
from bot.polls.model import ADDING, MOST_OPTIONS
from tests.life import Pressed

ASKER = "ana"
PRESSED_ONE_BY_ONE = (Kind.ONE, Kind.ANY, Kind.SEVERAL)
IN_ORDER = (Kind.RANK, Kind.ELECT)
MOST = {Kind.SCORE: 5, Kind.TIME: 2}


@dataclass
class Model:
    """A poll. Each ``after_…`` does to it what an event should, and says how the answer to that event begins."""

    id: str
    kind: Kind
    pick: int
    seen: str
    opened_at: datetime
    closes_at: datetime
    options: int = 3
    ballots: dict[str, tuple[datetime, Choice | None]] = field(default_factory=dict)
    papers: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """What was filled in and not cast yet: options with their place (from 1) or points."""
    reasons: dict[tuple[str, int], str] = field(default_factory=dict)
    ended: bool = False
    heard_at: datetime | None = None
    planned: datetime | None = None

    @property
    def secret(self) -> bool:
        return self.seen == "secret"

    @property
    def hearing(self) -> timedelta:
        """A tenth of its time, a day at most, in whole minutes, and in whole hours from two hours on."""
        minutes = min(((self.planned or self.closes_at) - self.opened_at) // timedelta(minutes=10), 24 * 60)
        return timedelta(minutes=minutes if minutes < 2 * 60 else minutes // 60 * 60)

    def takes(self, at: datetime) -> bool:
        return not self.ended and at < self.closes_at

    def held(self, person: str) -> Choice | None:
        return self.ballots.get(person, (None, None))[1]

    def tallies(self) -> dict[Choice, int]:
        found: dict[Choice, int] = {}
        for _, choice in self.ballots.values():
            if choice is not None:
                found[choice] = found.get(choice, 0) + 1
        return found

    def after(self, event: Pressed) -> str | tuple[str, ...]:  # noqa: C901 a line for each way in
        """What this event does, and how its answer begins."""
        person, at = str(event.who.person), event.at
        values = event.values if isinstance(event, FormSent) else {}
        if not self.takes(at):
            return "This closed "
        match event.token.handler:
            case "poll.close":
                return self.after_closing(person, at)
            case "poll.hear":
                return self.after_asking_to_be_heard(at)
            case "poll.tighten":
                return self.after_tightening(person)
            case "poll.add":
                return self.after_adding(at)
            case "poll.why":
                return self.after_saying(person, values["words"])
            case "poll.why.secret":
                return self.after_saying_secretly(person, values["words"])
            case "poll.pass":
                return self.after_vote(person, at, ())
            case "poll.unchoose":
                return self.after_vote(person, at, None)
            case "poll.choose":
                return self.after_pressing(person, at, int(event.token.ids[1]))
            case _:
                return self.after_filling(event.token.handler, person, at, event.token.ids[1:])

    def after_closing(self, person: str, at: datetime) -> str:
        if person != ASKER:
            return "Only the one who asked can close this early."
        if self.heard_at is not None and at < self.heard_at + self.hearing:
            return "Someone has asked to be heard, so"
        self.ended = True
        return "Closed. "

    def after_asking_to_be_heard(self, at: datetime) -> str:
        if self.heard_at is not None:
            return "Someone has asked to be heard already."
        hearing, self.planned = self.hearing, self.closes_at
        self.heard_at, self.closes_at = at, max(self.closes_at, at + hearing)
        return "Your words are posted."

    def after_tightening(self, person: str) -> str:
        if person != ASKER:
            return "Whoever asked can make this more private"
        if self.seen != "named":
            return "This is as private as an open poll can become."
        self.seen = "unnamed"
        return "It is more private now."

    def after_adding(self, at: datetime) -> str:
        planned = self.planned or self.closes_at
        if at >= self.opened_at + (planned - self.opened_at) * ADDING:
            return "Options could be added until three quarters"
        if self.options >= MOST_OPTIONS:
            return "That is 26 options"
        self.options += 1
        return "Added: "

    def after_saying(self, person: str, words: str) -> str:
        held = self.held(person)
        if held is None:
            return "Answer first, then say why."
        option = min(self.sides(held))
        if not words:
            self.reasons.pop((person, option), None)
            return "Your words are gone."
        self.reasons[person, option] = words
        return "Your words are with "

    def after_saying_secretly(self, person: str, words: str) -> str:
        if not words:
            self.reasons.pop((person, -1), None)
            return "Your words are gone."
        self.reasons[person, -1] = words
        return "Your words are in the box."

    def sides(self, choice: Choice) -> list[int]:
        if not choice:
            return [0]
        if self.kind in IN_ORDER:
            return list(choice[0])
        if self.kind in MOST:
            most = max(points for _, points in choice)
            return [option for option, points in choice if points == most]
        return list(choice)

    def after_pressing(self, person: str, at: datetime, option: int) -> str | tuple[str, ...]:
        if option > self.options:
            return "This option is not there."
        if self.kind is Kind.ONE:
            return self.after_vote(person, at, (option,))
        held = set(self.held(person) or ()) ^ {option}
        return self.after_vote(person, at, tuple(sorted(held)) or None)

    def after_filling(self, handler: str, person: str, at: datetime, ids: tuple[str, ...]) -> str | tuple[str, ...]:
        """The paper is whispered again after each press, with the question on top."""
        paper = self.papers.get(person, self._as_paper(self.held(person)))
        if handler in ("poll.place", "poll.give") and int(ids[0]) > self.options:
            return "This option is not there."
        match handler:
            case "poll.fresh":
                paper = ()
            case "poll.place" if int(ids[0]) not in dict(paper):
                paper = (*paper, (int(ids[0]), max((place for _, place in paper), default=0) + 1))
            case "poll.give":
                rest = tuple(pair for pair in paper if pair[0] != int(ids[0]))
                paper = (*rest, (int(ids[0]), min(int(ids[1]), MOST[self.kind])))
            case "poll.undo":
                paper = paper[:-1]
            case "poll.cast" if paper:
                self.papers.pop(person, None)
                return self.after_vote(person, at, self._as_choice(paper))
        self.papers[person] = paper
        return "Poll "

    def _as_paper(self, choice: Choice | None) -> tuple[tuple[int, int], ...]:
        if self.kind in IN_ORDER:
            return tuple((option, place) for place, group in enumerate(choice or (), 1) for option in group)
        return tuple(choice or ())

    def _as_choice(self, paper: tuple[tuple[int, int], ...]) -> Choice:
        if self.kind in IN_ORDER:
            return tuple((option,) for option, _ in paper)
        return tuple(sorted(pair for pair in paper if pair[1]))

    def after_vote(self, person: str, at: datetime, choice: Choice | None) -> str | tuple[str, ...]:
        newest = self.ballots.get(person)
        if newest is not None and newest[0] >= at and not self.secret:
            return ("A newer answer of yours is recorded", "You took your answer back after this press")
        self.ballots[person] = (at, choice)
        return "Nothing is recorded for you now." if choice is None else "Recorded: "


# --- what people do ---------------------------------------------------------------------------------------------

PEOPLE = (ASKER, "ben", "chi", "dov")
people = st.sampled_from(PEOPLE)
polls = st.integers(0, 1)


@dataclass(frozen=True)
class Act:
    """Something that someone does with a poll."""

    person: str
    handler: str
    ids: tuple[str, ...] = ()
    values: dict[str, str] | None = None


choosing = st.builds(Act, people, st.just("poll.choose"), st.tuples(st.sampled_from("1234")))
acts = st.one_of(
    choosing,
    choosing,
    st.builds(Act, people, st.sampled_from(["poll.pass", "poll.unchoose"])),
    st.builds(Act, st.just(ASKER), st.just("poll.close"), values=st.just({"why": "It is settled."})),
)
orders = st.lists(
    st.one_of(
        st.tuples(st.just("poll.place"), st.sampled_from("1234")), st.sampled_from([("poll.fresh",), ("poll.undo",)])
    ),
    max_size=5,
)
points = st.lists(
    st.one_of(
        st.tuples(st.just("poll.give"), st.sampled_from("1234"), st.sampled_from("0125")),
        st.sampled_from([("poll.fresh",), ("poll.undo",)]),
    ),
    max_size=5,
)
LENGTHS = (timedelta(seconds=1), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=2))
