"""What every part of the page shares: the room, the core, the made-up time."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from adapters.web.config import WebConfig
from adapters.web.room import Room
from bot.chat.answers import Answer
from bot.chat.events import Event
from bot.routes import Router


class Playground(Protocol):
    """The made-up time, and what moves with it."""

    def now(self) -> datetime:
        """The made-up time, aware, in UTC."""
        ...

    async def forward(self, by: timedelta) -> None:
        """Move on, and let all happen that is due until then."""
        ...

    async def next_due(self) -> datetime | None:
        """When something happens next by itself, if anything does."""
        ...


@dataclass(frozen=True, slots=True)
class CommandHint:
    """A command for the composer to offer, and for a message's own menu where it can be given about a message."""

    name: str
    what: str
    keys: Sequence[str] = ()
    menu: str = ""
    typed: bool = True
    keepers: bool = False


def hints(table: Router) -> list[CommandHint]:
    """What the composer and the messages' menus offer, from what Descant answers to."""
    return [CommandHint(hint.name, hint.what, hint.keys, hint.menu, hint.typed, hint.keepers) for hint in table.hints]


@dataclass(frozen=True, slots=True)
class Site:
    """What a page is made from, and where what is pressed on it goes."""

    room: Room
    handle: Callable[[Event], Awaitable[Answer]]
    playground: Playground
    commands: Sequence[CommandHint]
    config: WebConfig
    secret: bytes
    title: str = "Marsh Lane Garden"
