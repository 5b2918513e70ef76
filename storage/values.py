"""How the core's values stand in rows: instants as whole microseconds since 1970 (UTC), structures as JSON."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def instant(at: datetime) -> int:
    """Microseconds since 1970 in UTC, exactly."""
    return (at - _EPOCH) // _TICK


def moment(microseconds: int) -> datetime:
    """The instant as an aware UTC time, exactly."""
    return _EPOCH + timedelta(microseconds=microseconds)


def maybe_moment(microseconds: int | None) -> datetime | None:
    """``moment`` where there is one."""
    return None if microseconds is None else moment(microseconds)


def length(microseconds: int) -> timedelta:
    """A length of time, exactly."""
    return microseconds * _TICK


def maybe_length(microseconds: int | None) -> timedelta | None:
    """``length`` where there is one."""
    return None if microseconds is None else length(microseconds)


def to_row(values: dict[str, Any]) -> dict[str, Any]:
    """The values as a driver takes them, in the same dictionary."""
    for name, value in values.items():
        kind = type(value)
        if kind not in _AS_THEY_ARE:
            values[name] = _KEPT_AS.get(kind, _other)(value)
    return values


def _other(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    return json.dumps(asdict(value), separators=(",", ":"))  # type: ignore[call-overload]


@lru_cache(maxsize=4096)
def _choice(value: tuple[Any, ...]) -> str:
    return json.dumps(value, separators=(",", ":"))


def listed(names: frozenset[str]) -> str:
    """Names as one text, each between two line ends, in which a statement finds them (``is_listed``)."""
    return "\n".join(("", *sorted(names), "")) if names else ""


_AS_THEY_ARE = frozenset({str, int, bool, bytes, type(None)})
_KEPT_AS: dict[type, Any] = {
    datetime: instant,
    timedelta: lambda value: value // _TICK,
    date: date.isoformat,
    time: lambda value: f"{value:%H:%M}",
    tuple: _choice,
    frozenset: listed,
}


@lru_cache(maxsize=4096)
def choice_of(text: str) -> tuple[Any, ...]:
    """A ballot's choice from its JSON; lists become tuples all the way down."""
    choice = _tupled(json.loads(text))
    assert isinstance(choice, tuple)
    return choice


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
