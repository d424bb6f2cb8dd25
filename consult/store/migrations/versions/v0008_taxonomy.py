"""The taxonomy: editions of what an installation changed in its themes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table, and the index by which passages are counted by theme."""
    op.create_table(
        "taxonomy",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.JSON(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_taxonomy"),
    )
    op.create_index("ix_passage_theme_response_id", "passage", ["theme", "response_id"])
