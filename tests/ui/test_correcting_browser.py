"""Five corrections by keyboard alone, in a real browser, and one of them taken back."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consult.domain.access import local
from consult.services import analysing, intake, queue
from consult.services.desk import Desk
from consult.store.database import Store
from tests.store.builders import VERSION, analyse, table
from tests.ui import world
from tests.ui.test_browser import ROOT, _await, context, opened, page, settle

__all__ = ["context", "page"]
pytestmark = pytest.mark.slow

#: The hand-written analyser is unsure of texts of some 50 letters.
UNSURE = "Punkt 79. Nr. {:02}: det er ikke til at sige"


@pytest.fixture
def round_(tmp_path: Path) -> Iterator[tuple[Desk, Path]]:
    """A round of its own with ten doubtful passages, no two alike."""
    path = tmp_path / "consult.sqlite3"
    world.fill(path)
    store = Store.open(f"sqlite:///{path}")
    desk = Desk(store, local())
    rows = {f"u{i}": f"Fra: Hold {i}\n{UNSURE.format(i):.<52}" for i in range(10)}
    intake.take_in(desk, world.SLUG, [table("tvivl.csv", rows)])
    analysing.analyse_round(desk, world.SLUG, analyse, VERSION)
    yield desk, path
    store.close()


@pytest.fixture
def address(round_: tuple[Desk, Path], models: Path) -> Iterator[str]:
    """Where a server of our own shows it."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port],
        cwd=ROOT,
        env={**os.environ, "CONSULT_DATABASE": str(round_[1]), "CONSULT_MODELS": str(models)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=120)


def decided(page: Page, n: int) -> None:
    """Wait until the page says that so many passages are decided."""
    words = "1 passage er afgjort" if n == 1 else f"{n} passager er afgjort"
    expect(page.get_by_text(re.compile(rf"\b{words}"))).to_be_visible()
    settle(page)
    # A key is heard from when its button is there.
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()


def test_five_corrections_by_keyboard_and_one_taken_back(
    page: Page, address: str, round_: tuple[Desk, Path]
) -> None:
    desk = round_[0]
    opened(page, f"{address}gennemgang?runde={world.SLUG}")
    decided(page, 0)
    for n, key in enumerate(("m", "1", "2", "4"), start=1):
        page.keyboard.press(key)
        decided(page, n)
    page.keyboard.press("e")
    field = page.get_by_role("combobox", name=re.compile("Emner"))
    field.focus()
    page.keyboard.type("Kultur")
    page.keyboard.press("Enter")
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gem rettelsen").focus()
    page.keyboard.press("Enter")
    decided(page, 5)
    assert queue.queue(desk, world.SLUG).progress.decided == 5
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("z")
    decided(page, 4)
    page.get_by_role("link", name="Se hele svaret").click()
    settle(page)
    expect(
        page.locator(".passage.chosen").get_by_role("link", name=re.compile("Ret"))
    ).to_be_visible()
