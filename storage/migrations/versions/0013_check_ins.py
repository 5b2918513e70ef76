"""Check-ins, their rounds and answers, and company."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "checkins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("rotates", sa.Boolean(), nullable=False),
        sa.Column("seen_as", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("off", sa.Text(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("open_for", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("next_day", sa.Text(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("shift", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("checkins_community", "checkins", ["community"], unique=False)
    op.create_table(
        "checkin_rounds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("checkin", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["checkin"], ["checkins.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("checkin_rounds_day", "checkin_rounds", ["checkin", "day"], unique=True)
    op.create_table(
        "checkin_answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("checkin_answers_person", "checkin_answers", ["person"], unique=False)
    op.create_index("checkin_answers_whose", "checkin_answers", ["round", "person"], unique=True)
    op.create_table(
        "checkin_box",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
        sa.PrimaryKeyConstraint("round", "number", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkin_marks",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
        sa.PrimaryKeyConstraint("round", "number", "mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkin_passes",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
        sa.PrimaryKeyConstraint("round", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkin_shown",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["checkin_rounds.id"]),
        sa.PrimaryKeyConstraint("round", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkin_reminders",
        sa.Column("checkin", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["checkin"], ["checkins.id"]),
        sa.PrimaryKeyConstraint("checkin", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkin_rests",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quiet",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "around",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wishes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "companions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["wish"], ["wishes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("companions_once", "companions", ["wish", "person"], unique=True)
