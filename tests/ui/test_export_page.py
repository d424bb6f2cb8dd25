"""The page that takes a round out, run by Streamlit's own tester."""

import io
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.ui import people, private, world

APP = Path(__file__).resolve().parents[2] / "app.py"
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(fresh: pytest.MonkeyPatch, database: Path, tmp_path: Path) -> Visit:
    """Opens the page on a copy of the small round: taking out writes a line in the log."""
    mine = tmp_path / "consult.sqlite3"
    mine.write_bytes(database.read_bytes())
    fresh.setenv("CONSULT_DATABASE", str(mine))

    def opened(**query: str) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=120)
        for name, value in query.items():
            test.query_params[name] = value
        test._page_hash = calc_hash("udtraek")
        return test.run()

    return opened


def words(page: AppTest) -> str:
    assert not page.exception
    return unescape("".join(element.proto.body for element in page.get("html")))


def made(page: AppTest) -> tuple[str, bytes]:
    """The file that waits for its download."""
    waits = page.session_state["taken-out"]
    assert waits.of.slug == world.SLUG
    return waits.of.kind, waits.content


def test_nothing_is_made_before_it_is_asked_for(visit: Visit) -> None:
    page = visit()
    assert "Tag høringsrunden ud" in words(page)
    assert "52 svar" in words(page) or " svar med " in words(page)
    assert "Du tager arbejdsudgaven ud" in words(page)
    assert [b.label for b in page.button] == ["Lav filen"]
    assert not page.get("download_button")


def test_a_workbook_is_made_and_offered(visit: Visit) -> None:
    page = visit().button[0].click().run()
    kind, content = made(page)
    assert kind == "xlsx"
    assert "Svar" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert re.search(rf"{world.SLUG}\.xlsx er klar .* Lavet \d+\. \w+ \d{{4}} kl\.", words(page))
    assert page.get("download_button")[0].proto.label == "Hent filen"


def test_another_form_lets_the_first_file_go(visit: Visit) -> None:
    page = visit(form="JSON").button[0].click().run()
    kind, content = made(page)
    assert kind == "json"
    assert json.loads(content)["round"]["name"] == world.NAME
    page.selectbox(key="form").select("Excel-projektmappe (.xlsx)").run()
    assert "taken-out" not in page.session_state
    assert not page.get("download_button")


def offers(page: AppTest) -> bool:
    assert not page.exception
    return bool(page.get("download_button"))


def test_a_file_of_the_working_version_is_not_offered_as_the_readers(
    visit: Visit, tmp_path: Path
) -> None:
    people.release(tmp_path / "consult.sqlite3")
    page = visit().button[0].click().run()
    assert offers(page)
    page.query_params["som"] = "laeser"
    assert not offers(page.run())
    page = next(b for b in page.button if b.label == "Lav filen").click().run()
    assert offers(page)
    people.release(tmp_path / "consult.sqlite3")
    assert not offers(page.run()), "there is a newer version"


def test_a_file_is_let_go_when_the_round_or_the_page_is_another(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit().button[0].click().run()
    assert offers(page.run())
    private.add(private.opened(tmp_path / "consult.sqlite3"), "ny.txt", "Fra: Ny\nPunkt 79: nej")
    assert not offers(page.run()), "a response has come in"
    page = page.button[0].click().run()
    page._page_hash = calc_hash("gennemgang")
    page = page.run()
    page._page_hash = calc_hash("udtraek")
    assert not offers(page.run()), "it may have been corrected meanwhile"
