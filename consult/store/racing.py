"""Inserting a row that another may just be inserting: each database says it in its own words."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert:
    """An insert that can say what is to be done where the row is there already."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    # The two share no type, but the methods `on_conflict_do_nothing` and `on_conflict_do_update`.
    return sqlite.insert(table)  # type: ignore[return-value]
