"""Work: one row for each file that is handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; what was taken in before has no rows until it is run anew."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("encloses", sa.Boolean(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("claimed_at", moment, nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=True),
        sa.Column("finished_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_work"),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_work_consultation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_work_source_id"),
    )
    _create_indexes()


def _create_indexes() -> None:
    for columns in (
        ("state", "encloses", "position"),
        ("consultation_id", "state", "position"),
        ("consultation_id", "lane", "position"),
        ("root", "position"),
        ("source_id",),
    ):
        op.create_index(f"ix_work_{'_'.join(columns)}", "work", list(columns), unique=False)
