"""Files and folders -> the files to read, each with a name of its own."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePath, PurePosixPath

from consult.domain.documents import Metadata
from consult.domain.errors import ReadError
from consult.readers.decode import decode

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
# Where macOS puts its own notes on the files of an archive.
_SYSTEM_FOLDER = "__macosx"
# Unicode's categories of what shows as nothing, or as nothing known.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Longest part of a name that is shown; file systems take 255 bytes. Longest path of one file, and
# of one with its way in: databases look files up by it, and PostgreSQL's indexes hold 2,704 bytes.
_LONGEST_PART, _LONGEST_PATH, _LONGEST_NAME = 200, 260, 600
# The shortest room for a file in another one.
_LEAST_ROOM = 40
# Hexadecimal digits that keep apart what is equal as far as it is shown.
_MARK = 8
_UNSEEN_NOTE = "Usynlige tegn i filnavnet er fjernet; de kan skjule, hvad filen er."


@dataclass(frozen=True, slots=True)
class Source:
    """A file and what it is called in results; `skipped` says in Danish why it is not read.

    A file that lay inside another has the path of its copy, and brings with it what the outer
    one says of its sender (`metadata`), why it could not be taken out (`error`), and how many
    files stand around it (`depth`). `notes` are Danish sentences about its name, `origin` is the
    outermost file's path with the way in.
    """

    path: Path
    name: str
    skipped: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    error: ReadError | None = None
    depth: int = 0
    notes: tuple[str, ...] = ()
    origin: Path | None = None

    @property
    def place(self) -> Path:
        """Where a person finds it: a copy that was made for reading is gone soon."""
        return self.origin or self.path


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
            (root, replace(s, name=shown_name(rename(root, s.path))) if s.name in repeated else s)
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
            name = shown_name(path.name)
            yield root, Source(path, name, reason, notes=name_notes(path.name))


def _below(folder: Path) -> list[Path]:
    """All files under `folder`, sorted by path; links to folders are not followed."""
    return sorted(
        (Path(parent) / file for parent, _, files in os.walk(folder) for file in files),
        key=lambda path: path.relative_to(folder).parts,
    )


def reason_to_skip(path: PurePath) -> str | None:
    """Why a file, by its path inside the given folder or archive, is left out."""
    if path.name.startswith("~$"):
        return "Office' midlertidige låsefil er sprunget over."
    hidden = any(part.startswith(".") for part in path.parts)
    system = path.name.casefold() in _SYSTEM_FILES
    if hidden or system or _SYSTEM_FOLDER in (part.casefold() for part in path.parts):
        return "Skjult fil er sprunget over."
    return None


def shown_name(name: str, room: int = _LONGEST_PATH) -> str:
    """A file's name or path without what shows as nothing or turns the direction of reading.

    Bytes that are no UTF-8 are read as the letters they were; a very long part is cut, and so are
    the folders of a path of more than `room` characters. What is cut differently stays different.
    """
    if any("\udc80" <= c <= "\udcff" for c in name):
        name = decode(os.fsencode(name)) or name
    seen = "".join(c for c in name if unicodedata.category(c) not in _UNSEEN)
    *folders, last = (_cut(part, min(_LONGEST_PART, room)) for part in seen.split("/"))
    inside = "/".join((*folders, last if last.strip() else "uden navn"))
    return inside if len(inside) <= room else _without_folders(inside, room)


def name_inside(outer: str, name: str) -> str:
    """What a file in the one shown as `outer` is called: its way in, which stays what it is."""
    room = min(_LONGEST_PATH, max(_LONGEST_NAME - len(outer) - 1, _LEAST_ROOM))
    return f"{outer}/{shown_name(name, room)}"


def name_notes(name: str) -> tuple[str, ...]:
    """What a person should know of the name a file came with; one sentence or none."""
    unseen = any(unicodedata.category(c) in _UNSEEN and c != "\n" for c in name)
    return (_UNSEEN_NOTE,) if unseen else ()


def _cut(part: str, longest: int) -> str:
    """The part, in its middle shortened to what can be shown; its suffix is kept."""
    if len(part) <= longest:
        return part
    end = f" {_mark(part)}…{PurePosixPath(part).suffix[-10:]}"
    return f"{part[: longest - len(end)]}{end}"


def _without_folders(path: str, room: int) -> str:
    """The path with as much of its folders as there is room for beside the file's own name."""
    end = f"… {_mark(path)}/{path.rsplit('/', 1)[-1]}"
    if len(end) > room:
        return _cut(path.replace("/", "_"), room)
    return f"{path[: room - len(end)]}{end}"


def _mark(words: str) -> str:
    return sha256(words.encode(errors="replace")).hexdigest()[:_MARK]


def _inside(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _with_folder(root: Path, path: Path) -> str:
    return f"{root.name}/{_inside(root, path)}"


def _in_full(_root: Path, path: Path) -> str:
    return path.resolve().as_posix()
