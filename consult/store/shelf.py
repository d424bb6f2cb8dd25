"""Released versions: SQLite files that are written once and then only read (decision 0071).

A file is written under another name, put on the disk, and only then given its own, so that
whatever stops the writer leaves a whole version or none.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from threading import Lock
from uuid import uuid4

from consult.domain.errors import StoreError
from consult.store.database import Store
from consult.store.disk import private, settle
from consult.store.upgrade import HEAD, make_tables, needs_upgrade

#: Seconds after which a file that no release names is nobody's any more.
_STALE = 24 * 3600
#: Versions kept open; more are in use at one time in no municipality.
_OPEN = 40
_SUFFIX = ".sqlite3"


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is being written; it is gone unless `Shelf.put` is told to keep it."""

    path: Path
    store: Store


class Shelf:
    """The folder of released versions. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._partial = folder / "partial"
        self._open: dict[tuple[str, str], Store] = {}
        self._lock = Lock()

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """An empty database with all tables, to be filled; gone afterwards.

        Raises:
            StoreError: it cannot be written.
        """
        with _told(self.folder):
            self._partial.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._partial / f"{uuid4().hex}{_SUFFIX}"
            with open(path, "xb", opener=private):
                pass
        store = Store.open_draft(path)
        try:
            with store.write() as connection:
                make_tables(connection)
            yield Draft(path, store)
        finally:
            store.close()
            path.unlink(missing_ok=True)

    def close(self, draft: Draft) -> str:
        """Make the draft one file that is whole on the disk; the SHA-256 of its bytes."""
        with _told(self.folder):
            draft.store.close()
            settle(draft.path)
            return _digest(draft.path)

    def put(self, draft: Draft, consultation_id: int, number: int, digest: str) -> str:
        """Give a closed draft its place as a version of a round; what the place is called."""
        with _told(self.folder):
            name = f"{consultation_id}/{number}-{digest[:16]}{_SUFFIX}"
            path = self.folder / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            draft.path.replace(path)
            settle(path.parent)
            settle(self.folder)
        return name

    def open(self, name: str, digest: str) -> Store:
        """The version of that name, for reading; an older one is upgraded into a copy.

        Raises:
            StoreError: it is not there, is not what it was, or is of a newer program.
        """
        with self._lock:
            key = (name, digest)
            if key not in self._open:
                if len(self._open) >= _OPEN:
                    self._open.pop(next(iter(self._open))).close()
                self._open[key] = self._opened(self.folder / name, digest)
            return self._open[key]

    def sweep(self, named: frozenset[str]) -> None:
        """Take away drafts that were left half-written, and files that no release names."""
        with suppress(OSError):
            for left in self.folder.glob(f"*/*{_SUFFIX}*"):
                version = f"{left.parent.name}/{left.name.split('@')[0].removesuffix(_SUFFIX)}"
                if f"{version}{_SUFFIX}" in named:
                    continue
                with suppress(OSError):
                    if time.time() - left.stat().st_mtime > _STALE:
                        left.unlink()

    def _opened(self, path: Path, digest: str) -> Store:
        try:
            if _digest(path) != digest:
                raise StoreError(_broken(path))
        except OSError as error:
            raise StoreError(_broken(path)) from error
        store = Store.open_still(path)
        with store.read() as connection:
            old = needs_upgrade(connection)
        if not old:
            return store
        store.close()
        return Store.open_still(self._upgraded(path))

    def _upgraded(self, path: Path) -> Path:
        """A copy with the tables of this program; the version itself stays as it is."""
        place = path.with_name(f"{path.stem}@{HEAD}{_SUFFIX}")
        if not place.is_file():
            with self.draft() as draft, _told(self.folder):
                draft.store.close()
                shutil.copyfile(path, draft.path)
                draft.store.upgrade()
                self.close(draft)
                draft.path.replace(place)
                settle(place.parent)
        return place


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _broken(path: Path) -> str:
    return (
        f"Den frigivne version {path.parent.name}/{path.stem.split('-')[0]} kan ikke læses – "
        "hent mappen med frigivne versioner fra en sikkerhedskopi, eller frigiv igen."
    )


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"Versionen kan ikke gemmes ({error.strerror}) – se, om der er plads på disken, og om "
            f"mappen {folder} må skrives i."
        ) from error
