"""What is new since one last looked: it is not forgotten by every click."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from consult.domain.access import Actor, Role, local
from consult.services import analysing, browsing, intake, releasing, rounds, visits
from consult.services.desk import Desk
from consult.store.database import Store
from consult.store.shelf import Shelf
from tests.service.doors import Clock, add
from tests.store.builders import CATALOGUE, VERSION, analyse, reading


class World:
    """A round, a clock that is turned by hand, and two people who look at it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.clock, self.shelf = store, Clock(), Shelf(folder)
        store.now = self.clock
        self.chef = Desk(store, local(), self.shelf)
        add(store, "chef", Role.ADMINISTRATOR)
        self.eva = self.desk(add(store, "eva", Role.EDITOR), Role.EDITOR)
        self.pia = self.desk(add(store, "pia", Role.READER), Role.READER)
        self.slug = rounds.create(self.chef, "Budget", "", CATALOGUE).slug
        self.answer("1.txt", "Punkt 79: nej")

    def desk(self, account: int, role: Role, as_reader: bool = False) -> Desk:
        return Desk(self.store, Actor("x", account, role), self.shelf, as_reader)

    def answer(self, name: str, text: str) -> None:
        self.clock.forward(seconds=1)
        intake.take_in(self.chef, self.slug, [reading(name, text)])
        analysing.analyse_round(self.chef, self.slug, analyse, VERSION)

    def release(self) -> None:
        self.clock.forward(seconds=1)
        assert isinstance(releasing.release(self.chef, self.slug), releasing.Release)

    def new(self, desk: Desk) -> tuple[int, dict[str | None, int]] | None:
        """What the front page tells: all new responses, and those by proposal."""
        since = visits.look(desk, self.slug)
        if since is None:
            return None
        found = browsing.overview(desk, self.slug, since=since)
        for row in found.rows:
            number = row.proposal.number if row.proposal else None
            page = browsing.proposal_page(desk, self.slug, number, since=since)
            assert page.row.fresh == row.fresh
        rows = {r.proposal.number if r.proposal else None: r.fresh for r in found.rows if r.fresh}
        return found.fresh, rows


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


def test_on_a_first_visit_nothing_is_new(world: World) -> None:
    assert world.new(world.eva) is None
    world.answer("2.txt", "Punkt 79: ja")
    assert world.new(world.eva) is None


def test_new_answers_are_told_through_a_whole_visit(world: World) -> None:
    world.new(world.eva)
    world.clock.forward(minutes=61)
    world.answer("2.txt", "Punkt 79: ja\nPunkt 82: nej\nPunkt 79: ja!")
    world.answer("3.txt", "Kære byråd")
    for _ in range(8):
        assert world.new(world.eva) == (2, {"79": 1, "82": 1, None: 1})
        world.clock.forward(minutes=40)
    world.answer("4.txt", "Punkt 82: nej")
    assert world.new(world.eva) == (3, {"79": 1, "82": 2, None: 1})
    world.clock.forward(hours=1)
    assert world.new(world.eva) == (0, {})


def test_a_corrected_answer_is_new(world: World) -> None:
    world.new(world.eva)
    world.clock.forward(hours=2)
    world.answer("1.txt", "Punkt 82: alligevel ikke")
    assert world.new(world.eva) == (1, {"82": 1})


def test_readers_count_from_the_version_they_saw(world: World) -> None:
    world.release()
    assert world.new(world.pia) is None
    world.answer("2.txt", "Punkt 79: ja")
    world.clock.forward(hours=2)
    assert world.new(world.pia) == (0, {}), "it is not released"
    world.release()
    assert world.new(world.pia) == (1, {"79": 1})
    world.clock.forward(hours=2)
    world.answer("3.txt", "Punkt 82: ja")
    assert world.new(world.pia) == (0, {})
    world.clock.forward(days=2)
    world.release()
    assert world.new(world.pia) == (1, {"82": 1}), "also what came in before the last visit"


def test_who_has_no_account_or_looks_as_another_leaves_no_trace(world: World) -> None:
    world.release()
    as_reader = world.desk(world.eva.actor.account_id or 0, Role.EDITOR, as_reader=True)
    for desk in (world.chef, as_reader):
        assert world.new(desk) is None
        world.clock.forward(hours=2)
        assert world.new(desk) is None
    assert world.new(world.eva) is None, "a first visit"


def test_looking_writes_once_a_minute_at_most(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[datetime] = []
    put = visits.visits.put
    monkeypatch.setattr(
        visits.visits, "put", lambda *args: (written.append(args[-1].seen), put(*args))
    )
    for _ in range(240):
        visits.look(world.eva, world.slug)
        world.clock.forward(seconds=1)
    assert len(written) == 4
    assert all(b - a >= timedelta(minutes=1) for a, b in pairwise(written))
