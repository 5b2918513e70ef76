"""Proposals: their ways and versions, and what everyone adds to them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("proposer", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("affected", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("seen_as", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("review", sa.BigInteger(), nullable=True),
        sa.Column("trial", sa.BigInteger(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("shaped_until", sa.BigInteger(), nullable=False),
        sa.Column("decided_until", sa.BigInteger(), nullable=False),
        sa.Column("extra", sa.BigInteger(), nullable=False),
        sa.Column("askers", sa.Integer(), nullable=False),
        sa.Column("shaping_extended", sa.Boolean(), nullable=False),
        sa.Column("deciding_extended", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["part_of"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("proposals_community", "proposals", ["community", "opened_at"], unique=False)
    op.create_table(
        "ways",
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("proposal", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ways_id", "ways", ["id"], unique=True)
    op.create_table(
        "versions",
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal", "way"], ["ways.proposal", "ways.position"]),
        sa.PrimaryKeyConstraint("proposal", "way", "number"),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("minded_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("became", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["proposal", "way", "base"], ["versions.proposal", "versions.way", "versions.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("suggestions_proposal", "suggestions", ["proposal"], unique=False)
    op.create_table(
        "concerns",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("met_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("concerns_proposal", "concerns", ["proposal"], unique=False)
    op.create_table(
        "risks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("risks_proposal", "risks", ["proposal"], unique=False)
    op.create_table(
        "affected",
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("proposal", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "helping",
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal", "way"], ["ways.proposal", "ways.position"]),
        sa.PrimaryKeyConstraint("proposal", "way", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "more_time",
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("proposal", "round", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "togethers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.ForeignKeyConstraint(["other"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("togethers_once", "togethers", ["proposal", "other"], unique=True)
