"""At no moment is anything public that its subject has not agreed to: any order of thanking, agreeing, changing one's
mind, adding words, taking them back, saying never, restarting and erasing."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.chat.answers import Whisper
from bot.chat.events import ActionPressed, FormSent
from bot.chat.token import Token
from tests.fakes import FakeChat, FakeClock
from tests.people import Stage, stage

PEOPLE = ("bea", "chi", "dov", "eve")
person = st.sampled_from(PEOPLE)
consents = st.sampled_from(("share", "unnamed", "keep", "no"))


@dataclass
class Given:
    """Thanks as the model knows them: who wrote which words about whom, and what each has said since."""

    giver: str
    words: str
    consent: dict[str, str | None]
    gone: bool = False


@dataclass
class Model:
    given: list[Given] = field(default_factory=list)
    never: set[str] = field(default_factory=set)

    def may_see(self, thanks: Given) -> bool:
        agreed = (p for p, said in thanks.consent.items() if said in ("share", "unnamed") and p not in self.never)
        return not thanks.gone and any(agreed)

    def may_name(self, who: str) -> bool:
        """Whether this member's name may stand anywhere in public as someone who is thanked."""
        shares = (t.consent.get(who) == "share" for t in self.given if not t.gone)
        return who not in self.never and any(shares)


class Consents(RuleBasedStateMachine):
    """Thanks from everyone to everyone over a real store, beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.model = Model()
        self.clock = FakeClock()
        self.chat = FakeChat(self.clock)
        self.open()

    def open(self) -> None:
        self.stack = AsyncExitStack()
        path = Path(self.folder.name) / "d.db"
        self.stage: Stage = self.run(self.stack.enter_async_context(stage(path, self.clock, self.chat)))

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def press(self, who: str, handler: str, *ids: str) -> None:
        member = self.stage.member(who)
        event = ActionPressed(self.stage.key(), member.who, member.where, self.clock.now(), Token(handler, ids))
        self.run(self.stage.core.handle(event))

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        return self.stage.rows(sql, **values)

    @rule(giver=person, to=st.sets(person, min_size=1, max_size=3))
    def thank(self, giver: str, to: set[str]) -> None:
        to = to - {giver}
        if not to:
            return
        words = f"words{len(self.model.given)}."
        member = self.stage.member(giver)
        self.run(member.says(f"/thank {' '.join(f'@{name}' for name in sorted(to))} for: {words}"))
        self.run(member.presses("Send it"))
        self.model.given.append(Given(giver, words, dict.fromkeys(to)))

    @rule(who=person, said=consents, data=st.data())
    def answer(self, who: str, said: str, data: st.DataObject) -> None:
        mine = [t for t in self.model.given if who in t.consent]
        if not mine:
            return
        thanks = data.draw(st.sampled_from(mine))
        asked = self.rows(
            "SELECT a.id FROM thanked a JOIN thanks t ON t.id = a.thanks WHERE a.person = :who AND t.words = :words",
            who=who,
            words=thanks.words,
        )
        if not asked:
            return
        self.press(who, "thanks.consent", str(asked[0][0]), said)
        if not thanks.gone:
            thanks.consent[who] = said

    @rule(who=person, data=st.data())
    def answer_for_someone_else(self, who: str, data: st.DataObject) -> None:
        others = self.rows("SELECT id FROM thanked WHERE person <> :who ORDER BY id", who=who)
        if others:
            self.press(who, "thanks.consent", str(data.draw(st.sampled_from(others))[0]), "share")

    @rule(who=person, yes=st.booleans())
    def never(self, who: str, yes: bool) -> None:
        self.press(who, "thanks.never", "yes" if yes else "no")
        (self.model.never.add if yes else self.model.never.discard)(who)

    @rule(who=person, data=st.data())
    def me_too(self, who: str, data: st.DataObject) -> None:
        seen = [t for t in self.model.given if self.model.may_see(t) and not t.words.startswith("too")]
        tops = self.rows("SELECT id, words FROM thanks WHERE under IS NULL ORDER BY id")
        candidates = [(i, t) for i, w in tops for t in seen if t.words == w]
        if not candidates:
            return
        top, thanks = data.draw(st.sampled_from(candidates))
        agreed = {
            p
            for p, said in thanks.consent.items()
            if said in ("share", "unnamed") and p not in self.model.never and p != who
        }
        if not agreed:
            return
        words, member = f"too{len(self.model.given)}.", self.stage.member(who)
        values = {"words": words, "named": "named"}
        event = FormSent(
            self.stage.key(), member.who, member.where, self.clock.now(), Token("thanks.too", (str(top),)), values
        )
        assert isinstance(self.run(self.stage.core.handle(event)), Whisper)
        self.model.given.append(Given(who, words, dict.fromkeys(agreed)))

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        if not self.model.given:
            return
        thanks = data.draw(st.sampled_from(self.model.given))
        found = self.rows("SELECT id FROM thanks WHERE words = :words", words=thanks.words)
        if found:
            self.press(thanks.giver, "thanks.back", str(found[0][0]))
            thanks.gone = True

    @rule(who=person)
    def erase(self, who: str) -> None:
        member = self.stage.member(who)
        event = FormSent(
            self.stage.key(), member.who, member.where, self.clock.now(), Token("home.erase"), {"sure": "yes"}
        )
        self.run(self.stage.core.handle(event))
        self.model.never.discard(who)
        for thanks in self.model.given:
            thanks.consent.pop(who, None)
            thanks.gone |= thanks.giver == who

    @rule()
    def restart(self) -> None:
        self.run(self.stack.aclose())
        self.open()

    @invariant()
    def nothing_is_public_without_consent(self) -> None:
        self.run(self.stage.later(minutes=1))
        ben = self.stage.member("reader")
        self.run(ben.says("/descant story"))
        public = self.stage.shown() + ben.screen
        for thanks in self.model.given:
            assert (thanks.words in self.stage.shown()) == self.model.may_see(thanks), thanks
            if not self.model.may_see(thanks):
                assert thanks.words not in public
        for who in PEOPLE:
            if not self.model.may_name(who):
                thanked = [line for line in public.splitlines() if line.startswith(("Thanks to", "  to "))]
                assert not any(who.capitalize() in line for line in thanked), who

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()


TestConsents = Consents.TestCase
TestConsents.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestConsents = pytest.mark.filterwarnings("ignore::ResourceWarning")(TestConsents)
