"""Stances, what was decided, and what follows: next steps and reviews."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Table

from storage.tables.columns import column, metadata

stances = Table(
    "stances",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    Column("round", Integer, nullable=False),
    column("person", str),
    Column("way", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    column("stance", str, needed=False),
    column("at", int),
    column("words", str),
    column("said_as", str, needed=False),
    column("named", bool),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("stances_once", "proposal", "round", "person", "way", unique=True),
)
"""Way 0 is leaving things as they are."""

secret_stances = Table(
    "secret_stances",
    metadata,
    column("proposal", str),
    Column("round", Integer, nullable=False),
    column("tag", str),
    Column("way", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    column("stance", str),
    PrimaryKeyConstraint("proposal", "round", "tag", "way"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    sqlite_with_rowid=False,
)
"""No person, no time, no order: rows lie by their tag, which is chance to whoever has not the key of the round."""

secret_stance_words = Table(
    "secret_stance_words",
    metadata,
    column("proposal", str),
    Column("round", Integer, nullable=False),
    column("tag", str),
    Column("way", Integer, nullable=False),
    column("said_as", str),
    column("words", str),
    column("always", bool),
    PrimaryKeyConstraint("proposal", "round", "tag"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    sqlite_with_rowid=False,
)
"""Words for the box of a round, under tags that are not those of stances."""

secret_stance_counts = Table(
    "secret_stance_counts",
    metadata,
    column("proposal", str),
    Column("round", Integer, nullable=False),
    Column("way", Integer, nullable=False),
    column("stance", str),
    column("affected", bool),
    column("confirmed", bool),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("proposal", "round", "way", "stance", "affected", "confirmed"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    sqlite_with_rowid=False,
)
"""What is left of the stances of a round that is over. Nothing tells which of them were one person's."""

stance_words = Table(
    "stance_words",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    Column("round", Integer, nullable=False),
    Column("way", Integer, nullable=False),
    column("said_as", str),
    column("words", str),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("stance_words_proposal", "proposal"),
    sqlite_with_rowid=False,
)
"""What came out of the box of a round that is over."""

decisions = Table(
    "decisions",
    metadata,
    column("proposal", str),
    Column("round", Integer, nullable=False),
    column("at", int),
    column("late", int, needed=False),
    Column("audience", Integer, nullable=True),
    column("outcome", str),
    column("result", str),
    PrimaryKeyConstraint("proposal", "round"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("decisions_at", "at"),
    sqlite_with_rowid=False,
)

steps = Table(
    "steps",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    column("words", str),
    column("added_by", str),
    column("at", int),
    column("owner", str, needed=False),
    column("due_at", int, needed=False),
    column("asked", bool),
    column("done_at", int, needed=False),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("steps_proposal", "proposal"),
    Index("steps_owner", "owner"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    Column("number", Integer, nullable=False),
    column("trial", bool),
    column("asks_at", int),
    column("opens_at", int),
    column("ends_at", int),
    column("state", str),
    column("verdict", str, needed=False),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("reviews_once", "proposal", "number", unique=True),
)

review_answers = Table(
    "review_answers",
    metadata,
    column("review", str),
    column("person", str),
    column("verdict", str, needed=False),
    column("at", int),
    PrimaryKeyConstraint("review", "person"),
    ForeignKeyConstraint(["review"], ["reviews.id"]),
    sqlite_with_rowid=False,
)

feared = Table(
    "feared",
    metadata,
    Column("id", String, primary_key=True),
    column("review", str),
    column("source", str),
    column("person", str),
    column("came", str, needed=False),
    ForeignKeyConstraint(["review"], ["reviews.id"]),
    Index("feared_once", "review", "source", unique=True),
)
"""Who is asked, at a review, what came of their objection or concern; its words stand where they said them. ``person``
is empty where nobody knows who that was: then everyone is asked."""

feared_answers = Table(
    "feared_answers",
    metadata,
    column("feared", str),
    column("person", str),
    column("came", str),
    column("at", int),
    PrimaryKeyConstraint("feared", "person"),
    ForeignKeyConstraint(["feared"], ["feared.id"]),
    sqlite_with_rowid=False,
)
"""What everyone says came of words that nobody knows the writer of."""
