"""The page that takes a round out, run by Streamlit's own tester."""

import io
import json
from collections.abc import Callable
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.ui import world

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
    slug, kind, content = page.session_state["taken-out"]
    assert slug == world.SLUG
    return kind, content


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
    assert f"{world.SLUG}.xlsx er klar" in words(page)
    assert page.get("download_button")[0].proto.label == "Hent filen"


def test_another_form_lets_the_first_file_go(visit: Visit) -> None:
    page = visit(form="JSON").button[0].click().run()
    kind, content = made(page)
    assert kind == "json"
    assert json.loads(content)["round"]["name"] == world.NAME
    page.selectbox(key="form").select("Excel-projektmappe (.xlsx)").run()
    assert "taken-out" not in page.session_state
    assert not page.get("download_button")
