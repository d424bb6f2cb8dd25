"""What is said of a round, as columns of its table."""

from typing import Any

import sqlalchemy as sa


def said_of_a_round() -> tuple[sa.Column[Any], ...]:
    """Its names and subject, its period, and who made it and was invited (a list of names)."""
    return (
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False, server_default=""),
        sa.Column("starts", sa.Date),
        sa.Column("ends", sa.Date),
        sa.Column("journal_number", sa.Text, nullable=False, server_default=""),
        sa.Column("invited", sa.JSON, nullable=False, server_default="[]"),
    )
