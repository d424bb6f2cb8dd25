"""Corrections: added, and read in the order in which they were made."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from consult.domain.errors import NotFoundError
from consult.domain.reviews import Review, Withdrawal
from consult.store.review_codec import (
    anchor_in,
    anchor_out,
    change_in,
    change_out,
    kind_of,
    was_in,
    was_out,
)
from consult.store.review_tables import machine, review
from consult.store.tables import response

#: Versions of one response that are looked back through; nobody corrects a letter more often.
_VERSIONS = 100


def add(connection: sa.Connection, consultation_id: int, new: Review) -> int:
    """Add a correction; its id (that of `new` is not looked at)."""
    withdraws = new.change.review_id if isinstance(new.change, Withdrawal) else None
    row = {
        "consultation_id": consultation_id,
        "response_id": new.response_id,
        "at": new.at,
        "by": new.by,
        "account_id": new.account_id,
        "kind": kind_of(new.change),
        "change": change_out(new.change),
        "anchor": anchor_out(new.anchor),
        "was": was_out(new.was),
        "reason": new.reason,
        "batch": new.batch,
        "withdraws": withdraws,
    }
    key: int = connection.execute(sa.insert(review).returning(review.c.id), row).scalar_one()
    return key


def of_response(connection: sa.Connection, response_id: int) -> tuple[Review, ...]:
    """All corrections of a response and of the versions that it supersedes, the earliest first."""
    return _read(connection, review.c.response_id.in_(versions(connection, response_id)))


def versions(connection: sa.Connection, response_id: int) -> tuple[int, ...]:
    """The ids of a response and of those that it supersedes, the newest first."""
    found: list[int] = []
    key: int | None = response_id
    while key is not None and len(found) < _VERSIONS:
        found.append(key)
        key = connection.scalar(sa.select(response.c.supersedes).where(response.c.id == key))
    return tuple(found)


def newer_versions(connection: sa.Connection, response_id: int) -> tuple[int, ...]:
    """The ids of a response and of those that supersede it, the oldest first."""
    found: list[int] = []
    key: int | None = response_id
    while key is not None and len(found) < _VERSIONS:
        found.append(key)
        key = connection.scalar(sa.select(response.c.id).where(response.c.supersedes == key))
    return tuple(found)


def any_of(connection: sa.Connection, response_id: int) -> bool:
    """Whether a response or a version that it supersedes was ever corrected."""
    among = review.c.response_id.in_(versions(connection, response_id))
    return connection.execute(sa.select(review.c.id).where(among).limit(1)).first() is not None


def one(connection: sa.Connection, consultation_id: int, review_id: int) -> Review:
    """One correction of a round.

    Raises:
        NotFoundError: the round has no such correction.
    """
    found = _read(connection, review.c.consultation_id == consultation_id, review.c.id == review_id)
    if not found:
        raise NotFoundError(f"Rettelse nr. {review_id} findes ikke i denne runde.")
    return found[0]


def of_batch(connection: sa.Connection, consultation_id: int, batch: str) -> tuple[Review, ...]:
    """The corrections that were made in one go, and what takes them back."""
    own = sa.and_(review.c.consultation_id == consultation_id, review.c.batch == batch)
    ids = sa.select(review.c.id).where(own)
    back = sa.and_(review.c.consultation_id == consultation_id, review.c.withdraws.in_(ids))
    return _read(connection, sa.or_(own, back))


def of_round(
    connection: sa.Connection, consultation_id: int, after: int, limit: int
) -> tuple[Review, ...]:
    """The first corrections of a round with ids above `after`; withdrawals left out."""
    own = sa.and_(review.c.consultation_id == consultation_id, review.c.withdraws.is_(None))
    return _read(connection, sa.and_(own, review.c.id > after), limit=limit)


def withdrawals(connection: sa.Connection, consultation_id: int) -> tuple[Review, ...]:
    """All that takes corrections of a round back."""
    own = review.c.consultation_id == consultation_id
    return _read(connection, own, review.c.withdraws.is_not(None))


def newest(connection: sa.Connection, consultation_id: int) -> int:
    """The id of the last correction of a round; 0 where there is none."""
    own = review.c.consultation_id == consultation_id
    return connection.scalar(sa.select(sa.func.max(review.c.id)).where(own)) or 0


def latest(connection: sa.Connection, response_id: int) -> int:
    """The id of the last correction of a response and its versions; 0 where there is none."""
    among = review.c.response_id.in_(versions(connection, response_id))
    return connection.scalar(sa.select(sa.func.max(review.c.id)).where(among)) or 0


def unfitting_ids(
    connection: sa.Connection, among: sa.ColumnElement[bool], limit: int | None, offset: int = 0
) -> dict[int, tuple[int, ...]]:
    """By response: the corrections that fit nowhere in it. `among` chooses the responses."""
    query = (
        sa.select(machine.c.response_id, machine.c.unfitting)
        .join(response, response.c.id == machine.c.response_id)
        .where(among, machine.c.misfits > 0)
        .order_by(machine.c.response_id)
        .limit(limit)
        .offset(offset)
    )
    return {key: tuple(ids) for key, ids in connection.execute(query)}


def unfitting_count(connection: sa.Connection, among: sa.ColumnElement[bool]) -> int:
    """How many corrections fit nowhere, in those responses."""
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(machine.c.misfits), 0))
        .join(response, response.c.id == machine.c.response_id)
        .where(among)
    )
    return int(connection.execute(query).scalar_one())


def by_ids(connection: sa.Connection, ids: Collection[int]) -> dict[int, Review]:
    """Corrections by their ids; few enough for a page."""
    return {r.id: r for r in _read(connection, review.c.id.in_(list(ids)))}


def _read(
    connection: sa.Connection, *where: sa.ColumnElement[bool], limit: int | None = None
) -> tuple[Review, ...]:
    query = sa.select(review).where(*where).order_by(review.c.id).limit(limit)
    return tuple(_reviews(connection.execute(query).mappings()))


def _reviews(rows: Iterable[sa.RowMapping]) -> Iterable[Review]:
    for row in rows:
        yield Review(
            row["id"],
            row["response_id"],
            row["by"],
            row["at"],
            change_in(row["kind"], row["change"]),
            anchor_in(row["anchor"]),
            was_in(row["was"]),
            row["reason"],
            row["batch"],
            row["account_id"],
        )
