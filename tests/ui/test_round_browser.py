"""An administrator's evening in a real browser: real readers, real models, a worker killed.

A consultation is made with a catalogue that is corrected, files are handed in, the app and its
worker are killed with -9 as soon as the page has said that they are received, and everything is
there afterwards.
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from consult.domain.access import local
from consult.services import browsing, rounds, uploads
from consult.services.desk import Desk
from consult.store.database import Store
from tests.integration.kill9_server import below
from tests.ui.test_browser import settle

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "corpus" / "sample" / "katalog.xlsx"
#: Reading and analysing a handful of letters, on a machine that has other things to do.
PATIENCE = 90_000
SLUG = "budget-2027"
LETTERS = {
    "FOA.txt": "Høringssvar fra FOA\n\nBU-01\nVi kan ikke støtte forslaget. Det rammer børnene.",
    "Ældrerådet.txt": "Ældrerådet\n\nSO-03\nRådet hilser forslaget velkommen.",
    "borger.txt": "Kære byråd\n\nLad være med at lukke Vestermark Skole.\n\nHilsen Bo Holm",
}


class Site:
    """A database of its own, and `consult serve` on one port, however often it is killed."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "c.sqlite3"
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}/"
        self.server = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CONSULT_DATABASE": str(self.database),
            "CONSULT_WORK_LEASE": "5",
            "CONSULT_WORKERS": "1",
        }
        command = [sys.executable, "-m", "consult.cli.main", "serve", "--port", self.port]
        server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}_stcore/health", timeout=2):  # noqa: S310
                    return server
            except OSError:
                time.sleep(0.3)
        pytest.fail("the server did not answer")

    def kill(self) -> None:
        """The app, its worker and its readers, all at once."""
        for pid in (self.server.pid, *below(self.server.pid)):
            os.kill(pid, signal.SIGKILL)
        self.server.wait()

    def desk(self) -> Desk:
        store = Store.open(f"sqlite:///{self.database}")
        store.upgrade()
        return Desk(store, local())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(locale="da-DK")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield context.new_page()
    context.close()


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, words in LETTERS.items():
            archive.writestr(name, words)
        archive.writestr("i stykker.pdf", b"%PDF-1.4 ikke mere")
    return out.getvalue()


def make(page: Page, site: Site) -> None:
    """A consultation with the sample's catalogue, a title and a direction put right."""
    page.goto(site.address)
    page.get_by_role("link", name="Opret den første høring").click()
    page.get_by_label("Høringens navn").fill("Budget 2027")
    page.get_by_label("Første dag").fill("20.8.2026")
    page.get_by_label("Inviterede parter").fill("FOA\nÆldrerådet\nHandicaprådet")
    page.get_by_role("button", name="Videre").click()
    expect(page.get_by_role("heading", name="Trin 2 af 3")).to_be_focused()
    page.locator("input[type=file]").set_input_files(str(CATALOGUE))
    page.get_by_text("forslag læst i katalog.xlsx").wait_for()
    page.get_by_label("Titel").first.fill("Vestermark Skole lukkes")
    page.get_by_label("Titel").first.press("Tab")
    settle(page)
    box = page.get_by_role("combobox", name="Retning").first
    box.click()
    page.get_by_role("option", name="Tilbagerulning", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Videre").click()
    page.get_by_text("26 forslag i alt").wait_for()
    page.get_by_role("button", name="Opret høringen").click()
    page.get_by_role("heading", name="Høringen er oprettet").wait_for()


def hand_in(page: Page) -> None:
    """A mixed archive, and one letter twice."""
    page.locator(".stMain").get_by_role("link", name="Læg svar op").click()
    settle(page)
    twice = {"name": "svar.txt", "mimeType": "text/plain", "buffer": b"Vi er imod KF-01."}
    files = [{"name": "svar.zip", "mimeType": "application/zip", "buffer": packed()}, twice, twice]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_text("3 filer er modtaget og gemt.").wait_for()


def test_from_an_empty_database_to_results_with_a_kill_in_between(page: Page, site: Site) -> None:
    make(page, site)
    hand_in(page)
    site.kill()
    assert uploads.progress(site.desk(), SLUG).total >= 3, "what the page said is there"
    site.server = site.start()
    page.goto(f"{site.address}laeg-op?runde={SLUG}")
    settle(page)
    search = page.get_by_label("Find fil")
    search.focus()
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(500)
    scrolled = page.locator(".stMain").evaluate("e => e.scrollTop")
    page.get_by_text("Alle filer er færdige.").wait_for()
    expect(search).to_be_focused()
    assert page.locator(".stMain").evaluate("e => e.scrollTop") >= min(scrolled, 1)
    sums = page.locator("ul.totals").first.inner_text()
    assert sum(map(int, re.findall(r"\d+", sums))) == 7
    for part in ("5 færdige", "1 samme kilde som før", "1 fejlede"):
        assert part in " ".join(sums.split())
    expect(page.get_by_text("i stykker.pdf").first).to_be_visible()
    desk = site.desk()
    assert browsing.overview(desk, SLUG).totals.responses.current == len(LETTERS) + 1
    first = rounds.catalogue(desk, SLUG).proposals[0]
    assert (first.title, first.direction) == ("Vestermark Skole lukkes", "reversal")
    page.goto(f"{site.address}oplysninger?runde={SLUG}")
    expect(page.get_by_text("2 af 3 inviterede har svaret")).to_be_visible()
