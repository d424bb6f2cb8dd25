"""Screenshots of every page, at desktop, tablet and phone width.

    .venv/bin/python tools/screenshots.py                  every page, into var/screenshots/
    .venv/bin/python tools/screenshots.py FOLDER --only overview proposal
    .venv/bin/python tools/screenshots.py --readme         the few that the README shows
    .venv/bin/python tools/screenshots.py --guide          those of the app's own guide

Every page is taken as an administrator meets it, and those a reader may see as a reader too, in a
house that is made for it (`sample_house.py`) or the one in `--house`; `--guide` takes the sample
round as an administrator hands it in. It is served on a free port of this machine; Debian's
chromium must be there. Which pages there are is asked of the app itself; what a page needs in its
address is in `QUERIES`, and what else there is to see in `STATES`.
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
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright
from sample_house import ADMINISTRATOR, NEW_ROUND, PASSWORD, READER, ROUND
from sample_house import fill as fill_house

from consult.domain.access import Action
from consult.ui.components.guide import PAGES as GUIDE_PAGES
from consult.ui.components.guide import pictures
from consult.ui.routes import ROUTES

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
SIZES = {"desktop": (1280, 900), "tablet": (768, 1024), "phone": (390, 844)}
#: What a page needs in its address to show something, by the name of its file.
QUERIES = {
    "proposal": "nr=BU-01",
    "reader": "id=1&passage=4",
    "search": "ord=biblioteket",
    "theme": "navn=skole",
    "organisation": "navn=union:foa%20havrebjerg",
}
#: Further states that both kinds of visitor meet.
STATES = {
    "unknown": "punkt?nr=XX-99",
    "search-nothing": "soeg?ord=zebrafinker",
    "search-empty": "soeg",
    "proposal-paper": "punkt?nr=BU-01&print=1",
    "overview-paper": "?print=1",
    "guide-politiker": "vejledning?side=politiker",
    "guide-frigiv": "vejledning?side=frigiv",
    "correct": "svar?id=1&passage=4&ret=passage",
}
#: Those that only an administrator meets; `runde` says which round, where it is another one.
DESK_STATES = {
    "reader-correct": "svar?id=1&passage=4&ret=passage",
    "reader-sender": "svar?id=1&ret=afsender",
    "users-one": f"brugere?bruger={READER}",
    "taxonomy-one": "emner-ret?emne=skole",
    "overview-begun": f"?runde={NEW_ROUND}",
    "hand_in-files": f"laeg-op?runde={NEW_ROUND}",
    "sources-files": f"filer?runde={NEW_ROUND}",
    "queue-empty": f"gennemgang?runde={NEW_ROUND}",
    "release-first": f"frigiv?runde={NEW_ROUND}",
}
#: Every page of the app by its file's name, with an address that shows something, and the states.
PAGES = {
    Path(route[0]).stem: f"{route[1]}?{QUERIES.get(Path(route[0]).stem, '')}".rstrip("?")
    for route in ROUTES
} | STATES
#: Pages that one meets before one is anybody.
DOOR = {"sign-in": "log-ind"}
#: (visitor, page, size) of the pictures in docs/screenshots/.
README = tuple(
    (visitor, page, size)
    for visitor, page in (
        ("reader", "overview"),
        ("reader", "proposal"),
        ("reader", "reader"),
        ("administrator", "queue"),
        ("administrator", "release"),
    )
    for size in ("desktop", "phone")
)
#: Milliseconds that a page may take, also on a busy machine.
PATIENCE = 180_000
#: Milliseconds that its last fields may take.
LATEST = 30_000
#: Whether a field stands in each place for one: on a busy machine their scripts come late.
DRAWN = """() => !document.querySelector('[data-testid="stSkeleton"]') &&
    [...document.querySelectorAll('[data-testid="stElementContainer"]')].every(
        (place) => place.matches('[data-stale="true"]') || place.childElementCount)"""
#: Milliseconds in which a page takes its new shape.
CALM = 700
#: Colours that are left in a picture; a page of text and bars needs no more.
COLOURS = 64
#: Pixels of the longest picture.
LONGEST = 6_000
#: Where the guide's pictures lie, how wide they are, and how much of a page they show.
GUIDE = ROOT / "consult" / "ui" / "guide"
GUIDE_SIZE, GUIDE_WIDTH = (1120, 780), 840


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "var/screenshots")
    parser.add_argument("--house", type=Path, help="the database of a house made before")
    parser.add_argument("--readme", action="store_true", help="only those of docs/screenshots/")
    parser.add_argument("--only", nargs="+", help="pages by name, such as overview, queue-empty")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--as", nargs="+", dest="visitors", help="administrator, reader, nobody")
    parser.add_argument("--guide", action="store_true", help="only those of consult/ui/guide/")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        place = Path(made)
        database = handed_in(place) if asked.guide else asked.house or fill_house(place)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(database) as address:
            if asked.guide:
                guide(browser, address)
            elif asked.readme:
                readme(browser, address)
            else:
                every(browser, address, asked)


def every(browser: Browser, address: str, asked: argparse.Namespace) -> None:
    """Each page, as each visitor who may see it, at each size, in a folder for each visitor."""
    for visitor, pages in visitors().items():
        names = [name for name in pages if name in (asked.only or pages)]
        if not names or visitor not in (asked.visitors or visitors()):
            continue
        folder = asked.folder / visitor
        folder.mkdir(parents=True, exist_ok=True)
        with signed_in(browser, address, visitor) as context:
            for name in names:
                page = opened(context, address + in_round(pages[name], visitor))
                for width, height in (SIZES[size] for size in asked.sizes):
                    path = folder / f"{name}-{width}.png"
                    told(shot(page, (width, height), path, whole=True))
                page.close()


def readme(browser: Browser, address: str) -> None:
    """The handful that is committed: what a screen shows, and no more."""
    folder = ROOT / "docs" / "screenshots"
    for old in folder.glob("*.png"):
        old.unlink()
    for visitor in dict.fromkeys(visitor for visitor, *_ in README):
        with signed_in(browser, address, visitor) as context:
            for who, name, size in README:
                if who == visitor:
                    path = folder / f"{name}-{SIZES[size][0]}.png"
                    url = address + in_round(visitors()[visitor][name], visitor)
                    told(take(context, url, SIZES[size], path))


def visitors() -> dict[str, dict[str, str]]:
    """The pages that each kind of visitor can find, by name."""
    open_to_all = {Path(r[0]).stem for r in ROUTES if r[4] in (None, Action.VIEW)}
    reads = {name: at for name, at in PAGES.items() if name in open_to_all or name in STATES}
    return {"nobody": DOOR, "reader": reads, "administrator": PAGES | DESK_STATES}


def in_round(page: str, visitor: str) -> str:
    """The address of a page, on the sample round where it names none."""
    if visitor == "nobody" or "runde=" in page:
        return page
    return f"{page}{'&' if '?' in page else '?'}runde={ROUND}"


@contextmanager
def signed_in(browser: Browser, address: str, visitor: str) -> Iterator[BrowserContext]:
    """A browser in which that visitor has signed in; as nobody, one in which no one has."""
    context = browser.new_context(locale="da-DK")
    name = {"reader": READER, "administrator": ADMINISTRATOR}.get(visitor)
    if name is not None:
        page = context.new_page()
        page.goto(f"{address}log-ind", timeout=PATIENCE)
        page.get_by_label("Brugernavn").fill(name)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.locator(".consult .visitor").wait_for(timeout=PATIENCE)
        page.close()
    yield context
    context.close()


def told(path: Path) -> None:
    """Say what was made."""
    print(path, f"{path.stat().st_size / 1000:.0f} kB", flush=True)  # noqa: T201


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
    context = browser.new_context(locale="da-DK")
    for name in sorted({name for page in GUIDE_PAGES for name in pictures(page)}):
        path = GUIDE / f"{name}.webp"
        taken = path.with_suffix(".png")
        take(context, address + PAGES[name], GUIDE_SIZE, taken)
        with Image.open(taken) as picture:
            height = round(picture.height * GUIDE_WIDTH / picture.width)
            small = picture.convert("RGB").resize((GUIDE_WIDTH, height), Image.Resampling.LANCZOS)
            small.save(path, "WEBP", quality=70, method=6)
        taken.unlink()
        told(path)


def take(context: BrowserContext, url: str, size: tuple[int, int], path: Path) -> Path:
    """One picture of what a screen of that size shows of a page."""
    page = opened(context, url, size)
    shot(page, size, path)
    page.close()
    return path


def opened(context: BrowserContext, url: str, size: tuple[int, int] = SIZES["desktop"]) -> Page:
    """A page once it is drawn, in a window of that size."""
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url, timeout=PATIENCE)
    page.locator(".consult h1").first.wait_for(timeout=PATIENCE)
    _settle(page)
    return page


def shot(page: Page, size: tuple[int, int], path: Path, *, whole: bool = False) -> Path:
    """A picture of a page; `whole` is it from top to bottom, otherwise what a screen shows."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    if whole:
        page.wait_for_timeout(CALM)
        tall = page.evaluate("(document.querySelector('.stMain') ?? document.body).scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(tall, height), LONGEST)})
    page.wait_for_timeout(CALM)
    page.screenshot(path=path, timeout=PATIENCE)
    Image.open(path).convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE).save(
        path, optimize=True
    )
    return path


def _settle(page: Page) -> None:
    """Wait until the script has run; Streamlit says so on its root. Other pages have none."""
    if page.locator('[data-testid="stApp"]').count():
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
            timeout=PATIENCE
        )
    # Parts of a page (a button, say) come with scripts of their own.
    page.wait_for_load_state("networkidle", timeout=PATIENCE)
    with suppress(TimeoutError):  # a place that stays empty is part of the picture
        page.wait_for_function(DRAWN, timeout=LATEST)
    page.wait_for_timeout(CALM)


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
