"""A row of work enters its round: what was read is taken in, and the row moves on with it.

All of it happens in the caller's transaction, which has locked the round: after it the
responses are there and the row says so, or neither.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from consult.domain.clock import day_of
from consult.domain.work import WorkState
from consult.services.admission import admit
from consult.services.archives import leave
from consult.services.endings import Ending, Outcome
from consult.services.readings import Reading
from consult.store import leases, responses, sources, work
from consult.store.database import Connection
from consult.store.work_records import Lease, WorkLine

#: Files whose responses are called by what stands in them.
_TABLES = frozenset({".csv", ".xlsx", ".xlsm", ".ods"})
#: The lane of all of them: any may hold a row of any name. No file is called this.
_TABLE_LANE = "/"


@dataclass(slots=True)
class _Around:
    """The containers that a row lay in; `added` says that it is one taken in anew itself."""

    outer: tuple[WorkLine, ...]
    added: bool = False

    def renews(self, name: str) -> bool:  # noqa: ARG002 - there is one row, and this is its answer
        """Whether one of them was taken in anew."""
        return any(row.anew for row in self.outer)

    def add(self, name: str, source_id: int) -> None:  # noqa: ARG002
        """The row itself is a container, or a new version."""
        self.added = True


def lane_of(name: str) -> str:
    """What keeps a file in order with those that its responses may share a name with."""
    path = PurePosixPath(name)
    return _TABLE_LANE if path.suffix.lower() in _TABLES else path.name


def enter(connection: Connection, lease: Lease, reading: Reading, now: datetime) -> None:
    """Take in what was read of the row that the lease is of, and let go of it.

    Raises:
        LostLeaseError: another has the row by now.
    """
    leases.guard(connection, lease)
    state, values = _admitted(connection, lease.row, reading, now)
    leases.finish(connection, lease, state, now, **values)


def enter_unread(
    connection: Connection, row_id: int, consultation_id: int, reading: Reading, now: datetime
) -> None:
    """Say at once of a row that waits why there is nothing to read."""
    row = work.one(connection, consultation_id, row_id)
    state, values = _admitted(connection, row, reading, now)
    work.move(connection, row, state, finished_at=now, **values)


def settle(connection: Connection, row: WorkLine) -> None:
    """Withdraw what the former versions of the containers around a row held and these do not.

    It can be said once everything in them has been read, and nothing could hide in what could
    not be opened. `row` itself may be a container too.
    """
    mine = work.one(connection, row.consultation_id, row.id)
    for outer in (*work.around(connection, row), mine):
        if outer.anew and outer.source_id is not None:
            _settle(connection, outer, outer.source_id)


def _settle(connection: Connection, outer: WorkLine, source_id: int) -> None:
    if work.unread_below(connection, outer):
        return
    if sources.one(connection, source_id).superseded_by is not None:
        return
    inner = work.below(connection, outer)
    if any(row.state is WorkState.FAILED and not row.opened for row in inner):
        return
    met = {row.name for row in inner}
    left = leave(connection, outer.consultation_id, outer.name, source_id, met)
    if left.files:
        work.say(connection, outer, left.reason)


def _admitted(
    connection: Connection, row: WorkLine, reading: Reading, now: datetime
) -> tuple[WorkState, dict[str, object]]:
    """How the row goes on once its reading is taken in, and what it says."""
    around = _Around(work.around(connection, row))
    ending = admit(connection, row.consultation_id, reading, around, now)
    return _state(connection, row, ending, reading), {
        "outcome": ending.outcome,
        "reason": _reason(connection, ending),
        "source_id": ending.source_id,
        "opened": reading.error is None or bool(reading.sha256),
        "anew": around.added,
    }


def _state(connection: Connection, row: WorkLine, ending: Ending, reading: Reading) -> WorkState:
    if ending.outcome is Outcome.FAILED:
        return WorkState.FAILED
    if ending.outcome is Outcome.SKIPPED:
        return WorkState.SKIPPED
    if ending.outcome is Outcome.SAME:
        return WorkState.ANALYSING if _orphan(connection, row, ending) else WorkState.SAME
    return WorkState.ANALYSING if reading.documents else WorkState.DONE


def _orphan(connection: Connection, row: WorkLine, ending: Ending) -> bool:
    """Whether the source was taken in before, and nobody is about to analyse it."""
    key = ending.source_id
    if key is None or not responses.never_analysed(connection, key):
        return False
    other = work.of_sources(connection, row.consultation_id, [key]).get(key)
    return other is None or other.ended or other.id == row.id


def _reason(connection: Connection, ending: Ending) -> str | None:
    if ending.outcome is not Outcome.SAME or ending.source_id is None or ending.reason:
        return ending.reason
    day = day_of(sources.one(connection, ending.source_id).read_at)
    return f"{ending.source}: samme kilde som den, der blev taget ind {day:%d.%m.%Y}."
