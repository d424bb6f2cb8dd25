"""The sums of a round: how many there are of everything, and how far they have come."""

from dataclasses import dataclass

import sqlalchemy as sa

from consult.store.records import ResponseState
from consult.store.responses import is_current
from consult.store.tables import response


@dataclass(frozen=True, slots=True)
class ResponseSums:
    """Numbers over the responses of a round.

    `analysed + waiting + failed == current`; `failed` could not be analysed. `senders` are
    distinct ones; `passages`, `to_review` and `unresolved` (references) are of those analysed.
    """

    current: int
    superseded: int
    withdrawn: int
    analysed: int
    waiting: int
    failed: int
    senders: int
    passages: int
    to_review: int
    unresolved: int


def of_responses(connection: sa.Connection, consultation_id: int) -> ResponseSums:
    """All sums over the responses of a round."""
    states: dict[str, int] = dict(
        connection.execute(
            sa.select(response.c.state, sa.func.count())
            .where(response.c.consultation_id == consultation_id)
            .group_by(response.c.state)
        ).all()
    )
    c = response.c
    failed = c.failure.is_not(None)
    analysed = sa.and_(~failed, c.analysis_version.is_not(None))
    row = connection.execute(
        sa.select(
            sa.func.count().filter(analysed),
            sa.func.count().filter(failed),
            sa.func.count(sa.distinct(c.sender)),
            sa.func.coalesce(sa.func.sum(c.passages), 0),
            sa.func.coalesce(sa.func.sum(c.to_review), 0),
            sa.func.coalesce(sa.func.sum(c.unresolved), 0),
        ).where(is_current(consultation_id))
    ).one()
    current = states.get(ResponseState.CURRENT, 0)
    done, broken, senders, passages, to_review, unresolved = (int(n) for n in row)
    return ResponseSums(
        current,
        states.get(ResponseState.SUPERSEDED, 0),
        states.get(ResponseState.WITHDRAWN, 0),
        done,
        current - done - broken,
        broken,
        senders,
        passages,
        to_review,
        unresolved,
    )
