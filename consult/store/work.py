"""Work: the files that were handed in, listed and counted, and moved from state to state."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.domain.documents import Metadata
from consult.domain.errors import NotFoundError
from consult.domain.work import ENDED, WorkState, may_become
from consult.store.records import SourceLine
from consult.store.work_records import NewWork, WorkLine
from consult.store.work_table import work

#: Digits of a position: of the row's own number, and of its number in the file around it.
_OUTER, _INNER = 10, 7
#: How many of the files that ended last the running mean is of.
_RECENT = 50


def add(
    connection: sa.Connection, consultation_id: int, new: NewWork, at: datetime, by: str | None
) -> int:
    """A row for a file that is handed in, last in the line; its id."""
    row = _columns(consultation_id, new, at) | {"position": "", "root": "", "added_by": by}
    key: int = connection.execute(sa.insert(work).returning(work.c.id), row).scalar_one()
    position = f"{key:0{_OUTER}d}"
    _set(connection, key, position=position, root=position)
    return key


def add_inside(
    connection: sa.Connection, outer: WorkLine, index: int, new: NewWork, at: datetime
) -> int:
    """A row for file number `index` (from 0) that lay in `outer`; its id."""
    row = _columns(outer.consultation_id, new, at) | {
        "position": f"{outer.position}{index:0{_INNER}d}",
        "root": outer.root,
        "added_by": outer.added_by,
    }
    key: int = connection.execute(sa.insert(work).returning(work.c.id), row).scalar_one()
    return key


def adopt(connection: sa.Connection, consultation_id: int, taken: SourceLine, at: datetime) -> int:
    """A row for a source that was taken in without one, ready to be analysed; its id."""
    new = NewWork(taken.name, taken.path, taken.name, False, taken.sha256, taken.size)
    key = add(connection, consultation_id, new, at, None)
    _set(connection, key, state=WorkState.ANALYSING, source_id=taken.id, opened=True)
    return key


def one(
    connection: sa.Connection, consultation_id: int, work_id: int, lock: bool = False
) -> WorkLine:
    """One row of a round; with `lock` no one else changes it until the transaction ends.

    Raises:
        NotFoundError: the round has no such row.
    """
    query = sa.select(work).where(work.c.id == work_id, work.c.consultation_id == consultation_id)
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    if row is None:
        raise NotFoundError(f"Fil nr. {work_id} findes ikke i denne runde.")
    return line_of(row)


def listed(
    connection: sa.Connection,
    consultation_id: int,
    state: WorkState | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[WorkLine, ...]:
    """The rows of a round in the order handed in, each before what lay in it."""
    query = sa.select(work).where(work.c.consultation_id == consultation_id)
    if state is not None:
        query = query.where(work.c.state == state)
    rows = connection.execute(query.order_by(work.c.position).limit(limit).offset(offset))
    return tuple(line_of(row) for row in rows.mappings())


def below(connection: sa.Connection, outer: WorkLine) -> tuple[WorkLine, ...]:
    """The rows of all that lay in the file, at whatever depth."""
    query = sa.select(work).where(*_inside(outer))
    rows = connection.execute(query.order_by(work.c.position)).mappings()
    return tuple(line_of(row) for row in rows)


def unread_below(connection: sa.Connection, outer: WorkLine) -> bool:
    """Whether something that lay in the file, at whatever depth, is still to be read."""
    query = sa.select(work.c.id).where(
        *_inside(outer), work.c.state.in_((WorkState.WAITING, WorkState.READING))
    )
    return connection.execute(query.limit(1)).first() is not None


def around(connection: sa.Connection, inner: WorkLine) -> tuple[WorkLine, ...]:
    """The rows of the files that this one lay in, the outermost first."""
    positions = [inner.position[:end] for end in range(_OUTER, len(inner.position), _INNER)]
    if not positions:
        return ()
    query = sa.select(work).where(work.c.root == inner.root, work.c.position.in_(positions))
    rows = connection.execute(query.order_by(work.c.position)).mappings()
    return tuple(line_of(row) for row in rows)


def taken_out(connection: sa.Connection, root: str) -> tuple[int, int]:
    """How many files have come out of an outermost one, from all layers, and their bytes."""
    inner = (work.c.root == root, work.c.depth > 0)
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(work.c.size), 0)).where(*inner)
    files, size = connection.execute(query).one()
    return files, int(size)


def of_sources(
    connection: sa.Connection, consultation_id: int, source_ids: Iterable[int]
) -> dict[int, WorkLine]:
    """By source, its row: the one that is not at its end, else the newest."""
    wanted = list(source_ids)
    found: dict[int, WorkLine] = {}
    for i in range(0, len(wanted), 1000):
        query = sa.select(work).where(
            work.c.consultation_id == consultation_id,
            work.c.source_id.in_(wanted[i : i + 1000]),
            work.c.state != WorkState.WITHDRAWN,
        )
        for row in connection.execute(query.order_by(work.c.id)).mappings():
            line = line_of(row)
            known = found.get(row["source_id"])
            if known is None or known.ended:
                found[row["source_id"]] = line
    return found


def move(connection: sa.Connection, row: WorkLine, then: WorkState, **values: object) -> None:
    """Put a row in another state and set what else changes; nobody has it in hand after that."""
    if not may_become(row.state, then):
        raise ValueError(f"work {row.id}: {row.state} -> {then}")
    _set(connection, row.id, state=then, owner=None, lease_until=None, claimed_at=None, **values)


def say(connection: sa.Connection, row: WorkLine, reason: str) -> None:
    """Add a Danish sentence to what is said of a row."""
    _set(connection, row.id, reason=" ".join(filter(None, (row.reason, reason))))


def states(connection: sa.Connection, consultation_id: int) -> Mapping[WorkState, int]:
    """How many rows of the round are in each state; their sum is the number of rows."""
    query = (
        sa.select(work.c.state, sa.func.count())
        .where(work.c.consultation_id == consultation_id)
        .group_by(work.c.state)
    )
    found = {WorkState(state): n for state, n in connection.execute(query)}
    return {state: found.get(state, 0) for state in WorkState}


def mean_seconds(connection: sa.Connection, consultation_id: int) -> float | None:
    """What a file took at the mean, over those that ended last; None where none has ended."""
    ended = (
        sa.select(work.c.seconds)
        .where(
            work.c.consultation_id == consultation_id,
            work.c.state.in_(ENDED),
            work.c.seconds > 0,
        )
        .order_by(work.c.finished_at.desc())
        .limit(_RECENT)
        .subquery()
    )
    found: float | None = connection.scalar(sa.select(sa.func.avg(ended.c.seconds)))
    return found


def workers(connection: sa.Connection, now: datetime) -> int:
    """How many have a row in hand at this moment, in any round."""
    query = sa.select(sa.func.count(work.c.owner.distinct())).where(work.c.lease_until > now)
    return connection.execute(query).scalar_one()


def rounds_with_work(connection: sa.Connection) -> tuple[int, ...]:
    """The ids of the rounds that files were handed in to."""
    return tuple(connection.scalars(sa.select(work.c.consultation_id).distinct()))


def line_of(row: Mapping[Any, Any]) -> WorkLine:
    """The row as it is handed out."""
    own = {f.name: row[f.name] for f in fields(WorkLine) if f.name in row}
    own |= {"state": WorkState(row["state"]), "broken": tuple(row["broken"])}
    return WorkLine(file=_file_of(row), **own)


def _file_of(row: Mapping[Any, Any]) -> NewWork:
    said = row["metadata"]
    own = {f.name: row[f.name] for f in fields(NewWork)}
    own |= {"metadata": Metadata(**{**said, "given": tuple(said["given"])})}
    return NewWork(**own | {"notes": tuple(row["notes"])})


def _inside(outer: WorkLine) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        work.c.root == outer.root,
        work.c.position > outer.position,
        work.c.position.startswith(outer.position),
    )


def _columns(consultation_id: int, new: NewWork, at: datetime) -> dict[str, object]:
    """The columns of a row that waits, but for its position."""
    given = {name: getattr(new, name) for name in ("name", "place", "lane", "encloses")}
    given |= {"sha256": new.sha256, "size": new.size, "depth": new.depth}
    fresh = {"state": WorkState.WAITING, "opened": False, "anew": False, "broken": []}
    fresh |= {"attempts": 0, "fence": 0, "seconds": 0.0, "added_at": at}
    noted = {"metadata": asdict(new.metadata), "notes": list(new.notes)}
    return {"consultation_id": consultation_id} | given | noted | fresh


def _set(connection: sa.Connection, work_id: int, **values: object) -> None:
    connection.execute(sa.update(work).where(work.c.id == work_id).values(**values))
