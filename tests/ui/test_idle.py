"""A page that looks by itself does not keep its session alive; a person who uses it does."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from consult.domain.access import Actor, Role
from consult.services import sessions, uploads
from consult.services.uploads import Upload
from consult.store.kept import KeptFiles
from consult.ui import arriving
from tests.ui import people, private, world
from tests.ui.people import GOOD
from tests.ui.serving import free_port, running

APP = Path(__file__).resolve().parents[2] / "app.py"
#: Seconds; a page that waits for a worker looks every other second.
IDLE = 25
#: Generous: the machine may be busy with other tests.
PATIENCE = 120_000


@pytest.fixture
def address(tmp_path: Path, models: Path) -> Iterator[str]:
    """A closed house without a worker, where a file waits in line."""
    database = tmp_path / "consult.sqlite3"
    people.fill(database)
    kept = KeptFiles(tmp_path / "files", 10_000)
    upload = Upload("brev.txt", io.BytesIO(b"Vi er imod."))
    uploads.add(private.opened(database), kept, world.SLUG, [upload])
    environment = {
        "CONSULT_DATABASE": str(database),
        "CONSULT_MODELS": str(models),
        "CONSULT_PASSWORD_MEMORY": "8",
        "CONSULT_SESSION_IDLE": str(IDLE),
    }
    port = free_port()
    app = ["streamlit", "run", "app.py", "--server.port", str(port)]
    with running(app, f"http://localhost:{port}/_stcore/health", environment):
        yield f"http://localhost:{port}/"


@pytest.mark.slow
def test_a_page_left_open_signs_its_visitor_out(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="da-DK")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}laeg-op?runde={world.SLUG}")
    page.get_by_label("Brugernavn").fill("redaktion")
    page.get_by_label("Adgangskode").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("brev.txt", timeout=PATIENCE)
    expect(page.locator("body")).to_contain_text(sessions.IDLE, timeout=PATIENCE)
    expect(page.locator("body")).not_to_contain_text("brev.txt")
    context.close()


def test_only_a_run_that_somebody_asked_for_is_use(
    fresh: pytest.MonkeyPatch, database: Path, tmp_path: Path
) -> None:
    fresh.setenv("CONSULT_DATABASE", str(private.copy(database, tmp_path)))
    asked: list[bool] = []

    def visitor(_door: object, _token: object, _origin: str, in_use: bool) -> Actor:
        asked.append(in_use)
        return Actor("Eva", 1, Role.EDITOR)

    fresh.setattr(arriving, "visitor", visitor)
    test = AppTest.from_file(str(APP), default_timeout=120)
    test.query_params["runde"] = world.SLUG
    test._page_hash = calc_hash("laeg-op")
    page = test.run()
    assert not page.exception
    assert asked == [True], "one desk for the whole page, the part that looks by itself included"
    page.session_state["by-itself"] = True
    page.run()
    assert asked == [True, False]
    page.run()
    assert asked == [True, False, True]
