"""What was taken in is put in line again, to be analysed anew."""

from collections.abc import Collection
from datetime import datetime

from consult.domain.work import WorkState
from consult.store import responses, sources, work
from consult.store.database import Connection


def put_in_line(
    connection: Connection, consultation_id: int, source_ids: Collection[int], now: datetime
) -> None:
    """Have the responses of these sources analysed again, in the caller's transaction.

    A source that was taken in without a row gets one. One that a worker is analysing is taken
    from it: what it would save is judged by what no longer holds.
    """
    rows = work.of_sources(connection, consultation_id, source_ids)
    for source_id in source_ids:
        row = rows.get(source_id)
        if row is None:
            work.adopt(connection, consultation_id, sources.one(connection, source_id), now)
        elif row.ended or row.state is WorkState.ANALYSING:
            again: dict[str, object] = {"broken": [], "finished_at": None, "attempts": 0}
            work.move(connection, row, WorkState.ANALYSING, **again)


def all_in_line(connection: Connection, consultation_id: int, now: datetime) -> int:
    """Have all responses that count analysed again; how many files that is."""
    # No findings are of version "", so that whatever counts lacks them.
    every = responses.pending_sources(connection, consultation_id, "")
    put_in_line(connection, consultation_id, every, now)
    return len(every)
