"""Words in proposals: what is proposed, every version and suggestion of it, and what is said about it."""

from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, select

from storage.hideable.words import Copy, Hideable, community, subject
from storage.tables import (
    concerns,
    proposals,
    reviews,
    risks,
    stance_words,
    stances,
    steps,
    suggestions,
    togethers,
    versions,
    ways,
)

_here = proposals.c.community == community
_version = versions.c.proposal + "/" + cast(versions.c.way, String) + "/" + cast(versions.c.number, String)


def _within(table: Table) -> ColumnElement[bool]:
    return table.c.proposal.in_(select(proposals.c.id).where(_here))


def _own(kind: str, column: str, author: str = "proposer", in_json: bool = False) -> Hideable:
    """Words that stand on the proposal itself."""
    c = proposals.c
    return Hideable(kind, c[column], c.id, c.id, _here, c.title, c[author], in_json=in_json)


def _added(kind: str, table: Table, row: ColumnElement[Any], column: str = "words", author: str = "person") -> Hideable:
    """Words that someone added to it."""
    title = select(proposals.c.title).where(proposals.c.id == table.c.proposal).scalar_subquery()
    return Hideable(kind, table.c[column], row, table.c.proposal, _within(table), title, table.c[author])


HIDEABLE = (
    _own("proposal.title", "title"),
    _own("proposal.why", "why"),
    _own("proposal.affected", "affected"),
    _own("proposal.plan", "plan", in_json=True),
    _own("proposal.ended", "ended_why", "ended_by"),
    _added("proposal.version", versions, _version),
    _added("proposal.version_why", versions, _version, "why"),
    _added("proposal.suggestion", suggestions, suggestions.c.id),
    _added("proposal.suggestion_why", suggestions, suggestions.c.id, "why"),
    _added("proposal.concern", concerns, concerns.c.id),
    _added("proposal.risk", risks, risks.c.id),
    _added("proposal.stance", stances, stances.c.id),
    # Words from a secret proposal's box have no author, so nobody can be told.
    Hideable(
        "proposal.words",
        stance_words.c.words,
        stance_words.c.id,
        stance_words.c.proposal,
        _within(stance_words),
        select(proposals.c.title).where(proposals.c.id == stance_words.c.proposal).scalar_subquery(),
    ),
    _added("proposal.step", steps, steps.c.id, author="added_by"),
)


def _twin(kind: str, column: ColumnElement[Any], table: Table) -> Copy:
    return Copy(kind, column, table.c.proposal, _within(table), whole=True)


ALSO = (
    select(reviews.c.id).where(reviews.c.proposal == subject),
    select(steps.c.id).where(steps.c.proposal == subject),
)
"""Cards of their own on which words of the proposal ``subject`` stand."""

WHOLES = (
    select(reviews.c.proposal).where(reviews.c.id == subject),
    select(steps.c.proposal).where(steps.c.id == subject),
    select(ways.c.proposal).where(ways.c.id == subject),
    select(togethers.c.proposal).where(togethers.c.id == subject),
    select(togethers.c.other).where(togethers.c.id == subject),
)
"""The proposals of a review, a next step, a way, and of a question whether two could be one."""

COPIES = (
    # Why someone takes a stance goes along with it into another round.
    _twin("proposal.stance", stances.c.words, stances),
    # A suggestion that was folded in stands once more as a version, word for word.
    _twin("proposal.version", suggestions.c.words, suggestions),
    _twin("proposal.suggestion", versions.c.words, versions),
    _twin("proposal.version_why", suggestions.c.why, suggestions),
    _twin("proposal.suggestion_why", versions.c.why, versions),
)
