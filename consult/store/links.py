"""Links from passages to proposals, counted."""

from collections.abc import Collection

import sqlalchemy as sa

from consult.store.responses import is_current
from consult.store.tables import link, response


def to_proposals(
    connection: sa.Connection, consultation_id: int, numbers: Collection[str]
) -> dict[str, int]:
    """How many links of responses that count point at each of these proposals; none is 0."""
    if not numbers:
        return {}
    query = (
        sa.select(link.c.proposal, sa.func.count())
        .join(response, response.c.id == link.c.response_id)
        .where(is_current(consultation_id), link.c.proposal.in_(list(numbers)))
        .group_by(link.c.proposal)
    )
    found: dict[str, int] = dict(connection.execute(query).all())
    return {number: found.get(number, 0) for number in numbers}
