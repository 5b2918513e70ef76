"""What must always hold in a database, as sentences about what does not: for tests and for ``descant doctor``."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.polls.counting import Choice, Kind, count
from storage.values import choice_of, instant

Execute = Callable[[str, Mapping[str, Any]], list[tuple[Any, ...]]]

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "poll {0}: a ballot was given after its deadline",
        "SELECT b.poll FROM ballots b JOIN polls p ON p.id = b.poll WHERE b.at >= p.closes_at GROUP BY b.poll",
    ),
    (
        "poll {0}: a ballot was given after it was closed early",
        (
            "SELECT b.poll FROM ballots b JOIN polls p ON p.id = b.poll "
            "WHERE p.ended_by IS NOT NULL AND b.at > p.ended_at GROUP BY b.poll"
        ),
    ),
    (
        "poll {0} is open and nothing will close it",
        (
            "SELECT id FROM polls WHERE state = 'open' AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'poll.close' AND subject = polls.id)"
        ),
    ),
    (
        "poll {0} waits to be counted and nothing will count it",
        (
            "SELECT id FROM polls WHERE state = 'counting' AND NOT EXISTS "
            "(SELECT 1 FROM work WHERE kind = 'poll.count' AND subject = polls.id)"
        ),
    ),
    ("poll {0} is closed without a result", "SELECT id FROM polls WHERE state = 'closed' AND result IS NULL"),
    (
        "poll {0} is open long after its deadline",
        "SELECT id FROM polls WHERE state = 'open' AND closes_at < :now - 3600000000",
    ),
    (
        "the card of {0} {1} shows more than there is",
        "SELECT face, subject FROM surfaces WHERE rendered > revision",
    ),
    ("{1} for {2} was given up: {3}", "SELECT key, face, destination, trouble FROM outbox WHERE state = 'dead'"),
    (
        "{1} for {2} has waited for more than a day",
        (
            "SELECT key, face, destination FROM outbox WHERE state IN ('waiting', 'attempting') "
            "AND created_at < :now - 86400000000"
        ),
    ),
)


def check(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """Everything in this database that should not be; empty when all holds. Reads only."""
    return _check(lambda sql, values: connection.execute(sql, values).fetchall(), now)


def check_over(connection: Connection, now: datetime) -> list[str]:
    """The same on any engine."""
    return _check(lambda sql, values: [tuple(row) for row in connection.execute(text(sql), values)], now)


def _check(run: Execute, now: datetime) -> list[str]:
    found = [sentence.format(*row) for sentence, statement in CHECKS for row in run(statement, {"now": instant(now)})]
    return found + _recounted(run)


def _recounted(run: Execute) -> list[str]:
    """Closed polls whose frozen result is not what their ballots say."""
    closed = run("SELECT id, kind, result FROM polls WHERE state = 'closed' AND result IS NOT NULL", {})
    return [f"poll {poll}: its result is not what its ballots say" for poll, kind, result in closed
            if not _agrees(run, poll, Kind(kind), result)]  # fmt: skip


def _agrees(run: Execute, poll: str, kind: Kind, frozen: str) -> bool:
    rows = run(
        "SELECT choice, count(*) FROM ballots WHERE poll = :poll AND choice IS NOT NULL GROUP BY choice", {"poll": poll}
    )
    ballots: dict[Choice, int] = {choice_of(choice): number for choice, number in rows}
    ((options,),) = run("SELECT count(*) FROM options WHERE poll = :poll", {"poll": poll})
    kept = json.loads(frozen)
    again = count(kind, ballots, options)
    return (tuple(kept["counts"]), tuple(kept["winners"]), kept["blank"]) == (again.counts, again.winners, again.blank)
