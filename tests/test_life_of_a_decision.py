"""The life of a decision as a state machine: stances in any order, repeated, late, over restarts; one outcome each."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage_
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot.chat.answers import OpenForm, Whisper
from bot.chat.cards import Buttons
from bot.chat.events import ActionPressed, CommandGiven, FormSent, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.proposals.decided import MOST_ROUNDS
from bot.proposals.deciding import Decision, Held, Outcome, Rule, Stance, decide
from bot.proposals.model import SMALL, Course, Phase
from storage.values import instant, moment
from tests.life import HERE, Life, Pressed
from tests.people import CHANNEL, text

PEOPLE = ("ana", "ben", "chi", "dov")
WAYS = 2

people = st.sampled_from(PEOPLE)
holds = st.booleans()


@dataclass
class Said:
    """What someone says to a way, as it should be kept."""

    round: int
    at: datetime
    stance: Stance | None
    version: int
    words: str = ""
    said_as: Stance | None = None


@dataclass
class Model:
    """What is to be decided, and what everyone says to it."""

    id: str
    rule: Rule
    least: int
    course: Course
    secret: bool = False
    state: str = "shaping"
    round: int = 1
    stands: dict[tuple[str, int], Said] = field(default_factory=dict)
    """The newest of each person on each way."""
    affected: set[str] = field(default_factory=set)
    box: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Words of each person in the box of this round, and the way that they are about, where it is secret."""
    told: list[tuple[int, str]] = field(default_factory=list)
    """What came out of the boxes of rounds that are over."""
    outcomes: dict[int, str] = field(default_factory=dict)
    """The frozen decision of each round, as text."""

    def takes(self, at: datetime) -> bool:
        return self.state in ("shaping", "deciding") and self.course.phase(at) is not Phase.ENDED

    def decide(self, versions: dict[int, int], carried: set[int]) -> Decision:
        held: dict[PersonId, dict[int, Held]] = {}
        for (person, way), stand in self.stands.items():
            if stand.stance is not None:
                held.setdefault(PersonId(person), {})[way] = Held(stand.stance, stand.version == versions[way])
        affected = {PersonId(person) for person in self.affected}
        return decide(self.rule, held, WAYS, least=self.least, affected=affected, carried_by_someone=carried)

    def round_is_over(self) -> None:
        """In a secret proposal nothing of a round goes along but the words, which are nobody's."""
        if self.secret:
            self.told += self.box.values() if len(self.box) >= SMALL else []
            self.box, self.stands, self.affected = {}, {}, set()


