"""An option can be a moment in time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("options") as options:
        options.add_column(sa.Column("moment", sa.BigInteger(), nullable=True))
