"""A version of the agreement may be what held before one that the group did not keep."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("agreement_versions", sa.Column("returns", sa.Boolean(), nullable=False, server_default=sa.false()))
