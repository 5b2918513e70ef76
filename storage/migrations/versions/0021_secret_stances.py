"""Secret stances: what lies under tags while a round goes on, and what is left of it then."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _table(
        "secret_stances",
        ("proposal", "round", "tag", "way"),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
    )
    _table(
        "secret_stance_words",
        ("proposal", "round", "tag"),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("said_as", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("always", sa.Boolean(), nullable=False),
    )
    _table(
        "secret_stance_counts",
        ("proposal", "round", "way", "stance", "affected", "confirmed"),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("affected", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    _table(
        "stance_words",
        ("id",),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("said_as", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_table(
        "feared_answers",
        sa.Column("feared", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["feared"], ["feared.id"]),
        sa.PrimaryKeyConstraint("feared", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("stance_words_proposal", "stance_words", ["proposal"], unique=False)


def _table(name: str, key: tuple[str, ...], *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"]),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
