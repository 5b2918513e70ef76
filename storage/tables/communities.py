"""Communities, how they are set up, and what was changed there."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, false

from storage.tables.columns import column, metadata

communities = Table(
    "communities",
    metadata,
    Column("id", String, primary_key=True),
    column("language", str),
    column("zone", str),
    column("left_at", int, needed=False),
)

settings = Table(
    "settings",
    metadata,
    column("community", str),
    column("name", str),
    column("value", str),
    column("person", str, needed=False),
    PrimaryKeyConstraint("community", "name"),
    sqlite_with_rowid=False,
)

power = Table(
    "power",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("at", int),
    Column("number", Integer, nullable=False),
    column("person", str, needed=False),
    column("deed", str),
    column("thing", str),
    column("before", str),
    column("after", str),
    column("why", str),
    column("salt", str, needed=False),
    column("digest", str),
    column("seal", str),
    Index("power_order", "community", "number", unique=True),
)

looks = Table(
    "looks",
    metadata,
    Column("community", String, primary_key=True),
    column("at", int),
    column("found", str),
)

choices = Table(
    "choices",
    metadata,
    column("community", str),
    column("person", str),
    column("language", str, needed=False),
    column("zone", str, needed=False),
    column("named", bool, needed=False),
    column("asks", bool),
    Column("receipts", Boolean, nullable=False, server_default=false()),
    column("away_until", int, needed=False),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)

installations = Table(
    "installations",
    metadata,
    Column("community", String, primary_key=True),
    column("sealed", str),
    column("at", int),
)
