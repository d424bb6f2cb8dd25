"""Correcting on the reader's page and in the queue, run by Streamlit's own tester."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consult.domain.access import Actor, Role, local
from consult.domain.errors import StoreError
from consult.domain.findings import Stance
from consult.domain.reviews import Judgement
from consult.services import browsing, releasing, reviewing
from consult.services.desk import Desk
from consult.store.database import Store
from consult.ui import undoing
from consult.ui.parts import app
from tests.ui import world
from tests.ui.test_pages import _visit, shown, words


@pytest.fixture
def desk(fresh: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """A round of its own, since these tests change it."""
    path = tmp_path / "consult.sqlite3"
    world.fill(path)
    fresh.setenv("CONSULT_DATABASE", str(path))
    return Desk(Store.open(f"sqlite:///{path}"), local())


def response(desk: Desk, name: str) -> int:
    every = browsing.list_responses(desk, world.SLUG).items
    return next(line.id for line in every if line.document == name)


def labels(desk: Desk, name: str) -> list[tuple[str | None, Stance]]:
    page = browsing.response_page(desk, world.SLUG, response(desk, name))
    assert page.analysis is not None
    return [(s.proposal, s.label) for f in page.analysis.findings for s in f.stances]


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def open_passage(desk: Desk, name: str, passage: int) -> AppTest:
    return _visit("svar", id=str(response(desk, name)), passage=str(passage), ret="passage")


def test_a_passage_is_corrected_on_the_page_and_the_correction_undone(desk: Desk) -> None:
    page = open_passage(desk, "foa.txt", 1)
    assert page.multiselect[0].value == ["79"]
    page.radio[0].set_value(Stance.CONDITIONAL)
    page.multiselect[0].set_value(["79", "82"])
    page = press(page.run(), "Gem rettelsen")
    assert "Rettelsen er gemt" in words(page)
    assert "afgjort af en person" in words(page)
    assert "ret" not in page.query_params
    assert labels(desk, "foa.txt")[:2] == [
        ("79", Stance.CONDITIONAL),
        ("82", Stance.AGAINST),
    ]
    assert "Holdning til 79: Betinget (før: Imod)" in words(page)
    page = press(page, "Fortryd seneste rettelse")
    assert "som det var før" in words(page)
    assert labels(desk, "foa.txt")[0] == ("79", Stance.AGAINST)
    assert "afgjort af en person" not in words(page)


def test_a_passage_is_cut_and_put_together(desk: Desk) -> None:
    page = open_passage(desk, "foa.txt", 1)
    page.selectbox[0].set_value(page.selectbox[0].options and 9)
    page = press(page.run(), "Del")
    assert len(labels(desk, "foa.txt")) == 3
    page = press(open_passage(desk, "foa.txt", 1), "Læg sammen med næste passage")
    assert "Samlet til én passage" in words(page)
    assert len(labels(desk, "foa.txt")) == 2


def test_nothing_changed_is_said_and_agreeing_is_a_decision(desk: Desk) -> None:
    page = press(open_passage(desk, "foa.txt", 1), "Gem rettelsen")
    assert "Der er ikke ændret noget" in words(page)
    assert '<p class="notice wrong" role="alert">' in shown(page)
    page = press(page, "Maskinen har ret")
    assert "afgjort af en person" in words(page)
    assert labels(desk, "foa.txt")[0] == ("79", Stance.AGAINST)


def test_the_sender_is_corrected(desk: Desk) -> None:
    page = _visit("svar", id=str(response(desk, "foa.txt")), ret="afsender")
    page.text_input[0].set_value("FOA <Nord>")
    page = press(page, "Gem rettelsen")
    assert "rettet af en person" in words(page)
    assert "<Nord>" not in shown(page)


def test_what_another_did_meanwhile_is_told(desk: Desk) -> None:
    page = open_passage(desk, "foa.txt", 1)
    bo = Desk(desk._store, Actor("Bo", 5, Role.EDITOR))
    found = browsing.response_page(bo, world.SLUG, response(desk, "foa.txt")).analysis
    assert found is not None
    span = found.findings[1].passage.span
    reviewing.correct(bo, world.SLUG, response(desk, "foa.txt"), Judgement(themes=("andet",)), span)
    page.radio[0].set_value(Stance.FAVOR)
    page = page.run()
    assert page.radio[0].value is Stance.AGAINST, "the form begins anew with what is there now"


def test_what_cannot_be_undone_now_can_be_undone_later(
    desk: Desk, fresh: pytest.MonkeyPatch
) -> None:
    page = press(open_passage(desk, "foa.txt", 1), "Maskinen har ret")

    def away(*_: object) -> None:
        raise StoreError("Databasen kunne ikke gøre det")

    with fresh.context() as patch:
        patch.setattr(reviewing, "undo", away)
        page = press(page, "Fortryd seneste rettelse")
    assert "Databasen kunne ikke gøre det" in words(page)
    assert 'role="alert"' in shown(page)
    page = press(page, "Fortryd seneste rettelse")
    assert "Rettelsen er fortrudt" in words(page)


def test_one_correction_taken_back_is_told_as_one(fresh: pytest.MonkeyPatch) -> None:
    fresh.setattr(undoing, "desk", lambda: None)
    fresh.setattr(undoing.alike, "undo_batch", lambda *_: 1)
    assert undoing._taken_back(world.SLUG, "batch") == "1 rettelse er fortrudt."


def test_those_alike_are_corrected_after_a_look(desk: Desk) -> None:
    page = open_passage(desk, "kampagne.txt", 1)
    page.radio[0].set_value(Stance.FAVOR)
    page = press(page.run(), "Gem rettelsen")
    assert f"{world.ROWS} andre passager siger det samme" in words(page)
    assert sum(str(box.key).startswith("like-") for box in page.checkbox) == world.ROWS
    page.checkbox[0].uncheck()
    page = press(page.run(), f"Ret de valgte ({world.ROWS - 1})")
    assert f"{world.ROWS - 1} passager er rettet på samme måde" in words(page)
    stance = browsing.overview(desk, world.SLUG).rows[0].stance
    assert stance[Stance.FAVOR].n == world.ROWS
    page = press(page, "Fortryd dem alle")
    assert f"{world.ROWS - 1} rettelser er fortrudt" in words(page)
    assert browsing.overview(desk, world.SLUG).rows[0].stance[Stance.FAVOR].n == 1


@pytest.mark.usefixtures("desk")
def test_the_queue_is_worked_through() -> None:
    page = _visit("gennemgang")
    before = words(page)
    assert "tilbage" in before
    shortcuts = {b.label: b.proto.shortcut for b in page.button}
    assert shortcuts["Imod"] == "1"
    assert shortcuts["Maskinen har ret"] == "m"
    page = press(page, "Maskinen har ret")
    assert "Rettelsen er gemt" in words(page)
    assert "1 passage er afgjort af en person" in words(page)
    page = press(page, "Fortryd")
    assert "0 passager er afgjort" in words(page)
    first = words(page).split("\nPassagen\n")[1]
    page = press(page, "Spring over")
    assert words(page).split("\nPassagen\n")[1:] != [first]
    page.toggle[0].set_value(False).run()
    assert {b.proto.shortcut for b in page.button} == {""}


@pytest.mark.usefixtures("desk")
def test_another_theme_and_proposal_are_chosen_in_the_queue() -> None:
    page = press(_visit("gennemgang"), "Andet emne")
    page.multiselect[0].set_value(["kultur_fritid"])
    page = press(page.run(), "Gem rettelsen")
    assert "Rettelsen er gemt" in words(page)
    page = press(page, "Andet forslag")
    page.multiselect[0].set_value(["BU-02"])
    page = page.run()
    page.radio[0].set_value(Stance.FAVOR)
    page = press(page.run(), "Gem rettelsen")
    assert "2 passager er afgjort" in words(page)


def test_readers_see_the_mark_and_no_buttons(desk: Desk, fresh: pytest.MonkeyPatch) -> None:
    press(open_passage(desk, "foa.txt", 1), "Maskinen har ret")
    key = browsing.overview(desk, world.SLUG).consultation.id
    releasing.release(app().local, world.SLUG)
    fresh.setattr(
        "consult.services.signing.local", lambda _: Actor("Lis", 9, None, {key: Role.READER})
    )
    page = _visit("svar", id=str(response(desk, "foa.txt")), passage="1", ret="passage")
    assert "afgjort af en person" in words(page)
    assert [b.label for b in page.button] == []
    assert "ret=" not in shown(page)
    assert "kræver rollen som redaktør" in words(_visit("gennemgang"))
