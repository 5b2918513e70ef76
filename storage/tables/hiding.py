"""Words that were hidden, apart from where they stood."""

from sqlalchemy import Column, Index, String, Table

from storage.tables.columns import column, metadata

hidden = Table(
    "hidden",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("kind", str),
    column("piece", str),
    column("subject", str),
    column("title", str),
    column("person", str, needed=False),
    column("author", str, needed=False),
    column("at", int),
    column("why", str),
    column("words", str, needed=False),
    column("answer", str),
    column("trace", str),
    column("shown_again", bool),
    Index("hidden_author", "community", "author"),
    Index("hidden_trace", "trace"),
)
