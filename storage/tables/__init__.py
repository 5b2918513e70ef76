"""The schema, once for every engine: a file for what belongs together."""

from storage.tables.columns import metadata
from storage.tables.communities import choices, communities, installations, looks, power, settings
from storage.tables.delivery import drafts, due, outbox, seen, surfaces, work
from storage.tables.polls import (
    ballots,
    fair_points,
    options,
    polls,
    reasons,
    secret_ballots,
    secret_counts,
    secret_reasons,
    secret_words,
)
from storage.tables.thanks import act_words, thanked, thanked_others, thanks, unthanked

__all__ = [
    "act_words",
    "ballots",
    "choices",
    "communities",
    "drafts",
    "due",
    "fair_points",
    "installations",
    "looks",
    "metadata",
    "options",
    "outbox",
    "polls",
    "power",
    "reasons",
    "secret_ballots",
    "secret_counts",
    "secret_reasons",
    "secret_words",
    "seen",
    "settings",
    "surfaces",
    "thanked",
    "thanked_others",
    "thanks",
    "unthanked",
    "work",
]
