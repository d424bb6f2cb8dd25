"""Screenshots of every page, at desktop and phone width.

    .venv/bin/python tools/screenshots.py                  every page, into var/screenshots/
    .venv/bin/python tools/screenshots.py --readme         the few that the README shows

Serves the demo database (`consult demo` makes it) on a free port of this machine, and needs
Debian's chromium.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
SIZES = {"desktop": (1280, 900), "phone": (390, 844), "narrow": (320, 700)}
PAGES = {
    "overview": "",
    "proposal": "punkt?nr=BU-01",
    "without": "uden-punkt",
    "responses": "alle-svar",
    "reader": "svar?id=1&passage=4",
    "search": "soeg?ord=biblioteket",
    "sources": "filer",
    "hand-in": "laeg-op",
    "details": "oplysninger",
    "new-round": "ny-hoering",
    "about": "om",
    "access": "adgang",
    "users": "brugere",
    "log": "log",
    "account": "konto",
    "unknown": "punkt?nr=XX-99",
}
#: (page, size) of the pictures in docs/screenshots/.
README = (
    ("overview", "desktop"),
    ("proposal", "desktop"),
    ("reader", "desktop"),
    ("overview", "phone"),
)
#: Colours that are left in a picture; a page of text and bars needs no more.
COLOURS = 128


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", type=Path, default=ROOT / "var/demo/consult.sqlite3")
    parser.add_argument("--out", type=Path, default=ROOT / "var/screenshots")
    parser.add_argument("--readme", action="store_true", help="only those of docs/screenshots/")
    asked = parser.parse_args()
    if not asked.database.is_file():
        sys.exit(f"{asked.database} is missing; run `consult demo` first")
    folder = ROOT / "docs/screenshots" if asked.readme else asked.out
    wanted = README if asked.readme else [(page, size) for size in SIZES for page in PAGES]
    folder.mkdir(parents=True, exist_ok=True)
    with served(asked.database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for page, size in wanted:
            path = folder / f"{page}-{size}.png"
            take(browser, address + PAGES[page], SIZES[size], path, whole=not asked.readme)
            print(path, f"{path.stat().st_size / 1000:.0f} kB")  # noqa: T201


def take(browser: Browser, url: str, size: tuple[int, int], path: Path, *, whole: bool) -> None:
    """One picture; `whole` is the page from top to bottom, otherwise what a screen shows."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="da-DK")
    page.goto(url)
    page.locator(".consult h1").first.wait_for(timeout=30_000)
    _settle(page)
    if whole:
        tall = page.evaluate("document.querySelector('.stMain').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(tall, 8000)})
        _settle(page)
    page.screenshot(path=path)
    page.close()
    Image.open(path).convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE).save(
        path, optimize=True
    )


def _settle(page: Page) -> None:
    """Wait until the script has run; Streamlit says so on its root."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(700)


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The address of the app on that database, until the block ends."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "CONSULT_DATABASE": str(database)}
    server = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _await(url: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"the app did not start within {seconds:.0f} s")


if __name__ == "__main__":
    main()
