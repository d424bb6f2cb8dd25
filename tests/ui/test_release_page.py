"""The page on which versions are released, and what readers meet: Streamlit's own tester."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from consult.domain.access import Actor, Role
from consult.domain.redaction import MASK
from consult.domain.rounds import Details
from consult.services import browsing, privacy, releasing, rounds, visits
from consult.services.desk import Desk
from consult.services.privacy import Verdict
from consult.store import visible
from consult.ui import arriving
from consult.ui.components import releases as releases_view
from consult.ui.texts import moment, text
from tests.ui import private, world

APP = Path(__file__).resolve().parents[2] / "app.py"
Visit = Callable[..., AppTest]


@pytest.fixture
def path(fresh: pytest.MonkeyPatch, database: Path, tmp_path: Path) -> Path:
    """A database of this test's own, which the app uses."""
    copied = private.copy(database, tmp_path, people=True)
    fresh.setenv("CONSULT_DATABASE", str(copied))
    return copied


@pytest.fixture
def chef(path: Path) -> Desk:
    return private.opened(path)


@pytest.fixture
def be(monkeypatch: pytest.MonkeyPatch) -> Callable[[Role | None], None]:
    """Be someone of that role from here on; the accounts are those of `private.PEOPLE`."""

    def someone(role: Role | None) -> None:
        account = 1 + list(private.PEOPLE.values()).index(role) if role else None
        monkeypatch.setattr(arriving, "visitor", lambda *_: Actor("x", account, role))

    someone(Role.EDITOR)
    return someone


def visit(address: str = "", **query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in {"runde": world.SLUG, **query}.items():
        test.query_params[name] = value
    test._page_hash = calc_hash(address)
    return test.run()


def html(page: AppTest) -> str:
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    return "".join(b for b in bodies if b.startswith('<div class="consult'))


def words(page: AppTest) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html(page))).split())


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [b for b in page.button if b.label == label]
    return button.click().run()


def release(chef: Desk) -> None:
    """Release, with what stops it taken out."""
    if isinstance(releasing.release(chef, world.SLUG), releasing.Stopped):
        for hit in privacy.sightings(chef, world.SLUG).items:
            privacy.settle_sighting(chef, world.SLUG, hit.id, Verdict.REMOVE)
        assert not isinstance(releasing.release(chef, world.SLUG), releasing.Stopped)


def test_an_evening_from_search_to_release(path: Path, be: Callable[..., None]) -> None:  # noqa: ARG001
    page = visit("frigiv")
    said = words(page)
    assert html(page).count("<h1>") == 1
    assert "Læserne ser ikke noget af runden endnu" in said
    assert "Der er ikke ledt endnu" in said
    assert "2 filer gav ingen svar" in said
    page = press(page, "Frigiv version 1")
    assert "1 CPR-nummer skal afgøres ovenfor" in words(page)
    assert f"mit nummer er <mark>{private.CPR}</mark>, og jeg bor" in html(page)
    assert next(b for b in page.button if b.label == "Frigiv version 1").disabled
    page = press(page, "Behold fund 1")
    assert "Skriv, hvorfor oplysningen må blive stående" in words(page)
    assert '<p class="notice wrong" role="alert">Skriv, hvorfor' in html(page)
    page = press(page, "Fjern fund 1")
    assert "Fundet er fjernet" in words(page)
    assert "Ingen CPR-numre mangler" in words(page)
    page = press(page, "Frigiv version 1")
    said = words(page)
    assert "Version 1 er frigivet. Læserne ser den fra nu af." in said
    assert "Læserne ser nu version 1, frigivet" in said
    assert f"Fjernet »{private.CPR}«" in said


def test_the_other_kinds_are_offered(path: Path, be: Callable[..., None]) -> None:  # noqa: ARG001
    page = press(visit("frigiv"), "Led efter personoplysninger")
    assert "Der er ledt i alt" in words(page)
    page = page.selectbox(key="fund").set_value("Telefonnumre").run()
    assert "<mark>20 30 40 50</mark>" in html(page)
    page = press(page, "Fjern alle telefonnumre")
    assert "Alle telefonnumre fjernes" in words(page)
    assert "Ingen telefonnumre." in words(page)
    assert "Fjernet »alle telefonnumre«" in words(page)
    page = press(page, "Fortryd afgørelsen")
    assert "Afgørelsen gælder ikke længere" in words(page)


