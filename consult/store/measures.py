"""Numbers over the whole installation, for those who watch it; none of them is about a person."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from consult.domain.work import WorkState
from consult.store.account_tables import audit
from consult.store.records import ResponseState
from consult.store.tables import consultation, response
from consult.store.work_table import work


@dataclass(frozen=True, slots=True)
class Measures:
    """`waiting_since` is when the file that has waited longest was handed in.

    `seconds` were spent on the `handled` files that have ended. `refused` sign-ins are all
    there have been.
    """

    rounds: int
    responses: dict[ResponseState, int]
    work: dict[WorkState, int]
    waiting_since: datetime | None
    handled: int
    seconds: float
    refused: int


def of_all(connection: sa.Connection) -> Measures:
    """All of them, of one moment."""
    states: dict[str, int] = dict(
        connection.execute(
            sa.select(response.c.state, sa.func.count()).group_by(response.c.state)
        ).all()
    )
    rows: dict[str, int] = dict(
        connection.execute(sa.select(work.c.state, sa.func.count()).group_by(work.c.state)).all()
    )
    handled, seconds = connection.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(work.c.seconds), 0.0)).where(
            work.c.finished_at.is_not(None)
        )
    ).one()
    return Measures(
        connection.execute(sa.select(sa.func.count()).select_from(consultation)).scalar_one(),
        {state: states.get(state, 0) for state in ResponseState},
        {state: rows.get(state, 0) for state in WorkState},
        connection.scalar(
            sa.select(sa.func.min(work.c.added_at)).where(work.c.state == WorkState.WAITING)
        ),
        handled,
        float(seconds),
        connection.execute(
            sa.select(sa.func.count()).where(audit.c.action == "signin", ~audit.c.allowed)
        ).scalar_one(),
    )


def answers(connection: sa.Connection) -> bool:
    """Whether the database answers."""
    return connection.execute(sa.select(sa.literal(1))).scalar_one() == 1
