"""What comes due when a proposal goes ahead."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing follows from what was proposed before."""
    op.add_column("proposals", sa.Column("follows", sa.Text(), nullable=False, server_default=""))
