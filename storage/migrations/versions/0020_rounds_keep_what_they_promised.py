"""A round keeps its check-in's name, place and way of showing answers, so that the check-in can be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEPT = ("place", "name", "kind", "seen_as")


def upgrade() -> None:
    """Add the columns, with what held until now."""
    with op.batch_alter_table("checkin_rounds") as rounds:
        for name in KEPT:
            rounds.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    rounds_now, checkins = (
        sa.table(name, *map(sa.column, ("id", "checkin", *KEPT))) for name in ("checkin_rounds", "checkins")
    )
    for name in KEPT:
        held = sa.select(checkins.c[name]).where(checkins.c.id == rounds_now.c.checkin).scalar_subquery()
        op.execute(sa.update(rounds_now).values({name: held}))
