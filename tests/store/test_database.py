"""Opening, upgrading, transactions."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from consult.domain.access import local
from consult.domain.errors import StoreError
from consult.domain.rounds import Details
from consult.services import browsing, rounds
from consult.services.desk import Desk
from consult.store.database import Store
from consult.store.tables import METADATA, consultation
from consult.store.upgrade import HEAD, MIGRATIONS

#: What later migrations say of a consultation.
SAID = ("made_by", "starts", "ends", "journal_number", "invited")
ROW = {"slug": "a", "name": "A", "subject": "", "created": sa.func.now()}


def test_migrations_give_the_tables_of_the_code(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_what_was_stored_before_a_migration_stays(store: Store) -> None:
    """Back to the first tables, a response in them, and up again."""
    with store.write() as connection:
        for table in (
            "taxonomy", "visit", "privacy_check", "sighting", "redaction", "release", "machine",
            "review",
            "work", "attempt", "audit", "device", "membership", "password", "session", "account",
        ):  # fmt: skip
            connection.exec_driver_sql(f"DROP TABLE {table}")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP FUNCTION audit_is_kept")
            connection.exec_driver_sql("DROP FUNCTION review_is_kept")
        for index in (
            "ix_passage_alike", "ix_passage_to_review", "ix_passage_theme_response_id",
        ):  # fmt: skip
            connection.exec_driver_sql(f"DROP INDEX {index}")
        for name, column in (
            ("passage", "decided"),
            ("passage", "alike"),
            ("source", "enclosed"),
            ("response", "respondent_source"),
            ("response", "confirm"),
            *(("consultation", name) for name in SAID),
        ):
            connection.exec_driver_sql(f"ALTER TABLE {name} DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        connection.execute(sa.insert(consultation).values(**ROW))
        columns = "consultation_id, name, path, sha256, size, state, read_at"
        values = "id, 'a.txt', '', '', 0, 'read', created"
        connection.exec_driver_sql(
            f"INSERT INTO source ({columns}) SELECT {values} FROM consultation"  # noqa: S608
        )
    store.upgrade()
    (line,) = browsing.list_sources(Desk(store, local()), "a").items
    assert (line.enclosed, line.confirm) == (0, None)
    (made,) = rounds.every(Desk(store, local()))
    assert (made.made_by, made.details) == ("", Details())
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_upgrade_twice_changes_nothing(store: Store) -> None:
    with store.write() as connection:
        connection.execute(sa.insert(consultation).values(**ROW))
    store.upgrade()
    with store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(consultation)) == 1


def test_two_upgrades_at_once_wait_in_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/both.sqlite3"
    errors: list[BaseException] = []

    def upgrade() -> None:
        store = Store.open(url)
        try:
            store.upgrade()
        except StoreError as error:
            errors.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_newer_database_is_refused_in_danish(store: Store) -> None:
    with store.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="nyere udgave"):
        store.upgrade()


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.write() as connection:
            connection.execute(sa.insert(consultation).values(**ROW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(consultation)) == 0


def test_a_reader_sees_one_moment(store: Store) -> None:
    rows = sa.select(sa.func.count()).select_from(consultation)
    with store.read() as connection:
        before = connection.scalar(rows)
        with store.write() as other:
            other.execute(sa.insert(consultation).values(**ROW))
        assert connection.scalar(rows) == before == 0


def test_sqlite_is_set_up_for_many_readers(sqlite: Store) -> None:
    with sqlite.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


@pytest.mark.parametrize("url", ["", "hvad er det", "mysql+nothing://x/y"])
def test_an_address_that_is_none_is_told_in_danish(url: str) -> None:
    with pytest.raises(StoreError, match="adresse"):
        Store.open(url)


def test_a_file_that_is_no_database_is_told_in_danish(tmp_path: Path) -> None:
    path = tmp_path / "brev.sqlite3"
    path.write_text("Kære byråd, " * 100)
    store = Store.open(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="Databasen"):
        store.upgrade()
    store.close()
