"""What is to be said, shown, done and counted, and what was heard already."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from storage.tables.columns import column, metadata

seen = Table(
    "seen",
    metadata,
    Column("key", String, primary_key=True),
    column("at", int),
    Index("seen_at", "at"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("person", str),
    column("place", str),
    column("kind", str),
    column("content", str),
    column("at", int),
    Index("drafts_at", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", String, primary_key=True),
    column("community", str),
    column("destination", str),
    column("direct", bool),
    column("face", str),
    column("subject", str),
    Column("urgency", Integer, nullable=False),
    column("told", str, needed=False),
    column("thread_face", str, needed=False),
    column("thread_subject", str, needed=False),
    column("state", str),
    column("not_before", int),
    Column("attempts", Integer, nullable=False),
    column("created_at", int),
    column("attempted_at", int, needed=False),
    column("message", str, needed=False),
    column("trouble", str, needed=False),
    column("claimed_by", str, needed=False),
    Index("outbox_waiting", "state", "community", "urgency", "created_at"),
    Index("outbox_done", "state", "not_before"),
)

surfaces = Table(
    "surfaces",
    metadata,
    column("face", str),
    column("subject", str),
    column("place", str),
    column("community", str),
    column("held_by", str, needed=False),
    column("message", str, needed=False),
    column("posted_at", int, needed=False),
    Column("revision", Integer, nullable=False),
    Column("rendered", Integer, nullable=False),
    column("lost", bool),
    column("claimed_by", str, needed=False),
    Column("not_before", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("face", "subject", "place"),
    sqlite_with_rowid=False,
)
Index(
    "surfaces_behind",
    surfaces.c.face,
    sqlite_where=(surfaces.c.revision > surfaces.c.rendered),
    postgresql_where=(surfaces.c.revision > surfaces.c.rendered),
)

due = Table(
    "due",
    metadata,
    column("kind", str),
    column("subject", str),
    column("community", str),
    column("at", int),
    column("not_before", int),
    Column("attempts", Integer, nullable=False),
    PrimaryKeyConstraint("kind", "subject"),
    Index("due_not_before", "not_before"),
    sqlite_with_rowid=False,
)

work = Table(
    "work",
    metadata,
    column("kind", str),
    column("subject", str),
    column("community", str),
    column("at", int),
    column("not_before", int),
    Column("attempts", Integer, nullable=False),
    column("claimed_by", str, needed=False),
    PrimaryKeyConstraint("kind", "subject"),
    sqlite_with_rowid=False,
)
