"""Secret polls: ballots and reasons under tags, and what is left of them when they have closed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "secret_ballots",
        sa.Column("poll", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("poll", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "secret_counts",
        sa.Column("poll", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("poll", "choice"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "secret_reasons",
        sa.Column("poll", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("poll", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "secret_words",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("poll", sa.Text(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("secret_words_poll", "secret_words", ["poll"], unique=False)
