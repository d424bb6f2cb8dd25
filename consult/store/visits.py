"""When people last looked at rounds, and what has come since."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from consult.store.account_tables import account
from consult.store.racing import insert
from consult.store.release_records import Visit
from consult.store.release_tables import visit
from consult.store.responses import is_current
from consult.store.tables import response, voice


def find(connection: sa.Connection, account_id: int, consultation_id: int) -> Visit | None:
    """The account's visit to the round, None where it has never looked."""
    columns = (visit.c.seen, visit.c.release, visit.c.since, visit.c.since_release)
    row = connection.execute(sa.select(*columns).where(*_key(account_id, consultation_id))).first()
    return Visit(*row) if row is not None else None


def put(connection: sa.Connection, account_id: int, consultation_id: int, now: Visit) -> None:
    """Write the account's visit down in place of the one before."""
    row = asdict(now)
    done = connection.execute(
        sa.update(visit).where(*_key(account_id, consultation_id)).values(row)
    )
    if not done.rowcount and connection.scalar(
        sa.select(account.c.id).where(account.c.id == account_id)
    ):
        row |= {"account_id": account_id, "consultation_id": consultation_id}
        # Two of the person's tabs may be the first at once.
        connection.execute(insert(connection, visit).values(row).on_conflict_do_nothing())


def fresh(
    connection: sa.Connection, consultation_id: int, since: datetime
) -> dict[str | None, int]:
    """How many responses taken in after `since` speak to each proposal; key None: names none."""
    query = (
        sa.select(voice.c.proposal, sa.func.count(sa.distinct(voice.c.response_id)))
        .join(response, response.c.id == voice.c.response_id)
        .where(voice.c.consultation_id == consultation_id, is_current(consultation_id))
        .where(response.c.taken_at > since)
        .group_by(voice.c.proposal)
    )
    return dict(connection.execute(query).all())


def _key(account_id: int, consultation_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (visit.c.account_id == account_id, visit.c.consultation_id == consultation_id)