def test_a_decision_older_than_a_page_is_undone(chef: Desk, be: Callable[..., None]) -> None:  # noqa: ARG001
    for n in range(25):
        privacy.redact(chef, world.SLUG, f"ord{n:02}")
    page = visit("frigiv")
    assert "»ord24«" in words(page)
    assert "»ord00«" not in words(page)
    assert "afgjort=2" in html(page)
    page = visit("frigiv", afgjort="2")
    assert "»ord00«" in words(page)
    assert "»ord24«" not in words(page)
    assert [e.proto.expanded for e in page.expander if e.label.startswith("Det, I har")] == [True]
    oldest = next(box for box in page.selectbox if box.label == "Fortryd en afgørelse")
    page = press(oldest.select(oldest.options[-1]).run(), "Fortryd afgørelsen")
    assert "Afgørelsen gælder ikke længere" in words(page)
    (undone,) = [r for r in privacy.decisions(chef, world.SLUG, 50).items if r.undone_at]
    assert undone.decision.anchor.quote == "ord00"


def test_every_field_that_readers_see_is_told_by_its_own_place() -> None:
    columns = [name for of_kind in visible._COLUMNS.values() for name in of_kind]
    for name in (*columns, "invited.3"):
        assert releases_view._field(name) == name.removesuffix(".3")
        assert text(f"field.{releases_view._field(name)}")
    assert text("field.case_number") == "I sagsnummeret"
    assert text("field.journal_number") == "I journalnummeret"
    assert text("field.invited") == "Blandt de inviterede"


def test_what_another_page_had_to_tell_is_not_told_as_text(
    path: Path,  # noqa: ARG001
    be: Callable[..., None],  # noqa: ARG001
) -> None:
    page = visit("frigiv")
    page.session_state["told"] = "<p>Ny adgangskode</p>"
    assert "Ny adgangskode" not in words(page.run())


def test_own_words_are_taken_out_of_one_letter(chef: Desk, be: Callable[..., None]) -> None:  # noqa: ARG001
    every = browsing.list_responses(chef, world.SLUG, limit=None).items
    letter = next(r for r in every if r.document == private.NAME)
    page = visit("svar", id=str(letter.id))
    page.text_area(key="own").input("findes ikke dér")
    page = press(page, "Fjern ordene")
    assert "Ordene står ikke i svaret" in words(page)
    page.text_area(key="own").input("Bodil")
    page = press(page, "Fjern ordene")
    assert "Ordene er fjernet fra den næste version" in words(page)
    release(chef)
    assert "Bodil" in words(visit("alle-svar", side="3"))
    assert "Bodil" not in words(visit("alle-svar", side="3", som="laeser"))
    assert f"svar fra {MASK * 5} .txt" in words(visit("alle-svar", side="3", som="laeser"))


def test_to_look_as_readers_do_goes_along_every_link_and_back(
    chef: Desk, be: Callable[..., None]
) -> None:
    release(chef)
    be(Role.EDITOR)
    page = visit("", som="laeser")
    assert re.search(
        r"som læserne ser den: Version 1, frigivet \d+\. \w+ \d{4} kl\. \d\d\.\d\d\.", words(page)
    )
    links = re.findall(r'<a href="([^"]*)"', html(page))
    assert links
    assert [a for a in links if "som=laeser" not in a] == [f"./?som=mig&amp;runde={world.SLUG}"]
    assert "frigivet" not in words(visit("", som="mig"))


def test_paper_bears_the_version_and_its_moment(chef: Desk, be: Callable[..., None]) -> None:
    release(chef)
    (made,) = releasing.history(chef, world.SLUG)
    stamp = f"Version 1, frigivet til læsere · Data fra {moment(made.made_at)} · Consult"
    be(Role.READER)
    for address, query in (("", {}), ("punkt", {"nr": "79"}), ("svar", {"id": "1"})):
        said = words(visit(address, **query, print="1"))
        assert said.count(stamp) == 1, address
        assert said.count("Version 1") == 1, address
        again = words(visit(address, **query, print="1"))
        assert again == said, "two sheets of one version are the same"
    assert "arbejdsudgaven" not in words(visit("udtraek"))
    be(Role.EDITOR)
    said = words(visit("", print="1"))
    assert "Arbejdsudgave, ikke frigivet · Data fra" in said
    assert stamp not in said
    assert stamp in words(visit("", print="1", som="laeser"))


