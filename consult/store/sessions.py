"""Sign-ins and the devices they came from. Tokens never come here, only their hashes."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from consult.store.account_records import SessionLine
from consult.store.account_tables import account, device, session

_LINE = (
    session.c.id,
    session.c.account_id,
    account.c.name.label("account"),
    session.c.origin,
    session.c.created,
    session.c.seen,
    session.c.ends,
    session.c.ended,
    session.c.ended_why,
)


def add(
    connection: sa.Connection,
    account_id: int,
    token_hash: str,
    origin: str,
    created: datetime,
    ends: datetime,
) -> None:
    """A new sign-in."""
    row = {
        "account_id": account_id,
        "token_hash": token_hash,
        "origin": origin,
        "created": created,
        "seen": created,
        "ends": ends,
    }
    connection.execute(sa.insert(session), row)


def by_token(connection: sa.Connection, token_hash: str) -> SessionLine | None:
    """The sign-in with that token, ended or not."""
    query = sa.select(*_LINE).join_from(session, account)
    row = connection.execute(query.where(session.c.token_hash == token_hash)).mappings().first()
    return None if row is None else SessionLine(**row)


def one(connection: sa.Connection, session_id: int) -> SessionLine | None:
    """The sign-in of that number."""
    query = sa.select(*_LINE).join_from(session, account).where(session.c.id == session_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else SessionLine(**row)


def living(
    connection: sa.Connection, now: datetime, seen_after: datetime, account_id: int | None = None
) -> tuple[SessionLine, ...]:
    """The sign-ins that still count, the last seen first; of one account or of all."""
    where = [session.c.ended.is_(None), session.c.ends > now, session.c.seen > seen_after]
    if account_id is not None:
        where.append(session.c.account_id == account_id)
    query = sa.select(*_LINE).join_from(session, account).where(*where)
    rows = connection.execute(query.order_by(session.c.seen.desc(), session.c.id)).mappings()
    return tuple(SessionLine(**row) for row in rows)


def touch(connection: sa.Connection, session_id: int, now: datetime) -> None:
    """It was seen now; one that has ended stays as it was."""
    where = (session.c.id == session_id, session.c.ended.is_(None))
    connection.execute(sa.update(session).where(*where).values(seen=now))


def end(connection: sa.Connection, session_ids: Sequence[int], now: datetime, why: str) -> int:
    """End those that have not ended; how many they were."""
    where = (session.c.id.in_(session_ids), session.c.ended.is_(None))
    done = connection.execute(sa.update(session).where(*where).values(ended=now, ended_why=why))
    return done.rowcount


def end_all(
    connection: sa.Connection, account_id: int, now: datetime, why: str, but: int | None = None
) -> int:
    """End all of an account, but for one where it is named; how many they were."""
    where = [session.c.account_id == account_id, session.c.ended.is_(None)]
    if but is not None:
        where.append(session.c.id != but)
    done = connection.execute(sa.update(session).where(*where).values(ended=now, ended_why=why))
    return done.rowcount


def forget(connection: sa.Connection, before: datetime) -> None:
    """Take away what ended, and devices last seen, before then."""
    connection.execute(sa.delete(session).where(session.c.ends < before))
    connection.execute(sa.delete(device).where(device.c.seen < before))


def knows_device(connection: sa.Connection, account_id: int, token_hash: str) -> bool:
    """Whether this device has signed in to the account before."""
    where = (device.c.token_hash == token_hash, device.c.account_id == account_id)
    return connection.scalar(sa.select(device.c.account_id).where(*where)) is not None


def put_device(connection: sa.Connection, account_id: int, token_hash: str, seen: datetime) -> None:
    """The device signed in to the account now."""
    connection.execute(sa.delete(device).where(device.c.token_hash == token_hash))
    row = {"token_hash": token_hash, "account_id": account_id, "seen": seen}
    connection.execute(sa.insert(device), row)


def forget_devices(connection: sa.Connection, account_id: int) -> None:
    """No device is known to the account any more."""
    connection.execute(sa.delete(device).where(device.c.account_id == account_id))
