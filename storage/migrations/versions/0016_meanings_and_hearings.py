"""What an option means; polls made more private, and time to be heard."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    with op.batch_alter_table("options") as options:
        options.add_column(sa.Column("meaning", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("polls") as polls:
        for name in ("hearing", "heard_at", "moved_from", "quiet_at"):
            polls.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_table(
        "poll_traces",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("poll", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("poll_traces_poll", "poll_traces", ["poll"], unique=False)