def test_paper_of_what_is_not_released_says_so(
    path: Path,  # noqa: ARG001
    be: Callable[..., None],
) -> None:
    be(Role.READER)
    said = words(visit("", print="1"))
    assert "Der er endnu ikke frigivet noget til læsere" in said
    assert "Data fra" not in said
    assert "Tilbage til skærmen" in said


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR], ids=str)
def test_role_by_version_on_pages(chef: Desk, be: Callable[..., None], role: Role) -> None:
    be(role)
    pages = {
        "": {}, "uden-punkt": {}, "alle-svar": {"side": "3"}, "filer": {}, "punkt": {"nr": "79"},
        "soeg": {"ord": "010203"}, "svar": {"id": "1"},
    }  # fmt: skip
    if role is Role.READER:
        for address, query in pages.items():
            said = words(visit(address, **query))
            assert "Der er endnu ikke frigivet noget til læsere" in said, address
            assert "spørg chef eller eva" in said, address
            assert "SFO" not in said, address
        page = visit("frigiv")
        assert "Der er endnu ikke frigivet noget" in words(page)
    release(chef)
    private.add(chef, "sent.txt", "Fra: Sen\nPunkt 79: jeg er imod 111213-1111")
    for address, query in pages.items():
        page = visit(address, **query)
        says = "Version 1, frigivet" in words(page)
        assert says == (role is Role.READER), address
        if says:
            assert private.CPR not in html(page), address
            assert "111213-1111" not in html(page), address
    found = "passage" if role is not Role.READER else "Ingen passager"
    assert found in words(visit("soeg", ord=private.CPR))
    page = visit("frigiv")
    if role is Role.READER:
        assert "kræver rollen som redaktør" in words(page)
    else:
        assert "Frigiv en version til læserne" in words(page)


def test_readers_see_the_facts_of_the_version(chef: Desk, be: Callable[..., None]) -> None:
    made = rounds.get(chef, world.SLUG)
    said = Details(journal_number=f"26/1 {private.CPR}")
    rounds.edit(chef, world.SLUG, made.name, made.subject, said)
    release(chef)
    rounds.edit(chef, world.SLUG, made.name, "Noget helt andet", Details(journal_number="27/2"))
    be(Role.READER)
    page = words(visit("oplysninger"))
    assert f"26/1 {MASK * 11}" in page
    assert "Kommunens budget" in page
    assert "27/2" not in page
    assert "Noget helt andet" not in page
    be(Role.EDITOR)
    page = visit("oplysninger", som="laeser")
    assert f"26/1 {MASK * 11}" in words(page)
    assert "Ret oplysningerne" not in [b.label for b in page.button]
    assert "27/2" in words(visit("oplysninger", som="mig"))


def test_readers_are_told_what_is_new(chef: Desk, be: Callable[..., None]) -> None:
    be(Role.READER)
    release(chef)
    assert "siden sidst" not in words(visit())
    now = visits.visits
    with chef.write() as connection:  # as if that visit were of yesterday
        seen = now.find(connection, 3, 1)
        assert seen is not None
        yesterday = seen.seen.replace(year=seen.seen.year - 1)
        now.put(connection, 3, 1, type(seen)(yesterday, 1, None, None))
    private.add(chef, "nyt.txt", "Fra: Ny\nPunkt 79: jeg er imod")
    release(chef)
    said = words(visit())
    assert "Der er kommet 1 nyt svar, siden du sidst så runden" in said
    assert "Færre timer i SFO 1 nyt svar siden sidst" in said
    assert "1 nyt svar siden sidst" in words(visit("punkt", nr="79"))
    assert "siden sidst" not in words(visit("punkt", nr="82"))
    be(None)
