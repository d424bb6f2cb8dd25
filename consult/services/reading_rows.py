"""A row of work is read: the kept file in a process of its own, and what lay in it kept too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from consult.domain.errors import KeepError, ReadError
from consult.readers.discover import Source
from consult.readers.formats import may_enclose
from consult.readers.wire import Spooled
from consult.run.reading import Reading, enclosed_source, refused
from consult.services.admission import plain
from consult.services.entering import enter, enter_unread, lane_of, settle
from consult.services.workshop import Workshop
from consult.store import rounds, work
from consult.store.database import Connection
from consult.store.kept import lost
from consult.store.work_records import Lease, NewWork, WorkLine


@dataclass(frozen=True, slots=True)
class _Member:
    """What lay in a file; `new` has its bytes, unless it could not or need not be taken out."""

    source: Source
    new: NewWork


def read_row(shop: Workshop, lease: Lease) -> None:
    """Read the file, take in what it says, and put what lay in it in the line.

    Raises:
        LostLeaseError: another has the row by now; nothing was written.
        StoreError: the database fails; nothing was written.
    """
    with shop.kept.spool() as spool:
        reading, members = _read(shop, lease.row, spool)
    with shop.store.write() as connection:
        rounds.one(connection, lease.row.consultation_id, lock=True)
        now = shop.store.now()
        enter(connection, lease, reading, now)
        for index, member in enumerate(members):
            _put(shop, connection, lease.row, index, member)
        settle(connection, lease.row)


def new_work(source: Source, digest: str = "", size: int = 0) -> NewWork:
    """A source as a row of work, with the bytes of that SHA-256."""
    name = plain(source.name)
    return NewWork(
        name,
        plain(str(source.place)),
        lane_of(name),
        bool(digest) and may_enclose(name),
        digest,
        size,
        source.depth,
        source.metadata,
        source.notes,
    )


def _read(shop: Workshop, row: WorkLine, spool: Path) -> tuple[Reading, tuple[_Member, ...]]:
    file = row.file
    path = shop.kept.path(file.sha256)
    source = Source(
        path, row.name, None, file.metadata, None, file.depth, file.notes, Path(file.place)
    )
    problem = _tried_enough(shop, row) or _lies_too_deep(shop, row, source)
    if problem is not None:
        # As when it is read from a folder: a file that is not opened is told by its place.
        digest = "" if row.attempts <= shop.rules.attempts else file.sha256
        return Reading(source, error=problem, sha256=digest, size=file.size), ()
    if not shop.kept.has(file.sha256):
        gone = lost(row.name, FileNotFoundError())
        return Reading(source, error=gone, sha256=file.sha256, size=file.size), ()
    reading, spooled = shop.read(source, spool)
    if not reading.sha256:
        return replace(reading, sha256=file.sha256, size=file.size), ()
    if reading.sha256 != file.sha256:
        damaged = lost(row.name)
        return Reading(source, error=damaged, sha256=file.sha256, size=file.size), ()
    return _with_members(shop, reading, spooled)


def _with_members(
    shop: Workshop, reading: Reading, spooled: Sequence[Spooled]
) -> tuple[Reading, tuple[_Member, ...]]:
    """The reading and what lay in the file, kept; without room for all of it, none of it."""
    try:
        return reading, tuple(_member(shop, reading.source, each) for each in spooled)
    except KeepError as error:
        return replace(reading, documents=(), empty=(), error=error, enclosed=0), ()


def _member(shop: Workshop, outer: Source, spooled: Spooled) -> _Member:
    source = enclosed_source(spooled, outer)
    if spooled.file is None or source.skipped is not None or source.error is not None:
        return _Member(source, new_work(source))
    try:
        kept = shop.kept.adopt(source.name, spooled.file)
    except KeepError:
        raise
    except ReadError as error:
        return _Member(replace(source, error=error), new_work(source))
    return _Member(source, new_work(source, kept.sha256, kept.size))


def _put(
    shop: Workshop, connection: Connection, outer: WorkLine, index: int, member: _Member
) -> None:
    now, source = shop.store.now(), member.source
    key = work.add_inside(connection, outer, index, member.new, now)
    if not member.new.sha256:
        unread = Reading(source, skipped=source.skipped, error=source.error)
        enter_unread(connection, key, outer.consultation_id, unread, now)


def _tried_enough(shop: Workshop, row: WorkLine) -> ReadError | None:
    if row.attempts <= shop.rules.attempts:
        return None
    return ReadError(
        row.name,
        f"arbejdet er gået i stå {row.attempts - 1} gange, mens filen blev læst",
        "gem den i en enklere udgave, eller del den op",
    )


def _lies_too_deep(shop: Workshop, row: WorkLine, source: Source) -> ReadError | None:
    if not row.file.encloses:
        return None
    with shop.store.read() as connection:
        files, size = work.taken_out(connection, row.root)
    return refused(source, shop.limits, files, size)
