"""What is shared, and the words by which it is found."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "resources",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("resources_community", "resources", ["community", "at"], unique=False)
    op.create_table(
        "resource_terms",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("term", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "term", "resource"),
        sqlite_with_rowid=False,
    )
    op.create_index("resource_terms_resource", "resource_terms", ["resource"], unique=False)
    op.create_table(
        "resource_marks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("resource_marks_resource", "resource_marks", ["resource"], unique=False)
