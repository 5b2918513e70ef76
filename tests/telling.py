"""How what happens to polls is told to a whole Descant and to its model: held back, repeated, out of order."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from bot.chat.answers import Answer, Whisper
from bot.chat.events import ActionPressed, FormSent, Where, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.polls.counting import Choice, Kind
from bot.polls.model import SMALL
from tests.fakes import FakeChat, FakeClock
from tests.lives import Model
from tests.lives import Pressed as Event
from tests.people import CHANNEL, COMMUNITY, Stage, text

T = TypeVar("T")
HERE = Where(COMMUNITY, CHANNEL)
HIDDEN = "(hidden)"


class Telling(RuleBasedStateMachine):
    """A Descant over a file, a model of each of its polls, and what has not arrived yet."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(mkdtemp())
        self.clock = FakeClock()
        self.chat = FakeChat(self.clock)
        self.models: list[Model] = []
        self.results: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.held_back: list[Event] = []
        self.delivered: list[Event] = []
        self.keys = 0
        self.settled = True
        self.stack = AsyncExitStack()

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

    def of(self, *kinds: Kind) -> list[Model]:
        return [poll for poll in self.models if poll.kind in kinds]

    def one_of(self, which: int, *kinds: Kind) -> Model:
        return self.of(*kinds)[which % len(self.of(*kinds))]

    def counted(self, poll: Model) -> dict[Choice, int]:
        answered = sum(poll.tallies().values())
        if poll.secret and answered < SMALL:
            return {(): answered} if answered else {}
        return poll.tallies()

    def fill(self, person: str, poll: Model, presses: list[tuple[str, ...]], hold: bool) -> None:
        """Press after press on the paper; the last one, which casts it, may be held back."""
        for handler, *ids in presses:
            self.send(person, Token(handler, (poll.id, *ids)), hold=False)
        self.send(person, Token("poll.cast", (poll.id,)), hold=hold)

    def handle(self, event: Any) -> Answer:
        return self.run(self.stage.core.handle(event))

    def settle(self) -> None:
        began = self.clock.now()
        self.run(self.stage.settle())
        self.settled = True
        for poll in self.models:
            # What is due while everything settles closes as well: settling takes seconds of the made-up time.
            poll.ended = poll.ended or poll.closes_at <= began or self.state(poll) != "open"

    def stands(self, poll: Model) -> object:
        ((state,),) = self.stage.rows("SELECT state FROM polls WHERE id = :poll", poll=poll.id)
        return state

    def state(self, poll: Model) -> object:
        state = self.stands(poll)
        assert state == "open" or poll.closes_at <= self.clock.now() or poll.ended
        return state

    def send(self, person: str, token: Token, values: dict[str, str] | None = None, *, hold: bool) -> None:
        """Something is done at a moment of its own; it arrives now or some time later."""
        self.clock.forward(timedelta(milliseconds=1))
        who = Who(PersonId(person))
        event: Event = (
            ActionPressed(self.key(), who, HERE, self.clock.now(), token)
            if values is None
            else FormSent(self.key(), who, HERE, self.clock.now(), token, values)
        )
        self.held_back.append(event) if hold else self.deliver(event)

    def deliver(self, event: Event) -> None:
        self.delivered.append(event)
        answer = self.handle(event)
        self.settled = False
        assert isinstance(answer, Whisper)
        words = text(answer.card)
        poll = next(poll for poll in self.models if poll.id == event.token.ids[0])
        assert words.startswith(poll.after(event)), words
