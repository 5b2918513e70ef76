"""The schema, once for every engine. Instants are microseconds since 1970 in UTC; see ``storage.values``."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()


def _column(name: str, kind: type, needed: bool = True) -> "Column[object]":
    return Column(name, {str: Text, int: BigInteger, bool: Boolean}[kind], nullable=not needed)


communities = Table(
    "communities",
    metadata,
    Column("id", String, primary_key=True),
    _column("language", str),
    _column("zone", str),
    _column("left_at", int, needed=False),
)

settings = Table(
    "settings",
    metadata,
    _column("community", str),
    _column("name", str),
    _column("value", str),
    _column("person", str, needed=False),
    PrimaryKeyConstraint("community", "name"),
    sqlite_with_rowid=False,
)

power = Table(
    "power",
    metadata,
    Column("id", String, primary_key=True),
    _column("community", str),
    _column("at", int),
    Column("number", Integer, nullable=False),
    _column("person", str, needed=False),
    _column("deed", str),
    _column("thing", str),
    _column("before", str),
    _column("after", str),
    _column("why", str),
    _column("salt", str, needed=False),
    _column("digest", str),
    _column("seal", str),
    Index("power_order", "community", "number", unique=True),
)

looks = Table(
    "looks",
    metadata,
    Column("community", String, primary_key=True),
    _column("at", int),
    _column("found", str),
)

choices = Table(
    "choices",
    metadata,
    _column("community", str),
    _column("person", str),
    _column("language", str, needed=False),
    _column("zone", str, needed=False),
    _column("named", bool, needed=False),
    _column("asks", bool),
    _column("away_until", int, needed=False),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)

seen = Table(
    "seen",
    metadata,
    Column("key", String, primary_key=True),
    _column("at", int),
    Index("seen_at", "at"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String, primary_key=True),
    _column("community", str),
    _column("person", str),
    _column("place", str),
    _column("kind", str),
    _column("content", str),
    _column("at", int),
    Index("drafts_at", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", String, primary_key=True),
    _column("community", str),
    _column("destination", str),
    _column("direct", bool),
    _column("face", str),
    _column("subject", str),
    Column("urgency", Integer, nullable=False),
    _column("told", str, needed=False),
    _column("thread_face", str, needed=False),
    _column("thread_subject", str, needed=False),
    _column("state", str),
    _column("not_before", int),
    Column("attempts", Integer, nullable=False),
    _column("created_at", int),
    _column("attempted_at", int, needed=False),
    _column("message", str, needed=False),
    _column("trouble", str, needed=False),
    _column("claimed_by", str, needed=False),
    Index("outbox_waiting", "state", "community", "urgency", "created_at"),
    Index("outbox_done", "state", "not_before"),
)

surfaces = Table(
    "surfaces",
    metadata,
    _column("face", str),
    _column("subject", str),
    _column("place", str),
    _column("community", str),
    _column("held_by", str, needed=False),
    _column("message", str, needed=False),
    _column("posted_at", int, needed=False),
    Column("revision", Integer, nullable=False),
    Column("rendered", Integer, nullable=False),
    _column("lost", bool),
    _column("claimed_by", str, needed=False),
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
    _column("kind", str),
    _column("subject", str),
    _column("community", str),
    _column("at", int),
    _column("not_before", int),
    Column("attempts", Integer, nullable=False),
    PrimaryKeyConstraint("kind", "subject"),
    Index("due_not_before", "not_before"),
    sqlite_with_rowid=False,
)

work = Table(
    "work",
    metadata,
    _column("kind", str),
    _column("subject", str),
    _column("community", str),
    _column("at", int),
    _column("not_before", int),
    Column("attempts", Integer, nullable=False),
    _column("claimed_by", str, needed=False),
    PrimaryKeyConstraint("kind", "subject"),
    sqlite_with_rowid=False,
)

polls = Table(
    "polls",
    metadata,
    Column("id", String, primary_key=True),
    _column("community", str),
    _column("place", str),
    _column("asker", str),
    _column("question", str),
    _column("why", str),
    _column("kind", str),
    Column("pick", Integer, nullable=False),
    _column("seen_as", str),
    _column("totals", str),
    _column("open_options", bool),
    Column("least", Integer, nullable=False),
    _column("plan", str),
    _column("opened_at", int),
    _column("closes_at", int),
    _column("state", str),
    Column("audience", Integer, nullable=True),
    _column("ended_at", int, needed=False),
    _column("ended_by", str, needed=False),
    _column("ended_why", str, needed=False),
    _column("late", int, needed=False),
    _column("result", str, needed=False),
    Index("polls_community", "community", "opened_at"),
)

options = Table(
    "options",
    metadata,
    _column("poll", str),
    Column("position", Integer, nullable=False),
    _column("words", str),
    _column("added_by", str, needed=False),
    _column("added_at", int),
    _column("moment", int, needed=False),
    PrimaryKeyConstraint("poll", "position"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

ballots = Table(
    "ballots",
    metadata,
    _column("poll", str),
    _column("person", str),
    _column("choice", str, needed=False),
    _column("at", int),
    PrimaryKeyConstraint("poll", "person"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

reasons = Table(
    "reasons",
    metadata,
    Column("id", String, primary_key=True),
    _column("poll", str),
    _column("person", str),
    Column("option", Integer, nullable=False),
    _column("words", str),
    _column("named", bool),
    _column("at", int),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    Index("reasons_whose", "poll", "person", "option", unique=True),
)

fair_points = Table(
    "fair_points",
    metadata,
    _column("reason", str),
    _column("marker", str),
    PrimaryKeyConstraint("reason", "marker"),
    ForeignKeyConstraint(["reason"], ["reasons.id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)

thanks = Table(
    "thanks",
    metadata,
    Column("id", String, primary_key=True),
    _column("community", str),
    _column("place", str),
    _column("under", str, needed=False),
    _column("giver", str),
    _column("giver_name", str),
    _column("named", bool),
    _column("words", str),
    _column("tags", str),
    _column("own", bool),
    _column("at", int),
    _column("gone", bool),
    ForeignKeyConstraint(["under"], ["thanks.id"], ondelete="CASCADE"),
    Index("thanks_community", "community", "at"),
    Index("thanks_under", "under"),
)

thanked = Table(
    "thanked",
    metadata,
    Column("id", String, primary_key=True),
    _column("thanks", str),
    _column("person", str),
    _column("consent", str, needed=False),
    _column("name", str),
    ForeignKeyConstraint(["thanks"], ["thanks.id"], ondelete="CASCADE"),
    Index("thanked_once", "thanks", "person", unique=True),
    Index("thanked_person", "person"),
)

thanked_others = Table(
    "thanked_others",
    metadata,
    Column("id", String, primary_key=True),
    _column("thanks", str),
    _column("words", str),
    _column("shown", bool, needed=False),
    ForeignKeyConstraint(["thanks"], ["thanks.id"], ondelete="CASCADE"),
    Index("thanked_others_of", "thanks"),
)

unthanked = Table(
    "unthanked",
    metadata,
    _column("community", str),
    _column("person", str),
    PrimaryKeyConstraint("community", "person"),
    sqlite_with_rowid=False,
)

act_words = Table(
    "act_words",
    metadata,
    Column("id", String, primary_key=True),
    _column("community", str),
    _column("person", str),
    _column("word", str),
    _column("adds", bool),
    _column("until", int),
    _column("minded", bool),
    _column("settled", bool),
    Index("act_words_community", "community"),
)

installations = Table(
    "installations",
    metadata,
    Column("community", String, primary_key=True),
    _column("sealed", str),
    _column("at", int),
)

secret_ballots = Table(
    "secret_ballots",
    metadata,
    _column("poll", str),
    _column("tag", str),
    _column("choice", str),
    PrimaryKeyConstraint("poll", "tag"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)
"""No person, no time, no order: rows lie by their tag, which is chance to whoever has not the poll's key."""

secret_counts = Table(
    "secret_counts",
    metadata,
    _column("poll", str),
    _column("choice", str),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("poll", "choice"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

secret_reasons = Table(
    "secret_reasons",
    metadata,
    _column("poll", str),
    _column("tag", str),
    Column("option", Integer, nullable=False),
    _column("words", str),
    PrimaryKeyConstraint("poll", "tag"),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    sqlite_with_rowid=False,
)

secret_words = Table(
    "secret_words",
    metadata,
    Column("id", String, primary_key=True),
    _column("poll", str),
    Column("option", Integer, nullable=False),
    _column("words", str),
    ForeignKeyConstraint(["poll"], ["polls.id"]),
    Index("secret_words_poll", "poll"),
    sqlite_with_rowid=False,
)
