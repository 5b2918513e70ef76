"""What the machine gives: its clock, ids that nobody could guess, and chance."""

import random
import secrets
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


class MovedClock:
    """The machine's clock, moved by some time; for the playground."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        """The made-up time."""
        return datetime.now(UTC) + self.by


class RandomIds:
    """Ten letters and digits: fifty bits of chance."""

    def new(self) -> str:
        """A short id never given before."""
        return "".join(secrets.choice(_LETTERS) for _ in range(10))


class FairDice:
    """The operating system's chance."""

    def __init__(self) -> None:
        self._random = random.SystemRandom()

    def shuffled(self, things: list[T]) -> list[T]:
        """The same things in an order that nobody could foretell."""
        return self._random.sample(things, len(things))
