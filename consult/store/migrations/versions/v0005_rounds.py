"""What is said of a consultation: period, journal number, invited parties, who made it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; of consultations from before nothing is said."""
    for column in (
        sa.Column("made_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("journal_number", sa.Text(), nullable=False, server_default=""),
        sa.Column("invited", sa.JSON(), nullable=False, server_default="[]"),
    ):
        op.add_column("consultation", column)
