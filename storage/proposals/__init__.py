"""Proposals as statements and rows; see ``bot.proposals.views`` for what each of them means."""

from storage.proposals.asked import TAKEN_PART, VERSION_COLUMNS, VIEWS, WAY_COLUMNS, may_know, took_part, whole_ways
from storage.proposals.changed import CHANGES
from storage.proposals.rows import COLUMNS, build_card, proposal_from, ways_from

__all__ = [
    "CHANGES",
    "COLUMNS",
    "TAKEN_PART",
    "VERSION_COLUMNS",
    "VIEWS",
    "WAY_COLUMNS",
    "build_card",
    "may_know",
    "proposal_from",
    "took_part",
    "ways_from",
    "whole_ways",
]
