"""The life of a proposal as a state machine: whatever happens in whatever order, the store holds what a model holds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot.chat.answers import FormErrors, OpenForm, Whisper
from bot.chat.cards import Buttons
from bot.chat.events import ActionPressed, CommandGiven, FormSent, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.proposals.difference import together
from bot.proposals.draft import same
from bot.proposals.model import Course
from bot.proposals.model import Phase as Stretch
from storage.values import instant, moment
from tests.life import HERE, Life, Pressed
from tests.people import CHANNEL, text

PEOPLE = ("ana", "ben", "chi", "dov")
PROPOSER = "ana"
LATE = ("The shaping ended", "This proposal was ended", "This is decided")
A_FORM = "(a form)"
"""What is answered where the words are asked for again."""

people = st.sampled_from(PEOPLE)
words = st.sampled_from(("one", "two", "three"))
numbers = st.integers(0, 9)
holds = st.booleans()


@dataclass
class Change:
    """A suggested change as it should be."""

    id: str
    way: int
    base: int
    words: str
    by: str
    until: datetime
    fate: str = "open"


@dataclass
class Model:
    """What a proposal should be."""

    id: str
    course: Course
    ways: list[list[str]]
    by: list[list[str]]
    """Whose each version is."""
    carrier: str = PROPOSER
    state: str = "shaping"
    changes: dict[str, Change] = field(default_factory=dict)
    concerns: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    """By id: the words, the raiser, whether it is met."""
    risks: set[str] = field(default_factory=set)
    affected: set[str] = field(default_factory=set)
    helping: set[tuple[int, str]] = field(default_factory=set)
    asking: set[str] = field(default_factory=set)
    begun: int = 0
    """How often it went on to be decided."""

    def is_shaped(self, at: datetime) -> bool:
        return self.state == "shaping" and self.course.phase(at) is Stretch.SHAPING

    def runs(self, at: datetime) -> bool:
        return self.state in ("shaping", "deciding") and self.course.phase(at) is not Stretch.ENDED

    def open(self) -> list[Change]:
        return sorted((each for each in self.changes.values() if each.fate == "open"), key=lambda each: each.until)

    def settle(self, at: datetime) -> None:
        """All that follows from the time."""
        if self.state != "shaping":
            return
        for change in self.open():
            if change.until <= min(at, self.course.shaped_until):
                self.fold(change)
        if at >= self.course.shaped_until:
            for change in self.open():
                self.stand_apart(change)
            self.state, self.begun = "deciding", self.begun + 1

    def fold(self, change: Change) -> None:
        way = self.ways[change.way - 1]
        words = together(way[change.base - 1], way[-1], change.words)
        if words is None:
            self.stand_apart(change)
            return
        change.fate = "folded"
        if words != way[-1]:
            way.append(words)
            self.by[change.way - 1].append(change.by)

    def stand_apart(self, change: Change) -> None:
        change.fate = "another way"
        if not any(way[-1] == change.words for way in self.ways):
            self.put_up(change.words, change.by)

    def put_up(self, words: str, by: str) -> None:
        self.ways.append([words])
        self.by.append([by])

    def take_in(self, one: "Model") -> None:
        """All that stands in the other proposal is here from now on."""
        for change in one.open():
            one.stand_apart(change)
        for place, (way, by) in enumerate(zip(one.ways, one.by, strict=True), 1):
            known = [n for n, own in enumerate(self.ways, 1) if same(own[-1], way[-1])]
            if not known:
                self.put_up(way[-1], by[-1])
            position = known[0] if known else len(self.ways)
            self.helping |= {(position, person) for number, person in one.helping if number == place}
        self.risks, self.affected = self.risks | one.risks, self.affected | one.affected
        self.concerns |= one.concerns
        one.risks, one.affected, one.concerns, one.state = set(), set(), {}, "merged"

    def is_touched(self) -> bool:
        own = {PROPOSER, self.carrier}
        changing = {each.by for each in self.changes.values() if each.fate != "withdrawn"}
        return bool(({by for way in self.by for by in way} | changing | {person for _, person in self.helping}) - own)


class LifeOfProposals(Life):
    """Two proposals, four members, deliveries that are held back, repeated and out of order."""

    lengths = (timedelta(seconds=1), timedelta(hours=1), timedelta(hours=3), timedelta(hours=8), timedelta(days=1))

    def __init__(self) -> None:
        super().__init__()
        self.models: list[Model] = []
        self.questions: dict[str, tuple[Model, Model, bool]] = {}
        """By id: whether the first could become part of the second, and whether that was answered."""

    @initialize(shaping=st.sampled_from(["9 hours", "3 days"]))
    def begin(self, shaping: str) -> None:
        self.start()
        self.propose(shaping)

    # --- what happens ---------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.models) < 2)
    @rule()
    def something_else_is_proposed(self) -> None:
        self.propose("2 days")

    def propose(self, shaping: str) -> None:
        first = f"proposal {len(self.models)} is one two three one two three"
        line, who = f"what: {first} others: nothing new shaping: {shaping} deciding: 2 days", Who(PersonId(PROPOSER))
        shown = self.handle(CommandGiven(self.key(), who, HERE, self.clock.now(), "propose", line))
        assert isinstance(shown, Whisper)
        token = next(b.token for e in shown.card.elements if isinstance(e, Buttons) for b in e.buttons)
        self.handle(ActionPressed(self.key(), who, HERE, self.clock.now(), token))
        known = {model.id for model in self.models}
        ((proposal, *times),) = [row for row in self.rows("id", "proposals") if row[0] not in known]
        opened, shaped, decided, extra, askers = map(int, times)
        course = Course(moment(opened), moment(shaped), moment(decided), timedelta(microseconds=extra), askers)
        assert course.opened_at == self.clock.now()
        self.models.append(Model(proposal, course, [[first], ["nothing new"]], [[PROPOSER], [PROPOSER]]))
        self.settled = False

    def rows(self, *_: str) -> list[tuple[Any, ...]]:
        return self.stage.rows("SELECT id, opened_at, shaped_until, decided_until, extra, askers FROM proposals")

    @rule(which=numbers, made=st.lists(st.tuples(people, numbers, numbers, words, holds), min_size=1, max_size=4))
    def changes_are_suggested(self, which: int, made: list[tuple[str, int, int, str, bool]]) -> None:
        model = self.model(which)
        for person, way, place, word, hold in made:
            position = way % len(model.ways) + 1
            changed = model.ways[position - 1][-1].split()
            changed[place % len(changed)] = word
            token = Token("proposal.change", (model.id, str(position), str(len(model.ways[position - 1]))))
            self.send(person, token, {"words": " ".join(changed), "why": "", "named": "named"}, hold=hold)

    @precondition(lambda self: any(model.changes for model in self.models))
    @rule(person=people, number=numbers, handler=st.sampled_from(["proposal.mind", "proposal.unsuggest"]), hold=holds)
    def someone_minds_or_takes_back(self, person: str, number: int, handler: str, hold: bool) -> None:
        changes = [change for model in self.models for change in model.changes.values()]
        self.send(person, Token(handler, (changes[-1 - number % len(changes)].id,)), hold=hold)

    @precondition(lambda self: any(model.open() for model in self.models))
    @rule(person=people, number=numbers, late=st.booleans())
    def someone_minds_at_the_last_moment_or_a_moment_later(self, person: str, number: int, late: bool) -> None:
        changes = [change for model in self.models for change in model.open()]
        change = changes[number % len(changes)]
        moment = change.until - timedelta(milliseconds=1 if late else 2)
        self.clock.forward(max(moment - self.clock.now(), timedelta(0)))
        self.send(person, Token("proposal.mind", (change.id,)), hold=False)

    @rule(
        person=people,
        which=numbers,
        handler=st.sampled_from(["proposal.worry", "proposal.risk", "proposal.other"]),
        hold=holds,
    )
    def someone_adds_something(self, person: str, which: int, handler: str, hold: bool) -> None:
        self.keys += 1
        values = {"words": f"thing {self.keys}", "named": "unnamed"}
        self.send(person, Token(handler, (self.model(which).id,)), values, hold=hold)

    @precondition(lambda self: any(model.concerns for model in self.models))
    @rule(person=people, number=numbers, handler=st.sampled_from(["proposal.met", "proposal.unmet"]), hold=holds)
    def someone_says_that_a_concern_is_met(self, person: str, number: int, handler: str, hold: bool) -> None:
        concerns = [concern for model in self.models for concern in model.concerns]
        self.send(person, Token(handler, (concerns[number % len(concerns)],)), hold=hold)

    @rule(
        person=people,
        which=numbers,
        handler=st.sampled_from(["proposal.affects", "proposal.unaffects", "proposal.time", "proposal.time"]),
        hold=holds,
    )
    def someone_says_something_of_themselves(self, person: str, which: int, handler: str, hold: bool) -> None:
        self.send(person, Token(handler, (self.model(which).id,)), hold=hold)

    @rule(person=people, which=numbers, way=numbers, no=st.booleans(), hold=holds)
    def someone_would_help(self, person: str, which: int, way: int, no: bool, hold: bool) -> None:
        model = self.model(which)
        ids = (model.id,) if no else (model.id, str(way % len(model.ways) + 1))
        self.send(person, Token("proposal.unhelp" if no else "proposal.help", ids), hold=hold)

    @rule(
        person=people,
        which=numbers,
        handler=st.sampled_from(["proposal.withdraw", "proposal.pass", "proposal.carry", "proposal.reopen"]),
        hold=holds,
    )
    def someone_turns_back(self, person: str, which: int, handler: str, hold: bool) -> None:
        values = {"why": ""} if handler == "proposal.withdraw" else None
        self.send(person, Token(handler, (self.model(which).id,)), values, hold=hold)

    @precondition(lambda self: len(self.models) > 1)
    @rule(person=st.sampled_from((PROPOSER, PROPOSER, "ben")), which=st.integers(0, 1), hold=holds, agreed=holds)
    def someone_asks_whether_two_could_be_one(self, person: str, which: int, hold: bool, agreed: bool) -> None:
        one, other = self.models[which], self.models[1 - which]
        self.send(person, Token("proposal.together", (one.id,)), hold=hold, chosen=(other.id,))
        if agreed and self.questions:
            self.send(person, Token("proposal.agree", (list(self.questions)[-1], "yes")), hold=hold)

    @precondition(lambda self: self.questions)
    @rule(person=people, number=numbers, answer=st.sampled_from(["yes", "yes", "no"]), hold=holds)
    def someone_answers_that(self, person: str, number: int, answer: str, hold: bool) -> None:
        question = list(self.questions)[number % len(self.questions)]
        self.send(person, Token("proposal.agree", (question, answer)), hold=hold)

    @precondition(lambda self: len(self.models) > 1 and all(m.is_shaped(self.clock.now()) for m in self.models))
    @rule(person=people, which=st.integers(0, 1))
    def two_become_one_with_all_that_was_said(self, person: str, which: int) -> None:
        """Which chance seldom brings about while there is anything to lose."""
        one, other = self.models[which], self.models[1 - which]
        self.something_is_said_of_all_kinds(one, person)
        self.send(one.carrier or person, Token("proposal.together", (one.id,)), hold=False, chosen=(other.id,))
        for question, (of, into, answered) in list(self.questions.items()):
            if (of, into, answered) == (one, other, False):
                self.send(other.carrier or person, Token("proposal.agree", (question, "yes")), hold=False)

    def something_is_said_of_all_kinds(self, model: Model, person: str) -> None:
        for handler in ("proposal.worry", "proposal.risk"):
            self.keys += 1
            values = {"words": f"thing {self.keys}", "named": "unnamed"}
            self.send(person, Token(handler, (model.id,)), values, hold=False)
        self.send(person, Token("proposal.affects", (model.id,)), hold=False)

    @precondition(lambda self: any(self.is_still_the_proposers(model) for model in self.models))
    @rule(person=people, waits=st.booleans())
    def one_is_taken_up_again_with_words_that_had_changed(self, person: str, waits: bool) -> None:
        """A change is folded in, or waits, when whoever proposed it withdraws it."""
        model = next(filter(self.is_still_the_proposers, self.models))
        self.something_is_said_of_all_kinds(model, person)
        for still_waits in (False, True) if waits else (False,):
            self.keys += 1
            values = {"words": f"{model.ways[0][-1]} {self.keys}", "why": "", "named": "named"}
            token = Token("proposal.change", (model.id, "1", str(len(model.ways[0]))))
            self.send(PROPOSER, token, values, hold=False)
            if not still_waits:
                self.clock.forward(model.course.window)
                self.settle()
        self.send(PROPOSER, Token("proposal.withdraw", (model.id,)), {"why": ""}, hold=False)
        self.send(person, Token("proposal.reopen", (model.id,)), hold=False)

    def is_still_the_proposers(self, model: Model) -> bool:
        return model.is_shaped(self.clock.now()) and model.carrier == PROPOSER and not model.is_touched()

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def no_version_is_lost_and_none_made_up(self) -> None:
        for model in self.models:
            kept: dict[int, list[str]] = {}
            for way, words in self.stage.rows(
                "SELECT way, words FROM versions WHERE proposal = :p ORDER BY way, number", p=model.id
            ):
                kept.setdefault(int(str(way)), []).append(str(words))
            assert kept == dict(enumerate(model.ways, 1))

    @invariant()
    def every_suggestion_has_the_fate_that_time_and_people_gave_it(self) -> None:
        for model in self.models:
            rows = self.stage.rows("SELECT id, fate FROM suggestions WHERE proposal = :p", p=model.id)
            assert set(rows) == {(change.id, change.fate) for change in model.changes.values()}

    @invariant()
    def nobody_is_counted_twice_and_nothing_that_was_said_is_lost(self) -> None:
        for model in self.models:

            def kept(sql: str, proposal: str = model.id) -> list[tuple[object, ...]]:
                return self.stage.rows(f"{sql} WHERE proposal = :p", p=proposal)

            concerns = {
                (words, person, met is not None)
                for words, person, met in kept("SELECT words, person, met_at FROM concerns")
            }
            assert concerns == set(model.concerns.values())
            assert {words for (words,) in kept("SELECT words FROM risks")} == model.risks
            assert sorted(str(person) for (person,) in kept("SELECT person FROM affected")) == sorted(model.affected)
            assert set(kept("SELECT way, person FROM helping")) == model.helping

    @invariant()
    def its_times_are_those_that_the_clock_and_the_members_made(self) -> None:
        for model in self.models:
            ((state, shaped, decided),) = self.stage.rows(
                "SELECT state, shaped_until, decided_until FROM proposals WHERE id = :p", p=model.id
            )
            assert (shaped, decided) == (instant(model.course.shaped_until), instant(model.course.decided_until))
            decides = state not in ("shaping", "withdrawn", "merged")
            assert decides if model.state in ("deciding", "over") else state == model.state

    @invariant()
    def nothing_is_broken(self) -> None:
        if self.settled:
            assert self.stage.broken() == []

    def everything_ends(self) -> None:
        self.clock.forward(timedelta(days=40))
        self.settle()
        self.no_version_is_lost_and_none_made_up()
        self.every_suggestion_has_the_fate_that_time_and_people_gave_it()
        assert self.stage.broken() == []
        assert all(model.state != "shaping" for model in self.models)
        said = [text(message.card) for message in self.chat.in_place(CHANNEL)]
        assert sum(words.startswith("Now we decide: ") for words in said) == sum(model.begun for model in self.models)

    # --- how it is done -------------------------------------------------------------------------------------------

    def model(self, which: int) -> Model:
        return self.models[which % len(self.models)]

    def settle(self) -> None:
        super().settle()
        for model in self.models:
            model.settle(self.clock.now())
            if model.state == "deciding" and self.clock.now() >= model.course.decided_until:
                model.state = "over"

    def deliver(self, event: Pressed) -> None:
        self.clock.forward(timedelta(milliseconds=1))
        answer = self.arrives(event)
        expected = self.after(event)
        match answer:
            case Whisper(card):
                assert text(card).startswith(expected), (text(card), expected)
            case FormErrors() | OpenForm():
                assert expected == A_FORM, answer
            case _:
                raise AssertionError(answer)

    def after(self, event: Pressed) -> str | tuple[str, ...]:
        """What this event does to the model, and how its answer begins."""
        about, handler = event.token.ids[0], event.token.handler
        if handler in ("proposal.met", "proposal.unmet"):
            return self.after_meeting(event)
        if handler in ("proposal.mind", "proposal.unsuggest"):
            return self.after_minding(event)
        if handler == "proposal.agree":
            return self.after_answering(event)
        model = next(model for model in self.models if model.id == about)
        if handler in ("proposal.carry", "proposal.affects", "proposal.unaffects", "proposal.help", "proposal.unhelp"):
            return self.after_running(model, event)
        if handler == "proposal.reopen":
            return self.after_reopening(model, event)
        if not model.is_shaped(event.at):
            return LATE
        if handler == "proposal.change":
            return self.after_suggesting(model, event)
        if handler in ("proposal.withdraw", "proposal.pass", "proposal.together"):
            return self.after_turning(model, event)
        if handler == "proposal.time":
            return self.after_asking_for_time(model, event)
        return self.after_adding(model, event)

    def after_suggesting(self, model: Model, event: Pressed) -> str:
        assert isinstance(event, FormSent)
        words, way, base = event.values["words"], int(event.token.ids[1]), int(event.token.ids[2])
        versions = model.ways[way - 1]
        others = [other[-1] for place, other in enumerate(model.ways, 1) if place != way]
        waiting = [each.words for each in model.open() if each.way == way]
        if words in (versions[-1], versions[base - 1]) or words in waiting or any(same(words, o) for o in others):
            return A_FORM
        ((suggestion, until),) = [
            row for row in self.stage.rows("SELECT id, until FROM suggestions WHERE proposal = :p", p=model.id)
            if row[0] not in model.changes
        ]  # fmt: skip
        assert until == instant(self.clock.now() + model.course.window)
        change = Change(str(suggestion), way, base, words, str(event.who.person), moment(int(str(until))))
        model.changes[change.id] = change
        return "Suggested."

    def after_minding(self, event: Pressed) -> str | tuple[str, ...]:
        model, change = next(
            (model, model.changes[event.token.ids[0]]) for model in self.models if event.token.ids[0] in model.changes
        )
        person = str(event.who.person)
        if change.fate != "open":
            return ("Folded in", "It is way", "Taken back")
        if event.token.handler == "proposal.unsuggest":
            if person != change.by:
                return "Only the one who suggested this"
            change.fate = "withdrawn"
            return "Taken back."
        if person == change.by:
            return "You suggested this yourself."
        if event.at >= change.until:
            return "The time to mind this ended"
        model.stand_apart(change)
        return "Then it does not change the words"

    def after_adding(self, model: Model, event: Pressed) -> str:
        assert isinstance(event, FormSent)
        words, person = event.values["words"], str(event.who.person)
        match event.token.handler:
            case "proposal.worry":
                ((concern,),) = self.stage.rows("SELECT id FROM concerns WHERE words = :w", w=words)
                model.concerns[str(concern)] = (words, person, False)
                return "It is there."
            case "proposal.risk":
                model.risks.add(words)
                return "It stands on the card now."
            case _:
                model.put_up(words, person)
                return f"It is way {len(model.ways)} now"

    def after_meeting(self, event: Pressed) -> str:
        concern = event.token.ids[0]
        model = next(model for model in self.models if concern in model.concerns)
        words, raiser, _ = model.concerns[concern]
        if event.who.person != raiser:
            return "Only the one who raised it"
        if not model.runs(event.at):
            return "This is over."
        met = event.token.handler == "proposal.met"
        model.concerns[concern] = (words, raiser, met)
        return "Noted: it is met." if met else "Noted: it is open again"

    def after_running(self, model: Model, event: Pressed) -> str | tuple[str, ...]:
        if not model.runs(event.at):
            return LATE
        person, handler = str(event.who.person), event.token.handler
        if handler == "proposal.carry" and model.carrier:
            return "Somebody carries this already."
        if event.at >= model.course.shaped_until:
            model.settle(event.at)
        match handler:
            case "proposal.carry":
                model.carrier = person
                return "You carry it on."
            case "proposal.affects":
                model.affected.add(person)
                return "Noted: it affects you."
            case "proposal.unaffects":
                model.affected.discard(person)
                return "Noted: it does not affect you after all."
            case "proposal.unhelp":
                model.helping = {each for each in model.helping if each[1] != person}
                return "Noted: nothing is expected of you."
            case _:
                model.helping.add((int(event.token.ids[1]), person))
                return "Noted: you would help"

    def after_asking_for_time(self, model: Model, event: Pressed) -> str:
        model.asking.add(str(event.who.person))
        before, model.course = model.course, model.course.asked_for_time(len(model.asking), event.at)
        if model.course != before:
            return "Noted. Enough of you need more time"
        if before.shaping_extended:
            return "Noted. The shaping was extended already"
        return f"Noted. {len(model.asking)} of {before.askers}"

    def after_turning(self, model: Model, event: Pressed) -> str | tuple[str, ...]:
        if event.who.person != model.carrier:
            return ("Only ", "This was passed on")
        if event.token.handler == "proposal.pass":
            model.carrier = ""
            return "Passed on."
        if event.token.handler == "proposal.together":
            return self.after_asking(model, event)
        if model.is_touched():
            return "Others have taken this further"
        for change in model.open():
            model.stand_apart(change)
        model.state = "withdrawn"
        return "Withdrawn."

    def after_asking(self, one: Model, event: Pressed) -> str:
        other = next(model for model in self.models if model is not one)
        if not other.is_shaped(event.at):
            return "That one is not being shaped any more."
        if any(asked[:2] == (one, other) for asked in self.questions.values()):
            return "That was asked already"
        ((question,),) = [row for row in self.stage.rows("SELECT id FROM togethers") if row[0] not in self.questions]
        self.questions[str(question)] = (one, other, False)
        return "Asked, in the thread"

    def after_answering(self, event: Pressed) -> str | tuple[str, ...]:
        question, answer = event.token.ids
        one, other, answered = self.questions[question]
        if event.who.person != other.carrier:
            return ("Only ", "This was passed on")
        if answer == "yes" and not (one.is_shaped(event.at) and other.is_shaped(event.at)):
            return "One of them is not being shaped any more"
        if answered:
            return "This was answered already."
        self.questions[question] = (one, other, True)
        if answer == "no":
            return "They stay apart."
        other.take_in(one)
        return "They are one now."

    def after_reopening(self, model: Model, event: Pressed) -> str:
        if model.state != "withdrawn":
            return "This was taken up again already."
        model.state, model.course, model.carrier = "shaping", model.course.anew(event.at), str(event.who.person)
        model.asking.clear()
        return "It is shaped again"


TestLifeOfProposals = LifeOfProposals.TestCase
TestLifeOfProposals.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
