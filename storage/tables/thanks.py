"""Thanks, whom they name, and the words for acts."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, String, Table

from storage.tables.columns import column, metadata

thanks = Table(
    "thanks",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("place", str),
    column("under", str, needed=False),
    column("giver", str),
    column("giver_name", str),
    column("named", bool),
    column("words", str),
    column("tags", str),
    column("own", bool),
    column("at", int),
    column("gone", bool),
    ForeignKeyConstraint(["under"], ["thanks.id"], ondelete="CASCADE"),
    Index("thanks_community", "community", "at"),
    Index("thanks_under", "under"),
)

thanked = Table(
    "thanked",
    metadata,
    Column("id", String, primary_key=True),
    column("thanks", str),
    column("person", str),
    column("consent", str, needed=False),
    column("name", str),
    ForeignKeyConstraint(["thanks"], ["thanks.id"], ondelete="CASCADE"),
    Index("thanked_once", "thanks", "person", unique=True),
    Index("thanked_person", "person"),
)

thanked_others = Table(
    "thanked_others",
    metadata,
    Column("id", String, primary_key=True),
    column("thanks", str),
    column("words", str),
    column("shown", bool, needed=False),
    ForeignKeyConstraint(["thanks"], ["thanks.id"], ondelete="CASCADE"),
    Index("thanked_others_of", "thanks"),
)

unthanked = Table(
    "unthanked",
    metadata,
    column("community", str),
    column("person", str),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)

nameable = Table(
    "nameable",
    metadata,
    column("community", str),
    column("person", str),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)
"""Who has said that they may be named in lists of what happened."""

weeks = Table(
    "weeks",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("place", str),
    column("since", int),
    column("until", int),
    Index("weeks_community", "community", "until"),
)

act_words = Table(
    "act_words",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("person", str),
    column("word", str),
    column("adds", bool),
    column("until", int),
    column("minded", bool),
    column("settled", bool),
    Index("act_words_community", "community"),
)
