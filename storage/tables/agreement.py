"""How a community works together, version by version, and who has met the bot."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, false

from storage.tables.columns import column, metadata

agreement_versions = Table(
    "agreement_versions",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    Column("number", Integer, nullable=False),
    column("text", str),
    column("person", str),
    column("why", str),
    column("proposal", str, needed=False),
    column("place", str),
    column("at", int),
    column("review_at", int, needed=False),
    Column("returns", Boolean, nullable=False, server_default=false()),
    Index("agreement_versions_number", "community", "number", unique=True),
)

met = Table(
    "met",
    metadata,
    column("community", str),
    column("tag", str),
    PrimaryKeyConstraint("community", "tag"),
    sqlite_with_rowid=False,
)
"""No person, no time, no order: someone may meet the bot by answering a secret poll, in the same commit."""
