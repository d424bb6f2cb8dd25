"""What takes longer than a page on a large round: how long, and how much memory.

Each runs in a process of its own on a copy of the database, so that the memory is its own.
"""

import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from large_life import correct_one
from large_make import SLUG, VERSION, Labels, Material, analyse

from consult.domain.access import local
from consult.evaluate.corpus import load_corpus
from consult.reports.export import FORMS
from consult.services import alike, privacy, releasing
from consult.services.browsing import list_responses
from consult.services.desk import Desk
from consult.services.exporting import taking_out
from consult.store.database import Store
from consult.store.shelf import Shelf

#: Corrections of single passages that are timed, one after another.
CORRECTIONS = 10

Numbers = dict[str, float]


def works(database: Path, parts: dict[str, Callable[[Path], Numbers]]) -> dict[str, Numbers]:
    """The numbers of each."""
    found = {}
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / database.name
        for name, part in parts.items():
            for file in database.parent.glob(f"{database.name}*"):
                shutil.copyfile(file, Path(folder) / file.name)
            with ProcessPoolExecutor(1, mp_context=context) as pool:
                found[name] = pool.submit(_measured, part, copy).result()
            print(name, found[name], file=sys.stderr, flush=True)
    return found


def _measured(part: Callable[[Path], Numbers], database: Path) -> Numbers:
    start, cpu = time.perf_counter(), time.process_time()
    more = part(database)
    return {
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        **more,
    }


def _desk(database: Path) -> tuple[Desk, Store]:
    store = Store.open(f"sqlite:///{database}")
    return Desk(store, local(), Shelf(database.parent / "files" / "releases")), store


def opened(database: Path) -> Numbers:
    """Nothing but a look: what any of these takes before it begins."""
    desk, _ = _desk(database)
    return {"responses": list_responses(desk, SLUG, limit=0).total}


def release(database: Path) -> Numbers:
    """A version for readers."""
    desk, _ = _desk(database)
    made = releasing.release(desk, SLUG)
    assert isinstance(made, releasing.Release)
    return {"megabytes": round((desk.shelf.folder / made.file).stat().st_size / 1e6, 1)}


def private_words(database: Path) -> Numbers:
    """A search for CPR numbers and other private words in all that readers would see."""
    return {"found": sum(privacy.search_private(_desk(database)[0], SLUG).values())}


def corrections(database: Path) -> Numbers:
    """Single corrections one after another, and the preview of all passages like the last one."""
    desk, _ = _desk(database)
    times = []
    for i in range(CORRECTIONS):
        # Those of a letter that many others are alike.
        (line,) = list_responses(desk, SLUG, limit=1, offset=1_003 + 50 * i).items
        start = time.perf_counter()
        last = correct_one(desk, SLUG, line.id, random.Random(i))  # noqa: S311
        times.append(time.perf_counter() - start)
    start, cpu = time.perf_counter(), time.process_time()
    found = alike.preview(desk, SLUG, last)
    looked = {
        "preview_s": round(time.perf_counter() - start, 3),
        "preview_cpu_s": round(time.process_time() - cpu, 3),
        "alike": len(found.items),
    }
    chosen = [(like.hit.response_id, like.hit.start) for like in found.items[:50]]
    start = time.perf_counter()
    applied = alike.apply_to(desk, SLUG, last, chosen)
    took = round(time.perf_counter() - start, 2)
    return {"slowest_s": round(max(times), 3), **looked, "applied": applied.done, "apply_s": took}


def run_again(database: Path) -> Numbers:
    """All responses analysed anew, corrections put back on; the judgement costs next to nothing."""
    desk, store = _desk(database)
    analyse(desk, store, SLUG, Labels(Material(load_corpus())), f"{VERSION}-anew")
    return {}


def _export(kind: str, database: Path) -> Numbers:
    desk, _ = _desk(database)
    with tempfile.TemporaryFile() as file:
        with taking_out(desk, SLUG, kind) as taken:
            FORMS[kind].write(taken, file)
        return {"megabytes": round(file.tell() / 1e6, 1)}


WORKS: dict[str, Callable[[Path], Numbers]] = {
    "opening the database": opened,
    "a release": release,
    "a search for private words": private_words,
    "corrections": corrections,
    "a new run with corrections": run_again,
}
EXPORTS: dict[str, Callable[[Path], Numbers]] = {
    kind: partial(_export, kind) for kind in FORMS
}  # fmt: skip
