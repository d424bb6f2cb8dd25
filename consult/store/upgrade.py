"""Bringing a database to the newest version of the tables; Alembic is imported only when due."""

from pathlib import Path

import sqlalchemy as sa

from consult.domain.errors import StoreError
from consult.store.tables import METADATA

#: The newest revision under `migrations/versions`; a test compares it with what lies there.
HEAD = "0008"
MIGRATIONS = Path(__file__).parent / "migrations"
#: Any number, as long as every upgrade of this product takes the same lock ("cons" in ASCII).
_LOCK = 0x636F6E73


def revision(connection: sa.Connection) -> str | None:
    """The version of the tables, None in an empty database."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def needs_upgrade(connection: sa.Connection) -> bool:
    """Whether the tables are older than this program."""
    return revision(connection) != HEAD


def make_tables(connection: sa.Connection) -> None:
    """All tables of this program in an empty database, at once and without what guards a log."""
    METADATA.create_all(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    mark = sa.text("INSERT INTO alembic_version (version_num) VALUES (:head)")
    connection.execute(mark, {"head": HEAD})


def run_upgrade(connection: sa.Connection) -> None:
    """Run the missing migrations in the connection's transaction; two at once wait in line.

    Raises:
        StoreError: the database is newer than this program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script.revision import ResolutionError
    from alembic.util.exc import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except (CommandError, ResolutionError) as error:
        raise StoreError(
            "Databasen er lavet af en nyere udgave af programmet – opdatér programmet."
        ) from error
