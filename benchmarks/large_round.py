"""How fast the app answers on a large round: 5,000 responses with 40,000 passages.

    python benchmarks/large_round.py [--database FILE] [--readers N] [--out FILE] [PART...]

Makes the round (`large_make.py`) unless FILE is there, serves the app on it, and measures
- cpu: CPU seconds of a page's script, run in this process by Streamlit's own tester; they hold
  also where the machine is busy with other things;
- server: server time, from the question over the websocket until the page's script has finished,
  one reader alone (median and slowest of several); nothing of a browser is in it;
- looks: the time to look at, in Chromium, from the click until the heading stands there and the
  script is done (needs Debian's chromium);
- readers: so many at once; each asks for pages as a browser does that follows a link (a new
  session each time), with pauses in between; the wait of every click, and how many were lost;
- exports: how long it takes to take the round out, and how much memory.

Without PART all are measured; those that are not stay as they are in the file. It is a benchmark
of pages, not of judgement. The load of the machine stands beside each part.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import websockets
from large_make import SLUG, make
from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from consult.domain.access import local
from consult.services import browsing
from consult.services.desk import Desk
from consult.services.exporting import taking_out
from consult.store.database import Store

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
REPEATS, CPU_REPEATS, LOOKS = 7, 3, 3
PARTS = ("cpu", "server", "looks", "readers", "exports")
CLICKS = 8
#: Seconds between two clicks of a reader, least and most.
PAUSE = (1.0, 3.0)
#: Seconds after which a click has come to nothing.
PATIENCE = 60.0

Address = tuple[str, dict[str, str]]


def pages(desk: Desk) -> dict[str, Address]:
    """What is asked for, by name: the pages as readers use them, the middle of long lists too."""
    lines = browsing.list_responses(desk, SLUG, limit=2, offset=2_500).items
    overview = browsing.overview(desk, SLUG)
    busiest = max(overview.rows[:-1], key=lambda r: r.responses).proposal
    assert busiest is not None
    here = {"runde": SLUG}
    return {
        "overview": ("", here),
        "overview, one committee, most against": (
            "",
            here | {"orden": "Størst andel imod", "find": "skole"},
        ),
        "proposal, the busiest": ("punkt", here | {"nr": busiest.number}),
        "proposal, against, page 2": (
            "punkt",
            here | {"nr": busiest.number, "holdning": "Imod", "side": "2"},
        ),
        "what names no proposal": ("uden-punkt", here),
        "what names none, page 900": ("uden-punkt", here | {"side": "900"}),
        "response": ("svar", here | {"id": str(lines[0].id), "passage": "3"}),
        "all responses": ("alle-svar", here),
        "all responses, page 125": ("alle-svar", here | {"side": "125"}),
        "search, a common word": ("soeg", here | {"ord": "kommunen"}),
        "search, three words": ("soeg", here | {"ord": "børn skole timer"}),
        "files": ("filer", here),
        "take out": ("udtraek", here),
        "guide": ("vejledning", {"side": "politiker"}),
        "about": ("om", {}),
    }


def cpu_times(database: Path, wanted: dict[str, Address]) -> dict[str, dict[str, float]]:
    """CPU seconds of each page's script; the first run, which also imports, is not counted."""
    os.environ["CONSULT_DATABASE"] = str(database)
    found = {}
    for name, (path, query) in wanted.items():
        times = []
        for _ in range(CPU_REPEATS + 1):
            test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
            for key, value in query.items():
                test.query_params[key] = value
            # Pages are known by their address; `switch_page` would know them by their file.
            test._page_hash = calc_hash(path)
            start = time.process_time()
            test.run()
            times.append(time.process_time() - start)
            shown = "".join(element.proto.body for element in test.get("html"))
            assert not test.exception
            assert "Siden kunne ikke vises" not in shown, name
        found[name] = _spread(times[1:])
        print(name, found[name], file=sys.stderr, flush=True)
    return found


async def ask(port: int, address: Address) -> float:
    """Open a session, ask for a page, wait for all of it; seconds.

    Raises:
        RuntimeError: the page broke down, or the session was lost.
    """
    page, query = address
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode(query)
    asked.rerun_script.page_script_hash = calc_hash(page)
    start = time.perf_counter()
    url = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(url, subprotocols=["streamlit"], max_size=None) as session:  # type: ignore[list-item]
        await session.send(asked.SerializeToString())
        async for data in session:
            message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            if b"Siden kunne ikke vises" in data or message.HasField("session_event"):
                raise RuntimeError(page)
            if message.WhichOneof("type") == "script_finished":
                return time.perf_counter() - start
    raise RuntimeError(page)


def server_times(port: int, wanted: dict[str, Address]) -> dict[str, dict[str, float]]:
    """One reader alone."""
    found = {}
    for name, address in wanted.items():
        times = [asyncio.run(ask(port, address)) for _ in range(REPEATS + 1)][1:]
        found[name] = _spread(times)
        print(name, found[name], file=sys.stderr, flush=True)
    return found


