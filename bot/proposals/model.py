"""The times of a proposal, decided by the clock. Nothing here reads a clock or a store."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    """What can be done with a proposal at an instant."""

    SHAPING = "shaping"
    DECIDING = "deciding"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Course:
    """When a proposal is shaped and decided (UTC), with what may extend it; locked at the start."""

    opened_at: datetime
    shaped_until: datetime
    decided_until: datetime
    extra: timedelta
    """The stated amount by which shaping or deciding is extended, each once at most."""
    askers: int
    """So many people who need more time extend the shaping."""
    shaping_extended: bool = False
    deciding_extended: bool = False

    def phase(self, at: datetime) -> Phase:
        """The phase at this instant. An end belongs to what comes after it."""
        if at < self.shaped_until:
            return Phase.SHAPING
        return Phase.DECIDING if at < self.decided_until else Phase.ENDED

    def asked_for_time(self, asking: int, at: datetime) -> "Course":
        """The course once so many people need more time: shaping and all after it move once, if enough ask in time."""
        if self.shaping_extended or asking < self.askers or self.phase(at) is not Phase.SHAPING:
            return self
        later = (self.shaped_until + self.extra, self.decided_until + self.extra)
        return replace(self, shaped_until=later[0], decided_until=later[1], shaping_extended=True)

    def objected(self, at: datetime) -> "Course":
        """The course once someone objects: in the last tenth of deciding it extends once, so that it can be heard."""
        late = 10 * (at - self.shaped_until) >= 9 * (self.decided_until - self.shaped_until)
        if self.deciding_extended or not late or self.phase(at) is not Phase.DECIDING:
            return self
        return replace(self, decided_until=self.decided_until + self.extra, deciding_extended=True)
