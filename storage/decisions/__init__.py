"""Stances, decisions and what follows them as statements and rows; see ``bot.proposals.decision_views``."""

from storage.decisions.asked import VIEWS, recorded
from storage.decisions.changed import CHANGES

__all__ = ["CHANGES", "VIEWS", "recorded"]
