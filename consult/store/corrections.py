"""All corrections of a round with what became of them, walked through piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from consult.domain.reviews import Review, Withdrawal, withdrawn
from consult.store import responses, reviews
from consult.store.tables import response

#: Corrections fetched at a time; each quotes a passage or two.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of the response that is called `document`.

    `undone` is what took it back. `fits` is False where it holds, but its words are no longer
    in the response that counts, or the catalogue lacks what it names.
    """

    review: Review
    document: str
    fits: bool
    undone: Review | None


def corrections(connection: sa.Connection, consultation_id: int) -> Iterator[Correction]:
    """Every correction, the earliest first; what takes one back is told with it."""
    undone = _undone(connection, consultation_id)
    among = responses.is_current(consultation_id)
    found = reviews.unfitting_ids(connection, among, limit=None)
    unfitting = {key for ids in found.values() for key in ids}
    last = 0
    while chunk := reviews.of_round(connection, consultation_id, last, CHUNK):
        names = _names(connection, {r.response_id for r in chunk})
        for r in chunk:
            by = undone.get(r.id)
            fits = by is not None or r.id not in unfitting
            yield Correction(r, names[r.response_id], fits, by)
        last = chunk[-1].id


def _undone(connection: sa.Connection, consultation_id: int) -> dict[int, Review]:
    """By correction: what took it back, where that was not taken back itself."""
    every = reviews.withdrawals(connection, consultation_id)
    gone = withdrawn(every)
    return {
        r.change.review_id: r
        for r in every
        if isinstance(r.change, Withdrawal) and r.id not in gone
    }


def _names(connection: sa.Connection, ids: set[int]) -> dict[int, str]:
    query = sa.select(response.c.id, response.c.name).where(response.c.id.in_(ids))
    return dict(connection.execute(query).all())
