"""Weeks in which acts were listed that nobody was thanked for, and who may be named there."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "nameable",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("community", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "weeks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("weeks_community", "weeks", ["community", "until"], unique=False)
