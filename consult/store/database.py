"""The database: opened once, read in snapshots, written in short transactions."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from consult.domain.errors import RefusedError, StoreError
from consult.store.upgrade import needs_upgrade, run_upgrade

#: What `Store.read` and `Store.write` hand out; the other rooms pass it on unopened.
Connection = sa.Connection

#: How long a writer waits for another one, in milliseconds; a transaction takes some tens of them.
BUSY_TIMEOUT = 30_000

_SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT}",
    "PRAGMA journal_mode = WAL",
    # In WAL mode NORMAL cannot corrupt the file; a power cut may lose the last transactions,
    # which taking the same sources in again restores.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)
#: For a file that is thrown away unless all of it is written: no way back, much in memory.
_DRAFT_PRAGMAS = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -100000",
)
#: The class of PostgreSQL's SQLSTATEs for what is larger than it can hold.
_TOO_LARGE = "54"
#: JSON with Danish letters as they are; `json` escapes NUL, which PostgreSQL could not hold.
_to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


class Store:
    """One database. Cheap to keep, safe to share between threads; make it with `open`."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._reader = _reader(engine)
        self.now = clock

    @classmethod
    def open(cls, url: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "Store":
        """The store at an SQLAlchemy URL; an SQLite file and its folder are made when missing.

        Raises:
            StoreError: the URL cannot be understood.
        """
        try:
            address = sa.make_url(url)
            if address.get_backend_name() == "sqlite" and address.database:
                Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            return cls(_engine(address), clock)
        except (sa.exc.ArgumentError, ImportError) as error:
            raise StoreError(
                "Databasens adresse kan ikke forstås – angiv en sti til en fil eller en adresse "
                "som postgresql+psycopg://bruger@vært/navn."
            ) from error
        except OSError as error:
            raise StoreError(
                f"Mappen til databasen kan ikke oprettes ({error.strerror}) – vælg en anden sti."
            ) from error

    @classmethod
    def open_draft(cls, path: Path) -> "Store":
        """The store in an SQLite file that nobody else knows, to be written in one go.

        A transaction that fails leaves the file useless; what refers to what is not checked.
        """
        engine = sa.create_engine(f"sqlite:///{path}", json_serializer=_to_json)
        sa.event.listen(engine, "connect", _prepare_draft)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return cls(engine, lambda: datetime.now(UTC))

    @classmethod
    def open_still(cls, path: Path) -> "Store":
        """The store in an SQLite file that nobody changes any more; `write` will not work."""
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"

        def connect() -> SqliteConnection:
            return sqlite3.connect(address, uri=True, check_same_thread=False)

        engine = sa.create_engine(
            "sqlite://", creator=connect, poolclass=sa.QueuePool, json_serializer=_to_json
        )
        sa.event.listen(engine, "connect", _leave_transactions)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return cls(engine, lambda: datetime.now(UTC))

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A snapshot: everything asked of the connection is of one moment.

        Raises:
            StoreError: the database cannot be reached or read.
        """
        with _in_danish(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction: all of it is kept, or, on any error, nothing.

        Raises:
            RefusedError: the database does not take what it was given.
            StoreError: the database cannot be reached or written.
        """
        with _in_danish(), self._engine.begin() as connection:
            yield connection

    def upgrade(self) -> None:
        """Bring the tables to the version this program knows; does nothing when they are there.

        Raises:
            StoreError: the database is newer than this program, or cannot be written.
        """
        with self.read() as connection:
            if not needs_upgrade(connection):
                return
        with self.write() as connection:
            run_upgrade(connection)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _engine(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(address, json_serializer=_to_json)
    if address.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _reader(engine: sa.Engine) -> sa.Engine:
    """The same connections, opened for reading one snapshot."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(consult_read=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _leave_transactions(connection: SqliteConnection, _record: object) -> None:
    # The driver's own transactions take the write lock too late; `_begin_sqlite` opens ours.
    connection.isolation_level = None


def _prepare_sqlite(connection: SqliteConnection, record: object) -> None:
    _leave_transactions(connection, record)
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _prepare_draft(connection: SqliteConnection, record: object) -> None:
    _leave_transactions(connection, record)
    for pragma in _DRAFT_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    read = connection.get_execution_options().get("consult_read", False)
    connection.exec_driver_sql("BEGIN" if read else "BEGIN IMMEDIATE")


@contextmanager
def _in_danish() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()
        cause = said[0] if said else "ukendt fejl"
        if _is_refusal(error):
            raise RefusedError(
                f"Databasen tager ikke imod det, der skulle gemmes ({cause}) – "
                "prøv igen, og meld fejlen, hvis det sker igen."
            ) from error
        raise StoreError(
            f"Databasen kunne ikke gøre det ({cause}) – "
            "se om den kører, om der er plads på disken, og prøv igen."
        ) from error


def _is_refusal(error: DBAPIError) -> bool:
    """Whether the database answers, and what it was given is what is wrong."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, (IntegrityError, DataError)) or state.startswith(_TOO_LARGE)
