"""The limits: plain ``sqlite3`` in one thread doing the same statements, and nothing else."""

import sqlite3
import time
from pathlib import Path

from storage.sqlite import SETTINGS

TABLES = """
CREATE TABLE polls (id TEXT PRIMARY KEY, closes_at INTEGER NOT NULL);
CREATE TABLE seen (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE ballots (poll TEXT, person TEXT, choice TEXT, at INTEGER, PRIMARY KEY (poll, person)) WITHOUT ROWID;
CREATE TABLE outbox (key TEXT PRIMARY KEY, place TEXT, face TEXT, subject TEXT);
CREATE TABLE surfaces (face TEXT, subject TEXT, revision INTEGER, PRIMARY KEY (face, subject)) WITHOUT ROWID;
"""
POLL = "SELECT closes_at FROM polls WHERE id = ?"
SEEN = "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING"
CAST = (
    "INSERT INTO ballots VALUES (?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET choice = excluded.choice, at = excluded.at WHERE at < excluded.at"
)
SAY = "INSERT INTO outbox VALUES (?, ?, ?, ?)"
TOUCH = "UPDATE surfaces SET revision = revision + 1 WHERE face = ? AND subject = ?"
POLLS = 20


def database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    for setting in SETTINGS:
        connection.execute(setting)
    connection.executescript(TABLES)
    connection.executemany("INSERT INTO polls VALUES (?, 9)", [(f"p{n}",) for n in range(POLLS)])
    connection.executemany("INSERT INTO surfaces VALUES ('poll', ?, 1)", [(f"p{n}",) for n in range(POLLS)])
    return connection


def vote(connection: sqlite3.Connection, number: int) -> None:
    """Five statements: what a vote can not do without, and one thing to be said."""
    poll = f"p{number % POLLS}"
    connection.execute(POLL, (poll,)).fetchall()
    connection.execute(SEEN, (f"k{number}", number))
    connection.execute(CAST, (poll, f"m{number % 300}", "[1]", number))
    connection.execute(SAY, (f"e{number}", "place", "poll", poll))
    connection.execute(TOUCH, ("poll", poll))


def grouped(connection: sqlite3.Connection, start: int, units: int, group: int) -> float:
    """Units a second with a savepoint each and one commit for a group; ``group`` 1: no savepoint."""
    began = time.perf_counter()
    for first in range(start, start + units, group):
        connection.execute("BEGIN IMMEDIATE")
        for number in range(first, min(first + group, start + units)):
            if group > 1:
                connection.execute("SAVEPOINT unit")
            vote(connection, number)
            if group > 1:
                connection.execute("RELEASE unit")
        connection.execute("COMMIT")
    return units / (time.perf_counter() - began)
