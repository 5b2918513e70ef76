"""The schema, once for every engine: a file for what belongs together."""

from storage.tables.columns import metadata
from storage.tables.communities import choices, communities, installations, looks, power, settings
from storage.tables.decisions import decisions, feared, review_answers, reviews, stances, steps
from storage.tables.delivery import drafts, due, outbox, seen, surfaces, work
from storage.tables.hiding import hidden
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
from storage.tables.proposals import (
    affected,
    concerns,
    helping,
    more_time,
    proposals,
    risks,
    suggestions,
    togethers,
    versions,
    ways,
)
from storage.tables.resources import resource_marks, resource_terms, resources
from storage.tables.thanks import act_words, thanked, thanked_others, thanks, unthanked

__all__ = [
    "act_words",
    "affected",
    "ballots",
    "choices",
    "communities",
    "concerns",
    "decisions",
    "drafts",
    "due",
    "fair_points",
    "feared",
    "helping",
    "hidden",
    "installations",
    "looks",
    "metadata",
    "more_time",
    "options",
    "outbox",
    "polls",
    "power",
    "proposals",
    "reasons",
    "resource_marks",
    "resource_terms",
    "resources",
    "review_answers",
    "reviews",
    "risks",
    "secret_ballots",
    "secret_counts",
    "secret_reasons",
    "secret_words",
    "seen",
    "settings",
    "stances",
    "steps",
    "suggestions",
    "surfaces",
    "thanked",
    "thanked_others",
    "thanks",
    "togethers",
    "unthanked",
    "versions",
    "ways",
    "work",
]
