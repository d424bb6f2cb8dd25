"""The local executor: files in, readings and analyses out, in order, on this machine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.domain.findings import Analysis
from consult.readers.discover import Source
from consult.readers.isolation import IsolatedReader, Limits
from consult.run.ordered import ordered_map
from consult.stages.case import Case
from consult.stages.pipeline import analyse

#: Bytes hashed at a time.
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source: its documents, or why there are none.

    `error` or `skipped` (a Danish reason) say why there are no documents at all; `empty` are
    the rows of a table that hold no response, each with its `skip_reason`. `sha256` and `size`
    (bytes) are of the file; "" and 0 where it could not be opened.
    """

    source: Source
    documents: tuple[Document, ...] = ()
    empty: tuple[Document, ...] = ()
    error: ReadError | None = None
    skipped: str | None = None
    sha256: str = ""
    size: int = 0


def read_all(sources: Iterable[Source], limits: Limits, workers: int = 1) -> Iterator[Reading]:
    """Read every source in a process of its own; a bad one never stops the rest."""
    with IsolatedReader(limits) as reader:
        yield from ordered_map(lambda source: _read(reader, source), sources, workers)


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

    Rows of two tables may bear one id: the second is then called by its table as well.
    """
    taken: set[str] = set()
    for source, document in documents:
        name, n = document.name, 1
        while name in taken:
            name = f"{source}/{document.name}" if n == 1 else f"{source}/{document.name} ({n})"
            n += 1
        taken.add(name)
        yield document if name == document.name else replace(document, name=name)


def _read(reader: IsolatedReader, source: Source) -> Reading:
    if source.skipped is not None:
        return Reading(source, skipped=source.skipped)
    try:
        digest, size = _digest(source.path)
    except OSError:
        error = ReadError(source.name, "filen kan ikke åbnes", "se om den findes og må læses")
        return Reading(source, error=error)
    try:
        documents = reader.read(source.path, source.name)
    except ReadError as error:
        return Reading(source, error=error, sha256=digest, size=size)
    held = tuple(d for d in documents if d.skip_reason is None)
    empty = tuple(d for d in documents if d.skip_reason is not None)
    return Reading(source, held, empty, sha256=digest, size=size)


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 of the file in hexadecimal, and its size in bytes."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
