"""Proposals: their ways and versions, and what everyone adds to them."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from storage.tables.columns import column, metadata

proposals = Table(
    "proposals",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("place", str),
    column("proposer", str),
    column("carrier", str, needed=False),
    column("title", str),
    column("why", str),
    column("affected", str),
    column("source", str),
    column("rule", str),
    Column("least", Integer, nullable=False),
    column("seen_as", str),
    column("plan", str),
    column("review", int, needed=False),
    column("trial", int, needed=False),
    Column("round", Integer, nullable=False),
    column("opened_at", int),
    column("shaped_until", int),
    column("decided_until", int),
    column("extra", int),
    Column("askers", Integer, nullable=False),
    column("shaping_extended", bool),
    column("deciding_extended", bool),
    column("state", str),
    Column("audience", Integer, nullable=True),
    column("ended_at", int, needed=False),
    column("ended_by", str, needed=False),
    column("ended_why", str, needed=False),
    column("part_of", str, needed=False),
    Column("follows", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(["part_of"], ["proposals.id"]),
    Index("proposals_community", "community", "opened_at"),
)

ways = Table(
    "ways",
    metadata,
    column("proposal", str),
    Column("position", Integer, nullable=False),
    column("id", str),
    column("origin", str),
    PrimaryKeyConstraint("proposal", "position"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("ways_id", "id", unique=True),
    sqlite_with_rowid=False,
)

versions = Table(
    "versions",
    metadata,
    column("proposal", str),
    Column("way", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    column("words", str),
    column("person", str),
    column("named", bool),
    column("why", str),
    column("at", int),
    PrimaryKeyConstraint("proposal", "way", "number"),
    ForeignKeyConstraint(["proposal", "way"], ["ways.proposal", "ways.position"]),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    Column("way", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    column("words", str),
    column("person", str),
    column("named", bool),
    column("why", str),
    column("at", int),
    column("until", int),
    column("fate", str),
    column("minded_by", str, needed=False),
    column("settled_at", int, needed=False),
    Column("became", Integer, nullable=True),
    ForeignKeyConstraint(["proposal", "way", "base"], ["versions.proposal", "versions.way", "versions.number"]),
    Index("suggestions_proposal", "proposal"),
)

concerns = Table(
    "concerns",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    column("words", str),
    column("person", str),
    column("named", bool),
    column("at", int),
    column("met_at", int, needed=False),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("concerns_proposal", "proposal"),
)

risks = Table(
    "risks",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    column("words", str),
    column("person", str),
    column("named", bool),
    column("at", int),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    Index("risks_proposal", "proposal"),
)

affected = Table(
    "affected",
    metadata,
    column("proposal", str),
    column("person", str),
    PrimaryKeyConstraint("proposal", "person"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    sqlite_with_rowid=False,
)
"""In a secret proposal ``person`` is the tag of whoever said it, as long as the round goes on."""

helping = Table(
    "helping",
    metadata,
    column("proposal", str),
    Column("way", Integer, nullable=False),
    column("person", str),
    PrimaryKeyConstraint("proposal", "way", "person"),
    ForeignKeyConstraint(["proposal", "way"], ["ways.proposal", "ways.position"]),
    sqlite_with_rowid=False,
)

more_time = Table(
    "more_time",
    metadata,
    column("proposal", str),
    Column("round", Integer, nullable=False),
    column("person", str),
    PrimaryKeyConstraint("proposal", "round", "person"),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    sqlite_with_rowid=False,
)

togethers = Table(
    "togethers",
    metadata,
    Column("id", String, primary_key=True),
    column("proposal", str),
    column("other", str),
    column("person", str),
    column("at", int),
    column("agreed", bool, needed=False),
    ForeignKeyConstraint(["proposal"], ["proposals.id"]),
    ForeignKeyConstraint(["other"], ["proposals.id"]),
    Index("togethers_once", "proposal", "other", unique=True),
)
"""Two proposals of which someone asked whether they could be one. ``agreed`` null: not answered."""
