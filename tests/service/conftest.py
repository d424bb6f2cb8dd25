from collections.abc import Iterator

import pytest

from consult.domain.access import local
from consult.services.desk import Desk
from consult.store.database import Store
from tests.store.databases import emptied_store
from tests.store.fixtures import postgres, sqlite

__all__ = ["desk", "postgres", "sqlite", "store"]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store, once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
    else:
        with emptied_store(request.getfixturevalue("postgres")) as opened:
            yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    """The store as the local administrator has it."""
    return Desk(store, local())
