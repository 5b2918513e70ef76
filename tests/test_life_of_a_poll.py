"""The life of a poll as a state machine: whatever happens in whatever order, the store holds what a model holds."""

import asyncio
import json
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.app import DELIVERIES, digest
from bot.chat.answers import Answer, Nothing, Whisper
from bot.chat.cards import Buttons
from bot.chat.events import ActionPressed, CommandGiven, FormSent, Where, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.polls.counting import Kind, count
from bot.polls.model import ADDING, MOST_OPTIONS
from bot.ports import Unreachable
from storage.values import instant
from tests.fakes import FakeChat, FakeClock
from tests.people import CHANNEL, COMMUNITY, Stage, stage, text

T = TypeVar("T")
Choice = tuple[int, ...] | None
Pressed = ActionPressed | FormSent

PEOPLE = ("ana", "ben", "chi")
HERE = Where(COMMUNITY, CHANNEL)
ASKER = "ana"

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
lengths = st.sampled_from(
    [timedelta(seconds=1), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=2)]
)


@dataclass
class Model:
    """What a poll should be."""

    id: str
    kind: Kind
    opened_at: datetime
    closes_at: datetime
    options: int = 3
    ballots: dict[str, tuple[datetime, Choice]] = field(default_factory=dict)
    reasons: dict[tuple[str, int], str] = field(default_factory=dict)
    ended: bool = False

    def takes(self, at: datetime) -> bool:
        return not self.ended and at < self.closes_at

    def cast(self, person: str, at: datetime, choice: Choice) -> bool:
        """Whether it is the newest of this person's."""
        if person in self.ballots and self.ballots[person][0] >= at:
            return False
        self.ballots[person] = (at, choice)
        return True

    def held(self, person: str) -> Choice:
        return self.ballots.get(person, (None, None))[1]

    def tallies(self) -> dict[tuple[int, ...], int]:
        found: dict[tuple[int, ...], int] = {}
        for _, choice in self.ballots.values():
            if choice is not None:
                found[choice] = found.get(choice, 0) + 1
        return found


