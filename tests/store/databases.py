"""Real databases for tests: an SQLite file, and a PostgreSQL server of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
import pytest

from consult.store.database import Store
from consult.store.tables import METADATA

DEBIAN = Path("/usr/lib/postgresql")
#: Whom the server may run as when the tests run as root, which it refuses.
USERS = ("postgres", "nobody")


def clock() -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is asked."""
    start, seconds = datetime(2027, 3, 1, 8, 0, tzinfo=UTC), count()
    return lambda: start + timedelta(seconds=next(seconds))


@contextmanager
def sqlite_store(folder: Path) -> Iterator[Store]:
    yield from _opened(f"sqlite:///{folder / 'new folder' / 'consult.sqlite3'}")


@contextmanager
def postgres_store(server: "PostgresServer") -> Iterator[Store]:
    """A store that is not shared with any other test."""
    yield from _opened(server.new_database())


@contextmanager
def emptied_store(server: "PostgresServer") -> Iterator[Store]:
    """The store that tests share, emptied: a new database costs half a second."""
    for store in _opened(server.shared_database):
        with store.write() as connection:
            names = ", ".join(f'"{name}"' for name in METADATA.tables)
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        yield store


def _opened(url: str) -> Iterator[Store]:
    store = Store.open(url, clock())
    store.upgrade()
    try:
        yield store
    finally:
        store.close()


class PostgresServer:
    """A server on a socket in a folder of its own; nothing outside can reach it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def new_database(self) -> str:
        """The URL of an empty database that sorts text as Danish servers do."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    @cached_property
    def shared_database(self) -> str:
        """The URL of a database that every test may use."""
        return self.new_database()

    def _dsn(self, name: str) -> str:
        return f"host={self._folder} user=postgres dbname={name}"


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; skips, saying why, where none can be started."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="consult-pg-"))
    try:
        as_user = _as_user(folder)
        data = folder / "data"
        _run([*as_user, f"{binaries}/initdb", "-D", data, "-U", "postgres", "-E", "UTF8"], folder)
        # A test's data is not worth a disk's patience.
        options = f"-c listen_addresses='' -c fsync=off -k {folder}"
        control = [*as_user, f"{binaries}/pg_ctl", "-D", data, "-w"]
        _run([*control, "-l", folder / "log", "-o", options, "start"], folder)
        try:
            yield PostgresServer(folder)
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(DEBIAN.glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def _as_user(folder: Path) -> list[str]:
    """How to start a command as someone whom the server accepts; gives them the folder."""
    if os.geteuid() != 0:
        return []
    for user in USERS:
        try:
            shutil.chown(folder, user)
        except LookupError:
            continue
        return ["runuser", "-u", user, "--"]
    pytest.skip("PostgreSQL does not run as root, and there is no other user to run it as")


def _run(command: list[object], folder: Path) -> None:
    # A pipe would be held open by the server, so output goes to a file.
    with (folder / "output").open("w+b") as output:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")
