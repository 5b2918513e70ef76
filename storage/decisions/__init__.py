"""Stances, decisions and what follows them as statements and rows; see ``bot.proposals.decision_views``."""

from storage.decisions import asked, changed, secret
from storage.decisions.asked import recorded
from storage.statements import Changes, Views

__all__ = ["CHANGES", "VIEWS", "recorded"]

VIEWS: Views = {**asked.VIEWS, **secret.VIEWS}
CHANGES: Changes = {**changed.CHANGES, **secret.CHANGES}
