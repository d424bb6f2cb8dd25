"""What the machine is least sure of, the most valuable first; see `consult.services.queue`."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import sqlalchemy as sa

from consult.store.responses import is_current
from consult.store.tables import passage, response, stance, voice

#: Proposals that are weighed one by one; the rest are so seldom spoken of that they count alike.
_WEIGHED = 500


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage to be looked at, for itself and all with the same words and the same findings.

    `copies` is how many they are, itself included. A higher `value` comes first.
    """

    response_id: int
    passage: int
    copies: int
    value: float


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """Some of the passages to be looked at, of so many groups with so many passages in all."""

    items: tuple[Doubt, ...]
    groups: int
    passages: int


def listed(
    connection: sa.Connection, consultation_id: int, limit: int, offset: int = 0
) -> DoubtPage:
    """The passages to be looked at, one for each group of alike ones."""
    groups = _groups(consultation_id, _weights(connection, consultation_id)).subquery()
    n, copies = sa.func.count().over(), sa.func.sum(groups.c.copies).over()
    # The first of a group stands for it: the smallest number of response and passage in one.
    query = (
        sa.select(groups.c.first, groups.c.copies, groups.c.value, n, copies)
        .order_by(groups.c.value.desc(), groups.c.first)
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(query).all()
    if not rows:  # beyond the last: how many there are was said by no row
        return DoubtPage((), *_counted(connection, consultation_id))
    items = (Doubt(f // _PLACES, f % _PLACES, n, float(value)) for f, n, value, *_ in rows)
    return DoubtPage(tuple(items), int(rows[0][3]), int(rows[0][4]))


def _counted(connection: sa.Connection, consultation_id: int) -> tuple[int, int]:
    groups = _groups(consultation_id, {}).subquery()
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(groups.c.copies), 0))
    n, passages = connection.execute(query.select_from(groups)).one()
    return int(n), int(passages)


def decided(connection: sa.Connection, consultation_id: int) -> int:
    """How many passages persons have decided something about."""
    query = (
        sa.select(sa.func.count())
        .select_from(passage)
        .join(response, response.c.id == passage.c.response_id)
        .where(is_current(consultation_id), passage.c.decided != "")
    )
    return connection.execute(query).scalar_one()


#: More passages than any response has.
_PLACES = 1_000_000


def _weights(connection: sa.Connection, consultation_id: int) -> Mapping[str | None, float]:
    """How much one voice moves the picture of each proposal.

    A picture of n voices is known to about 1/sqrt(n); so a voice among few weighs more than one
    among many, but not so much more that proposals nobody cares for come first.
    """
    n = sa.func.count()
    query = (
        sa.select(voice.c.proposal, n)
        .join(response, response.c.id == voice.c.response_id)
        .where(voice.c.consultation_id == consultation_id, is_current(consultation_id))
        .group_by(voice.c.proposal)
        .order_by(n.desc())
        .limit(_WEIGHED)
    )
    return {proposal: 1 / sqrt(count) for proposal, count in connection.execute(query)}


def _groups(
    consultation_id: int, weights: Mapping[str | None, float]
) -> sa.Select[int, int, float]:
    one = _passages(consultation_id, weights).subquery()
    key = sa.func.coalesce(one.c.alike, sa.cast(one.c.place, sa.Text))
    return (
        sa.select(
            sa.func.min(one.c.place).label("first"),
            sa.func.count().label("copies"),
            sa.func.sum(one.c.value).label("value"),
        )
        .select_from(one)
        .group_by(key, one.c.proposal, one.c.label)
    )


def _passages(
    consultation_id: int, weights: Mapping[str | None, float]
) -> sa.Select[int, str | None, str | None, str | None, float]:
    """Each passage to be looked at, with the most that its stances could change."""
    named = {proposal: weight for proposal, weight in weights.items() if proposal is not None}
    weight: sa.ColumnElement[float] = sa.case(
        (stance.c.proposal.is_(None), weights.get(None, 1.0)),
        *((stance.c.proposal == number, value) for number, value in named.items()),
        else_=1.0,
    )
    value = (1 - stance.c.score) * weight / sa.func.coalesce(voice.c.passages, 1)
    place = (sa.cast(passage.c.response_id, sa.BigInteger) * _PLACES + passage.c.index).label(
        "place"
    )
    return (
        sa.select(
            place,
            passage.c.alike,
            sa.func.min(stance.c.proposal).label("proposal"),
            sa.func.min(stance.c.label).label("label"),
            sa.func.coalesce(sa.func.max(value), 0.0).label("value"),
        )
        .select_from(passage)
        .join(response, response.c.id == passage.c.response_id)
        .outerjoin(
            stance,
            sa.and_(
                stance.c.response_id == passage.c.response_id,
                stance.c.passage == passage.c.index,
            ),
        )
        .outerjoin(
            voice,
            sa.and_(
                voice.c.response_id == stance.c.response_id,
                voice.c.proposal.is_not_distinct_from(stance.c.proposal),
            ),
        )
        .where(is_current(consultation_id), passage.c.review)
        .group_by(passage.c.response_id, passage.c.index, passage.c.alike)
    )
