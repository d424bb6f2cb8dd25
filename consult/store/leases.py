"""Who has a row of work in hand: leases that run out, and fences that keep the late ones out.

A claim is one short transaction: `FOR UPDATE SKIP LOCKED` on PostgreSQL, and on SQLite
`Store.write` is `BEGIN IMMEDIATE`. See `docs/decisions/0062`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from consult.domain.errors import LostLeaseError
from consult.domain.work import ENDED, IN_HAND, WorkState
from consult.store.work import line_of, move
from consult.store.work_records import Lease
from consult.store.work_table import work

_EARLIER = work.alias("earlier")
#: Not read yet, so what it is called by and what lies in it is not settled.
_UNREAD = (WorkState.WAITING, WorkState.READING)


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who asks for work, and for how long they may keep it without a sign of life."""

    owner: str
    lease: timedelta


def claim(connection: sa.Connection, who: Claimant, now: datetime) -> Lease | None:
    """The next row that nobody has in hand, or None; its `attempts` counts this one.

    First what was left lying by one whose lease ran out, then containers (so that all names
    are known), then what has been read, then what has not.
    """
    for query in (_left_lying(now), _to_open(), _to_analyse(), _to_read()):
        row = connection.execute(query.limit(1).with_for_update(skip_locked=True)).mappings()
        found = row.first()
        if found is not None:
            return _take(connection, found, who, now)
    return None


def beat(connection: sa.Connection, lease: Lease, until: datetime) -> bool:
    """A sign of life; False where another has the row by now."""
    change = sa.update(work).where(*_holds(lease)).values(lease_until=until)
    return connection.execute(change).rowcount == 1


def guard(connection: sa.Connection, lease: Lease) -> None:
    """Keep others from the row until the transaction ends.

    Raises:
        LostLeaseError: another has the row by now; nothing may be written for it.
    """
    query = sa.select(work.c.id).where(*_holds(lease)).with_for_update()
    if connection.execute(query).first() is None:
        raise LostLeaseError(
            f"{lease.row.name}: en anden har overtaget arbejdet med filen, så dette gemmes ikke."
        )


def progress(connection: sa.Connection, lease: Lease, broken: tuple[int, ...] | None) -> None:
    """A response of the row is behind: what stops the worker now is not what stopped it before."""
    values: dict[str, object] = {"attempts": 1}
    if broken is not None:
        values["broken"] = list(broken)
    connection.execute(sa.update(work).where(work.c.id == lease.row.id).values(**values))


def finish(
    connection: sa.Connection, lease: Lease, then: WorkState, now: datetime, **values: object
) -> None:
    """Move the row on and let go of it.

    Raises:
        LostLeaseError: another has the row by now.
    """
    guard(connection, lease)
    spent = (now - (lease.claimed_at or now)).total_seconds()
    values |= {"attempts": 0, "seconds": work.c.seconds + max(spent, 0.0)}
    move(connection, lease.row, then, finished_at=now if then in ENDED else None, **values)


def release(connection: sa.Connection, lease: Lease, *, counted: bool) -> bool:
    """Put the row back where it was taken; False where another has it by now.

    The attempt counts only if `counted`.
    """
    back = WorkState.WAITING if lease.row.state is WorkState.READING else lease.row.state
    change = sa.update(work).where(*_holds(lease))
    values: dict[str, object] = {
        "state": back,
        "owner": None,
        "lease_until": None,
        "claimed_at": None,
    }
    if not counted:
        values["attempts"] = work.c.attempts - 1
    return connection.execute(change.values(**values)).rowcount == 1


def unfinished(connection: sa.Connection) -> bool:
    """Whether any row of any round is not at its end."""
    query = sa.select(work.c.id).where(work.c.state.in_((WorkState.WAITING, *IN_HAND)))
    return connection.execute(query.limit(1)).first() is not None


def _take(connection: sa.Connection, found: sa.RowMapping, who: Claimant, now: datetime) -> Lease:
    waits = found["state"] == WorkState.WAITING
    values = {
        "state": WorkState.READING if waits else found["state"],
        "attempts": found["attempts"] + 1,
        "fence": found["fence"] + 1,
        "owner": who.owner,
        "lease_until": now + who.lease,
    }
    change = sa.update(work).where(work.c.id == found["id"])
    connection.execute(change.values(**values, claimed_at=now))
    row = replace(
        line_of(found),
        state=WorkState(values["state"]),
        attempts=found["attempts"] + 1,
        fence=found["fence"] + 1,
        owner=who.owner,
        lease_until=now + who.lease,
    )
    return Lease(row, row.fence, now)


def _holds(lease: Lease) -> tuple[sa.ColumnElement[bool], ...]:
    held = work.c.owner.is_not(None)
    return work.c.id == lease.row.id, work.c.fence == lease.fence, held


def _left_lying(now: datetime) -> sa.Select[tuple[object, ...]]:
    late = (work.c.state.in_(IN_HAND), work.c.owner.is_not(None), work.c.lease_until <= now)
    return sa.select(work).where(*late).order_by(work.c.position)


def _to_open() -> sa.Select[tuple[object, ...]]:
    """Containers: those in one outermost file in order, for they share its limits."""
    sibling = _earlier(_EARLIER.c.root == work.c.root, _EARLIER.c.encloses)
    return _waiting(encloses=True).where(~sibling, ~_before_in_lane())


def _to_analyse() -> sa.Select[tuple[object, ...]]:
    ready = (work.c.state == WorkState.ANALYSING, work.c.owner.is_(None))
    return sa.select(work).where(*ready).order_by(work.c.position)


def _to_read() -> sa.Select[tuple[object, ...]]:
    """Plain files: after all that lie before them in the line have come out of their containers.

    Otherwise the order in which two workers happen to read would decide which of two answers
    with one name is the newer one.
    """
    container = _earlier(_EARLIER.c.consultation_id == work.c.consultation_id, _EARLIER.c.encloses)
    return _waiting(encloses=False).where(~container, ~_before_in_lane())


def _waiting(*, encloses: bool) -> sa.Select[tuple[object, ...]]:
    waits = (work.c.state == WorkState.WAITING, work.c.encloses.is_(encloses))
    return sa.select(work).where(*waits).order_by(work.c.position)


def _before_in_lane() -> sa.ColumnElement[bool]:
    same = _EARLIER.c.consultation_id == work.c.consultation_id
    return _earlier(same, _EARLIER.c.lane == work.c.lane)


def _earlier(*which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether such a row lies before this one and is not read yet."""
    before = (_EARLIER.c.state.in_(_UNREAD), _EARLIER.c.position < work.c.position)
    return sa.exists().where(*which, *before)
