"""Polls as statements and rows; see ``bot.polls.views`` for what each of them means."""

from storage.polls import answers, asked, secret
from storage.polls.asked import may_know, recorded
from storage.statements import Changes, Views

__all__ = ["CHANGES", "VIEWS", "may_know", "recorded"]

VIEWS: Views = {**asked.VIEWS, **answers.VIEWS, **secret.VIEWS}
CHANGES: Changes = {**asked.CHANGES, **answers.CHANGES, **secret.CHANGES}
