"""How what happens to polls is told to a whole Descant and to its model: held back, repeated, out of order."""

from bot.chat.answers import Whisper
from bot.chat.token import Token
from bot.polls.counting import Choice, Kind
from bot.polls.model import SMALL
from tests.life import Life, Pressed
from tests.lives import Model
from tests.people import text

HIDDEN = "(hidden)"


class Telling(Life):
    """A model of each poll beside the store."""

    def __init__(self) -> None:
        super().__init__()
        self.models: list[Model] = []
        self.results: dict[str, str] = {}
        self.hidden: set[str] = set()

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

    def settle(self) -> None:
        began = self.clock.now()
        super().settle()
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

    def deliver(self, event: Pressed) -> None:
        answer = self.arrives(event)
        assert isinstance(answer, Whisper)
        words = text(answer.card)
        poll = next(poll for poll in self.models if poll.id == event.token.ids[0])
        assert words.startswith(poll.after(event)), words
