"""Polls, their ballots and reasons."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from storage.tables.columns import column, metadata

polls = Table(
    "polls",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("place", str),
    column("asker", str),
    column("question", str),
    column("why", str),
    column("kind", str),
    Column("pick", Integer, nullable=False),
    column("seen_as", str),
    column("totals", str),
    column("open_options", bool),
    Column("least", Integer, nullable=False),
    column("plan", str),
    column("opened_at", int),
    column("closes_at", int),
    column("state", str),
    Column("audience", Integer, nullable=True),
    column("ended_at", int, needed=False),
    column("ended_by", str, needed=False),
    column("ended_why", str, needed=False),
    column("late", int, needed=False),
    column("result", str, needed=False),
    column("hearing", int, needed=False),
    column("heard_at", int, needed=False),
    column("moved_from", int, needed=False),
    column("quiet_at", int, needed=False),
    Index("polls_community", "community", "opened_at"),
)

options = Table(
    "options",
    metadata,
    column("poll", str),
    Column("position", Integer, nullable=False),
    column("words", str),
    column("added_by", str, needed=False),
    column("added_at", int),
    column("moment", int, needed=False),
    Column("meaning", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("poll", "position"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

poll_traces = Table(
    "poll_traces",
    metadata,
    Column("id", String, primary_key=True),
    column("poll", str),
    column("at", int),
    column("person", str),
    column("did", str),
    column("before", str),
    column("after", str),
    column("why", str),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    Index("poll_traces_poll", "poll"),
)

ballots = Table(
    "ballots",
    metadata,
    column("poll", str),
    column("person", str),
    column("choice", str, needed=False),
    column("at", int),
    PrimaryKeyConstraint("poll", "person"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

reasons = Table(
    "reasons",
    metadata,
    Column("id", String, primary_key=True),
    column("poll", str),
    column("person", str),
    Column("option", Integer, nullable=False),
    column("words", str),
    column("named", bool),
    column("at", int),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    Index("reasons_whose", "poll", "person", "option", unique=True),
)

fair_points = Table(
    "fair_points",
    metadata,
    column("reason", str),
    column("marker", str),
    PrimaryKeyConstraint("reason", "marker"),
    ForeignKeyConstraint(["reason"], ["reasons.id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)

secret_ballots = Table(
    "secret_ballots",
    metadata,
    column("poll", str),
    column("tag", str),
    column("choice", str),
    PrimaryKeyConstraint("poll", "tag"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)
"""No person, no time, no order: rows lie by their tag, which is chance to whoever has not the poll's key."""

secret_counts = Table(
    "secret_counts",
    metadata,
    column("poll", str),
    column("choice", str),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("poll", "choice"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

secret_reasons = Table(
    "secret_reasons",
    metadata,
    column("poll", str),
    column("tag", str),
    Column("option", Integer, nullable=False),
    column("words", str),
    PrimaryKeyConstraint("poll", "tag"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

secret_words = Table(
    "secret_words",
    metadata,
    Column("id", String, primary_key=True),
    column("poll", str),
    Column("option", Integer, nullable=False),
    column("words", str),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    Index("secret_words_poll", "poll"),
    sqlite_with_rowid=False,
)
