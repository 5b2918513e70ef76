"""Every feature's statements, in one list for each engine to compile."""

from storage import delivery, home, personal, polls, setup
from storage.statements import Changes, Views

VIEWS: tuple[Views, ...] = (delivery.VIEWS, setup.VIEWS, polls.VIEWS, home.VIEWS, personal.VIEWS)
CHANGES: tuple[Changes, ...] = (delivery.CHANGES, setup.CHANGES, polls.CHANGES, home.CHANGES, personal.CHANGES)
