"""Tests talk like people: ``ana.says("/poll …")``, ``ana.presses("Saturday")``, ``ana.sees("Recorded: Saturday")``."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import text as sql_text

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Whisper
from bot.chat.cards import Buttons, Card, Menu
from bot.chat.events import ActionPressed, CommandGiven, FormSent, Shared, Where, Who
from bot.chat.forms import ChoiceField, Field, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.plain import Reading, plain_text, words_of
from bot.chat.token import Token
from bot.chat.words import words_for
from bot.core import Core
from bot.router import router
from storage.check import check_over
from storage.opening import OpenStore
from tests.databases import engine_at, open_at
from tests.fakes import CountedIds, FakeChat, FakeClock, LoadedDice

_deliveries = itertools.count(1)
"""A chat does not begin its deliveries anew when the bot restarts."""

COMMUNITY = CommunityId("test:garden")
CHANNEL = PlaceId("plans")
READER = Reading(
    words_for("en"),
    "Europe/London",
    # A platform's ids of people begin with a capital letter.
    lambda person: re.sub("^U(?=[A-Z])", "", person).capitalize(),
    lambda place: f"#{place}",
)


@dataclass
class Stage:
    """A whole Descant over a real database, with a fake chat around it."""

    store: OpenStore
    clock: FakeClock
    chat: FakeChat
    core: Core
    path: Path
    _members: dict[str, Member] = field(default_factory=dict)

    def member(self, name: str, *, keeper: bool = False, zone: str = "Europe/London", locale: str = "en") -> Member:
        """The member of this name, the same one each time."""
        if name not in self._members:
            self._members[name] = Member(self, Who(PersonId(name), locale, zone, keeper, name.capitalize()))
        return self._members[name]

    def mentioned(self, words: str) -> dict[str, PersonId]:
        """Who is mentioned in these words, as ``@name``."""
        return {f"@{name}": PersonId(name) for name in re.findall(r"@(\w+)", words)}

    def key(self) -> str:
        """A name for one delivery."""
        return f"k{next(_deliveries)}"

    async def settle(self) -> None:
        """Let everything follow that follows by itself, paced edits included."""
        for _ in range(20):
            if not await self.core.settle():
                return
            self.clock.forward(self.chat.capabilities.edit_every)
        raise AssertionError("it does not come to rest")

    async def later(self, **by: float) -> None:
        """Time passes: ``later(days=3)``."""
        self.clock.forward(timedelta(**by))
        await self.settle()

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """What stands in the database itself."""
        with engine_at(self.path).connect() as connection:
            return [tuple(row) for row in connection.execute(sql_text(sql), values)]

    def broken(self) -> list[str]:
        """What should not be in this database, as ``descant doctor`` would say it."""
        with engine_at(self.path).connect() as connection:
            return check_over(connection, self.clock.now())

    def shown(self, place: str = CHANNEL) -> str:
        """Everything that stands in a place, as plain text."""
        return "\n\n=====\n\n".join(text(m.card) for m in self.chat.in_place(place))


def text(card: Card) -> str:
    """A card as a listener would have it read."""
    return plain_text(card, READER)


@dataclass
class Member:
    """Someone who types, presses and reads."""

    stage: Stage
    who: Who
    where: Where = field(default_factory=lambda: Where(COMMUNITY, CHANNEL))
    answer: Answer = field(default_factory=Nothing)

    @property
    def id(self) -> str:
        """What their chat knows them by."""
        return self.who.person

    async def says(self, line: str) -> Member:
        """Type a command, with its slash."""
        name, _, rest = line.removeprefix("/").partition(" ")
        stage = self.stage
        return await self._heard(
            await stage.core.handle(
                CommandGiven(
                    stage.key(), self.who, self.where, stage.clock.now(), name, rest, mentions=stage.mentioned(rest)
                )
            )
        )

    async def chooses_on(self, words: str, menu: str) -> Member:
        """Choose this from the menu of the newest message here that holds these words."""
        stage = self.stage
        message = next(m for m in reversed(stage.chat.in_place(self.where.place)) if words in text(m.card))
        name = next(hint.name for hint in router().hints if hint.menu == menu)
        about = Shared(text(message.card), None, message=message.id)
        event = CommandGiven(stage.key(), self.who, self.where, stage.clock.now(), name, about=about)
        return await self._heard(await stage.core.handle(event))

    async def presses(self, label: str) -> Member:
        """Press the button of this label: in the last whisper, otherwise on the newest card that has it."""
        token, values = self.find(label)
        return await self.sends_press(token, values)

    async def sends_press(self, token: Token, values: tuple[str, ...] = (), key: str | None = None) -> Member:
        """A press as the chat would send it."""
        stage = self.stage
        event = ActionPressed(
            stage.key() if key is None else key, self.who, self.where, stage.clock.now(), token, values
        )
        return await self._heard(await stage.core.handle(event))

    async def replays(self, other: Member, label: str) -> Member:
        """Send what another member's press on this label would send."""
        return await self.sends_press(*other.find(label))

    async def replays_form(self, other: Member, **values: str) -> Member:
        """Send the form that is open in front of another member."""
        self.answer = other.answer
        return await self.fills(**values)

    async def fills(self, **values: str) -> Member:
        """Fill in the open form and send it; fields that are not named keep what stands in them."""
        form, stage = self.form, self.stage
        filled = {f.key: standing(f) for f in form.fields} | values
        unknown = set(values) - {f.key for f in form.fields}
        assert not unknown, f"the form has no {unknown}"
        event = FormSent(stage.key(), self.who, self.where, stage.clock.now(), form.token, filled)
        return await self._heard(await stage.core.handle(event))

    def sees(self, *words: str) -> None:
        """Every one of these stands in front of this member: whispered, in the form, or in the channel."""
        seen = self.screen + "\n\n" + self.stage.shown(self.where.place)
        for expected in words:
            assert expected in seen, f"{self.who.person} does not see {expected!r} but:\n{seen}"

    def sees_no(self, *words: str) -> None:
        """None of these is to be seen by this member."""
        seen = self.screen + "\n\n" + self.stage.shown(self.where.place)
        for unwanted in words:
            assert unwanted not in seen, f"{self.who.person} sees {unwanted!r} in:\n{seen}"

    @property
    def form(self) -> Form:
        """The form that is open."""
        assert isinstance(self.answer, OpenForm | FormErrors), f"no form is open but {self.screen}"
        return self.answer.form

    @property
    def screen(self) -> str:
        """What only this member sees, as plain text."""
        match self.answer:
            case Whisper(card):
                return text(card)
            case OpenForm(form):
                return form_text(form)
            case FormErrors(form, errors):
                wrong = "\n".join(words_of(said, READER) for said in errors.values())
                return f"{form_text(form)}\n{wrong}"
            case _:
                return ""

    def find(self, label: str) -> tuple[Token, tuple[str, ...]]:
        """What a press on this label sends."""
        cards = [m.card for m in reversed(self.stage.chat.in_place(self.where.place))]
        if isinstance(self.answer, Whisper):
            cards.insert(0, self.answer.card)
        for card in cards:
            for element in card.elements:
                match element:
                    case Buttons(buttons):
                        for button in buttons:
                            if button.label == label:
                                return button.token, ()
                    case Menu(token, _, options):
                        for option in options:
                            if option.label == label:
                                return token, (option.value,)
                    case _:
                        continue
        raise AssertionError(f"{self.who.person} finds nothing to press called {label!r}")

    def in_place(self, place: str, message: str | None = None) -> Member:
        """The same member somewhere else."""
        return replace(self, where=Where(COMMUNITY, PlaceId(place), MessageId(message) if message else None))

    def in_thread(self) -> Member:
        """The same member in the newest thread under a card of this place."""
        threads = [m.place for m in self.stage.chat.messages.values() if m.place.startswith(f"{self.where.place}/")]
        return self.in_place(threads[-1])

    def in_direct_messages(self) -> Member:
        """The same member in the conversation with the bot."""
        return self.in_place(f"@{self.who.person}")

    async def _heard(self, answer: Answer) -> Member:
        self.answer = answer
        await self.stage.settle()
        return self


