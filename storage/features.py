"""Every feature's statements, in one list for each engine to compile."""

from storage import delivery, polls
from storage.statements import Changes, Views

VIEWS: tuple[Views, ...] = (delivery.VIEWS, polls.VIEWS)
CHANGES: tuple[Changes, ...] = (delivery.CHANGES, polls.CHANGES)
