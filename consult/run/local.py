"""The local executor: files in, readings out, in order, on this machine; nothing is kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp

from consult.readers.discover import Source
from consult.readers.formats import may_enclose
from consult.readers.isolation import IsolatedReader
from consult.readers.limits import Limits
from consult.readers.wire import Spooled
from consult.run.ordered import ordered_map
from consult.run.reading import Reading, enclosed_source, read_source, refused


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
    problem = refused(source, limits, taken.files, taken.bytes)
    if problem is not None:
        _forget(source)
        yield Reading(source, error=problem)
        return
    folder = Path(mkdtemp(dir=spool))
    reading, spooled = read_source(reader, source, folder)
    _forget(source)
    if reading.error is not None:
        rmtree(folder, ignore_errors=True)
    taken.add(spooled)
    yield reading
    yield from _opened(reader, [enclosed_source(e, source) for e in spooled], spool, limits, taken)


def _forget(source: Source) -> None:
    """Take the copy of an enclosed file away once it is read: a spool holds what waits."""
    if source.depth:
        source.path.unlink(missing_ok=True)


def _reading(reader: IsolatedReader, item: Source | Reading) -> Reading:
    if isinstance(item, Reading):
        return item
    if item.skipped is not None or item.error is not None:
        return Reading(item, skipped=item.skipped, error=item.error)
    reading, _ = read_source(reader, item)
    _forget(item)
    return reading
