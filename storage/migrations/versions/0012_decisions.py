"""Stances, decisions, next steps and reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "stances",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_as", sa.Text(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stances_once", "stances", ["proposal", "round", "person", "way"], unique=True)
    op.create_table(
        "decisions",
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.BigInteger(), nullable=True),
        sa.Column("audience", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("proposal", "round"),
        sqlite_with_rowid=False,
    )
    op.create_index("decisions_at", "decisions", ["at"], unique=False)
    op.create_table(
        "steps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("steps_proposal", "steps", ["proposal"], unique=False)
    op.create_index("steps_owner", "steps", ["owner"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("asks_at", sa.BigInteger(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reviews_once", "reviews", ["proposal", "number"], unique=True)
    op.create_table(
        "review_answers",
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"]),
        sa.PrimaryKeyConstraint("review", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feared",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("came", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("feared_once", "feared", ["review", "source"], unique=True)
