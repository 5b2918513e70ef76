"""Company that both want to keep, and those who are asked whether they do."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "company_asked",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("companion", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("asker_keeps", sa.Boolean(), nullable=False),
        sa.Column("companion_keeps", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "company_kept",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("company_kept_whose", "company_kept", ["community", "person"], unique=False)
