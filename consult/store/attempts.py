"""Failed sign-ins by place; what the places are, `consult.services.guessing` says."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from consult.domain.throttle import Tries
from consult.store.account_tables import attempt
from consult.store.racing import insert


def lock(connection: sa.Connection, places: Iterable[str], now: datetime) -> dict[str, Tries]:
    """The failures at each place; nobody else can look there until the transaction ends."""
    ordered = sorted(set(places))  # always in one order, so that no two wait for each other
    for place in ordered:
        row = {"place": place, "failures": 0, "last": now}
        connection.execute(insert(connection, attempt).values(row).on_conflict_do_nothing())
    query = sa.select(attempt).where(attempt.c.place.in_(ordered)).order_by(attempt.c.place)
    rows = connection.execute(query.with_for_update())
    return {place: Tries(n, last if n else None) for place, n, last in rows}


def put(connection: sa.Connection, place: str, tries: Tries) -> None:
    """Put the failures at a place, which has been locked, in the place of those there were."""
    values = {"failures": tries.failures, "last": tries.last}
    connection.execute(sa.update(attempt).where(attempt.c.place == place).values(values))


def take_back(connection: sa.Connection, places: Sequence[str]) -> None:
    """One failure less at each place: what was counted beforehand was none."""
    for place in sorted(places):
        where = (attempt.c.place == place, attempt.c.failures > 0)
        values = {"failures": attempt.c.failures - 1}
        connection.execute(sa.update(attempt).where(*where).values(values))


def forget_empty(connection: sa.Connection, places: Iterable[str]) -> None:
    """Take away those of these places where nothing has failed."""
    where = (attempt.c.place.in_(list(places)), attempt.c.failures == 0)
    connection.execute(sa.delete(attempt).where(*where))


def clear(connection: sa.Connection, places: Iterable[str]) -> None:
    """No failures at these places."""
    connection.execute(sa.delete(attempt).where(attempt.c.place.in_(list(places))))


def clear_beginning(connection: sa.Connection, start: str) -> None:
    """No failures at all places whose names begin so."""
    where = attempt.c.place.startswith(start, autoescape=True)
    connection.execute(sa.delete(attempt).where(where))


def forget(connection: sa.Connection, before: datetime) -> None:
    """Take away all places where the last failure was before then."""
    connection.execute(sa.delete(attempt).where(attempt.c.last < before))
