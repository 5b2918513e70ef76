"""Which process has what in hand, so that several can share a store; and when a card may be edited next."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("outbox", "surfaces", "work"):
        op.add_column(table, sa.Column("claimed_by", sa.Text(), nullable=True))
    op.add_column("surfaces", sa.Column("not_before", sa.BigInteger(), nullable=False, server_default="0"))
