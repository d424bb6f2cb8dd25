"""Passages that share telling words with some sentences: what a new theme might take.

Every stored passage would have to be encoded to be sure; the search index knows at once which
are worth it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from consult.domain.findings import PassageKind, ThemeScore
from consult.domain.people import Respondent, RespondentKind
from consult.store.passages import SLICE
from consult.store.records import ResponseState
from consult.store.stems import words
from consult.store.tables import document, link, passage, posting, response

#: A word in more than this share of a round's passages says nothing of what they are about.
COMMON = 0.05
#: A word in this few passages is telling even in a small round.
FEW = 3.0
JUDGED = tuple(kind for kind in PassageKind if kind.is_judged)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored passage, with the themes that it has now and the proposal it is first tied to."""

    response_id: int
    document: str
    respondent: Respondent
    passage: int
    text: str
    page: int | None
    themes: tuple[ThemeScore, ...]
    proposal: str | None


def stems_of(texts: Collection[str]) -> frozenset[str]:
    """The stems of all words in some texts."""
    return frozenset(stem for text in texts for _, stem in words(text))


def alike(
    connection: sa.Connection, consultation_id: int, stems: frozenset[str], limit: int
) -> list[tuple[float, int, int]]:
    """The judged passages of a round that share most telling stems: weight, response, index."""
    weights = _telling(connection, consultation_id, stems)
    if not weights:
        return []
    weight = sa.func.sum(sa.case(dict(weights), value=posting.c.stem))
    query = (
        sa.select(weight, posting.c.response_id, posting.c.passage)
        .join(response, response.c.id == posting.c.response_id)
        .join(
            passage,
            sa.and_(
                passage.c.response_id == posting.c.response_id,
                passage.c.index == posting.c.passage,
            ),
        )
        .where(posting.c.consultation_id == consultation_id)
        .where(posting.c.stem.in_(sorted(weights)))
        .where(response.c.state == ResponseState.CURRENT, passage.c.kind.in_(JUDGED))
        .group_by(posting.c.response_id, posting.c.passage)
        .order_by(weight.desc(), posting.c.response_id, posting.c.passage)
        .limit(limit)
    )
    return [(float(row[0]), row[1], row[2]) for row in connection.execute(query)]


def candidates(connection: sa.Connection, keys: Sequence[tuple[int, int]]) -> tuple[Candidate, ...]:
    """The passages of those responses and indices, in the order of the keys."""
    if not keys:
        return ()
    query = (
        sa.select(
            passage.c.response_id,
            passage.c.index,
            passage.c.page,
            passage.c.themes,
            response.c.name,
            response.c.respondent_name,
            response.c.respondent_kind,
            link.c.proposal,
            SLICE,
        )
        .join(response, response.c.id == passage.c.response_id)
        .join(document, document.c.response_id == passage.c.response_id)
        .outerjoin(
            link,
            sa.and_(
                link.c.response_id == passage.c.response_id,
                link.c.passage == passage.c.index,
                link.c.position == 0,
            ),
        )
        .where(sa.tuple_(passage.c.response_id, passage.c.index).in_(list(keys)))
    )
    rows = connection.execute(query).mappings()
    found = {(row["response_id"], row["index"]): _candidate(row) for row in rows}
    return tuple(found[key] for key in keys if key in found)


def _telling(
    connection: sa.Connection, consultation_id: int, stems: frozenset[str]
) -> Mapping[str, float]:
    """Those of the stems that stand in some passages of a round but not in many, weighed."""
    total = connection.scalar(
        sa.select(sa.func.sum(response.c.passages)).where(
            response.c.consultation_id == consultation_id
        )
    )
    query = (
        sa.select(posting.c.stem, sa.func.count())
        .where(posting.c.consultation_id == consultation_id, posting.c.stem.in_(sorted(stems)))
        .group_by(posting.c.stem)
    )
    most = max(FEW, COMMON * float(total or 0))
    return {stem: n**-0.5 for stem, n in connection.execute(query) if n <= most}


def _candidate(row: sa.RowMapping) -> Candidate:
    return Candidate(
        row["response_id"],
        row["name"],
        Respondent(row["respondent_name"], RespondentKind(row["respondent_kind"])),
        row["index"],
        row["text"],
        row["page"],
        tuple(ThemeScore(theme, score) for theme, score in row["themes"]),
        row["proposal"],
    )
