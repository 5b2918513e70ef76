"""What polls hold about a member."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, and_, delete, select, update

from storage import tables as t
from storage.personal.rule import Rule, community, here, member, tombstone

_polls = select(t.polls.c.id).where(t.polls.c.community == community)
_reasons = select(t.reasons.c.id).where(t.reasons.c.poll.in_(_polls))


def _in(table: Table, column: str) -> ColumnElement[bool]:
    return and_(table.c.poll.in_(_polls), table.c[column] == member)


SHOWN_IN = (
    select(t.polls.c.id).where(here(t.polls, "asker")),
    select(t.ballots.c.poll).where(_in(t.ballots, "person")),
    select(t.poll_traces.c.poll).where(_in(t.poll_traces, "person")),
    select(t.reasons.c.poll).where(_in(t.reasons, "person")),
)
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    t.polls: Rule(
        ("question", "why", "opened_at", "closes_at"),
        here(t.polls, "asker"),
        (
            update(t.polls).where(here(t.polls, "asker")).values(asker=tombstone),
            update(t.polls).where(here(t.polls, "ended_by")).values(ended_by=tombstone, ended_why=""),
        ),
    ),
    t.options: Rule(
        ("words", "meaning", "added_at"),
        _in(t.options, "added_by"),
        (update(t.options).where(_in(t.options, "added_by")).values(added_by=tombstone),),
    ),
    t.poll_traces: Rule(
        ("poll", "did", "at", "before", "after", "why"),
        _in(t.poll_traces, "person"),
        (update(t.poll_traces).where(_in(t.poll_traces, "person")).values(person=tombstone, why=""),),
    ),
    t.ballots: Rule(
        ("poll", "choice", "at"),
        _in(t.ballots, "person"),
        (update(t.ballots).where(_in(t.ballots, "person")).values(person=tombstone),),
    ),
    t.reasons: Rule(
        ("poll", "words", "named", "at"),
        _in(t.reasons, "person"),
        (delete(t.reasons).where(_in(t.reasons, "person")),),
    ),
    t.fair_points: Rule(
        ("reason",),
        and_(t.fair_points.c.reason.in_(_reasons), t.fair_points.c.marker == member),
        (
            update(t.fair_points)
            .where(t.fair_points.c.reason.in_(_reasons), t.fair_points.c.marker == member)
            .values(marker=tombstone),
        ),
    ),
    t.secret_ballots: Rule(nothing="ballots under tags that lead to nobody"),
    t.secret_counts: Rule(nothing="numbers of a secret poll"),
    t.secret_reasons: Rule(nothing="words under tags that lead to nobody"),
    t.secret_words: Rule(nothing="words that nobody can be found for"),
}
