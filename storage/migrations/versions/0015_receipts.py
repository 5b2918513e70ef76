"""A member can have what is recorded for them as a message too."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("choices") as choices:
        choices.add_column(sa.Column("receipts", sa.Boolean(), nullable=False, server_default=sa.false()))
