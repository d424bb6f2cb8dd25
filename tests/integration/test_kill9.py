"""kill -9 in the middle of a round: afterwards every file is there, exactly once."""

from collections.abc import Iterator

import pytest

from tests.integration.kill9 import Counts, Place, count_elsewhere, expected, new_place, run
from tests.integration.kill9_changes import (
    CORRECTIONS,
    anew_killed,
    elsewhere,
    releases_killed,
)
from tests.store.databases import PostgresServer
from tests.store.fixtures import postgres

__all__ = ["postgres"]
pytestmark = pytest.mark.slow
FILES = 40


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    url = None
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database()
    with new_place(url) as made:
        yield made


def whole(found: Counts) -> None:
    """Every response once, with its findings, and every row at an end."""
    assert (found.missing, found.doubled, found.other) == (0, 0, 0)
    assert found.current == len(expected(FILES))
    assert found.without_findings == found.unfinished == 0
    assert set(found.states) <= {"done", "same"}
    assert sum(found.states.values()) == found.rows
    # The archive, what lay in it, the letters and the table.
    assert found.sources == found.states["done"] == len(expected(FILES)) - 15 + 2


def test_workers_and_the_uploader_killed_in_the_middle(place: Place) -> None:
    run(place, FILES, workers=2, kills=5, uploader_kills=1, seed=7)
    found = count_elsewhere(place, FILES)
    whole(found)
    assert found.states["same"] > 0, "the uploader was killed before anything was in line"


@pytest.mark.parametrize("workers", [2, 3])
def test_workers_share_and_none_does_a_row_twice(place: Place, workers: int) -> None:
    run(place, FILES, workers=workers, kills=0, uploader_kills=0, seed=1, lease=600)
    found = count_elsewhere(place, FILES)
    whole(found)
    assert found.begun_again == 0
    assert "same" not in found.states


def test_who_releases_is_killed_and_readers_see_a_whole_version(place: Place) -> None:
    releases_killed(place, FILES, kills=4)
    found = elsewhere("released", place)
    assert found["listed"] > 1
    assert found["cut_short"] > 0, "no kill met a version that was being written"
    assert found["whole"] == found["listed"]
    assert found["numbers_in_order"]
    assert found["readers_see"] == FILES


def test_a_corrected_round_is_analysed_again_by_workers_that_are_killed(place: Place) -> None:
    anew_killed(place, FILES, kills=3)
    assert elsewhere("anew", place, FILES) == {
        "current": len(expected(FILES)),
        "missing": 0,
        "doubled": 0,
        "of_old_models": 0,
        "corrections": CORRECTIONS,
        "corrections_shown": CORRECTIONS,
    }
