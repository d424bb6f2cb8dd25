"""Columns as the tables of every module write them, and a kind that SQLAlchemy has not."""

from datetime import UTC, datetime

import sqlalchemy as sa


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone, so it is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment in UTC."""
        del dialect
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment with its time zone."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text(name: str, nullable: bool = False) -> sa.Column[str]:
    """Words."""
    return sa.Column(name, sa.Text, nullable=nullable)


def number(name: str, nullable: bool = False) -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, sa.Integer, nullable=nullable)


def moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    """A moment in UTC."""
    return sa.Column(name, UtcDateTime, nullable=nullable)


def of(table: str, primary_key: bool = False) -> sa.Column[int]:
    """The column that says which row of `table` this one belongs to, and goes with it."""
    return sa.Column(
        f"{table}_id",
        sa.ForeignKey(f"{table}.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


def holds(column: sa.Column[str], words: str) -> sa.ColumnElement[bool]:
    """The condition that a column has these words in it, in whatever case."""
    # SQLite knows no capitals beyond A-Z.
    forms = {words, words.lower(), words.upper(), words.capitalize(), words.title()}
    return sa.or_(*(column.icontains(form, autoescape=True) for form in sorted(forms)))
