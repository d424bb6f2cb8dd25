"""Making a consultation and handing files in, run by Streamlit's own tester on a database."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from consult.domain.access import Role, local
from consult.domain.proposals import Catalogue, Direction
from consult.domain.rounds import Details
from consult.services import accounts, rounds, uploads
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.services.uploads import Upload
from consult.store.database import Store
from consult.store.kept import KeptFiles
from tests.service.workbench import Bench
from tests.store.builders import CATALOGUE

APP = Path(__file__).resolve().parents[2] / "app.py"
TABLE = (
    "Nummer;Titel;Udvalg;Retning;2027\n"
    "1;Lukning af skolen;Børneudvalget;Besparelse;-500\n"
    "2;Ny <b>bro</b>;Teknik;;1200\n"
)
NASTY = "**fed** <script>x</script>.txt"
Open = Callable[..., AppTest]


@pytest.fixture
def store(fresh: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    fresh.setenv("CONSULT_DATABASE", str(tmp_path / "c.sqlite3"))
    opened = Store.open(f"sqlite:///{tmp_path}/c.sqlite3")
    opened.upgrade()
    return opened


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, local())


def opened(address: str = "", **query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=200)
    for name, value in query.items():
        test.query_params[name] = value
    test._page_hash = calc_hash(address)
    return test.run()


def said(page: AppTest) -> str:
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    html = "".join(b for b in bodies if b.startswith('<div class="consult'))
    assert "<script" not in html
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click()
    return page.run()


def field(page: AppTest, label: str, n: int = 0) -> object:
    found = [f for f in (*page.text_input, *page.text_area) if f.label.startswith(label)]
    return found[n]


def write(page: AppTest, label: str, words: str, n: int = 0) -> None:
    field(page, label, n).set_value(words)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("store")
def test_without_a_round_an_editor_is_led_to_make_one() -> None:
    page = opened()
    assert "Opret den første høring" in said(page)
    assert "consult round" not in said(page)


def test_a_round_is_made_in_three_steps_and_not_before_the_last(desk: Desk) -> None:
    page = opened("ny-hoering")
    write(page, "Høringens navn", "Budget 2027")
    write(page, "Første dag", "20.8.2026")
    write(page, "Sidste dag", "i morgen")
    write(page, "Inviterede", "FOA\n\nDLF")
    page = press(page, "Videre")
    assert "Sidste dag: »i morgen« er ikke en dato" in said(page)
    write(page, "Sidste dag", "10/9 26")
    page = press(page, "Videre")
    assert "Trin 2 af 3" in said(page)
    page.file_uploader[0].upload("katalog.csv", TABLE.encode(), "text/csv")
    page.run()
    assert "2 forslag læst i katalog.csv" in said(page)
    write(page, "Nummer", "1", 1)
    page.run()
    assert "nummer 1 står også i række 1" in said(page)
    assert next(b for b in page.button if b.label == "Videre").disabled
    write(page, "Nummer", "2", 1)
    write(page, "Titel", "Ny bro", 1)
    next(s for s in page.selectbox if s.label == "Retning").set_value(Direction.REVERSAL)
    page = press(page.run(), "Videre")
    assert "2 forslag i alt" in said(page)
    assert rounds.every(desk) == ()
    page = press(page, "Opret høringen")
    assert "Høringen er oprettet" in said(page)
    (made,) = rounds.every(desk)
    assert made.details == Details(date(2026, 8, 20), date(2026, 9, 10), "", ("FOA", "DLF"))
    found = rounds.catalogue(desk, made.slug)
    assert [(p.number, p.title, p.direction) for p in found] == [
        ("1", "Lukning af skolen", Direction.REVERSAL),
        ("2", "Ny bro", Direction.INVESTMENT),
    ]


def test_a_file_that_is_no_catalogue_is_told_and_one_goes_on_without(desk: Desk) -> None:
    page = opened("ny-hoering")
    write(page, "Høringens navn", "Uden katalog")
    page = press(page, "Videre")
    page.file_uploader[0].upload("brev.txt", b"Hej med jer", "text/plain")
    page.run()
    assert "brev.txt: der er ingen nummererede forslag" in said(page)
    page = press(page, "Gå videre uden katalog")
    press(page, "Opret høringen")
    assert rounds.catalogue(desk, "uden-katalog") == Catalogue()


def test_a_catalogue_is_corrected_with_what_changes_told_first(desk: Desk) -> None:
    slug = rounds.create(desk, "Budget", "", CATALOGUE).slug
    page = press(opened("oplysninger"), "Ret kataloget")
    write(page, "Titel", "Længere åbningstid")
    page = press(page.run(), "Fjern række 3")
    assert "Forslag 82 Integration samles er fjernet" in said(page)
    page = press(page, "Se, hvad der ændres")
    told = said(page)
    for part in ("1 ændret forslag", "»Færre timer i SFO« → »Længere åbningstid«", "1 forslag"):
        assert part in told
    assert rounds.catalogue(desk, slug) == CATALOGUE
    page = press(page, "Gem kataloget")
    assert "Kataloget er gemt" in said(page)
    assert [p.title for p in rounds.catalogue(desk, slug)] == ["Længere åbningstid", "Ny børnehave"]


def test_what_is_said_is_corrected_and_who_has_answered_is_shown(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    slug = rounds.create(desk, "Budget", "", CATALOGUE, Details(invited=("FOA", "DLF"))).slug
    bench = Bench(store, tmp_path, slug)
    bench.upload({"a.txt": "Fra: FOA\nPunkt 79: vi er imod"})
    bench.work()
    page = opened("oplysninger")
    assert "1 af 2 inviterede har svaret" in said(page)
    assert "DLF intet svar fundet" in said(page)
    page = press(page, "Ret oplysningerne")
    write(page, "Journalnummer", "26/1 <i>")
    page = press(page, "Gem oplysningerne")
    assert "26/1 <i>" in said(page)
    assert rounds.get(desk, slug).details.journal_number == "26/1 <i>"


def test_files_are_kept_before_the_page_says_so(desk: Desk) -> None:
    slug = rounds.create(desk, "Budget", "", CATALOGUE).slug
    page = opened("laeg-op")
    assert "Der er ikke lagt filer op endnu" in said(page)
    page.file_uploader[0].upload("a.txt", b"Vi er imod.", "text/plain")
    page.run()
    assert "1 fil er modtaget og gemt" in said(page)
    (row,) = uploads.files(desk, slug)
    assert (row.name, row.state) == ("a.txt", "waiting")
    page.run()
    assert len(uploads.files(desk, slug)) == 1, "shown again is not handed in again"


def test_what_failed_is_tried_again_and_withdrawn_after_a_question(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    slug = rounds.create(desk, "Budget", "", CATALOGUE).slug
    bench = Bench(store, tmp_path, slug)
    bench.upload({NASTY: b"", "god.txt": "Vi er imod."})
    bench.work()
    page = opened("laeg-op")
    assert "Alle filer er færdige" in said(page)
    assert f"Fejlede {NASTY}" in said(page)
    page = press(page, "Træk tilbage")
    assert "Træk »**fed** <script>x</script>.txt« tilbage?" in said(page)
    page = press(page, "Nej, behold den")
    assert bench.counts()[uploads.WorkState.FAILED] == 1
    page = press(press(page, "Træk tilbage"), "Ja, træk den tilbage")
    assert bench.counts()[uploads.WorkState.WITHDRAWN] == 1
    assert "er trukket tilbage" in said(page)
    assert "Det skal du se på" not in said(page)


def test_files_are_followed_where_there_are_several_rounds(desk: Desk, tmp_path: Path) -> None:
    rounds.create(desk, "En anden", "", CATALOGUE)
    slug = rounds.create(desk, "Budget", "", CATALOGUE).slug
    kept = KeptFiles(tmp_path / "files", 10_000)
    uploads.add(desk, kept, slug, [Upload("a.txt", io.BytesIO(b"Hej"))])
    assert "a.txt venter" in said(opened("laeg-op", runde=slug))


def test_a_worker_that_does_not_come_is_told(desk: Desk, tmp_path: Path) -> None:
    slug = rounds.create(desk, "Budget", "", CATALOGUE).slug
    kept = KeptFiles(tmp_path / "files", 10_000)
    uploads.add(desk, kept, slug, [Upload("a.txt", io.BytesIO(b"Hej"))])
    page = opened("laeg-op")
    assert "Der er ingen arbejder i gang" not in said(page)
    page.session_state[f"following-{slug}"].quiet = 1.0
    assert "Der er ingen arbejder i gang" in said(page.run())
    front = said(opened())
    assert "Filer, der endnu læses og analyseres: 1 af 1. Tallene vokser" in front
    assert "Læg svar op" in front


def test_who_may_not_is_shown_no_way_to_do_it(desk: Desk) -> None:
    rounds.create(desk, "Budget", "", CATALOGUE)
    accounts.create(desk, Hasher(1, 8, 1), "chef", Role.ADMINISTRATOR, "", "fire små heste i regn")
    for address in ("ny-hoering", "laeg-op", "oplysninger"):
        page = opened(address)
        assert not page.file_uploader
        assert not [b for b in page.button if b.label in ("Videre", "Ret kataloget")]
