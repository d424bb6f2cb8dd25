"""Killed with -9 while a version is released, and while a corrected round is analysed again.

    python -m tests.integration.kill9_changes [--files N] [--kills N]

Prints the tables of docs/kill9.md on both. Counted by a process that had no part in it.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from consult.domain.access import Actor, Role, local
from consult.domain.documents import Span
from consult.domain.errors import StoreError
from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.domain.reviews import Judgement, Sender
from consult.services import analysing, browsing, intake, releasing, reviewing, uploads
from consult.services.desk import Desk
from consult.store.database import Store
from consult.store.shelf import Shelf
from tests.integration.kill9 import ROOT, Crew, Place, expected, new_place, run, until, work
from tests.store.builders import VERSION, analyse, reading
from tests.store.databases import postgres_server

#: What the models are called after the change that makes a new run needed.
ANEW = "v2"
#: Responses that a person corrects before it, and how many corrections that makes.
CORRECTED, CORRECTIONS = 10, 20


@dataclass(frozen=True, slots=True)
class Released:
    """Versions afterwards: those in the list, those whole on the disk, and what readers see.

    `cut_short` are drafts that a killed writer left behind: kills that met one at work.
    """

    listed: int
    whole: int
    strays: int
    cut_short: int
    numbers_in_order: bool
    readers_see: int


@dataclass(frozen=True, slots=True)
class Anew:
    """A round after it was analysed again."""

    current: int
    missing: int
    doubled: int
    of_old_models: int
    corrections: int
    corrections_shown: int


def filled(place: Place, letters: int) -> None:
    """A round with that many letters, analysed."""
    said = "Fra: Borger {0}\nPunkt 79: vi er imod, brev nr. {0}\nPunkt 82: integration, {0}"
    with desk_of(place) as desk:
        mail = [reading(f"b{i}.txt", said.format(i)) for i in range(letters)]
        intake.take_in(desk, place.slug, mail)
        analysing.analyse_round(desk, place.slug, analyse, VERSION)


@contextmanager
def desk_of(place: Place, actor: Actor | None = None) -> Iterator[Desk]:
    """One with the place's versions on its shelf."""
    store, shelf = Store.open(place.url), Shelf(place.folder / "files" / "releases")
    try:
        yield Desk(store, actor or local(), shelf)
    finally:
        store.close()


def release(place: Place) -> None:
    """Release one version after another until killed."""
    with desk_of(place) as desk:
        while True:
            with suppress(StoreError):  # busy for a moment
                releasing.release(desk, place.slug)


def release_with_kills(place: Place, kills: int, seed: int) -> None:
    """One at it after another, each killed at a random moment of a version's making.

    Every other one has ended a version before; the last one may end what it is at.
    """
    choose = random.Random(seed)  # noqa: S311 - moments to kill at, the same in every run
    for n in range(kills + 1):
        crew, before = Crew(release, place), listed(place)
        crew.start()
        if n % 2 or n == kills:
            _until(lambda before=before: listed(place) > before)
        left = drafts(place)
        if n < kills:
            _until(lambda left=left: drafts(place) - left)
            time.sleep(choose.uniform(0.0, 0.5))
        crew.kill(choose)


def listed(place: Place) -> int:
    """How many versions there are."""
    with desk_of(place) as desk:
        return len(releasing.history(desk, place.slug))


def drafts(place: Place) -> set[Path]:
    """Versions that are being written, or were when their writer was killed."""
    return set((place.folder / "files" / "releases" / "partial").glob("*.sqlite3"))


def _until(reached: Callable[[], object], longest: float = 120.0) -> None:
    end = time.monotonic() + longest
    while not reached() and time.monotonic() < end:
        time.sleep(0.02)


def count_released(place: Place) -> Released:
    """Look at every version as a reader's desk would."""
    shelf = place.folder / "files" / "releases"
    with desk_of(place) as desk:
        versions = releasing.history(desk, place.slug)
    with desk_of(place, Actor("læser", 999, Role.READER)) as reader:
        seen = browsing.list_responses(reader, place.slug, limit=0).total if versions else 0
    whole = [v for v in versions if sha256((shelf / v.file).read_bytes()).hexdigest() == v.sha256]
    named = {v.file for v in versions}
    on_disk = {f"{p.parent.name}/{p.name}" for p in shelf.glob("[0-9]*/*.sqlite3")}
    return Released(
        len(versions),
        len(whole),
        len(on_disk - named),
        len(drafts(place)),
        [v.number for v in versions] == list(range(len(versions), 0, -1)),
        seen,
    )


