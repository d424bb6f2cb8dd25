"""Several at once: nothing is lost, nothing is doubled."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from consult.domain.access import local
from consult.domain.summaries import summarise
from consult.services import analysing, browsing, intake, rounds
from consult.services.desk import Desk
from consult.services.intake import IntakeReport, Outcome
from consult.store import tallies
from consult.store.database import Store
from consult.store.tables import tally
from consult.store.tallies import Due, Tally
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

WORKERS = 4
TEXTS = [f"Fra: Borger {i}\nPunkt 79: vi er imod, brev nr. {i} om skolen" for i in range(12)]


def at_once(work: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return [future.result() for future in [pool.submit(work) for _ in range(WORKERS)]]


def test_the_same_files_taken_in_by_several_are_taken_once(desk: Desk) -> None:
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    readings = [reading(f"{i}.txt", text) for i, text in enumerate(TEXTS)]
    reports = at_once(lambda: intake.take_in(desk, slug, readings))
    taken = sum(r.count(Outcome.TAKEN) for r in reports if isinstance(r, IntakeReport))
    assert taken == len(TEXTS)
    assert browsing.list_responses(desk, slug).total == len(TEXTS)


def test_versions_that_race_leave_one_that_counts(desk: Desk) -> None:
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    versions = iter([reading("a.txt", text) for text in TEXTS[:WORKERS]])
    at_once(lambda: intake.take_in(desk, slug, [next(versions)]))
    sums = browsing.overview(desk, slug).totals.responses
    assert (sums.current, sums.superseded) == (1, WORKERS - 1)


def test_a_round_analysed_by_several_is_counted_once(desk: Desk) -> None:
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    readings = [reading(f"{i}.txt", text) for i, text in enumerate(TEXTS)]
    intake.take_in(desk, slug, readings)
    at_once(lambda: analysing.analyse_round(desk, slug, analyse, VERSION))
    expected = summarise((analyse(r.documents[0]) for r in readings), CATALOGUE, 0.5)
    assert browsing.summaries(desk, slug) == expected
    rows = browsing.overview(desk, slug).rows
    assert [r.responses for r in rows] == [s.responses for s in expected]


def test_who_adds_up_what_another_is_just_keeping_keeps_it_too(desk: Desk) -> None:
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    key = browsing.overview(desk, slug).consultation.id
    due = {"79": Due("12:78", Tally(responses=12)), "82": Due("3:6", Tally(responses=3))}

    def keep() -> None:
        with desk.write() as connection:
            tallies.keep(connection, key, due)

    with ThreadPoolExecutor(1) as pool:
        with desk.write() as connection:
            tallies.keep(connection, key, due)
            other = pool.submit(keep)
            time.sleep(0.3)  # it has begun, and waits
        other.result()
    with desk.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tally)).scalar() == 2


def test_rounds_of_one_name_made_at_once_are_told_apart(sqlite: Store) -> None:
    desk = Desk(sqlite, local())
    at_once(lambda: rounds.create(desk, "Runde", "", CATALOGUE))
    assert len({made.slug for made in rounds.every(desk)}) == WORKERS
