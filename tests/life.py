"""What befalls anything that lives in Descant: things are done late, twice and out of order, time passes, it restarts.

A machine adds to this its model, what people can do, and what must always hold.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.app import DELIVERIES, digest
from bot.chat.answers import Answer, Nothing
from bot.chat.events import ActionPressed, FormSent, Where, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.ports import Unreachable
from tests.fakes import FakeChat, FakeClock
from tests.people import CHANNEL, COMMUNITY, Stage, stage

T = TypeVar("T")
Pressed = ActionPressed | FormSent
HERE = Where(COMMUNITY, CHANNEL)


class Life(RuleBasedStateMachine):
    """A Descant over a file, and what was done and has not arrived yet."""

    stage: Stage
    lengths: ClassVar[tuple[timedelta, ...]]
    """How much time may pass at once."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(mkdtemp())
        self.clock = FakeClock()
        self.chat = FakeChat(self.clock)
        self.held_back: list[Pressed] = []
        self.delivered: list[Pressed] = []
        self.keys = 0
        self.settled = True
        self.stack = AsyncExitStack()

    def teardown(self) -> None:
        """The end. A store that were left open by what fails there would keep the whole run from ending."""
        try:
            if hasattr(self, "stage"):
                self.everything_ends()
        finally:
            self.run(self.stack.aclose())
            self.loop.close()
            rmtree(self.folder)

    def everything_ends(self) -> None:
        """What must hold when all is over; a machine adds what it knows."""
        assert self.stage.broken() == []

    def settle(self) -> None:
        """Let everything follow that follows by itself; a machine lets it follow in its model as well."""
        self.run(self.stage.settle())
        self.settled = True

    def deliver(self, event: Pressed) -> None:
        """It arrives; a machine compares the answer with its model."""
        self.arrives(event)

    def arrives(self, event: Pressed) -> Answer:
        self.delivered.append(event)
        self.settled = False
        return self.handle(event)

    # --- what befalls it ------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.held_back) > 1)
    @rule()
    def all_that_was_held_back_arrives_the_wrong_way_round(self) -> None:
        while self.held_back:
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

    @rule(data=st.data())
    def time_passes_and_nothing_runs(self, data: st.DataObject) -> None:
        self.clock.forward(data.draw(st.sampled_from(self.lengths)))
        self.settled = False

    @rule(data=st.data())
    def time_passes(self, data: st.DataObject) -> None:
        self.clock.forward(data.draw(st.sampled_from(self.lengths)))
        self.settle()

    @rule()
    def an_answer_of_the_chat_is_lost(self) -> None:
        if not self.chat.lost_answers:
            self.chat.lost_answers.append(Unreachable())

    @rule(settles=st.booleans())
    def it_is_restarted(self, settles: bool) -> None:
        self.run(self.stack.aclose())
        self.stack = AsyncExitStack()
        self.start()
        if settles:
            self.settle()

    # --- how it is done -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the store, with everything around it."""
        path = self.folder / "d.db"
        self.stage = self.run(self.stack.enter_async_context(stage(path, self.clock, self.chat)))

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run(what)

    def key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def kept_keys(self) -> set[str]:
        """The deliveries that were taken; one that was refused may come again and is refused again."""
        return {str(key) for (key,) in self.stage.rows("SELECT key FROM seen")}

    def handle(self, event: Any) -> Answer:
        return self.run(self.stage.core.handle(event))

    def send(
        self,
        person: str,
        token: Token,
        values: dict[str, str] | None = None,
        *,
        hold: bool,
        chosen: tuple[str, ...] = (),
    ) -> None:
        """Something is done at a moment of its own; it arrives now or some time later."""
        self.clock.forward(timedelta(milliseconds=1))
        who, at = Who(PersonId(person)), self.clock.now()
        event: Pressed = (
            ActionPressed(self.key(), who, HERE, at, token, chosen)
            if values is None
            else FormSent(self.key(), who, HERE, at, token, values)
        )
        self.held_back.append(event) if hold else self.deliver(event)