class LifeOfDecisions(Life):
    """One proposal with two ways, four members, deliveries that are held back, repeated and out of order."""

    lengths = (timedelta(seconds=1), timedelta(minutes=50), timedelta(hours=3), timedelta(hours=9))

    @initialize(how=st.sampled_from(list(Rule)), least=st.integers(0, 3), seen=st.sampled_from(["unnamed", "secret"]))
    def something_is_proposed(self, how: Rule, least: int, seen: str) -> None:
        self.start()
        who = Who(PersonId("ana"))
        line = f"what: one two three others: another way rule: {how} least: {least} seen: {seen} "
        line += "shaping: 12 hours deciding: 1 day"
        shown = self.handle(CommandGiven(self.key(), who, HERE, self.clock.now(), "propose", line))
        assert isinstance(shown, Whisper)
        token = next(b.token for e in shown.card.elements if isinstance(e, Buttons) for b in e.buttons)
        self.handle(ActionPressed(self.key(), who, HERE, self.clock.now(), token))
        ((proposal,),) = self.stage.rows("SELECT id FROM proposals")
        secret = seen == "secret"
        self.model = Model(str(proposal), how, max(least, SMALL) if secret else least, self.kept_course(), secret)
        self.settle()

    # --- what happens ---------------------------------------------------------------------------------------------

    @rule(
        presses=st.lists(
            st.tuples(people, st.integers(0, WAYS), st.sampled_from(["", *Stance]), holds), min_size=1, max_size=5
        )
    )
    def people_say_where_they_stand(self, presses: list[tuple[str, int, str, bool]]) -> None:
        for person, way, stance, hold in presses:
            ids = (self.model.id, str(way), *((str(stance),) if stance else ()))
            self.send(person, Token("stance.take" if stance else "stance.back", ids), hold=hold)

    @rule(person=people, way=st.integers(0, WAYS), words=st.sampled_from(["", "because", "it is loud"]), hold=holds)
    def someone_says_why(self, person: str, way: int, words: str, hold: bool) -> None:
        self.send(person, Token("stance.why", (self.model.id, str(way))), {"words": words}, hold=hold)

    @rule(person=people, hold=holds)
    def someone_says_still_so(self, person: str, hold: bool) -> None:
        self.send(person, Token("stance.same", (self.model.id,)), hold=hold)

    @precondition(lambda self: self.model.state != "settled")
    @rule()
    def its_next_time_comes(self) -> None:
        """The end of shaping, or of deciding, which more than chance has to reach."""
        course = self.model.course
        ends = course.shaped_until if self.model.state == "shaping" else course.decided_until
        self.clock.forward(max(ends - self.clock.now(), timedelta(0)))
        self.settle()

    @precondition(lambda self: self.model.state == "deciding")
    @rule(one=people, other=people, way=st.integers(1, WAYS))
    def someone_objects_near_the_end_of_what_another_wants(self, one: str, other: str, way: int) -> None:
        self.send(one, Token("stance.take", (self.model.id, str(way), Stance.YES)), hold=False)
        near = self.model.course.decided_until - timedelta(minutes=30)
        self.clock.forward(max(near - self.clock.now(), timedelta(0)))
        self.settle()
        self.send(other, Token("stance.take", (self.model.id, str(way), Stance.OBJECT)), hold=False)
        self.send(other, Token("stance.why", (self.model.id, str(way))), {"words": "it is loud"}, hold=False)

    @rule(person=people)
    def it_affects_someone(self, person: str) -> None:
        self.send(person, Token("proposal.affects", (self.model.id,)), hold=False)

    @precondition(lambda self: self.model.state == "shaping")
    @rule(person=people)
    def someone_suggests_a_change(self, person: str) -> None:
        self.keys += 1
        version = str(self.versions()[1])
        values = {"words": f"one two three {self.keys}", "why": "", "named": "named"}
        self.send(person, Token("proposal.change", (self.model.id, "1", version)), values, hold=False)

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def nobody_is_counted_twice_and_nothing_is_lost(self) -> None:
        if self.model.secret:
            self.nobody_is_counted_twice_under_tags()
            return
        assert not self.stage.rows("SELECT 1 FROM secret_stances")
        newest: dict[tuple[str, int], tuple[object, ...]] = {}
        rows = self.stage.rows(
            "SELECT person, way, round, at, stance, version, words, said_as FROM stances ORDER BY round"
        )
        keys = [(person, way, number) for person, way, number, *_ in rows]
        assert len(keys) == len(set(keys))
        for person, way, *kept in rows:
            newest[str(person), int(str(way))] = tuple(kept)
        assert newest == {
            key: (s.round, instant(s.at), s.stance, s.version, s.words, s.said_as)
            for key, s in self.model.stands.items()
        }

    def nobody_is_counted_twice_under_tags(self) -> None:
        """What lies under tags is what the members said, each under one; and no member stands anywhere beside it."""
        model = self.model
        assert not self.stage.rows("SELECT 1 FROM stances")
        rows = self.stage.rows("SELECT tag, way, stance, version FROM secret_stances")
        kept: dict[str, set[tuple[object, ...]]] = {}
        for tag, *said in rows:
            kept.setdefault(str(tag), set()).add(tuple(said))
        held: dict[str, set[tuple[object, ...]]] = {}
        for (person, way), stand in model.stands.items():
            if stand.stance is not None:
                held.setdefault(person, set()).add((way, stand.stance, stand.version))
        assert sorted(map(sorted, kept.values())) == sorted(map(sorted, held.values()))
        affected = {str(tag) for (tag,) in self.stage.rows("SELECT person FROM affected")}
        assert len(affected) == len(model.affected)
        assert len(affected & kept.keys()) == len(model.affected & held.keys())
        box = self.stage.rows("SELECT way, words FROM secret_stance_words")
        assert sorted(box) == sorted(model.box.values())
        told = self.stage.rows("SELECT way, words FROM stance_words")
        assert sorted(told) == sorted(model.told)

    @invariant()
    def each_round_has_at_most_one_outcome_and_it_never_changes(self) -> None:
        rows = self.stage.rows("SELECT round, result FROM decisions ORDER BY round")
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        for number, result in rows:
            assert self.model.outcomes.setdefault(int(str(number)), str(result)) == result

    @invariant()
    def nothing_is_broken(self) -> None:
        if self.settled:
            assert self.stage.broken() == []

    def everything_ends(self) -> None:
        for _ in range(MOST_ROUNDS):
            for days in (0.5, 1, 1):
                self.clock.forward(timedelta(days=days, minutes=1))
                self.settle()
        self.nobody_is_counted_twice_and_nothing_is_lost()
        self.each_round_has_at_most_one_outcome_and_it_never_changes()
        assert self.stage.broken() == []
        assert self.model.state == "settled"
        said = [text(message.card) for message in self.chat.in_place(CHANNEL)]
        assert sum(words.startswith("Decided: ") for words in said) == len(self.model.outcomes)
        self.every_word_is_in_the_record()

    def every_word_is_in_the_record(self) -> None:
        who = Who(PersonId("dov"))
        token = Token("decision.export", (self.model.id,))
        answer = self.handle(ActionPressed(self.key(), who, HERE, self.clock.now(), token))
        assert isinstance(answer, Whisper)
        markdown, kept = (file.content.decode() for file in answer.files)
        said = [(each["way"], each["stance"], each["words"]) for each in json.loads(kept)["said"]]
        held = [(way, str(s.said_as), s.words) for (_, way), s in self.model.stands.items() if s.words]
        held += [(way, str(Stance.OBJECT), words) for way, words in self.model.told]
        assert sorted(said) == sorted(held)
        assert all(f"> {words}" in markdown for _, _, words in held)

    # --- how it is done -------------------------------------------------------------------------------------------

    def kept_course(self) -> Course:
        ((opened, shaped, decided, extra, askers, *extended),) = self.stage.rows(
            "SELECT opened_at, shaped_until, decided_until, extra, askers, shaping_extended, deciding_extended "
            "FROM proposals"
        )
        times = [moment(int(str(at))) for at in (opened, shaped, decided)]
        length = timedelta(microseconds=int(str(extra)))
        return Course(times[0], times[1], times[2], length, int(str(askers)), bool(extended[0]), bool(extended[1]))

    def versions(self) -> dict[int, int]:
        rows = self.stage.rows("SELECT way, max(number) FROM versions GROUP BY way")
        return {0: 0, **{int(str(way)): int(str(number)) for way, number in rows}}

    def settle(self) -> None:
        began, model = self.clock.now(), self.model
        versions, due = self.versions(), model.course.decided_until
        super().settle()
        ((state, number),) = self.stage.rows("SELECT state, round FROM proposals")
        if model.state in ("shaping", "deciding"):
            rows = self.stage.rows("SELECT at, outcome FROM decisions WHERE round = :r", r=model.round)
            assert bool(rows) == (due <= began) or (rows and due <= self.clock.now())
            if rows:
                self.check_decision(rows[0], due, versions)
                model.round_is_over()
            elif model.course.shaped_until <= began:
                assert state == "deciding"
        model.state, model.round, model.course = str(state), int(str(number)), self.kept_course()

    def check_decision(self, row: tuple[object, ...], due: datetime, before: dict[int, int]) -> None:
        """It is what the stances say, at the end that the clock gave it, and goes on as it says."""
        after = self.versions()
        assert all(after[way] >= number for way, number in before.items())
        expected = self.model.decide(after, set())
        assert row == (instant(due), expected.outcome)
        ((state, number),) = self.stage.rows("SELECT state, round FROM proposals")
        again = expected.outcome is Outcome.BACK_TO_SHAPING and self.model.round < MOST_ROUNDS
        assert (state, number) == (("shaping", self.model.round + 1) if again else ("settled", self.model.round))

    def deliver(self, event: Pressed) -> None:
        before = self.versions()
        answer = self.arrives(event)
        model = self.model
        if event.token.handler.startswith("proposal."):
            self.after_shaping(event)
            return
        expected = self.after(event, before)
        assert isinstance(answer, Whisper | OpenForm), answer
        assert isinstance(answer, Whisper)
        assert text(answer.card).startswith(expected), (text(answer.card), expected)
        assert model.course == self.kept_course()

    def after_shaping(self, event: Pressed) -> None:
        if event.token.handler == "proposal.affects" and self.model.takes(event.at):
            self.model.affected.add(str(event.who.person))

    def after(self, event: Pressed, before: dict[int, int]) -> str | tuple[str, ...]:
        """What this event does to the model, and how its answer begins."""
        model, person, handler = self.model, str(event.who.person), event.token.handler
        if model.round > 1 and event.at < model.course.opened_at:
            return ("This arrived when its round was over", "Deciding ended")
        if not model.takes(event.at):
            return "Deciding ended"
        versions = self.versions()
        if handler == "stance.same":
            return self.after_still_so(person, event.at, versions)
        way = int(event.token.ids[1])
        if model.secret:
            return self.after_secretly(event, person, way, versions[way])
        stand = model.stands.get((person, way))
        if handler == "stance.why":
            assert isinstance(event, FormSent)
            return self.after_saying_why(person, way, stand, event)
        stance = Stance(event.token.ids[2]) if handler == "stance.take" else None
        if stand is not None and stand.round == model.round and stand.at >= event.at:
            return ("A newer stance of yours is recorded", "You took it back after this press")
        self.keep(person, way, event.at, stance, versions[way])
        if stance is Stance.OBJECT:
            model.course = model.course.objected(event.at)
        return "Nothing is recorded for you here now." if stance is None else "Recorded: "

    def after_secretly(self, event: Pressed, person: str, way: int, version: int) -> str:
        """Without times the order of arrival decides; and words go into the box, apart."""
        model, handler = self.model, event.token.handler
        if handler == "stance.why":
            assert isinstance(event, FormSent)
            model.box.pop(person, None)
            if not event.values["words"]:
                return "Your words are gone."
            model.box[person] = (way, event.values["words"])
            return "Your words are in the box."
        stance = Stance(event.token.ids[2]) if handler == "stance.take" else None
        self.keep(person, way, event.at, stance, version)
        if stance is Stance.OBJECT:
            model.course = model.course.objected(event.at)
        return "Nothing is recorded for you here now." if stance is None else "Recorded: "

    def after_still_so(self, person: str, at: datetime, versions: dict[int, int]) -> str:
        for (whose, way), stand in list(self.model.stands.items()):
            changed = stand.stance is not None and stand.version != versions[way]
            newer = stand.round == self.model.round and stand.at >= at and not self.model.secret
            if whose == person and changed and not newer:
                self.keep(person, way, at, stand.stance, versions[way])
        return "Recorded: still so."

    def after_saying_why(self, person: str, way: int, stand: Said | None, event: FormSent) -> str:
        if stand is None or stand.stance is None:
            return "Say where you stand first"
        words = event.values["words"]
        if stand.round != self.model.round:
            self.keep(person, way, event.at, stand.stance, stand.version)
        stand = self.model.stands[person, way]
        stand.words, stand.said_as = words, stand.stance if words else None
        return "Your words stand with your stance now." if words else "Your words are gone."

    def keep(self, person: str, way: int, at: datetime, stance: Stance | None, version: int) -> None:
        before = self.model.stands.get((person, way), Said(0, at, None, 0))
        self.model.stands[person, way] = replace(before, round=self.model.round, at=at, stance=stance, version=version)


TestLifeOfDecisions = LifeOfDecisions.TestCase
TestLifeOfDecisions.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Stage_.explicit, Stage_.reuse, Stage_.generate],
)
