"""A count as plain data for JSON, and back without loss: the store freezes results, and ballot files carry them."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from bot.polls.counting.ballots import Count, Margin

T = TypeVar("T")

RULE = "rule"
"""Tells which class of a union is kept."""


def kept_count(count: Count) -> dict[str, Any]:
    """Only dictionaries, lists, text, whole numbers, booleans and None; fractions as "n/d"."""
    kept = _plain(count)
    assert isinstance(kept, dict)
    return kept


def count_from(kept: Any) -> Count:
    """The count that was kept. Raises ValueError, KeyError or TypeError for what ``kept_count`` does not give."""
    return _typed(Count, kept)


def kept_margin(margin: Margin | None) -> dict[str, Any] | None:
    """As ``kept_count``."""
    return None if margin is None else _plain(margin)


def margin_from(kept: Any) -> Margin | None:
    """As ``count_from``. What was kept before ``sure`` existed is exact."""
    return None if kept is None else _typed(Margin, kept)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        plain = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {RULE: type(value).__name__, **plain} if type(value).__name__ in _DETAILS else plain
    match value:
        case tuple():
            return list(map(_plain, value))
        case Enum():
            return value.value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case _:
            return value


def _typed(wanted: Callable[..., T], kept: Any) -> T:
    hints = _hints(wanted)
    return wanted(**{name: _value(hints[name], part) for name, part in kept.items() if name != RULE})


@cache
def _hints(wanted: Callable[..., object]) -> dict[str, Any]:
    return get_type_hints(wanted)


_DETAILS: dict[str, type] = {detail.__name__: detail for detail in get_args(_hints(Count)["detail"])}


def _value(wanted: Any, kept: Any) -> Any:
    if get_origin(wanted) is tuple:
        return tuple(_value(get_args(wanted)[0], part) for part in kept)
    if isinstance(wanted, UnionType):
        return None if kept is None else _value(_chosen(wanted, kept), kept)
    if isinstance(wanted, type) and is_dataclass(wanted):
        return _typed(wanted, kept)
    if issubclass(wanted, Enum | Fraction):
        return wanted(kept)
    return kept


def _chosen(union: UnionType, kept: Any) -> Any:
    """The class of a union of details, or what may be None."""
    known = [part for part in get_args(union) if part is not type(None)]
    return known[0] if len(known) == 1 else _DETAILS[kept[RULE]]
