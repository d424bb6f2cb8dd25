"""Workers and uploaders killed with -9 in the middle of a round, and what is counted afterwards.

    python -m tests.integration.kill9 [--files N] [--kills N] [--workers N] [--seeds N]

Prints the table of docs/kill9.md: for an SQLite file and for a PostgreSQL server of its own.
The files are read by the real readers; a small hand-written judge stands in for the models, so
that a round takes seconds and every kill meets work.
"""

import argparse
import io
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from consult.domain.access import local
from consult.domain.documents import Document
from consult.domain.errors import StoreError
from consult.domain.findings import Analysis
from consult.readers.limits import Limits
from consult.run.reading import read_source
from consult.services import browsing, rounds, uploads
from consult.services.browsing import ResponseFilter
from consult.services.desk import Desk
from consult.services.uploads import Progress, Upload
from consult.services.working import Worker
from consult.services.workshop import Judge, Rules, Workshop
from consult.store.database import Store
from consult.store.kept import KeptFiles
from consult.store.records import ResponseState
from tests.service.workbench import NearReader, packed
from tests.store.builders import CATALOGUE, VERSION, analyse
from tests.store.databases import postgres_server

ROOT = Path(__file__).resolve().parents[2]
FORK = multiprocessing.get_context("fork")
#: Seconds after which a lost worker's row is free; short, so that a run need not wait for it.
LEASE = 5.0
#: In the archive and in the table that are handed in beside the plain files.
INSIDE, ROWS = 12, 15


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round is: its database, its files, its log of what was begun, its name."""

    url: str
    folder: Path
    slug: str

    @property
    def log(self) -> Path:
        return self.folder / "log"


@dataclass(frozen=True, slots=True)
class Counts:
    """What is there afterwards, counted by a process that had no part in it."""

    rows: int
    states: dict[str, int]
    unfinished: int
    sources: int
    current: int
    other: int
    missing: int
    doubled: int
    without_findings: int
    begun: int
    begun_again: int


def handed_in(files: int) -> dict[str, bytes]:
    """The files of a round: letters, an archive of letters, and a portal's table."""
    letters = {f"brev-{i:03d}.txt": _letter(i) for i in range(files)}
    inner = packed({f"indre-{i:03d}.txt": _letter(1000 + i) for i in range(INSIDE)})
    table = "id;svar\n" + "".join(f"r{i};Punkt 82: vi støtter, række {i}\n" for i in range(ROWS))
    return {"svar.zip": inner, **letters, "portal.csv": table.encode()}


def expected(files: int) -> set[str]:
    """The names of the responses in them."""
    letters = {f"brev-{i:03d}.txt" for i in range(files)}
    return letters | {f"indre-{i:03d}.txt" for i in range(INSIDE)} | {f"r{i}" for i in range(ROWS)}


def _letter(i: int) -> bytes:
    return f"Fra: Borger {i}\nPunkt 79: vi er imod, brev nr. {i} om skolen\n".encode()


def work(place: Place, pause: float, lease: float, version: str = VERSION) -> None:
    """Be a worker until killed."""
    store = Store.open(place.url)
    rules = Rules(lease=timedelta(seconds=lease), attempts=6)

    def judge(document: Document) -> Analysis:
        with place.log.open("a") as log:
            log.write(f"{document.name}\n")
        time.sleep(pause)
        return analyse(document)

    read = partial(read_source, NearReader(Limits()))  # type: ignore[arg-type]
    kept = KeptFiles(place.folder / "files", Limits().file_bytes)
    shop = Workshop(store, kept, Limits(), read, lambda _: Judge(version, judge), rules)
    Worker(shop, str(os.getpid())).run(0.05)


def upload(place: Place, files: int, pause: float) -> None:
    """Hand all files in, one after another."""
    store = Store.open(place.url)
    kept = KeptFiles(place.folder / "files", Limits().file_bytes)
    for name, data in handed_in(files).items():
        uploads.add(Desk(store, local()), kept, place.slug, [Upload(name, io.BytesIO(data))])
        time.sleep(pause)


