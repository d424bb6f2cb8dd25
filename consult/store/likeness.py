"""Passages that say the same: in the same words, or in the same words for the most part."""

from collections.abc import Collection

import sqlalchemy as sa

from consult.store.responses import is_current
from consult.store.tables import passage, posting, response

Key = tuple[int, int]


def same_words(
    connection: sa.Connection, consultation_id: int, alike: str, limit: int
) -> list[Key]:
    """The passages (response, index) with those very words of which nobody has decided anything."""
    query = (
        sa.select(passage.c.response_id, passage.c.index)
        .join(response, response.c.id == passage.c.response_id)
        .where(passage.c.alike == alike, *_open(consultation_id))
        .order_by(passage.c.response_id, passage.c.index)
    )
    return [(key, index) for key, index in connection.execute(query.limit(limit))]


def sharing(
    connection: sa.Connection,
    consultation_id: int,
    stems: Collection[str],
    least: int,
    limit: int,
) -> list[Key]:
    """The passages that hold at least so many of the stems, most of them first."""
    held = sa.func.count()
    query = (
        sa.select(posting.c.response_id, posting.c.passage)
        .join(
            passage,
            sa.and_(
                passage.c.response_id == posting.c.response_id,
                passage.c.index == posting.c.passage,
            ),
        )
        .join(response, response.c.id == posting.c.response_id)
        .where(posting.c.consultation_id == consultation_id, posting.c.stem.in_(list(stems)))
        .where(*_open(consultation_id))
        .group_by(posting.c.response_id, posting.c.passage)
        .having(held >= least)
        .order_by(held.desc(), posting.c.response_id, posting.c.passage)
    )
    return [(key, index) for key, index in connection.execute(query.limit(limit))]


def commonness(
    connection: sa.Connection, consultation_id: int, stems: Collection[str]
) -> dict[str, int]:
    """In how many passages of the round each of the stems stands."""
    query = (
        sa.select(posting.c.stem, sa.func.count())
        .where(posting.c.consultation_id == consultation_id, posting.c.stem.in_(list(stems)))
        .group_by(posting.c.stem)
    )
    return dict(connection.execute(query).all())


def _open(consultation_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return is_current(consultation_id), passage.c.decided.in_(("", "borders"))
