"""Files in files, what a person must confirm, and where the sender was found."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; what was stored before has nothing in them."""
    op.add_column("source", sa.Column("enclosed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("response", sa.Column("respondent_source", sa.Text(), nullable=True))
    op.add_column("response", sa.Column("confirm", sa.Text(), nullable=True))
