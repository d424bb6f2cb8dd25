"""The page of the themes: what an administrator can do, what others see, what readers meet."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consult.domain.access import Actor, Role, local
from consult.domain.findings import ThemeScore
from consult.domain.people import Respondent, RespondentKind
from consult.domain.taxonomy import Theme
from consult.domain.work import WorkState
from consult.inference.taxonomy import theme_ids
from consult.services import taxonomy, uploads
from consult.services.desk import Desk
from consult.services.theme_preview import Preview, Taken
from consult.store.candidates import Candidate
from consult.store.database import Store
from consult.ui.components.theme_list import theme_table
from consult.ui.theme_add import previewed
from tests.store.builders import VERSION
from tests.ui import world
from tests.ui.test_pages import _visit, shown, words

EXAMPLES = "\n".join(f"Svømmehal {n} må ikke lukke, skriver vi {n}" for n in range(5))
Visit = Callable[..., AppTest]


@pytest.fixture
def own(fresh: pytest.MonkeyPatch, database: Path, tmp_path: Path) -> Desk:
    """A copy of the small round that this test may change."""
    path = tmp_path / "egen.sqlite3"
    path.write_bytes(database.read_bytes())
    fresh.setenv("CONSULT_DATABASE", str(path))
    return Desk(Store.open(f"sqlite:///{path}"), local())


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def test_the_page_lists_every_theme_with_what_it_has(own: Desk) -> None:
    said = words(_visit("emner-ret"))
    for theme in taxonomy.current(own).themes:
        assert theme.label in said
    counts = taxonomy.counts(own)
    assert counts["skole"] > 40
    assert str(counts["skole"]) in said
    assert "Ingen har ændret emnerne endnu." in said


def test_a_new_name_is_shown_wherever_the_theme_is(own: Desk) -> None:
    page = _visit("emner-ret", emne="skole")
    next(f for f in page.text_input if f.label == "Navn").set_value("Skoler <b>&</b> klubber")
    page = press(page, "Gem navn og beskrivelse")
    assert "Gemt: »Skole, SFO og klub« hedder nu »Skoler <b>&</b> klubber«." in words(page)
    html = shown(_visit("punkt", nr="79"))
    assert "Skoler &lt;b&gt;&amp;&lt;/b&gt; klubber" in html
    assert "Skole, SFO og klub" not in html
    assert "<b>&</b>" not in html
    assert taxonomy.current(own).judged_by == ""


def test_a_theme_is_moved_retired_and_all_of_it_undone(own: Desk) -> None:
    first, second, *_ = theme_ids()
    page = press(_visit("emner-ret", emne=second), "Flyt op")
    assert [t.id for t in taxonomy.current(own).themes[:2]] == [second, first]
    assert next(b for b in page.button if b.label == "Flyt op").disabled
    page = _visit("emner-ret", emne="skole")
    assert f"De {taxonomy.counts(own)['skole']} passager, der har det" in words(page)
    page = press(page, "Lad emnet udgå")
    assert "Skole, SFO og klub (udgået)" in words(_visit("punkt", nr="79"))
    assert "Tag emnet i brug igen" in [b.label for b in page.button]
    press(press(page, "Fortryd seneste ændring"), "Fortryd seneste ændring")
    now = taxonomy.current(own)
    assert now.judged_by != "", "the last undo undid the first"
    page = _visit("emner-ret")
    next(b for b in page.selectbox if b.label == "En tidligere udgave").set_value(0)
    press(page, "Lad den gælde igen")
    assert tuple(t.id for t in taxonomy.current(own).themes) == theme_ids()
    assert taxonomy.current(own).judged_by == ""


def test_a_theme_is_added_by_examples_and_its_fields_are_empty_again(own: Desk) -> None:
    page = _visit("emner-ret")
    page.text_input[1].set_value("Svømmehaller")
    page.text_area[2].set_value("En enkelt sætning.")
    page = press(page, "Gem det nye emne")
    assert "»Svømmehaller« har 1 forskellige eksempler" in words(page)
    assert page.text_area[2].value == "En enkelt sætning."
    page.text_area[2].set_value(EXAMPLES)
    page = press(page, "Gem det nye emne")
    assert "»Svømmehaller« er tilføjet med 5 eksempler" in words(page)
    assert taxonomy.current(own).added[0].label == "Svømmehaller"
    page = _visit("emner-ret", emne="egen_svoemmehaller")
    assert "Eksempler, én sætning på hver linje" in [a.label for a in page.text_area]
    boxes = {box.label: box.options for box in _visit("punkt", nr="79").selectbox}
    assert "Svømmehaller" in boxes["Emne"]


def test_what_another_changed_meanwhile_is_told_and_what_was_typed_is_kept(own: Desk) -> None:
    page = _visit("emner-ret", emne="skole")
    page.text_input[1].set_value("Havne")
    page.text_area[2].set_value(EXAMPLES)
    taxonomy.retire(Desk(own._store, Actor("anna", 9, Role.ADMINISTRATOR)), 0, "andet")
    page = press(page, "Gem det nye emne")
    assert "Emnerne er ændret af anna" in words(page)
    assert taxonomy.current(own).retired == {"andet"}
    assert (page.text_input[1].value, page.text_area[2].value) == ("Havne", EXAMPLES)
    assert "»Havne« er tilføjet" in words(press(page, "Gem det nye emne"))


def test_missing_models_are_told_where_a_look_is_asked_for(own: Desk) -> None:
    page = _visit("emner-ret")
    page.text_input[1].set_value("Svømmehaller")
    page.text_area[2].set_value(EXAMPLES)
    assert "mangler" in words(press(page, "Vis en prøve"))
    assert taxonomy.current(own).version == 0


def test_who_may_not_change_the_themes_sees_them_and_no_buttons(
    own: Desk, fresh: pytest.MonkeyPatch
) -> None:
    reader = Desk(own._store, Actor("bo", 4, Role.READER))
    fresh.setattr("consult.ui.arriving.visitor", lambda *_: reader.actor)
    page = _visit("emner-ret")
    assert "Kun en administrator kan ændre emnerne." in words(page)
    assert not page.button
    assert "Trafik" in words(page)


def _taken(n: int) -> Taken:
    words_ = f"<script>passage {n}</script>"
    citizen = Respondent("Anna Holm", RespondentKind.CITIZEN)
    found = Candidate(n, "<b>.txt", citizen, n, words_, 2, (ThemeScore("skole", 0.5),), None)
    return Taken(world.SLUG, found, 0.61)


def test_a_look_shows_words_as_text_and_no_private_name() -> None:
    theme = Theme("egen_x", "<i>Haller", "", own=True)
    html = previewed(Preview(theme, 120, 2, {"skole": 2}, (_taken(1), _taken(2))))
    assert "&lt;script&gt;passage 1" in html
    assert "»&lt;i&gt;Haller«" in html
    assert "Skole, SFO og klub (2)" in html
    assert "Anna Holm" not in html
    assert "<script" not in html
    none = previewed(Preview(theme, 12, 0, {}, ()))
    assert "Ingen af de 12 passager" in none


def test_a_list_of_themes_is_text(own: Desk) -> None:
    taxonomy.rename(own, 0, "skole", "<b>Skole</b>", "<script>")
    html = theme_table(taxonomy.current(own), {"skole": 3})
    assert "&lt;b&gt;Skole" in html
    assert "<script" not in html


def test_all_rounds_are_put_in_line_again(own: Desk, fresh: pytest.MonkeyPatch) -> None:
    fresh.setattr("consult.bootstrap.App.case", lambda *_: SimpleNamespace(version="v9"))
    page = press(_visit("emner-ret"), "Analysér alle runder igen")
    assert re.search(r"\d+ filer er sat i kø i 1 runde\.", words(page))
    rows = uploads.files(own, world.SLUG, WorkState.ANALYSING)
    assert len(rows) > 5
    fresh.setattr("consult.bootstrap.App.case", lambda *_: SimpleNamespace(version=VERSION))
    page = press(_visit("emner-ret"), "Analysér alle runder igen")
    assert "sat i kø" in words(page), "what waits or broke down still lacks its findings"