def count(place: Place, files: int) -> Counts:
    """Count what is there."""
    store = Store.open(place.url)
    found = uploads.progress(Desk(store, local()), place.slug)
    every = browsing.list_responses(
        Desk(store, local()), place.slug, ResponseFilter(state=None), limit=1_000_000
    ).items
    names = Counter(r.document for r in every if r.state is ResponseState.CURRENT)
    begun = Counter(place.log.read_text().splitlines())
    result = Counts(
        rows=found.total,
        states={str(s): n for s, n in found.states.items() if n},
        unfinished=found.left,
        sources=browsing.list_sources(Desk(store, local()), place.slug).total,
        current=names.total(),
        other=len(every) - names.total(),
        missing=len(expected(files) - names.keys()),
        doubled=sum(n - 1 for n in names.values()) + len(names.keys() - expected(files)),
        without_findings=sum(not r.passages for r in every),
        begun=begun.total(),
        begun_again=begun.total() - len(begun),
    )
    store.close()
    return result


def count_elsewhere(place: Place, files: int) -> Counts:
    """`count`, in a process that is started for it."""
    command = [sys.executable, "-m", "tests.integration.kill9", "--count"]
    done = subprocess.run(
        [*command, json.dumps([place.url, str(place.folder), place.slug, files])],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return Counts(**json.loads(done.stdout))


class Crew:
    """Processes doing one thing, killed and replaced."""

    def __init__(self, job: Callable[..., None], *arguments: Any) -> None:
        self._job, self._arguments = job, arguments
        self.running: list[Any] = []

    def start(self) -> None:
        process = FORK.Process(target=self._job, args=self._arguments, daemon=True)
        process.start()
        self.running.append(process)

    def kill(self, choose: random.Random) -> None:
        """One of them, with -9; it has no chance to say anything."""
        process = self.running.pop(choose.randrange(len(self.running)))
        os.kill(process.pid, signal.SIGKILL)
        process.join()


def run(
    place: Place,
    files: int,
    workers: int,
    kills: int,
    uploader_kills: int,
    seed: int,
    lease: float = LEASE,
) -> None:
    """A round handed in and worked through, with kills at random moments."""
    choose = random.Random(seed)  # noqa: S311 - moments to kill at, the same in every run
    crew = Crew(work, place, 0.02, lease)
    senders = Crew(upload, place, files, 0.01)
    for _ in range(workers):
        crew.start()
    for n in range(uploader_kills):
        senders.start()
        until(place, lambda found, n=n: found.total > files * (n + 1) // (uploader_kills + 1))
        senders.kill(choose)
    senders.start()
    for _ in range(kills):
        time.sleep(choose.uniform(0.2, 0.8))
        crew.kill(choose)
        crew.start()
    for sender in senders.running:
        sender.join()
        assert sender.exitcode == 0, "the last one hands everything in"
    until(place, lambda found: found.left == 0)
    while crew.running:
        crew.kill(choose)


def until(place: Place, reached: Callable[[Progress], bool], longest: float = 400.0) -> None:
    """Until the round has come that far."""
    store, end = Store.open(place.url), time.monotonic() + longest
    while time.monotonic() < end:
        with suppress(StoreError):  # busy for a moment
            if reached(uploads.progress(Desk(store, local()), place.slug)):
                break
        time.sleep(0.05)
    store.close()


@contextmanager
def new_place(url: str | None = None) -> Iterator[Place]:
    """A round in a database of its own; an SQLite file where no URL is given."""
    with tempfile.TemporaryDirectory(prefix="consult-kill9-") as folder:
        address = url or f"sqlite:///{folder}/consult.sqlite3"
        store = Store.open(address)
        store.upgrade()
        slug = rounds.create(Desk(store, local()), "Runde", "", CATALOGUE).slug
        store.close()
        place = Place(address, Path(folder), slug)
        place.log.touch()
        yield place


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", help=argparse.SUPPRESS)
    for name, default in (("files", 150), ("workers", 3), ("kills", 12), ("seeds", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    if given.count:
        url, folder, slug, files = json.loads(given.count)
        print(json.dumps(asdict(count(Place(url, Path(folder), slug), files))))  # noqa: T201
        return
    with postgres_server() as server:
        for seed in range(given.seeds):
            for name, url in (("SQLite", None), ("PostgreSQL", server.new_database())):
                with new_place(url) as place:
                    run(place, given.files, given.workers, given.kills, 2, seed)
                    print(row(name, given, seed, count_elsewhere(place, given.files)), flush=True)  # noqa: T201


def row(name: str, given: argparse.Namespace, seed: int, found: Counts) -> str:
    """A line of the table."""
    states = ", ".join(f"{n} {state}" for state, n in found.states.items())
    cells = (
        *(name, seed, given.workers, given.kills, 2, found.rows, states, found.unfinished),
        *(len(expected(given.files)), found.current, found.missing, found.doubled),
        *(found.without_findings, found.begun_again),
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
