"""What a search shows of the passages it found."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from consult.domain.documents import Span
from consult.domain.findings import PassageKind, Stance
from consult.domain.people import Respondent, RespondentKind
from consult.store.index import Ranked
from consult.store.passages import SLICE
from consult.store.records import SearchHit
from consult.store.stems import words
from consult.store.tables import document, link, passage, response, stance

_Key = tuple[int, int]
#: Passages whose text is fetched at a time.
CHUNK = 500


def texts(connection: sa.Connection, found: Sequence[Ranked]) -> Iterator[tuple[Ranked, str]]:
    """The passages with their texts, in the order given."""
    for i in range(0, len(found), CHUNK):
        chunk = found[i : i + CHUNK]
        query = (
            sa.select(passage.c.response_id, passage.c.index, SLICE)
            .join(document, document.c.response_id == passage.c.response_id)
            .where(_among(passage.c.response_id, passage.c.index, chunk))
        )
        held = {(key, index): text for key, index, text in connection.execute(query)}
        yield from ((r, held[r.response_id, r.passage]) for r in chunk)


def hits(
    connection: sa.Connection, found: Sequence[Ranked], stems: Collection[str]
) -> tuple[SearchHit, ...]:
    """All that is shown of the passages, in the order given; few enough for a page."""
    rows = _rows(connection, found)
    proposals = _grouped(connection, link, found)
    stances = _grouped(connection, stance, found)
    return tuple(
        _hit(r, rows[key], proposals.get(key, ()), stances.get(key, ()), stems)
        for r in found
        for key in [(r.response_id, r.passage)]
    )


def _among(
    response_id: sa.Column[Any], index: sa.Column[Any], found: Sequence[Ranked]
) -> sa.ColumnElement[bool]:
    return sa.tuple_(response_id, index).in_([(r.response_id, r.passage) for r in found])


def _rows(connection: sa.Connection, found: Sequence[Ranked]) -> dict[_Key, sa.RowMapping]:
    query = (
        sa.select(
            passage,
            response.c.name,
            response.c.respondent_name,
            response.c.respondent_kind,
            SLICE,
        )
        .join(response, response.c.id == passage.c.response_id)
        .join(document, document.c.response_id == passage.c.response_id)
        .where(_among(passage.c.response_id, passage.c.index, found))
    )
    rows = connection.execute(query).mappings()
    return {(row["response_id"], row["index"]): row for row in rows}


def _grouped(
    connection: sa.Connection, table: sa.Table, found: Sequence[Ranked]
) -> dict[_Key, list[sa.RowMapping]]:
    """The rows of a table that belong to the passages, in the order of the findings."""
    query = (
        sa.select(table)
        .where(_among(table.c.response_id, table.c.passage, found))
        .order_by(table.c.position)
    )
    grouped: dict[_Key, list[sa.RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        grouped[row["response_id"], row["passage"]].append(row)
    return grouped


def _hit(
    ranked: Ranked,
    row: sa.RowMapping,
    links: Collection[sa.RowMapping],
    stances: Collection[sa.RowMapping],
    stems: Collection[str],
) -> SearchHit:
    start, text = row["start"], row["text"]
    return SearchHit(
        ranked.response_id,
        row["name"],
        Respondent(row["respondent_name"], RespondentKind(row["respondent_kind"])),
        ranked.passage,
        start,
        row["end"],
        text,
        PassageKind(row["kind"]),
        row["page"],
        row["theme"],
        tuple(Span(start + w.start, start + w.end) for w, stem in words(text) if stem in stems),
        tuple(r["proposal"] for r in links),
        tuple((r["proposal"], Stance(r["label"])) for r in stances),
        ranked.score,
    )
