"""Everybody's words that can be hidden: each column that holds what someone wrote for others to read.

A column that stands here loses its words everywhere at once, because nothing shows them but by reading it.
"""

from typing import Any

from sqlalchemy import Select

from storage.hideable import (
    agreement,
    checkins,
    polls,
    proposals,
    resources,
    thanks,
)
from storage.hideable.words import Copy, Hideable

HIDEABLE: tuple[Hideable, ...] = (
    *polls.HIDEABLE,
    *proposals.HIDEABLE,
    *thanks.HIDEABLE,
    *checkins.HIDEABLE,
    *resources.HIDEABLE,
    *agreement.HIDEABLE,
)
COPIES: tuple[Copy, ...] = (
    *agreement.COPIES,
    *proposals.COPIES,
    *thanks.COPIES,
    *checkins.COPIES,
)
ALSO: tuple[Select[Any], ...] = (
    *proposals.ALSO,
    *checkins.ALSO,
)
"""Ids of further things on whose cards the words of ``subject`` stand."""
WHOLES: tuple[Select[Any], ...] = (
    *proposals.WHOLES,
    *checkins.WHOLES,
)
"""The other way round: ids of the things that ``subject`` is a card of, where it has an id of its own."""
