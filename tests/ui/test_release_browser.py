"""The evening before: an administrator releases, a politician reads. Real servers and browser."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consult.domain.redaction import MASK
from tests.ui import private
from tests.ui.test_browser import ROOT, _await, context, opened, page, settle

__all__ = ["context", "page"]
pytestmark = pytest.mark.slow

ENTRY = Path(__file__).with_name("as_visitor.py")


@contextmanager
def served(path: Path, models: Path, visitor: str) -> Iterator[str]:
    """The address of a server at which everyone is that visitor."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {
        **os.environ, "CONSULT_DATABASE": str(path), "CONSULT_MODELS": str(models),
        "PYTHONPATH": str(ROOT), "VISITOR": visitor,
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(ENTRY), "--server.port", port],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=60)


@pytest.fixture(scope="module")
def path(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return private.copy(database, tmp_path_factory.mktemp("evening"), people=True)


@pytest.fixture(scope="module")
def editor(path: Path, models: Path) -> Iterator[str]:
    with served(path, models, "2:editor") as address:
        yield address


@pytest.fixture(scope="module")
def politician(path: Path, models: Path) -> Iterator[str]:
    with served(path, models, "3:reader") as address:
        yield address


def test_from_a_number_in_a_letter_to_a_version_without_it(
    page: Page, editor: str, politician: str
) -> None:
    opened(page, politician)
    expect(page.get_by_text("Der er endnu ikke frigivet noget til læsere")).to_be_visible()

    opened(page, editor)
    page.get_by_role("link", name="Frigiv", exact=True).click()
    expect(page.locator("h1")).to_have_text("Frigiv en version til læserne")
    page.get_by_role("button", name="Frigiv version 1").click()
    expect(page.locator("mark")).to_have_text(private.CPR)
    expect(page.get_by_text("1 CPR-nummer skal afgøres ovenfor")).to_be_visible()
    expect(page.get_by_role("button", name="Frigiv version 1")).to_be_disabled()
    remove = page.get_by_role("button", name="Fjern fund 1")
    remove.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Fundet er fjernet fra det, læserne får at se")).to_be_visible()
    page.get_by_label("Bemærkning til versionen").fill("Til udvalget")
    page.get_by_role("button", name="Frigiv version 1").click()
    expect(page.get_by_text("Version 1 er frigivet. Læserne ser den")).to_be_visible()
    expect(page.get_by_role("cell", name="Til udvalget")).to_be_visible()

    opened(page, politician)
    expect(page.locator(".version")).to_contain_text("Version 1, frigivet")
    expect(page.get_by_role("link", name="Frigiv", exact=True)).to_have_count(0)
    opened(page, f"{politician}soeg?ord={private.CPR}")
    expect(page.get_by_text("Ingen passager")).to_be_visible()
    opened(page, f"{politician}soeg?ord=%22jeg+bor+her%22")
    expect(page.locator("ul.hits li").first).to_contain_text(MASK * 11)
    masked = page.locator("ul.hits .masked").first
    expect(masked).to_have_attribute("aria-label", "fjernet før frigivelsen")
    page.locator("ul.hits").get_by_role("link", name=private.NAME).click()
    expect(page.locator("h1")).to_contain_text(private.NAME)
    expect(page.locator(".version")).to_contain_text("Version 1, frigivet")
    assert private.CPR not in page.content()

    opened(page, f"{editor}soeg?ord={private.CPR}")
    expect(page.locator("ul.hits mark").first).to_be_visible()
    opened(page, f"{editor}?som=laeser")
    expect(page.locator(".version")).to_contain_text("Du ser runden, som læserne ser den")
    page.get_by_role("link", name="Alle svar", exact=True).click()
    settle(page)
    expect(page.locator(".version")).to_contain_text("som læserne ser den")
    page.get_by_role("link", name="Tilbage til arbejdsudgaven").click()
    settle(page)
    expect(page.locator(".version")).to_have_count(0)
