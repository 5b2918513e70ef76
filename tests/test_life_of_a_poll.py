"""The life of a poll as a state machine: whatever happens in whatever order, the store holds what a model holds."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot.chat.answers import Answer, Whisper
from bot.chat.cards import Buttons
from bot.chat.events import ActionPressed, CommandGiven, FormSent, Who
from bot.chat.hidden import hidden_in
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.polls.counting import Kind, count, count_from
from bot.polls.model import SMALL
from storage.values import choice_of, instant
from tests.life import HERE
from tests.lives import (
    ASKER,
    IN_ORDER,
    LENGTHS,
    MOST,
    PRESSED_ONE_BY_ONE,
    Act,
    Model,
    acts,
    choosing,
    orders,
    people,
    points,
    polls,
)
from tests.people import CHANNEL, text
from tests.telling import HIDDEN, Telling


class LifeOfPolls(Telling):
    """Two polls, three members, deliveries that are held back, repeated and out of order."""

    kinds: ClassVar[tuple[Kind, ...]]
    ways: ClassVar[tuple[str, ...]] = ("unnamed", "named")
    lengths = LENGTHS

    @initialize()
    def begin(self) -> None:
        self.start()

    # --- what happens ---------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.models) < 2)
    @rule(data=st.data(), closes=st.sampled_from(["in 6 hours", "in 5 days", "in 20 days"]))
    def a_poll_is_asked(self, data: st.DataObject, closes: str) -> None:
        kind, seen = data.draw(st.sampled_from(self.kinds)), data.draw(st.sampled_from(self.ways))
        options = "2027-05-01 18:00; 2027-05-02 18:00; 2027-05-03 18:00" if kind is Kind.TIME else "a; b; c"
        number, more = len(self.models), f"closes: {closes} kind: {kind} pick: 2 seen: {seen}"
        line = f"question: Poll {number}? options: {options} {more}"
        who = Who(PersonId(ASKER))
        shown = self.handle(CommandGiven(self.key(), who, HERE, self.clock.now(), "poll", line))
        token = next(token for label, token in buttons(shown) if label == "Post it")
        self.handle(ActionPressed(self.key(), who, HERE, self.clock.now(), token))
        ((poll, opened, ends, pick),) = self.stage.rows(
            "SELECT id, opened_at, closes_at, pick FROM polls WHERE question = :q", q=f"Poll {number}?"
        )
        at = self.clock.now()
        assert opened == instant(at)
        length = timedelta(microseconds=int(str(ends)) - instant(at))
        self.models.append(Model(str(poll), kind, int(str(pick)), seen, at, at + length))
        self.settled = False

    @precondition(lambda self: self.of(*PRESSED_ONE_BY_ONE))
    @rule(which=polls, presses=st.lists(st.tuples(choosing, st.booleans()), min_size=1, max_size=6))
    def people_press_options(self, which: int, presses: list[tuple[Act, bool]]) -> None:
        poll = self.one_of(which, *PRESSED_ONE_BY_ONE)
        for act, hold in presses:
            self.send(act.person, Token(act.handler, (poll.id, *act.ids)), hold=hold)

    @precondition(lambda self: self.of(*IN_ORDER))
    @rule(which=polls, person=people, order=orders, hold=st.booleans())
    def someone_puts_options_in_order(self, which: int, person: str, order: list[tuple[str, ...]], hold: bool) -> None:
        self.fill(person, self.one_of(which, *IN_ORDER), order, hold)

    @precondition(lambda self: self.of(*MOST))
    @rule(which=polls, person=people, given=points, hold=st.booleans())
    def someone_gives_points(self, which: int, person: str, given: list[tuple[str, ...]], hold: bool) -> None:
        self.fill(person, self.one_of(which, *MOST), given, hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, act=st.sampled_from(["poll.pass", "poll.unchoose"]), hold=st.booleans())
    def someone_passes_or_takes_back(self, person: str, which: int, act: str, hold: bool) -> None:
        self.send(person, Token(act, (self.model(which).id,)), hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, words=st.sampled_from(["", "because", "they said so"]), hold=st.booleans())
    def someone_says_why(self, person: str, which: int, words: str, hold: bool) -> None:
        poll = self.model(which)
        handler = "poll.why.secret" if poll.secret else "poll.why"
        self.send(person, Token(handler, (poll.id,)), {"words": words}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, hold=st.booleans())
    def someone_adds_an_option(self, person: str, which: int, hold: bool) -> None:
        self.keys += 1
        poll, at = self.model(which), datetime(2027, 6, 1, tzinfo=UTC) + timedelta(minutes=self.keys)
        words = f"{at:%Y-%m-%d %H:%M}" if poll.kind is Kind.TIME else f"option {self.keys}"
        self.send(person, Token("poll.add", (poll.id,)), {"words": words}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, hold=st.booleans())
    def someone_closes_it_early(self, person: str, which: int, hold: bool) -> None:
        self.send(person, Token("poll.close", (self.model(which).id,)), {"why": "It is settled."}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, hold=st.booleans())
    def someone_asks_to_be_heard(self, person: str, which: int, hold: bool) -> None:
        self.send(person, Token("poll.hear", (self.model(which).id,)), {"why": "Wait for me."}, hold=hold)

    @precondition(lambda self: self.models)
    @rule(person=people, which=polls, hold=st.booleans())
    def it_is_made_more_private(self, person: str, which: int, hold: bool) -> None:
        values = {"seen": "unnamed", "why": "Rather not."}
        self.send(person, Token("poll.tighten", (self.model(which).id,)), values, hold=hold)

    @precondition(lambda self: self.models)
    @rule(which=polls, number=st.integers(0, 9))
    def words_are_hidden(self, which: int, number: int) -> None:
        poll = self.model(which)
        said = self.stage.rows("SELECT id, person, option FROM reasons WHERE poll = :poll ORDER BY id", poll=poll.id)
        pieces = [("poll.option", f"{poll.id}/1"), *(("poll.reason", str(reason)) for reason, *_ in said)]
        kind, piece = pieces[number % len(pieces)]
        if piece in self.hidden:
            return
        keeper, token = Who(PersonId("kim"), keeper=True), Token("hide.hide", (kind, piece))
        event = FormSent(self.key(), keeper, HERE, self.clock.now(), token, {"why": "It hurts."})
        assert isinstance(self.handle(event), Whisper)
        self.hidden.add(piece)
        for reason, person, option in said:
            if reason == piece:
                poll.reasons[str(person), int(str(option))] = HIDDEN
        self.settled = False

    @precondition(lambda self: self.of(*PRESSED_ONE_BY_ONE))
    @rule(which=polls, done=st.lists(acts, min_size=2, max_size=6))
    def things_arrive_the_wrong_way_round(self, which: int, done: list[Act]) -> None:
        poll = self.one_of(which, *PRESSED_ONE_BY_ONE)
        for act in done:
            self.send(act.person, Token(act.handler, (poll.id, *act.ids)), act.values, hold=True)
        for _ in done:
            self.deliver(self.held_back.pop())

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def one_ballot_a_person_and_none_lost(self) -> None:
        for poll in self.models:
            rows = self.stage.rows("SELECT person, at, choice FROM ballots WHERE poll = :poll", poll=poll.id)
            if poll.secret:
                assert rows == []
                self.one_secret_ballot_a_person(poll)
                continue
            kept = {person: (at, choice and choice_of(str(choice))) for person, at, choice in rows}
            assert len(rows) == len(kept)
            assert kept == {person: (instant(at), choice) for person, (at, choice) in poll.ballots.items()}

    def one_secret_ballot_a_person(self, poll: Model) -> None:
        tagged = self.stage.rows("SELECT choice FROM secret_ballots WHERE poll = :poll", poll=poll.id)
        left = self.stage.rows("SELECT choice, number FROM secret_counts WHERE poll = :poll", poll=poll.id)
        answered = sum(poll.tallies().values())
        if self.stands(poll) == "closed":
            assert tagged == []
            few = {(): answered} if answered else {}
            assert {choice_of(str(c)): n for c, n in left} == (poll.tallies() if answered >= SMALL else few)
        else:
            assert left == []
            assert Counter(choice_of(str(choice)) for (choice,) in tagged) == Counter(poll.tallies())

    @invariant()
    def no_words_are_lost(self) -> None:
        for poll in self.models:
            rows = self.stage.rows("SELECT person, option, words FROM reasons WHERE poll = :poll", poll=poll.id)
            if not poll.secret:
                assert {(person, option): seen(str(words)) for person, option, words in rows} == poll.reasons
                continue
            closed = self.stands(poll) == "closed"
            box = "secret_words" if closed else "secret_reasons"
            said = self.stage.rows(f"SELECT words FROM {box} WHERE poll = :poll", poll=poll.id)
            few = closed and len(poll.reasons) < SMALL
            assert sorted(str(words) for (words,) in said) == ([] if few else sorted(poll.reasons.values()))

    @invariant()
    def a_result_is_what_the_ballots_say_and_stays(self) -> None:
        for poll in self.models:
            ((state, result),) = self.stage.rows("SELECT state, result FROM polls WHERE id = :poll", poll=poll.id)
            assert (state != "open") == poll.ended
            if result is not None:
                frozen = count_from(json.loads(str(result))["count"])
                assert frozen == count(poll.kind, self.counted(poll), poll.options, poll.pick)
                assert self.results.setdefault(poll.id, str(result)) == result

    @invariant()
    def it_is_as_private_as_was_promised(self) -> None:
        for poll in self.models:
            rows = self.stage.rows("SELECT seen_as, closes_at FROM polls WHERE id = :poll", poll=poll.id)
            assert rows == [(poll.seen, instant(poll.closes_at))]

    @invariant()
    def nothing_is_broken(self) -> None:
        if self.settled:
            assert self.stage.broken() == []

    def everything_ends(self) -> None:
        self.clock.forward(timedelta(days=30))
        self.settle()
        self.one_ballot_a_person_and_none_lost()
        self.a_result_is_what_the_ballots_say_and_stays()
        assert self.stage.broken() == []
        assert all(poll.ended for poll in self.models)
        said = [text(message.card) for message in self.chat.in_place(CHANNEL)]
        assert sum(words.startswith("Closed: Poll ") for words in said) == len(self.models)
        heard = sum(words.startswith("Before Poll ") for words in said)
        assert len(said) == 2 * len(self.models) + heard
        assert heard <= sum(poll.heard_at is not None for poll in self.models)


def seen(words: str) -> str:
    return HIDDEN if hidden_in(words) else words


def buttons(answer: Answer) -> list[tuple[str, Token]]:
    assert isinstance(answer, Whisper)
    return [(b.label, b.token) for e in answer.card.elements if isinstance(e, Buttons) for b in e.buttons]


class Pressed(LifeOfPolls):
    """Polls whose options are pressed one by one."""

    kinds = PRESSED_ONE_BY_ONE


class InOrder(LifeOfPolls):
    """Polls in which options are put in order."""

    kinds = IN_ORDER


class WithPoints(LifeOfPolls):
    """Polls in which each option gets points, or a yes and no."""

    kinds = tuple(MOST)


class Secret(LifeOfPolls):
    """Polls of every kind in which nobody may find out who chose what."""

    kinds, ways = tuple(Kind), ("secret",)


for machine in (Pressed, InOrder, WithPoints, Secret):
    machine.TestCase.settings = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
TestPolls = Pressed.TestCase
TestPollsInOrder = InOrder.TestCase
TestPollsWithPoints = WithPoints.TestCase
TestSecretPolls = Secret.TestCase
