"""Check-ins, their rounds, what was said in them, and who would like company or is around."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Table

from storage.tables.columns import column, metadata

checkins = Table(
    "checkins",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("place", str),
    column("maker", str),
    column("name", str),
    column("kind", str),
    column("questions", str),
    column("rotates", bool),
    column("seen_as", str),
    column("days", str),
    column("hour", str),
    Column("every", Integer, nullable=False),
    column("since", str),
    column("zone", str),
    column("off", str),
    column("follows", bool),
    column("open_for", int),
    column("ended", bool),
    Column("asked", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    column("last_day", str, needed=False),
    column("next_day", str, needed=False),
    column("next_at", int, needed=False),
    column("shift", str, needed=False),
    Index("checkins_community", "community"),
)

checkin_rounds = Table(
    "checkin_rounds",
    metadata,
    Column("id", String, primary_key=True),
    column("checkin", str),
    column("place", str),
    column("name", str),
    column("kind", str),
    column("seen_as", str),
    column("day", str),
    column("questions", str),
    column("due_at", int),
    column("opened_at", int),
    column("closes_at", int),
    Column("missed", Integer, nullable=False),
    column("closed", bool),
    ForeignKeyConstraint(["checkin"], ["checkins.id"]),
    Index("checkin_rounds_day", "checkin", "day", unique=True),
)

checkin_answers = Table(
    "checkin_answers",
    metadata,
    Column("id", String, primary_key=True),
    column("round", str),
    column("person", str),
    column("said", str),
    column("at", int),
    ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
    Index("checkin_answers_whose", "round", "person", unique=True),
    Index("checkin_answers_person", "person"),
)

checkin_box = Table(
    "checkin_box",
    metadata,
    column("round", str),
    Column("number", Integer, nullable=False),
    column("tag", str),
    column("said", str),
    PrimaryKeyConstraint("round", "number", "tag"),
    ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
    sqlite_with_rowid=False,
)
"""No person, no time, no order: rows lie by their tag, which is chance to whoever has not the round's key, and each
question has tags of its own."""

checkin_marks = Table(
    "checkin_marks",
    metadata,
    column("round", str),
    Column("number", Integer, nullable=False),
    Column("mark", BigInteger, nullable=False),
    PrimaryKeyConstraint("round", "number", "mark"),
    ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
    sqlite_with_rowid=False,
)

checkin_passes = Table(
    "checkin_passes",
    metadata,
    column("round", str),
    column("tag", str),
    PrimaryKeyConstraint("round", "tag"),
    ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
    sqlite_with_rowid=False,
)

checkin_shown = Table(
    "checkin_shown",
    metadata,
    column("round", str),
    Column("number", Integer, nullable=False),
    column("asked", str),
    column("counts", str),
    column("words", str),
    column("sums", str),
    PrimaryKeyConstraint("round", "number"),
    ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
    sqlite_with_rowid=False,
)

checkin_reminders = Table(
    "checkin_reminders",
    metadata,
    column("checkin", str),
    column("person", str),
    PrimaryKeyConstraint("checkin", "person"),
    ForeignKeyConstraint(["checkin"], ["checkins.id"]),
    sqlite_with_rowid=False,
)

checkin_rests = Table(
    "checkin_rests",
    metadata,
    column("community", str),
    column("person", str),
    column("until", int),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)

quiet = Table(
    "quiet",
    metadata,
    column("community", str),
    column("tag", str),
    column("until", int),
    PrimaryKeyConstraint("community", "tag"),
    sqlite_with_rowid=False,
)

around = Table(
    "around",
    metadata,
    column("community", str),
    column("person", str),
    column("until", int),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)

wishes = Table(
    "wishes",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("asker", str),
    column("until", int),
)

company_asked = Table(
    "company_asked",
    metadata,
    Column("id", String, primary_key=True),
    column("community", str),
    column("asker", str),
    column("companion", str),
    column("until", int),
    column("asker_keeps", bool),
    column("companion_keeps", bool),
)

company_kept = Table(
    "company_kept",
    metadata,
    Column("id", String),
    column("community", str),
    column("person", str),
    column("other", str),
    column("day", str),
    PrimaryKeyConstraint("id", "person"),
    Index("company_kept_whose", "community", "person"),
    sqlite_with_rowid=False,
)
"""A row for each of the two."""

companions = Table(
    "companions",
    metadata,
    Column("id", String, primary_key=True),
    column("wish", str),
    column("person", str),
    ForeignKeyConstraint(["wish"], ["wishes.id"], ondelete="CASCADE"),
    Index("companions_once", "wish", "person", unique=True),
)
