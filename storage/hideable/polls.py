"""Words in polls."""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from storage.hideable.words import Hideable, community
from storage.tables import options, poll_traces, polls, reasons, secret_words

_here = polls.c.community == community


def _of(poll: ColumnElement[str], column: ColumnElement[str]) -> ColumnElement[Any]:
    return select(column).where(polls.c.id == poll).scalar_subquery()


def _in_poll(poll: ColumnElement[str]) -> ColumnElement[bool]:
    return poll.in_(select(polls.c.id).where(_here))


HIDEABLE = (
    Hideable("poll.question", polls.c.question, polls.c.id, polls.c.id, _here, polls.c.question, polls.c.asker),
    Hideable("poll.why", polls.c.why, polls.c.id, polls.c.id, _here, polls.c.question, polls.c.asker),
    Hideable("poll.plan", polls.c.plan, polls.c.id, polls.c.id, _here, polls.c.question, polls.c.asker, in_json=True),
    Hideable("poll.ended", polls.c.ended_why, polls.c.id, polls.c.id, _here, polls.c.question, polls.c.ended_by),
    Hideable(
        "poll.option",
        options.c.words,
        options.c.poll + "/" + cast(options.c.position, String),
        options.c.poll,
        _in_poll(options.c.poll),
        _of(options.c.poll, polls.c.question),
        func.coalesce(options.c.added_by, _of(options.c.poll, polls.c.asker)),
    ),
    Hideable(
        "poll.meaning",
        options.c.meaning,
        options.c.poll + "/" + cast(options.c.position, String),
        options.c.poll,
        _in_poll(options.c.poll),
        _of(options.c.poll, polls.c.question),
        func.coalesce(options.c.added_by, _of(options.c.poll, polls.c.asker)),
    ),
    Hideable(
        "poll.trace",
        poll_traces.c.why,
        poll_traces.c.id,
        poll_traces.c.poll,
        _in_poll(poll_traces.c.poll),
        _of(poll_traces.c.poll, polls.c.question),
        poll_traces.c.person,
    ),
    Hideable(
        "poll.reason",
        reasons.c.words,
        reasons.c.id,
        reasons.c.poll,
        _in_poll(reasons.c.poll),
        _of(reasons.c.poll, polls.c.question),
        reasons.c.person,
    ),
    # Words from a secret poll's box have no author, so nobody can be told.
    Hideable(
        "poll.words",
        secret_words.c.words,
        secret_words.c.id,
        secret_words.c.poll,
        _in_poll(secret_words.c.poll),
        _of(secret_words.c.poll, polls.c.question),
    ),
)
