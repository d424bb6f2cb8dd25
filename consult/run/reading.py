"""One source read: what became of it, and what lay in it. Nothing is taken away here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from consult.domain.documents import Document, Metadata
from consult.domain.errors import ReadError
from consult.readers.discover import Source, name_inside, name_notes, reason_to_skip, shown_name
from consult.readers.isolation import IsolatedReader
from consult.readers.limits import Limits
from consult.readers.wire import Spooled

#: Bytes hashed at a time.
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source: its documents, or why there are none.

    `error` or `skipped` (a Danish reason) say why there are no documents at all; `empty` are
    the rows of a table that hold no response, each with its `skip_reason`. `enclosed` is how
    many files lay in this one: each has a reading of its own, right after this. `sha256` and
    `size` (bytes) are of the file; "" and 0 where it could not be opened.
    """

    source: Source
    documents: tuple[Document, ...] = ()
    empty: tuple[Document, ...] = ()
    error: ReadError | None = None
    skipped: str | None = None
    sha256: str = ""
    size: int = 0
    enclosed: int = 0


def read_source(
    reader: IsolatedReader, source: Source, spool: Path | None = None
) -> tuple[Reading, tuple[Spooled, ...]]:
    """The reading of a file, and what lay in it, written to `spool`; without one it stays there."""
    try:
        digest, size = digest_of(source.path)
        unpacked = reader.unpack(source.path, source.name, spool)
    except OSError:
        unopened = ReadError(source.name, "filen kan ikke åbnes", "se om den findes og må læses")
        return Reading(source, error=unopened), ()
    except ReadError as error:
        return Reading(source, error=error, sha256=digest, size=size), ()
    found = tuple(_documents(unpacked.documents, source))
    held = tuple(d for d in found if d.skip_reason is None)
    empty = tuple(d for d in found if d.skip_reason is not None)
    reading = Reading(source, held, empty, None, None, digest, size, len(unpacked.enclosures))
    return reading, unpacked.enclosures


def enclosed_source(spooled: Spooled, outer: Source) -> Source:
    """What lay in `outer` as a source of its own, named by its way in."""
    name = name_inside(outer.name, spooled.name)
    return Source(
        path=spooled.file or outer.path,
        name=name,
        skipped=spooled.skipped or reason_to_skip(PurePosixPath(spooled.name)),
        metadata=_filled(spooled.metadata, outer.metadata),
        error=spooled.error,
        depth=outer.depth + 1,
        notes=name_notes(spooled.name),
        origin=Path(f"{outer.place}/{shown_name(spooled.name)}"),
    )


def refused(source: Source, limits: Limits, files: int, size: int) -> ReadError | None:
    """Why an archive in an archive is not opened; None where it may be.

    `files` and `size` (bytes) have been taken out of the outermost one, from all its layers.
    """
    if source.depth >= limits.archive_depth:
        return ReadError(
            source.name,
            f"filen ligger {source.depth} lag nede i andre filer, "
            f"og grænsen er {limits.archive_depth}",
            "pak den ud, og læg den ind for sig selv",
        )
    if files > limits.archive_files or size >= limits.archive_bytes:
        return ReadError(
            source.name,
            "arkivet, som filen ligger i, holder mere, end der må pakkes ud på én gang",
            "pak den ud, og læg den ind for sig selv",
        )
    return None


def last_part(name: str) -> str:
    """A name without its way in."""
    return PurePosixPath(name).name


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 of the file in hexadecimal, and its size in bytes; OSError where it is not there."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _documents(documents: Iterable[Document], source: Source) -> Iterator[Document]:
    """The documents with what an outer file says of them; without their way in as a name."""
    for document in documents:
        name = last_part(source.name) if document.name == source.name else document.name
        yield replace(
            document,
            name=name if source.depth else document.name,
            metadata=_filled(document.metadata, source.metadata),
            warnings=(*source.notes, *document.warnings),
        )


def _filled(own: Metadata, outer: Metadata) -> Metadata:
    """What a document says of itself, and where it says nothing what stands around it says."""
    return Metadata(*(getattr(own, f.name) or getattr(outer, f.name) for f in fields(Metadata)))
