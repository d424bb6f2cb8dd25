"""Files handed in to a round: added, listed, counted, tried again, withdrawn, shown again.

What is added is on the disk and in the line when the call returns; workers do the rest.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from consult.domain.access import Action
from consult.domain.errors import ConsultError, KeepError, ReadError, StoreError
from consult.domain.wording import files as told_files
from consult.domain.work import ENDED, WorkState
from consult.readers.discover import Source, name_notes, reason_to_skip, shown_name
from consult.run.reading import Reading
from consult.services.analysing import add_up
from consult.services.desk import Desk, of_round
from consult.services.entering import enter_unread, settle
from consult.services.handed_in import has_its_own
from consult.services.lining import put_in_line
from consult.services.reading_rows import new_work
from consult.store import responses, sources, taking, work
from consult.store.database import Connection
from consult.store.kept import Kept, KeptFiles, Readable
from consult.store.work_records import WorkLine


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is handed in: what it is called, and where its bytes come from."""

    name: str
    file: Readable


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come. The counts by state add up to all its rows.

    `seconds_left` is what the last files took at the mean, for all that is left, shared by the
    `workers` at it; None where no file has ended yet.
    """

    states: Mapping[WorkState, int]
    workers: int
    seconds_left: float | None

    @property
    def total(self) -> int:
        """All rows: the files handed in, and those that lay in them."""
        return sum(self.states.values())

    @property
    def left(self) -> int:
        """Those that are not at their end."""
        return sum(n for state, n in self.states.items() if state not in ENDED)


def add(desk: Desk, kept: KeptFiles, slug: str, uploads: Iterable[Upload]) -> tuple[int, ...]:
    """Hand files in to a round; the ids of their rows, in order.

    Each is kept and put in the line before the next is looked at: stopped in the middle, those
    before are safe, and handing all in again doubles nothing.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
        KeepError: a file cannot be kept, for instance because the disk is full; those before
            it are in the line.
    """
    with desk.read() as connection:
        desk.round(connection, slug, Action.FILL)
    rows: list[int] = []
    try:
        for upload in uploads:
            rows += [_add(desk, kept, slug, upload)]
    except BaseException:
        # Those before it are in the line, and the log says so.
        with suppress(ConsultError):
            _log(desk, slug, rows)
        raise
    _log(desk, slug, rows)
    return tuple(rows)


def progress(desk: Desk, slug: str) -> Progress:
    """How many files are where, and how long it will take.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.FILL).id
        states = work.states(connection, key)
        at_it = work.workers(connection, desk.now())
        mean = work.mean_seconds(connection, key)
    counted = Progress(states, at_it, None)
    left = None if mean is None else mean * counted.left / max(at_it, 1)
    return Progress(states, at_it, 0.0 if not counted.left else left)


def files(
    desk: Desk,
    slug: str,
    state: WorkState | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[WorkLine, ...]:
    """The rows of a round in the order handed in, each before what lay in it.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.FILL).id
        return work.listed(connection, key, state, limit, offset)


def original(desk: Desk, kept: KeptFiles, slug: str, source_id: int) -> tuple[str, bytes]:
    """The name of a source and its bytes, as they were handed in; it is logged.

    Nothing is taken out of them, which is why readers do not get them.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round, or no such source in it.
        KeepError: the bytes were not kept, or are lost.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.ORIGINAL).id
        line = sources.of_round(connection, key, source_id)
        desk.log(connection, "round.original", of_round(slug), line.name, key)
    return PurePosixPath(line.name).name, kept.read(line.name, line.sha256)


def retry(desk: Desk, kept: KeptFiles, slug: str, work_id: int) -> None:
    """Put a file that failed in the line again.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round, or no such row in it.
        StoreError: it did not fail, its bytes are not there, or a newer version counts.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL, lock=True).id
        row = work.one(connection, key, work_id, lock=True)
        if row.state is not WorkState.FAILED:
            raise StoreError(f"{row.name}: filen fejlede ikke, så der er intet at prøve igen.")
        then = WorkState.ANALYSING if row.broken else WorkState.WAITING
        if then is WorkState.WAITING:
            _check_readable(connection, kept, row)
        work.move(connection, row, then, reason=None, broken=[], finished_at=None)
        desk.log(connection, "round.retry", of_round(slug), row.name, key)


def withdraw(desk: Desk, slug: str, work_id: int) -> int:
    """Take a file back, with all that lay in it; how many responses no longer count.

    Whoever has it in hand cannot write any more. Handed in again, it is read again.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round, or no such row in it.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL, lock=True).id
        row = work.one(connection, key, work_id, lock=True)
        rows = (row, *work.below(connection, row))
        gone = sum(_withdraw(desk, connection, each) for each in rows)
        settle(connection, row)
        desk.log(connection, "round.withdraw", of_round(slug), row.name, key)
    if gone:
        add_up(desk, key)
    return gone


def run_again(desk: Desk, slug: str, version: str) -> int:
    """Put what lacks findings of `version` in the line; how many files that is.

    It is for when models, subject or catalogue have changed. A source that was taken in
    without a row gets one.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.ANALYSE, lock=True).id
        stale = responses.pending_sources(connection, key, version)
        put_in_line(connection, key, stale, desk.now())
        desk.log(connection, "round.rerun", of_round(slug), told_files(len(stale)), key)
        return len(stale)


def _log(desk: Desk, slug: str, rows: list[int]) -> None:
    if not rows:
        return
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL).id
        told = f"{told_files(len(rows))} lagt op"
        desk.log(connection, "round.upload", of_round(slug), told, key)


def _add(desk: Desk, kept: KeptFiles, slug: str, upload: Upload) -> int:
    source = _source(upload.name)
    error: ReadError | None = None
    held = Kept("", 0)
    if source.skipped is None:
        try:
            held = kept.keep(source.name, upload.file)
        except KeepError:
            raise
        except ReadError as too_large:
            error = too_large
    new = new_work(source, held.sha256, held.size)
    with desk.write() as connection:
        # The lock keeps the numbers of rows in the order in which they can be seen.
        key, now = desk.round(connection, slug, Action.FILL, lock=True).id, desk.now()
        row = work.add(connection, key, new, now, desk.actor.name)
        if not held.sha256:
            unread = Reading(source, skipped=source.skipped, error=error)
            enter_unread(connection, row, key, unread, now)
    return row


def _source(name: str) -> Source:
    """A file of that name as it is known from here on; it comes from no place."""
    shown = shown_name(name)
    skipped = reason_to_skip(PurePosixPath(shown))
    return Source(Path(shown), shown, skipped, notes=name_notes(name))


def _check_readable(connection: Connection, kept: KeptFiles, row: WorkLine) -> None:
    if not kept.has(row.file.sha256):
        raise StoreError(f"{row.name}: filen kunne ikke gemmes før – læg den op for sig selv.")
    known = [row.source_id, *(outer.source_id for outer in work.around(connection, row))]
    newer = (sources.one(connection, key).superseded_by for key in known if key is not None)
    if any(key is not None for key in newer):
        raise StoreError(f"{row.name}: en nyere udgave er taget ind, og den gælder.")


def _withdraw(desk: Desk, connection: Connection, row: WorkLine) -> int:
    if row.state is WorkState.WITHDRAWN:
        return 0
    now = desk.now()
    work.move(connection, row, WorkState.WITHDRAWN, reason=None, finished_at=now)
    if row.source_id is None or not has_its_own(connection, row):
        return 0
    sources.withdraw(connection, row.source_id)
    return taking.withdraw(connection, row.source_id)
