"""Kept files: the bytes that were handed in, by what they are (`docs/decisions/0063`).

A file lies under its SHA-256. It is written under another name, put on the disk, and only then
given its own, so that whatever stops the writer leaves a whole file or none.
"""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol
from uuid import uuid4

from consult.domain.errors import KeepError, ReadError
from consult.store.disk import private, settle

#: Bytes read and written at a time.
_CHUNK = 1 << 20
#: Seconds after which what lies half-written is nobody's any more.
_STALE = 24 * 3600
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Readable(Protocol):
    """Where bytes come from: an open file, an upload."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, b"" at the end."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept; `size` in bytes."""

    sha256: str
    size: int


class KeptFiles:
    """The folder with the bytes of all files that were handed in. Safe for many at once."""

    def __init__(self, folder: Path, most: int) -> None:
        """`most` is the size in bytes of the largest file that is kept."""
        self.folder = folder
        self._most = most
        self._partial = folder / "partial"

    def keep(self, name: str, file: Readable) -> Kept:
        """Keep what `file` gives; when this returns, it is on the disk.

        Raises:
            KeepError: it cannot be written, for instance because the disk is full.
            ReadError: it is larger than a file may be.
        """
        with self._told(name):
            self._make()
            partial = self._partial / uuid4().hex
            try:
                return self._written(name, file, partial)
            finally:
                partial.unlink(missing_ok=True)

    def adopt(self, name: str, path: Path) -> Kept:
        """Keep the file at `path`, which a reader took out of another one.

        Raises:
            KeepError, ReadError: as `keep`.
        """
        with self._told(name), path.open("rb") as file:
            return self.keep(name, file)

    def path(self, digest: str) -> Path:
        """Where the file of that SHA-256 lies, if it is kept."""
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether there is such a file."""
        return bool(digest) and self.path(digest).is_file()

    def read(self, name: str, digest: str) -> bytes:
        """The bytes of a file, as they were handed in.

        Raises:
            KeepError: it is not there, cannot be read, or is not what it was.
        """
        try:
            data = self.path(digest or "-").read_bytes()
        except OSError as error:
            raise lost(name, error) from error
        if sha256(data).hexdigest() != digest:
            raise lost(name)
        return data

    @contextmanager
    def spool(self) -> Iterator[Path]:
        """A folder for what is taken out of a file; gone afterwards."""
        with self._told("Mellemlageret"):
            self._make()
            folder = Path(mkdtemp(dir=self._partial))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Take away what writers left half-written when they were stopped."""
        with suppress(OSError):
            for left in self._partial.iterdir():
                with suppress(OSError):
                    if time.time() - left.stat().st_mtime > _STALE:
                        shutil.rmtree(left) if left.is_dir() else left.unlink()

    def _make(self) -> None:
        # Answers from citizens: nobody else on the machine needs to see them.
        self._partial.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _written(self, name: str, file: Readable, partial: Path) -> Kept:
        digest, size = sha256(), 0
        with open(partial, "xb", opener=private) as out:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > self._most:
                    raise too_large(name, self._most)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        path = self.path(digest.hexdigest())
        path.parent.mkdir(mode=0o700, exist_ok=True)
        # Also where it is there already: a copy that was damaged is whole again.
        partial.replace(path)
        settle(path.parent)
        return Kept(path.name, size)

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise KeepError(
                    name,
                    "der er ikke plads på disken til at gemme filen",
                    "gør plads, og prøv igen",
                ) from error
            raise KeepError(
                name,
                f"filen kan ikke gemmes ({error.strerror})",
                f"se om mappen {self.folder} findes og må skrives i",
            ) from error


def lost(name: str, error: OSError | None = None) -> KeepError:
    """What became of a kept file that cannot be read; without `error` it is not what it was."""
    if error is None:
        problem = "den gemte kopi af filen er beskadiget"
    elif isinstance(error, FileNotFoundError):
        problem = "den gemte kopi af filen findes ikke"
    else:
        problem = f"den gemte kopi af filen kan ikke læses ({error.strerror})"
    return KeepError(name, problem, "læg filen op igen")


def too_large(name: str, most: int) -> ReadError:
    """The sentence for a file that is larger than `most` bytes."""
    return ReadError(
        name,
        f"filen fylder mere end {most // 1024 // 1024} MB, som er grænsen",
        "del den op, eller gem den i en mindre udgave",
    )