def looks(port: int, wanted: dict[str, Address]) -> dict[str, dict[str, float]]:
    """In Chromium, with what a browser keeps already there."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        for name, (path, query) in wanted.items():
            times = []
            for _ in range(LOOKS):
                start = time.perf_counter()
                page.goto(f"http://127.0.0.1:{port}/{path}?{urlencode(query)}")
                page.locator(".consult h1").first.wait_for()
                page.locator('[data-test-script-state="notRunning"]').wait_for()
                times.append(time.perf_counter() - start)
            found[name] = _spread(times)
            print(name, found[name], file=sys.stderr, flush=True)
        browser.close()
    return found


async def crowd(port: int, wanted: Sequence[Address], readers: int) -> dict[str, object]:
    """So many readers at once, each with a course of their own."""
    waits: list[float] = []
    lost: list[str] = []

    async def reader(number: int) -> None:
        chance = random.Random(number)  # noqa: S311  (no secret)
        for _ in range(CLICKS):
            await asyncio.sleep(chance.uniform(*PAUSE))
            try:
                waits.append(await asyncio.wait_for(ask(port, chance.choice(wanted)), PATIENCE))
            except (RuntimeError, OSError, TimeoutError, websockets.WebSocketException) as error:
                lost.append(f"{type(error).__name__}: {error}")

    start = time.perf_counter()
    await asyncio.gather(*(reader(n) for n in range(readers)))
    ordered = sorted(waits)
    return {
        "readers": readers,
        "clicks": len(waits) + len(lost),
        "lost": len(lost),
        "why": sorted(set(lost)),
        "median_s": round(statistics.median(waits), 3) if waits else None,
        "p95_s": round(ordered[int(0.95 * (len(ordered) - 1))], 3) if waits else None,
        "slowest_s": round(max(waits), 3) if waits else None,
        "pause_s": list(PAUSE),
        "seconds": round(time.perf_counter() - start, 1),
    }


def exports(desk: Desk) -> dict[str, dict[str, float]]:
    """Taking the round out; the memory is the most that this process has had until then."""
    from consult.reports.export import FORMS

    found = {}
    for kind, form in FORMS.items():
        with tempfile.TemporaryFile() as file:
            start, cpu = time.perf_counter(), time.process_time()
            with taking_out(desk, SLUG, kind) as taken:
                form.write(taken, file)
            found[kind] = {
                "seconds": round(time.perf_counter() - start, 1),
                "cpu_s": round(time.process_time() - cpu, 1),
                "megabytes": round(file.tell() / 1e6, 1),
                "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
            }
        print(kind, found[kind], file=sys.stderr, flush=True)
    return found


def _spread(times: Sequence[float]) -> dict[str, float]:
    return {
        "median_s": round(statistics.median(times), 3),
        "slowest_s": round(max(times), 3),
    }


@contextmanager
def served(database: Path, port: int) -> Iterator[None]:
    """The app on that database, until the block ends."""
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "CONSULT_DATABASE": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                asyncio.run(ask(port, ("om", {})))
                break
            except (OSError, websockets.WebSocketException):
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", type=Path, default=Path("var/large/consult.sqlite3"))
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--out", type=Path)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked = parser.parse_args()
    database = asked.database.resolve()
    store = Store.open(f"sqlite:///{database}")
    store.upgrade()
    desk = Desk(store, local())
    if not has_round(desk):
        make(store, 5_000, 40_000)
    sums = browsing.overview(desk, SLUG).totals.responses
    result = {
        "command": "python benchmarks/large_round.py --out benchmarks/results/large_round.json",
        "round": {"responses": sums.current, "passages": sums.passages},
        "cores": os.cpu_count(),
    }
    if asked.out is not None and asked.out.is_file():
        result = json.loads(asked.out.read_text(encoding="utf-8")) | result
    wanted = pages(desk)
    for part in asked.parts or PARTS:
        measured = measure(part, database, wanted, desk, asked.port, asked.readers)
        result[part] = {"load": round(os.getloadavg()[0], 1), **measured}
        _write(result, asked.out)


def measure(
    part: str, database: Path, wanted: dict[str, Address], desk: Desk, port: int, readers: int
) -> dict[str, object]:
    """The numbers of one part."""
    if part == "cpu":
        return dict(cpu_times(database, wanted))
    if part == "exports":
        return dict(exports(desk))
    with served(database, port):
        if part == "server":
            return dict(server_times(port, wanted))
        if part == "looks":
            return dict(looks(port, wanted))
        return asyncio.run(crowd(port, list(wanted.values()), readers))


def _write(result: dict[str, object], out: Path | None) -> None:
    text = json.dumps(result, indent=1, ensure_ascii=False)
    if out is None:
        print(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")


def has_round(desk: Desk) -> bool:
    """Whether the round has been made before."""
    from consult.services import rounds

    return any(made.slug == SLUG for made in rounds.every(desk))


if __name__ == "__main__":
    main()
