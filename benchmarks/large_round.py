"""How fast the app answers on a large round: 5,000 responses with 40,000 passages.

    python benchmarks/large_round.py [--database FILE] [--readers N] [--out FILE] [PART...]

Makes the round (`large_make.py`, `large_life.py`) unless FILE is there, serves the app on it to
people who are signed in, and measures
- server: server time, from the question over the websocket until the page's script has finished,
  one person alone (median and slowest of several), and the CPU seconds of the server, which hold
  also where the machine is busy with other things; nothing of a browser is in it. Readers see the
  version that was released, the administrator the round as it is;
- looks: the time to look at, in Chromium, from when the address is opened until the heading stands
  there and the script is done (needs Debian's chromium);
- readers: so many at once, each in a session of their own: all clicking at the same moment, and
  with pauses in between; the wait of every click, and how many were lost;
- work: a release, the search for private words, corrections, all like one, a new run;
- exports: taking the round out.

Without PART all are measured; those that are not stay as they are in the file. It is a benchmark
of pages, not of judgement. The load of the machine stands beside each part.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from large_ask import PATIENCE, alone, crowd, served
from large_life import live, tokens
from large_make import SLUG, make
from large_pages import Asked, check, of_administrator, of_both
from large_work import EXPORTS, WORKS, works
from playwright.sync_api import sync_playwright

from consult.domain.access import local
from consult.services import browsing, rounds
from consult.services.desk import Desk
from consult.store.database import Store
from consult.store.shelf import Shelf
from consult.ui.web.cookies import SESSION

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
REPEATS, LOOKS, CLICKS = 5, 3, 8
PARTS = ("server", "looks", "readers", "work", "exports")
#: Seconds between two clicks of a reader, least and most, where not all click at once.
PAUSE = (1.0, 3.0)

Result = dict[str, object]


@dataclass(frozen=True)
class Round:
    """The large round, who is signed in to look at it, and what they ask for."""

    database: Path
    port: int
    chief: str
    readers: Sequence[str]
    pages: dict[str, Asked]
    more: dict[str, Asked]

    def server(self) -> Result:
        """One person alone, a reader and an administrator."""
        with served(self.database, self.port, self.chief) as server:
            reader = asyncio.run(alone(server, self.readers[0], self.pages, REPEATS))
            both = self.pages | self.more
            return {
                "reader": reader,
                "administrator": asyncio.run(alone(server, self.chief, both, REPEATS)),
                "peak_memory_mb": server.memory(),
            }

    def looks(self) -> Result:
        """In Chromium."""
        with served(self.database, self.port, self.chief):
            return {
                "reader": self._looks(self.readers[0], self.pages),
                "administrator": self._looks(self.chief, self.more),
            }

    def crowd(self) -> Result:
        """Many readers."""
        wanted = [asked for asked in self.pages.values() if "print" not in asked.query]
        with served(self.database, self.port, self.chief) as server:
            asyncio.run(alone(server, self.chief, self.pages, 1))
            return {
                "at the same moment": asyncio.run(
                    crowd(server, self.readers, wanted, CLICKS, None)
                ),
                "with pauses": asyncio.run(crowd(server, self.readers, wanted, CLICKS, PAUSE)),
            }

    def work(self) -> Result:
        """What takes longer than a page."""
        return dict(works(self.database, WORKS))

    def exports(self) -> Result:
        """Taking the round out."""
        return dict(works(self.database, EXPORTS))

    def _looks(self, token: str, wanted: dict[str, Asked]) -> dict[str, dict[str, float]]:
        found = {}
        home = f"http://127.0.0.1:{self.port}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": SESSION, "value": token, "url": home}])
            context.set_default_timeout(PATIENCE * 1000)
            page = context.new_page()
            page.goto(home)
            for name, asked in wanted.items():
                times = []
                for _ in range(LOOKS):
                    start = time.perf_counter()
                    page.goto(f"{home}/{asked.page}?{urlencode(asked.query)}")
                    page.locator(".consult h1").first.wait_for()
                    page.locator('[data-test-script-state="notRunning"]').wait_for()
                    times.append(time.perf_counter() - start)
                found[name] = {
                    "median_s": round(statistics.median(times), 3),
                    "slowest_s": round(max(times), 3),
                }
                print(name, found[name], file=sys.stderr, flush=True)
            browser.close()
        return found


def opened(database: Path, port: int, readers: int) -> tuple[Round, Result]:
    """The round, made where it is not there, and how large it is."""
    store = Store.open(f"sqlite:///{database}")
    store.upgrade()
    desk = Desk(store, local(), Shelf(database.parent / "files" / "releases"))
    if not any(made.slug == SLUG for made in rounds.every(desk)):
        make(store, 5_000, 40_000)
    if len(rounds.every(desk)) == 1:
        live(desk, SLUG, readers)
    chief, others = tokens(store, readers)
    pages, more = of_both(desk), of_administrator(desk)
    check(pages | more)
    sums = browsing.overview(desk, SLUG).totals.responses
    store.close()
    size = {"responses": sums.current, "passages": sums.passages}
    return Round(database, port, chief, others, pages, more), size


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", type=Path, default=Path("var/large/consult.sqlite3"))
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--out", type=Path)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked = parser.parse_args()
    found, size = opened(asked.database.resolve(), asked.port, asked.readers)
    result: Result = {
        "command": "python benchmarks/large_round.py --out benchmarks/large_round.json",
        "round": size,
        "cores": os.cpu_count(),
    }
    if asked.out is not None and asked.out.is_file():
        result = json.loads(asked.out.read_text(encoding="utf-8")) | result
    measures = dict(
        zip(PARTS, (found.server, found.looks, found.crowd, found.work, found.exports), strict=True)
    )
    for part in asked.parts or PARTS:
        measured = measures[part]()
        result[part] = {"load": round(os.getloadavg()[0], 1), **measured}
        _write(result, asked.out)


def _write(result: Result, out: Path | None) -> None:
    text = json.dumps(result, indent=1, ensure_ascii=False)
    if out is None:
        print(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
