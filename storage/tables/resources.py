"""What is shared, the words by which it is found, and what was said of whether it holds."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, String, Table, Text

from storage.tables.columns import column, metadata

resources = Table(
    "resources",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("place", str),
    column("person", str),
    column("words", str),
    column("link", str),
    column("everywhere", bool),
    column("at", int),
    column("gone", bool),
    Index("resources_community", "community", "at"),
)

resource_terms = Table(
    "resource_terms",
    metadata,
    column("community", str),
    # In the order of code points on every engine, so that all words with one beginning stand together.
    Column("term", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
    column("resource", str),
    PrimaryKeyConstraint("community", "term", "resource"),
    ForeignKeyConstraint(["resource"], ["resources.id"], ondelete="CASCADE"),
    Index("resource_terms_resource", "resource"),
    sqlite_with_rowid=False,
)
"""An index of words of our own. SQLite's FTS5 keeps deleted words in the file until its parts are merged (seen with
3.40; its ``secure-delete`` came with 3.42), and PostgreSQL takes texts apart by other rules."""

resource_marks = Table(
    "resource_marks",
    metadata,
    Column("id", String, primary_key=True),
    column("resource", str),
    column("person", str),
    column("holds", bool),
    column("why", str),
    column("at", int),
    ForeignKeyConstraint(["resource"], ["resources.id"], ondelete="CASCADE"),
    Index("resource_marks_resource", "resource"),
)
