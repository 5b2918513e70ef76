"""Every feature's statements, in one list for each engine to compile."""

from storage import (
    agreement,
    checkins,
    decisions,
    delivery,
    hiding,
    home,
    installations,
    leaving,
    personal,
    polls,
    proposals,
    resources,
    setup,
    thanks,
    tidying,
)
from storage.statements import Changes, Views

_FEATURES = (
    delivery,
    setup,
    polls,
    proposals,
    decisions,
    thanks,
    checkins,
    resources,
    agreement,
    hiding,
    home,
    personal,
    tidying,
    installations,
    leaving,
)

VIEWS: tuple[Views, ...] = tuple(feature.VIEWS for feature in _FEATURES)
CHANGES: tuple[Changes, ...] = tuple(feature.CHANGES for feature in _FEATURES)
