"""What is let go of after a while is found without looking at everything."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indices."""
    op.create_index("outbox_done", "outbox", ["state", "not_before"], unique=False)
    op.create_index("drafts_at", "drafts", ["at"], unique=False)
