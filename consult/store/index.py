"""The search index: which passages hold all the stems asked for, the most telling first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log

import sqlalchemy as sa

from consult.store.records import SearchFilter
from consult.store.responses import is_current
from consult.store.tables import passage, posting, proposal, response, stance

#: BM25 with the constants its authors found to do well in general: how soon a repeated word
#: stops to count, and how much a long passage is held back (Robertson and Zaragoza 2009).
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and its rank; a higher score comes first."""

    response_id: int
    passage: int
    score: float


def matches(
    connection: sa.Connection,
    consultation_id: int,
    stems: Collection[str],
    filters: SearchFilter,
) -> tuple[Ranked, ...]:
    """The passages that hold all stems; with no stems all that the filters let through."""
    query = _query(connection, consultation_id, stems, filters)
    if query is None:
        return ()
    return tuple(Ranked(*row) for row in connection.execute(query))


def page(
    connection: sa.Connection,
    consultation_id: int,
    stems: Collection[str],
    filters: SearchFilter,
    limit: int,
    offset: int,
) -> tuple[int, tuple[Ranked, ...]]:
    """How many passages `matches` would give, and `limit` of them from `offset` on."""
    query = _query(connection, consultation_id, stems, filters)
    if query is None:
        return 0, ()
    # Ranking costs far more than counting what was ranked: both in one go.
    total = sa.func.count().over()
    rows = connection.execute(query.add_columns(total).limit(limit).offset(offset)).all()
    if rows:
        return int(rows[0][-1]), tuple(Ranked(*row[:-1]) for row in rows)
    found = query.order_by(None).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one(), ()


def _query(
    connection: sa.Connection,
    consultation_id: int,
    stems: Collection[str],
    filters: SearchFilter,
) -> sa.Select[int, int, float] | None:
    """The ranking query, None where some stem stands nowhere."""
    if not stems:
        return _in_order(consultation_id, filters)
    weights = _weights(connection, consultation_id, sorted(set(stems)))
    if len(weights) < len(set(stems)):
        return None
    return _by_rank(connection, consultation_id, weights, filters)


def _in_order(consultation_id: int, filters: SearchFilter) -> sa.Select[int, int, float]:
    return (
        sa.select(passage.c.response_id, passage.c.index, sa.literal(0.0))
        .join(response, response.c.id == passage.c.response_id)
        .where(*_conditions(consultation_id, filters))
        .order_by(passage.c.response_id, passage.c.index)
    )


def _weights(
    connection: sa.Connection, consultation_id: int, stems: Sequence[str]
) -> dict[str, float]:
    """The weight of each stem that stands anywhere, the rarest first."""
    held = (
        sa.select(posting.c.stem, sa.func.count())
        .where(posting.c.consultation_id == consultation_id, posting.c.stem.in_(stems))
        .group_by(posting.c.stem)
    )
    counts: dict[str, int] = dict(connection.execute(held).all())
    n = connection.scalar(
        sa.select(sa.func.sum(response.c.passages)).where(
            response.c.consultation_id == consultation_id
        )
    )
    weights = {s: log(1 + (float(n or 0) - df + 0.5) / (df + 0.5)) for s, df in counts.items()}
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def _by_rank(
    connection: sa.Connection,
    consultation_id: int,
    weights: dict[str, float],
    filters: SearchFilter,
) -> sa.Select[int, int, float]:
    rarest = posting.alias("rarest")
    length = passage.c.words / _mean_length(connection, consultation_id)
    weight = sa.case(weights, value=posting.c.stem)
    score = sa.func.sum(
        weight * posting.c.count * (K1 + 1) / (posting.c.count + K1 * (1 - B + B * length))
    )
    return (
        sa.select(rarest.c.response_id, rarest.c.passage, score)
        .select_from(rarest)
        .join(
            posting,
            sa.and_(
                posting.c.consultation_id == consultation_id,
                posting.c.stem.in_(list(weights)),
                posting.c.response_id == rarest.c.response_id,
                posting.c.passage == rarest.c.passage,
            ),
        )
        .join(
            passage,
            sa.and_(
                passage.c.response_id == rarest.c.response_id,
                passage.c.index == rarest.c.passage,
            ),
        )
        .join(response, response.c.id == rarest.c.response_id)
        .where(rarest.c.consultation_id == consultation_id, rarest.c.stem == next(iter(weights)))
        .where(*_conditions(consultation_id, filters))
        .group_by(rarest.c.response_id, rarest.c.passage)
        .having(sa.func.count() == len(weights))
        .order_by(score.desc(), rarest.c.response_id, rarest.c.passage)
    )


def _mean_length(connection: sa.Connection, consultation_id: int) -> float:
    """Words in a passage on average."""
    query = sa.select(sa.func.sum(response.c.words), sa.func.sum(response.c.passages)).where(
        response.c.consultation_id == consultation_id
    )
    words, passages = connection.execute(query).one()
    return float(words or 1) / float(passages or 1)


def _conditions(consultation_id: int, filters: SearchFilter) -> list[sa.ColumnElement[bool]]:
    wanted = [is_current(consultation_id)]
    if filters.theme is not None:
        wanted.append(passage.c.theme == filters.theme)
    if filters.kind is not None:
        wanted.append(response.c.respondent_kind == filters.kind)
    if filters.passage_kind is not None:
        wanted.append(passage.c.kind == filters.passage_kind)
    if filters.unsure is not None:
        wanted.append(passage.c.review == filters.unsure)
    if (filters.stance, filters.proposal, filters.committee) != (None, None, None):
        wanted.append(_speaks(consultation_id, filters))
    return wanted


def _speaks(consultation_id: int, filters: SearchFilter) -> sa.ColumnElement[bool]:
    speaks = [
        stance.c.response_id == passage.c.response_id,
        stance.c.passage == passage.c.index,
    ]
    if filters.stance is not None:
        speaks.append(stance.c.label == filters.stance)
    if filters.proposal is not None:
        speaks.append(stance.c.proposal == (filters.proposal or None))
    if filters.committee is not None:
        of_committee = sa.select(proposal.c.number).where(
            proposal.c.consultation_id == consultation_id,
            proposal.c.committee == filters.committee,
        )
        speaks.append(stance.c.proposal.in_(of_committee))
    return sa.exists().where(*speaks)
