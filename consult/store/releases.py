"""Releases: which versions of a round there are, and which one readers see."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.domain.access import Role
from consult.domain.errors import NotFoundError
from consult.store.account_tables import account, membership
from consult.store.release_records import Release
from consult.store.release_tables import release


def add(connection: sa.Connection, new: Release) -> None:
    """A new version; its id is given here."""
    row = {k: v for k, v in asdict(new).items() if k != "id"}
    connection.execute(sa.insert(release), row)


def newest(connection: sa.Connection, consultation_id: int) -> Release | None:
    """The version that readers see, None where there is none."""
    counts = release.c.withdrawn_at.is_(None)
    query = _of(consultation_id).where(counts).order_by(release.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return Release(**row) if row is not None else None


def every(connection: sa.Connection, consultation_id: int) -> tuple[Release, ...]:
    """All versions of a round, the newest first."""
    rows = connection.execute(_of(consultation_id).order_by(release.c.number.desc())).mappings()
    return tuple(Release(**row) for row in rows)


def one(connection: sa.Connection, consultation_id: int, number: int) -> Release:
    """The version of that number.

    Raises:
        NotFoundError: there is none.
    """
    row = connection.execute(_of(consultation_id).where(release.c.number == number)).mappings()
    found = row.first()
    if found is None:
        raise NotFoundError(f"Version {number} findes ikke i denne runde.")
    return Release(**found)


def last_number(connection: sa.Connection, consultation_id: int) -> int:
    """The number of the last version made, 0 where there is none."""
    query = sa.select(sa.func.max(release.c.number))
    found = connection.scalar(query.where(release.c.consultation_id == consultation_id))
    return int(found or 0)


def withdraw(connection: sa.Connection, release_id: int, at: datetime, by: str) -> None:
    """Let readers see a version no more."""
    change = sa.update(release).where(release.c.id == release_id)
    connection.execute(change.values(withdrawn_at=at, withdrawn_by=by))


def files(connection: sa.Connection) -> frozenset[str]:
    """The files of all versions of all rounds."""
    return frozenset(connection.scalars(sa.select(release.c.file)))


def names(connection: sa.Connection) -> dict[int, str]:
    """What each round is called in the version that readers see, by its id."""
    query = sa.select(release.c.consultation_id, release.c.name)
    query = query.where(release.c.withdrawn_at.is_(None)).order_by(release.c.number)
    return dict(connection.execute(query).all())


def who_releases(connection: sa.Connection, consultation_id: int, limit: int) -> tuple[str, ...]:
    """Names of people who may release a round, those of the round itself first."""
    roles = (Role.EDITOR, Role.ADMINISTRATOR)
    here = sa.select(membership.c.account_id).where(
        membership.c.consultation_id == consultation_id, membership.c.role.in_(roles)
    )
    mine = account.c.id.in_(here)
    query = (
        sa.select(account.c.display)
        .where(account.c.closed.is_(None), sa.or_(mine, account.c.role.in_(roles)))
        .order_by(sa.case((mine, 0), else_=1), account.c.display)
        .limit(limit)
    )
    return tuple(connection.scalars(query))


def _of(consultation_id: int) -> sa.Select[Any]:
    return sa.select(release).where(release.c.consultation_id == consultation_id)
