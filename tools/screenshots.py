"""Screenshots of every page, at desktop, tablet and phone width.

    .venv/bin/python tools/screenshots.py                  every page, into var/screenshots/
    .venv/bin/python tools/screenshots.py --readme         the few that the README shows
    .venv/bin/python tools/screenshots.py --guide          those of the app's own guide

Makes the sample round in a temporary folder (or takes the one in `--database`), serves it on a
free port of this machine, and needs Debian's chromium. Which pages there are is asked of the
app itself; what a page needs in its address is in `QUERIES`.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from consult.ui.components.guide import PAGES as GUIDE_PAGES
from consult.ui.components.guide import pictures
from consult.ui.routes import ROUTES

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
SIZES = {
    "desktop": (1280, 900),
    "tablet": (768, 1024),
    "phone": (390, 844),
    "narrow": (320, 700),
}
#: What a page needs in its address to show something, by the name of its file.
QUERIES = {"proposal": "nr=BU-01", "reader": "id=1&passage=4", "search": "ord=biblioteket"}
#: Further states of pages.
STATES = {
    "unknown": "punkt?nr=XX-99",
    "guide-politiker": "vejledning?side=politiker",
    "guide-frigiv": "vejledning?side=frigiv",
    "correct": "svar?id=1&passage=4&ret=passage",
}
#: Every page of the app by its file's name, with an address that shows something, and the states.
PAGES = {
    Path(route[0]).stem: f"{route[1]}?{QUERIES.get(Path(route[0]).stem, '')}".rstrip("?")
    for route in ROUTES
} | STATES
#: (page, size) of the pictures in docs/screenshots/.
README = (
    ("overview", "desktop"),
    ("proposal", "desktop"),
    ("reader", "desktop"),
    ("overview", "phone"),
)
#: Milliseconds that a page may take, also on a busy machine.
PATIENCE = 180_000
#: Colours that are left in a picture; a page of text and bars needs no more.
COLOURS = 128
#: Where the guide's pictures lie, how wide they are, and how much of a page they show.
GUIDE = ROOT / "consult" / "ui" / "guide"
GUIDE_SIZE, GUIDE_WIDTH = (1120, 780), 840


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", type=Path, help="an SQLite file; else the sample round")
    parser.add_argument("--out", type=Path, default=ROOT / "var/screenshots")
    parser.add_argument("--readme", action="store_true", help="only those of docs/screenshots/")
    parser.add_argument("--only", nargs="+", default=list(PAGES), help="pages, of: %(default)s")
    parser.add_argument("--guide", action="store_true", help="only those of consult/ui/guide/")
    asked = parser.parse_args()
    folder = ROOT / "docs/screenshots" if asked.readme else asked.out
    wanted = README if asked.readme else [(page, size) for size in SIZES for page in asked.only]
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as made,
        served(asked.database or (handed_in if asked.guide else demo)(Path(made))) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if asked.guide:
            guide(browser, address)
            return
        for page, size in wanted:
            path = folder / f"{page}-{size}.png"
            take(browser, address + PAGES[page], SIZES[size], path, whole=not asked.readme)
            print(path, f"{path.stat().st_size / 1000:.0f} kB")  # noqa: T201


def demo(folder: Path) -> Path:
    """The sample round in that folder; its database."""
    command = [sys.executable, "-m", "consult.cli.main", "demo", "--folder", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return folder / "consult.sqlite3"


def handed_in(folder: Path) -> Path:
    """The sample round as an administrator fills it: handed in, and worked through."""
    sample, database = ROOT / "corpus" / "sample", folder / "consult.sqlite3"
    catalogue = ["--catalogue", str(sample / "katalog.xlsx"), "--subject", "Budget 2027-2030"]
    for words in (
        ["round", "create", "Budget 2027", *catalogue],
        ["round", "upload", "budget-2027", str(sample / "svar")],
        ["worker", "--once"],
    ):
        command = [sys.executable, "-m", "consult.cli.main", *words]
        environment = {**os.environ, "CONSULT_DATABASE": str(database)}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return database


def guide(browser: Browser, address: str) -> None:
    """The pictures that the pages of the guide ask for."""
    for name in sorted({name for page in GUIDE_PAGES for name in pictures(page)}):
        path = GUIDE / f"{name}.webp"
        shot = path.with_suffix(".png")
        take(browser, address + PAGES[name], GUIDE_SIZE, shot, whole=False)
        with Image.open(shot) as picture:
            height = round(picture.height * GUIDE_WIDTH / picture.width)
            small = picture.convert("RGB").resize((GUIDE_WIDTH, height), Image.Resampling.LANCZOS)
            small.save(path, "WEBP", quality=70, method=6)
        shot.unlink()
        print(path, f"{path.stat().st_size / 1000:.0f} kB")  # noqa: T201


def take(browser: Browser, url: str, size: tuple[int, int], path: Path, *, whole: bool) -> None:
    """One picture; `whole` is the page from top to bottom, otherwise what a screen shows."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="da-DK")
    page.goto(url, timeout=PATIENCE)
    page.locator(".consult h1").first.wait_for(timeout=PATIENCE)
    _settle(page)
    if whole:
        tall = page.evaluate("document.querySelector('.stMain').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(tall, 8000)})
        _settle(page)
    page.screenshot(path=path, timeout=PATIENCE)
    page.close()
    Image.open(path).convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE).save(
        path, optimize=True
    )


def _settle(page: Page) -> None:
    """Wait until the script has run; Streamlit says so on its root."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
        timeout=PATIENCE
    )
    # Parts of a page (a button, say) come with scripts of their own.
    page.wait_for_load_state("networkidle", timeout=PATIENCE)
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
        server.wait(timeout=60)


def _await(url: str, server: subprocess.Popen[bytes], seconds: float = 300) -> None:
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