def corrected(place: Place) -> None:
    """A person puts the sender and the stance of some letters right."""
    with desk_of(place) as desk:
        for letter in browsing.list_responses(desk, place.slug, limit=CORRECTED).items:
            sender = Sender("Skolens Venner", RespondentKind.ASSOCIATION)
            first = reviewing.correct(desk, place.slug, letter.id, sender)
            page = browsing.response_page(desk, place.slug, letter.id)
            assert page.analysis is not None
            found = next(f for f in page.analysis.findings if f.links)
            span = Span(found.passage.start, found.passage.end)
            said = Judgement(stances=((found.links[0].proposal, Stance.CONDITIONAL),))
            reviewing.correct(desk, place.slug, letter.id, said, span, seen=first)


def analyse_again_with_kills(place: Place, workers: int, kills: int, seed: int) -> None:
    """The round asked for again, with workers of newer models that are killed and replaced."""
    choose = random.Random(seed)  # noqa: S311 - moments to kill at, the same in every run
    with desk_of(place) as desk:
        uploads.run_again(desk, place.slug, ANEW)
    crew = Crew(work, place, 0.02, 5.0, ANEW)
    for _ in range(workers):
        crew.start()
    for _ in range(kills):
        time.sleep(choose.uniform(0.2, 0.8))
        crew.kill(choose)
        crew.start()
    until(place, lambda found: found.left == 0)
    while crew.running:
        crew.kill(choose)


def count_anew(place: Place, files: int) -> Anew:
    """What is there, and what of it persons have decided."""
    with desk_of(place) as desk:
        every = browsing.list_responses(desk, place.slug, limit=1_000_000).items
        lines = [line for r in every for line in reviewing.history(desk, place.slug, r.id)]
        old = uploads.run_again(desk, place.slug, ANEW)
    names = [r.document for r in every]
    return Anew(
        len(every),
        len(expected(files) - set(names)),
        len(names) - len(set(names)),
        old,
        len(lines),
        sum(line.state is reviewing.ReviewState.STANDING for line in lines),
    )


def elsewhere(what: str, place: Place, files: int = 0) -> dict[str, int]:
    """A count, made by a process that is started for it."""
    command = [sys.executable, "-m", "tests.integration.kill9_changes", "--count"]
    done = subprocess.run(
        [*command, json.dumps([what, place.url, str(place.folder), place.slug, files])],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    found: dict[str, int] = json.loads(done.stdout)
    return found


def counted(what: str, url: str, folder: str, slug: str, files: int) -> Released | Anew:
    """What `elsewhere` asked for."""
    place = Place(url, Path(folder), slug)
    return count_released(place) if what == "released" else count_anew(place, files)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", help=argparse.SUPPRESS)
    for name, default in (("files", 120), ("kills", 12)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    if given.count:
        print(json.dumps(asdict(counted(*json.loads(given.count)))))  # noqa: T201
        return
    with postgres_server() as server:
        for name in ("SQLite", "PostgreSQL"):
            for what, act in (("released", releases_killed), ("anew", anew_killed)):
                url = server.new_database() if name == "PostgreSQL" else None
                with new_place(url) as place:
                    act(place, given.files, given.kills)
                    cells = elsewhere(what, place, given.files).values()
                    told = (what, name, given.kills, *cells)
                    print(f"| {' | '.join(map(str, told))} |", flush=True)  # noqa: T201


def releases_killed(place: Place, letters: int, kills: int, seed: int = 3) -> None:
    """A round of letters, released again and again, with kills."""
    filled(place, letters)
    release_with_kills(place, kills, seed)


def anew_killed(place: Place, files: int, kills: int, seed: int = 3) -> None:
    """A round worked through, corrected, and analysed again with kills."""
    run(place, files, workers=2, kills=0, uploader_kills=0, seed=seed)
    corrected(place)
    analyse_again_with_kills(place, workers=2, kills=kills, seed=seed)


if __name__ == "__main__":
    main()