class LifeOfPolls(RuleBasedStateMachine):
    """Two polls, three members, deliveries that are held back, repeated and out of order."""

    kinds: ClassVar[tuple[Kind, ...]] = (Kind.ONE, Kind.ANY)
    """Kinds whose options are pressed one by one. Others join by a rule that casts them and a line in ``after``."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(mkdtemp())
        self.clock = FakeClock()
        self.chat = FakeChat(self.clock)
        self.models: list[Model] = []
        self.held_back: list[Pressed] = []
        self.delivered: list[Pressed] = []
        self.keys = 0
        self.settled = True
        self.stack = AsyncExitStack()

    @initialize()
    def begin(self) -> None:
        self.stage: Stage = self.run(self.stack.enter_async_context(stage(self.path, self.clock, self.chat)))

    def teardown(self) -> None:
        self.everything_closes_in_the_end()
        self.run(self.stack.aclose())
        self.loop.close()
        rmtree(self.folder)

    # --- what happens ---------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.models) < 2)
    @rule(kind=st.sampled_from(["one", "any"]), closes=st.sampled_from(["in 6 hours", "in 5 days", "in 20 days"]))
    def a_poll_is_asked(self, kind: str, closes: str) -> None:
        line = f"question: Poll {len(self.models)}? options: a; b; c closes: {closes} kind: {kind}"
        who = Who(PersonId(ASKER))
        shown = self.handle(CommandGiven(self.key(), who, HERE, self.clock.now(), "poll", line))
        token = next(token for label, token in buttons(shown) if label == "Post it")
        self.handle(ActionPressed(self.key(), who, HERE, self.clock.now(), token))
        ((poll, opened, ends),) = self.stage.rows(
            "SELECT id, opened_at, closes_at FROM polls WHERE question = :q", q=f"Poll {len(self.models)}?"
        )
        at = self.clock.now()
        assert opened == instant(at)
        length = timedelta(microseconds=int(str(ends)) - instant(at))
        self.models.append(Model(str(poll), Kind(kind), at, at + length))
        self.settled = False

    @precondition(lambda self: self.models)
    @rule(which=polls, presses=st.lists(st.tuples(choosing, st.booleans()), min_size=1, max_size=6))
    def people_press_options(self, which: int, presses: list[tuple[Act, bool]]) -> None:
        for act, hold in presses:
            self.send(act.person, Token(act.handler, (self.model(which).id, *act.ids)), hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, act=st.sampled_from(["poll.pass", "poll.unchoose"]), hold=st.booleans())
    def someone_passes_or_takes_back(self, person: str, which: int, act: str, hold: bool) -> None:
        self.send(person, Token(act, (self.model(which).id,)), hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, words=st.sampled_from(["", "because", "they said so"]), hold=st.booleans())
    def someone_says_why(self, person: str, which: int, words: str, hold: bool) -> None:
        self.send(person, Token("poll.why", (self.model(which).id,)), {"words": words}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, hold=st.booleans())
    def someone_adds_an_option(self, person: str, which: int, hold: bool) -> None:
        self.keys += 1
        self.send(person, Token("poll.add", (self.model(which).id,)), {"words": f"option {self.keys}"}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, hold=st.booleans())
    def someone_closes_it_early(self, person: str, which: int, hold: bool) -> None:
        self.send(person, Token("poll.close", (self.model(which).id,)), {"why": "It is settled."}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(which=polls, done=st.lists(acts, min_size=2, max_size=6))
    def things_arrive_the_wrong_way_round(self, which: int, done: list[Act]) -> None:
        for act in done:
            self.send(act.person, Token(act.handler, (self.model(which).id, *act.ids)), act.values, hold=True)
        for _ in done:
            self.deliver(self.held_back.pop())

    @precondition(lambda self: self.held_back)
    @rule(number=st.integers(0, 99))
    def something_held_back_arrives(self, number: int) -> None:
        self.deliver(self.held_back.pop(number % len(self.held_back)))

    @precondition(lambda self: self.delivered)
    @rule(number=st.integers(0, 99))
    def something_is_delivered_again(self, number: int) -> None:
        event = self.delivered[number % len(self.delivered)]
        if digest(self.stage.store.vault.make(DELIVERIES), COMMUNITY, event.key) in self.kept_keys():
            assert isinstance(self.handle(event), Nothing)

    @rule(by=lengths)
    def time_passes_and_nothing_runs(self, by: timedelta) -> None:
        self.clock.forward(by)
        self.settled = False

    @rule(by=lengths)
    def time_passes(self, by: timedelta) -> None:
        self.clock.forward(by)
        self.settle()

    @rule()
    def an_answer_of_the_chat_is_lost(self) -> None:
        if not self.chat.lost_answers:
            self.chat.lost_answers.append(Unreachable())

    @rule(settles=st.booleans())
    def it_is_restarted(self, settles: bool) -> None:
        self.run(self.stack.aclose())
        self.stack = AsyncExitStack()
        self.stage = self.run(self.stack.enter_async_context(stage(self.path, self.clock, self.chat)))
        if settles:
            self.settle()

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def one_ballot_a_person_and_none_lost(self) -> None:
        for poll in self.models:
            rows = self.stage.rows("SELECT person, at, choice FROM ballots WHERE poll = :poll", poll=poll.id)
            kept = {person: (at, choice and tuple(json.loads(str(choice)))) for person, at, choice in rows}
            assert len(rows) == len(kept)
            assert kept == {person: (instant(at), choice) for person, (at, choice) in poll.ballots.items()}

    @invariant()
    def no_words_are_lost(self) -> None:
        for poll in self.models:
            rows = self.stage.rows("SELECT person, option, words FROM reasons WHERE poll = :poll", poll=poll.id)
            assert {(person, option): words for person, option, words in rows} == poll.reasons

    @invariant()
    def a_result_is_what_the_ballots_say_and_stays(self) -> None:
        for poll in self.models:
            ((state, result),) = self.stage.rows("SELECT state, result FROM polls WHERE id = :poll", poll=poll.id)
            assert (state != "open") == poll.ended
            if result is not None:
                tally = count(poll.kind, poll.tallies(), poll.options)
                frozen = json.loads(str(result))["count"]
                assert (tuple(frozen["counts"]), tuple(frozen["winners"])) == (tally.counts, tally.winners)
                assert frozen["blank"] == tally.blank

    @invariant()
    def nothing_is_broken(self) -> None:
        if self.settled:
            assert self.stage.broken() == []

    def everything_closes_in_the_end(self) -> None:
        self.clock.forward(timedelta(days=30))
        self.settle()
        self.one_ballot_a_person_and_none_lost()
        self.a_result_is_what_the_ballots_say_and_stays()
        assert self.stage.broken() == []
        assert all(poll.ended for poll in self.models)
        said = [text(message.card) for message in self.chat.in_place(CHANNEL)]
        assert sum(words.startswith("Closed: Poll ") for words in said) == len(self.models)
        assert len(said) == 2 * len(self.models)

    # --- how it is done -------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        return self.folder / "d.db"

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run(what)

    def key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def kept_keys(self) -> set[str]:
        """The deliveries that were taken; one that was refused may come again and is refused again."""
        return {str(key) for (key,) in self.stage.rows("SELECT key FROM seen")}

    def model(self, which: int) -> Model:
        return self.models[which % len(self.models)]

    def handle(self, event: Any) -> Answer:
        return self.run(self.stage.core.handle(event))

    def settle(self) -> None:
        began = self.clock.now()
        self.run(self.stage.settle())
        self.settled = True
        for poll in self.models:
            # What is due while everything settles closes as well: settling takes seconds of the made-up time.
            poll.ended = poll.ended or poll.closes_at <= began or self.state(poll) != "open"

    def state(self, poll: Model) -> object:
        ((state,),) = self.stage.rows("SELECT state FROM polls WHERE id = :poll", poll=poll.id)
        assert state == "open" or poll.closes_at <= self.clock.now() or poll.ended
        return state

    def send(self, person: str, token: Token, values: dict[str, str] | None = None, *, hold: bool) -> None:
        """Something is done at a moment of its own; it arrives now or some time later."""
        self.clock.forward(timedelta(milliseconds=1))
        who = Who(PersonId(person))
        event: Pressed = (
            ActionPressed(self.key(), who, HERE, self.clock.now(), token)
            if values is None
            else FormSent(self.key(), who, HERE, self.clock.now(), token, values)
        )
        self.held_back.append(event) if hold else self.deliver(event)

    def deliver(self, event: Pressed) -> None:
        self.delivered.append(event)
        answer = self.handle(event)
        self.settled = False
        assert isinstance(answer, Whisper)
        words = text(answer.card)
        poll = next(poll for poll in self.models if poll.id == event.token.ids[0])
        assert words.startswith(self.after(poll, event)), words

    def after(self, poll: Model, event: Pressed) -> str | tuple[str, ...]:
        """What this event does to the model, and how its answer begins."""
        person, at = str(event.who.person), event.at
        if not poll.takes(at):
            return "This closed "
        match event.token.handler:
            case "poll.close":
                return self.after_closing(poll, person)
            case "poll.add":
                return self.after_adding(poll, at)
            case "poll.why":
                assert isinstance(event, FormSent)
                return self.after_saying(poll, person, event.values["words"])
            case "poll.pass":
                return after_vote(poll, person, at, ())
            case "poll.unchoose":
                return after_vote(poll, person, at, None)
            case _:
                return self.after_pressing(poll, person, at, int(event.token.ids[1]))

    def after_closing(self, poll: Model, person: str) -> str:
        if person != ASKER:
            return "Only the one who asked can close this early."
        poll.ended = True
        return "Closed. "

    def after_adding(self, poll: Model, at: datetime) -> str:
        if at >= poll.opened_at + (poll.closes_at - poll.opened_at) * ADDING:
            return "Options could be added until three quarters"
        if poll.options >= MOST_OPTIONS:
            return "That is 26 options"
        poll.options += 1
        return "Added: "

    def after_saying(self, poll: Model, person: str, words: str) -> str:
        held = poll.held(person)
        if held is None:
            return "Answer first, then say why."
        option = min(held, default=0)
        if not words:
            poll.reasons.pop((person, option), None)
            return "Your words are gone."
        poll.reasons[person, option] = words
        return "Your words are with "

    def after_pressing(self, poll: Model, person: str, at: datetime, option: int) -> str | tuple[str, ...]:
        if option > poll.options:
            return "This option is not there."
        if poll.kind is Kind.ONE:
            return after_vote(poll, person, at, (option,))
        held = set(poll.held(person) or ()) ^ {option}
        return after_vote(poll, person, at, tuple(sorted(held)) or None)


def after_vote(poll: Model, person: str, at: datetime, choice: Choice) -> str | tuple[str, ...]:
    if not poll.cast(person, at, choice):
        return ("A newer answer of yours is recorded", "You took your answer back after this press")
    return "Nothing is recorded for you now." if choice is None else "Recorded: "


def buttons(answer: Answer) -> list[tuple[str, Token]]:
    assert isinstance(answer, Whisper)
    return [(b.label, b.token) for e in answer.card.elements if isinstance(e, Buttons) for b in e.buttons]


TestLifeOfPolls = LifeOfPolls.TestCase
TestLifeOfPolls.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