def standing(field: Field) -> str:
    """What stands in a field before anyone has typed, as it would be sent."""
    match field:
        case TextField() | ChoiceField():
            return field.value
        case ManyField() | PeopleField():
            return "\n".join(field.values)
        case PlaceField():
            return field.value or ""


def form_text(form: Form) -> str:
    """A form's words, and what stands in it."""
    lines = [form.title, *(f"{f.label}: {standing(f)}" for f in form.fields), form.send]
    lines += [c.label for f in form.fields if isinstance(f, ChoiceField | ManyField) for c in f.choices]
    return "\n".join(lines)


def labels(card: Card) -> list[str]:
    """The labels of all buttons of a card."""
    return [b.label for e in card.elements if isinstance(e, Buttons) for b in e.buttons]


told_in: ContextVar[Callable[[Path, FakeClock | None], AbstractAsyncContextManager[Any]] | None]
told_in = ContextVar("told_in", default=None)
"""Where stories are told that ask for nothing but people: another stage with the same words, over a real platform. It
stays the same when a story opens the stage again."""


@asynccontextmanager
async def stage(path: Path, clock: FakeClock | None = None, chat: FakeChat | None = None) -> AsyncIterator[Stage]:
    """A Descant over the database at this path; opening it again is a restart."""
    if (elsewhere := told_in.get()) is not None:
        async with elsewhere(path, clock) as there:
            yield there
        return
    clock = clock or FakeClock()
    chat = chat or FakeChat(clock)
    store = await open_at(path, clock, FreshIds(path), LoadedDice())
    table = router()
    core = Core(store, table, lambda community: chat, lambda community: chat, clock, store.meters)
    try:
        await core.resume()
        yield Stage(store, clock, chat, core, path)
    finally:
        await store.close()


class FreshIds(CountedIds):
    """Counted ids that are not given again after a restart."""

    _runs: ClassVar[dict[Path, int]] = {}

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._runs[path] = self._run = self._runs.get(path, 0) + 1

    def new(self) -> str:
        return f"{super().new()}r{self._run}"
