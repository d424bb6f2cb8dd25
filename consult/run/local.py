"""The local executor: files in, readings and analyses out, in order, on this machine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp

from consult.domain.documents import Document, Metadata
from consult.domain.errors import ReadError
from consult.domain.findings import Analysis
from consult.readers.discover import Source, name_notes, reason_to_skip, shown_name
from consult.readers.formats import may_enclose
from consult.readers.isolation import IsolatedReader
from consult.readers.limits import Limits
from consult.readers.wire import Spooled
from consult.run.ordered import ordered_map
from consult.stages.case import Case
from consult.stages.pipeline import analyse

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


def read_all(sources: Iterable[Source], limits: Limits, workers: int = 1) -> Iterator[Reading]:
    """Read every source in a process of its own; a bad one never stops the rest.

    What lies in archives and mails is taken out first and then read like any other file, with
    limits, a reading and a reason of its own.
    """
    with IsolatedReader(limits) as reader, TemporaryDirectory(prefix="consult-") as spool:
        opened = _opened(reader, sources, Path(spool), limits)
        yield from ordered_map(lambda item: _reading(reader, item), opened, workers)


@dataclass(slots=True)
class _Taken:
    """How much has been taken out of one outermost file, from all its layers together."""

    files: int = 0
    bytes: int = 0

    def add(self, spooled: Sequence[Spooled]) -> None:
        """Count the files that one archive or mail gave."""
        self.files += len(spooled)
        self.bytes += sum(e.file.stat().st_size for e in spooled if e.file)


def _opened(
    reader: IsolatedReader,
    sources: Iterable[Source],
    spool: Path,
    limits: Limits,
    taken: _Taken | None = None,
) -> Iterator[Source | Reading]:
    """The sources to read; those that hold others as readings, each before what it held."""
    for source in sources:
        if source.skipped is not None or source.error is not None or not may_enclose(source.name):
            yield source
        else:
            yield from _open(reader, source, spool, limits, taken or _Taken())


def _open(
    reader: IsolatedReader, source: Source, spool: Path, limits: Limits, taken: _Taken
) -> Iterator[Source | Reading]:
    """The reading of an archive or a mail, then what lay in it."""
    refused = _refused(source, limits, taken)
    if refused is not None:
        _forget(source)
        yield Reading(source, error=refused)
        return
    folder = Path(mkdtemp(dir=spool))
    reading, spooled = _read(reader, source, folder)
    if reading.error is not None:
        rmtree(folder, ignore_errors=True)
    taken.add(spooled)
    yield reading
    yield from _opened(reader, [_enclosed(e, source) for e in spooled], spool, limits, taken)


def _refused(source: Source, limits: Limits, taken: _Taken) -> ReadError | None:
    """Why an archive in an archive is not opened; None where it may be."""
    if source.depth >= limits.archive_depth:
        return ReadError(
            source.name,
            f"filen ligger {source.depth} lag nede i andre filer, "
            f"og grænsen er {limits.archive_depth}",
            "pak den ud, og læg den ind for sig selv",
        )
    if taken.files > limits.archive_files or taken.bytes >= limits.archive_bytes:
        return ReadError(
            source.name,
            "arkivet, som filen ligger i, holder mere, end der må pakkes ud på én gang",
            "pak den ud, og læg den ind for sig selv",
        )
    return None


def _forget(source: Source) -> None:
    """Take the copy of an enclosed file away once it is read: a spool holds what waits."""
    if source.depth:
        source.path.unlink(missing_ok=True)


def _enclosed(spooled: Spooled, outer: Source) -> Source:
    """What lay in `outer` as a source of its own, named by its way in."""
    name = f"{outer.name}/{shown_name(spooled.name)}"
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


@dataclass(frozen=True, slots=True)
class Broken:
    """A document whose analysis broke down; `reason` is a Danish sentence that names it."""

    document: Document
    reason: str


def analyse_all(
    documents: Iterable[Document], case: Case, workers: int = 1
) -> Iterator[Analysis | Broken]:
    """Analyse documents in order; equal for any number of workers.

    One that breaks the analysis never stops the rest.
    """
    ready = case.prepare()
    return ordered_map(lambda document: _analyse(document, ready), documents, workers)


def _analyse(document: Document, case: Case) -> Analysis | Broken:
    try:
        return analyse(document, case)
    except Exception as error:  # whatever is wrong with one text, the others must be read
        kind = type(error).__name__
        return Broken(document, f"{document.name}: analysen gik i stå ({kind}) – meld fejlen.")


def with_own_names(documents: Iterable[tuple[str, Document]]) -> Iterator[Document]:
    """The documents, given with the name of their source, each under a name of its own.

    Rows of two tables may bear one id: the second is then called by its table as well. A file
    in an archive is called by its way in where another bears its name.
    """
    taken: set[str] = set()
    for source, document in documents:
        full = source if _last(source) == document.name else f"{source}/{document.name}"
        name, n = document.name, 1
        while name in taken:
            name = full if n == 1 else f"{full} ({n})"
            n += 1
        taken.add(name)
        yield document if name == document.name else replace(document, name=name)


def _reading(reader: IsolatedReader, item: Source | Reading) -> Reading:
    if isinstance(item, Reading):
        return item
    if item.skipped is not None or item.error is not None:
        return Reading(item, skipped=item.skipped, error=item.error)
    return _read(reader, item)[0]


def _read(
    reader: IsolatedReader, source: Source, spool: Path | None = None
) -> tuple[Reading, tuple[Spooled, ...]]:
    """The reading of a file, and what lay in it, written to `spool`; without one it stays there."""
    try:
        digest, size = _digest(source.path)
        unpacked = reader.unpack(source.path, source.name, spool)
    except OSError:
        unopened = ReadError(source.name, "filen kan ikke åbnes", "se om den findes og må læses")
        return Reading(source, error=unopened), ()
    except ReadError as error:
        return Reading(source, error=error, sha256=digest, size=size), ()
    finally:
        _forget(source)
    found = tuple(_documents(unpacked.documents, source))
    held = tuple(d for d in found if d.skip_reason is None)
    empty = tuple(d for d in found if d.skip_reason is not None)
    reading = Reading(source, held, empty, None, None, digest, size, len(unpacked.enclosures))
    return reading, unpacked.enclosures


def _documents(documents: Iterable[Document], source: Source) -> Iterator[Document]:
    """The documents with what an outer file says of them; without their way in as a name."""
    for document in documents:
        name = _last(source.name) if document.name == source.name else document.name
        yield replace(
            document,
            name=name if source.depth else document.name,
            metadata=_filled(document.metadata, source.metadata),
            warnings=(*source.notes, *document.warnings),
        )


def _filled(own: Metadata, outer: Metadata) -> Metadata:
    """What a document says of itself, and where it says nothing what stands around it says."""
    return Metadata(*(getattr(own, f.name) or getattr(outer, f.name) for f in fields(Metadata)))


def _last(name: str) -> str:
    return PurePosixPath(name).name


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 of the file in hexadecimal, and its size in bytes."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
