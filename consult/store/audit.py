"""The log: lines are added and read, never changed."""

from dataclasses import asdict

import sqlalchemy as sa

from consult.store.account_records import Entry, EntryFilter
from consult.store.account_tables import audit


def add(connection: sa.Connection, entry: Entry) -> None:
    """One more line."""
    connection.execute(sa.insert(audit), asdict(entry))


def entries(
    connection: sa.Connection, filters: EntryFilter, limit: int, offset: int
) -> tuple[Entry, ...]:
    """A page of lines, the newest first."""
    query = sa.select(audit).where(*_where(filters)).order_by(audit.c.id.desc())
    rows = connection.execute(query.limit(limit).offset(offset)).mappings()
    return tuple(Entry(**{k: v for k, v in row.items() if k != "id"}) for row in rows)


def count(connection: sa.Connection, filters: EntryFilter) -> int:
    """How many lines there are on all pages."""
    query = sa.select(sa.func.count()).select_from(audit).where(*_where(filters))
    return int(connection.scalar(query) or 0)


def _where(filters: EntryFilter) -> list[sa.ColumnElement[bool]]:
    return [audit.c[k] == value for k, value in asdict(filters).items() if value is not None]
