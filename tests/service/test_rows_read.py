"""No page reads a whole table: of a round four times as large it fetches as many rows."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from consult.domain.access import local
from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.services import (
    analysing,
    arrivals,
    browsing,
    fronts,
    handed_in,
    intake,
    organisations,
    privacy,
    queue,
    releasing,
    reviewing,
    rounds,
    searching,
    taxonomy,
    themes,
    uploads,
)
from consult.services.browsing import PassageFilter, ResponseFilter
from consult.services.desk import Desk
from consult.services.searching import SearchFilter
from consult.store.database import Store
from consult.store.shelf import Shelf
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

FEW, MANY = 50, 200
AGAINST = PassageFilter(stance=Stance.AGAINST, kind=RespondentKind.CITIZEN)
IN_SCHOOL = SearchFilter(theme="skole", stance=Stance.AGAINST, proposal="79")
#: What pages ask for when they are shown, as far as a round's size matters.
LOOKS: dict[str, Callable[[Desk, str], object]] = {
    "the rounds": lambda d, _: fronts.fronts(d),
    "the catalogue": rounds.catalogue,
    "who of the invited answered": rounds.invitations,
    "overview": browsing.overview,
    "what is new": lambda d, s: browsing.overview(d, s, since=d.now().replace(year=2000)),
    "arrivals": arrivals.arrivals,
    "a proposal": lambda d, s: browsing.proposal_page(d, s, "79"),
    "what names no proposal": lambda d, s: browsing.proposal_page(d, s, None),
    "its passages": lambda d, s: browsing.proposal_passages(d, s, "79", AGAINST, offset=20),
    "a response": lambda d, s: browsing.response_page(d, s, _first(d, s)),
    "responses": lambda d, s: browsing.list_responses(d, s, ResponseFilter(), 20, 20),
    "files": lambda d, s: browsing.list_sources(d, s, limit=20, offset=20, urgent=True),
    "themes": themes.theme_map,
    "a theme": lambda d, s: themes.theme_page(d, s, "skole"),
    "organisations": lambda d, s: organisations.organisations(d, s, limit=20),
    "an organisation": lambda d, s: organisations.organisation(d, s, "union:foa"),
    "a search": lambda d, s: searching.search(d, s, "skolen", offset=20),
    "a search for two words": lambda d, s: searching.search(d, s, "skolen imod"),
    "a search by filters": lambda d, s: searching.search(d, s, "", IN_SCHOOL),
    "the queue": queue.first,
    "corrections that fit nowhere": reviewing.unfitting,
    "corrections of a response": lambda d, s: reviewing.history(d, s, _first(d, s)),
    "progress": uploads.progress,
    "what was handed in": handed_in.listed,
    "what is to be seen to": handed_in.to_see_to,
    "private words": privacy.sightings,
    "is it ready": releasing.readiness,
    "counts by theme": lambda d, _: taxonomy.counts(d),
}


class Counting(sqlite3.Cursor):
    """A cursor that counts the rows that all cursors have fetched."""

    rows = 0

    def fetchone(self) -> Any:
        row = super().fetchone()
        Counting.rows += row is not None
        return row

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        rows = super().fetchmany(size)
        Counting.rows += len(rows)
        return rows

    def fetchall(self) -> list[Any]:
        rows = super().fetchall()
        Counting.rows += len(rows)
        return rows


class Connected(sqlite3.Connection):
    """A connection whose cursors count."""

    def cursor(self, factory: Any = Counting) -> Any:
        return super().cursor(factory)


@contextmanager
def counting() -> Iterator[None]:
    """In here every new connection counts."""

    def connect(_dialect: object, _record: object, _args: object, more: dict[str, object]) -> None:
        more["factory"] = Connected

    sa.event.listen(sa.Engine, "do_connect", connect)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "do_connect", connect)


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two rounds that differ in nothing but the number of citizens who answered."""
    folder = tmp_path_factory.mktemp("rows")
    with counting():
        store = Store.open(f"sqlite:///{folder / 'rows.sqlite3'}")
        store.upgrade()
        desk = Desk(store, local(), Shelf(Path(folder)))
        for name, citizens in (("Few", FEW), ("Many", MANY)):
            slug = rounds.create(desk, name, "", CATALOGUE).slug
            intake.take_in(desk, slug, [reading(*letter(n)) for n in range(citizens)])
            intake.take_in(desk, slug, [reading("foa.txt", "Fra: FOA\nPunkt 79: vi er imod")])
            uploads.run_again(desk, slug, VERSION)
            analysing.analyse_round(desk, slug, analyse, VERSION)
            privacy.search_private(desk, slug)
        yield desk
        store.close()


def letter(number: int) -> tuple[str, str]:
    """A file of one of many citizens, with a telephone number and a doubtful passage."""
    lines = (
        f"Fra: Borger {number}",
        "Punkt 79: jeg er imod, at skolen mister timer",
        f"Skolen er god for alle {number}",
        "Ring til mig på 20 30 40 50",
    )
    return f"svar-{number:03}.txt", "\n".join(lines)


@pytest.mark.parametrize("name", LOOKS)
def test_a_larger_round_takes_no_more_rows(looking: Desk, name: str) -> None:
    taken = []
    for slug in ("few", "many"):
        LOOKS[name](looking, slug)  # what is asked once and then kept is not counted
        Counting.rows = 0
        LOOKS[name](looking, slug)
        taken.append(Counting.rows)
    assert 0 < taken[1] <= taken[0] + 2, taken


def _first(desk: Desk, slug: str) -> int:
    return browsing.list_responses(desk, slug, limit=1).items[0].id
