"""Files and folders -> the files to read, each with a name of its own."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from consult.domain.documents import Metadata
from consult.domain.errors import ReadError

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file and what it is called in results; `skipped` says in Danish why it is not read.

    A file that lay inside another has the path of its copy, and brings with it what the outer
    one says of its sender (`metadata`), why it could not be taken out (`error`), and how many
    files stand around it (`depth`).
    """

    path: Path
    name: str
    skipped: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    error: ReadError | None = None
    depth: int = 0


def sources(paths: Sequence[Path]) -> Iterator[Source]:
    """The files that `paths` name, folders with all below them in sorted order.

    A name is the file's own, or its path inside the given folder where that repeats. Hidden
    files, Office lock files and files named twice come with `skipped` set. A path that does
    not exist is handed on, so that reading it fails with a reason.
    """
    found = list(_found(paths))
    for rename in (_inside, _with_folder, _in_full):
        counts = Counter(source.name for _, source in found if source.skipped is None)
        repeated = {name for name, count in counts.items() if count > 1}
        found = [
            (root, replace(s, name=rename(root, s.path)) if s.name in repeated else s)
            for root, s in found
        ]
    yield from (source for _, source in found)


def _found(paths: Sequence[Path]) -> Iterator[tuple[Path, Source]]:
    """Every file with the folder it was found through."""
    seen: set[Path] = set()
    for given in paths:
        files = _below(given) if given.is_dir() else [given]
        root = given if given.is_dir() else given.parent
        for path in files:
            reason = reason_to_skip(path.relative_to(root)) if given.is_dir() else None
            real = path.resolve()
            if reason is None and real in seen:
                reason = "Filen er allerede taget med."
            seen.add(real)
            yield root, Source(path, path.name, reason)


def _below(folder: Path) -> list[Path]:
    """All files under `folder`, sorted by path; links to folders are not followed."""
    return sorted(
        (Path(parent) / file for parent, _, files in os.walk(folder) for file in files),
        key=lambda path: path.relative_to(folder).parts,
    )


def reason_to_skip(path: Path) -> str | None:
    """Why a file, by its path inside the given folder or archive, is left out."""
    if path.name.startswith("~$"):
        return "Office' midlertidige låsefil er sprunget over."
    hidden = any(part.startswith(".") for part in path.parts)
    if hidden or path.name.casefold() in _SYSTEM_FILES:
        return "Skjult fil er sprunget over."
    return None


def _inside(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _with_folder(root: Path, path: Path) -> str:
    return f"{root.name}/{_inside(root, path)}"


def _in_full(_root: Path, path: Path) -> str:
    return path.resolve().as_posix()
