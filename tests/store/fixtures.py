"""Fixtures that the folders `store` and `service` share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.store.database import Store
from tests.store.databases import PostgresServer, postgres_server, sqlite_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    with sqlite_store(tmp_path) as opened:
        yield opened
