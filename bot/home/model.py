"""What is open and what was decided in a community, as one member sees it. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that is open, and whether this member has done their part. ``done`` None: only they can know."""

    kind: str
    """``poll``; together with ``.show`` the handler that shows it again."""
    id: str
    title: str
    ends: datetime
    done: bool | None
    begins: bool = False
    """Whether ``ends`` is when it begins: it is still to come."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something that was decided."""

    kind: str
    """As in ``OpenThing``."""
    id: str
