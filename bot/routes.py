"""Ways in: which use case answers which command, press, form, due time and finished work.

Each feature declares its own in ``bot/<feature>/routes.py``; ``bot.router`` puts them together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any, assert_never

from bot.chat.answers import Answer
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.forms import Choice
from bot.chat.text import Text
from bot.delivery import Chore, Face, Inquiry, Job
from bot.ports import Tx

UseCase = Callable[[Any, Any], Answer]
Beside = Callable[[Any, Any, Answer], Answer]
"""From a unit of work, an event of a member's and the answer to it to the answer that they get."""
Page = Callable[[Tx, CommandGiven, str], Answer]
"""What ``/descant <page> <rest>`` answers; the text is the rest of the line."""
Receipt = Callable[[Tx, FromMember, str], Text]
"""What a member has answered in something open, by its id, in words for them alone; nothing where they have not, or
where it may not stand anywhere."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A use case and what an adapter must know before it runs."""

    use_case: UseCase
    opens_form: bool = False
    """Whether its answer may be a form. Some chats must then be left unanswered until it has run."""


@dataclass(frozen=True, slots=True)
class Box:
    """One key of a command, for platforms that show a box for each; ``choices`` where only these are meant."""

    key: str
    what: str
    choices: tuple[Choice, ...] = ()
    whole: bool = False
    """Whether it is a whole number, of 0 or more."""
    examples: tuple[str, ...] = ()
    """What may be offered while someone types; anything else can be written as well."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A command as completion and help show it: what it does, and the keys that it takes on one line."""

    name: str
    what: str
    boxes: tuple[Box, ...] = ()
    menu: str = ""
    """What the command is called in a message's own menu, when it can be given about a message."""
    short: str = ""
    """What it does in two or three words, where ``what`` is longer than a list of shortcuts shows."""
    typed: bool = True
    """Whether it is a command to type at all; otherwise it is given about a message alone."""
    keepers: bool = False
    """Whether it is offered to keepers alone, where a chat can tell. The use case asks again."""

    @property
    def title(self) -> str:
        """What the command is called in a list of shortcuts."""
        return self.short or self.what

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys alone."""
        return tuple(box.key for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Router:
    """Every way in, by name: a feature's own, or all of them together."""

    commands: Mapping[str, Handler] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    """What ``/descant`` can show by a word."""
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    """By the kind of what is open, for each member's own page."""
    actions: Mapping[str, Handler] = field(default_factory=dict)
    forms: Mapping[str, Handler] = field(default_factory=dict)
    happened: Mapping[type[Any], UseCase] = field(default_factory=dict)
    """What follows when something happened to a community, by the kind of event."""
    due: Mapping[str, UseCase] = field(default_factory=dict)
    done: Mapping[str, UseCase] = field(default_factory=dict)
    faces: Mapping[str, Face[Any]] = field(default_factory=dict)
    jobs: Mapping[str, Job[Any, Any] | Inquiry[Any, Any] | Chore] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    """What may add something to an answer, in this order."""
    hints: tuple[Hint, ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        """The names of commands that can be typed."""
        untyped = {hint.name for hint in self.hints if not hint.typed}
        return tuple(name for name in self.commands if name not in untyped)

    def handler(self, event: FromMember) -> Handler | None:
        """What answers this event, or None when nothing does."""
        match event:
            case CommandGiven(name=name):
                return self.commands.get(name)
            case ActionPressed(token=token):
                return self.actions.get(token.handler)
            case FormSent(token=token):
                return self.forms.get(token.handler)
            case _:
                assert_never(event)


def together(*parts: Router) -> Router:
    """All of these as one, hints in this order. Raises ValueError when two of them answer to the same name."""
    tables = [each.name for each in fields(Router) if each.name not in ("hints", "beside")]
    joined = {name: _joined(name, [getattr(part, name) for part in parts]) for name in tables}
    beside = tuple(chain.from_iterable(part.beside for part in parts))
    return Router(**joined, beside=beside, hints=tuple(chain.from_iterable(part.hints for part in parts)))


def _joined(name: str, tables: list[Mapping[Any, Any]]) -> dict[Any, Any]:
    keys = [key for table in tables for key in table]
    if twice := {str(key) for key in keys if keys.count(key) > 1}:
        raise ValueError(f"{name}: {', '.join(sorted(twice))} stands twice")
    return {key: value for table in tables for key, value in table.items()}
