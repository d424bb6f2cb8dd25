"""Findings read back as the `Analysis` that was saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from consult.domain.findings import (
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Reference,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent
from consult.store.codec import decided_of, probabilities_of, respondent_of, spans_in
from consult.store.responses import documents
from consult.store.tables import link, passage, reference, response, stance

#: Responses read back at a time: a few megabytes of findings.
CHUNK = 100


def load(connection: sa.Connection, response_ids: Sequence[int]) -> Iterator[tuple[int, Analysis]]:
    """The analyses of those responses that have been analysed, in the order asked for."""
    for i in range(0, len(response_ids), CHUNK):
        yield from _load(connection, response_ids[i : i + CHUNK])


def _load(connection: sa.Connection, response_ids: Sequence[int]) -> Iterator[tuple[int, Analysis]]:
    texts = documents(connection, response_ids)
    senders = _respondents(connection, response_ids)
    parts = _Parts(connection, response_ids)
    for key in response_ids:
        if key in senders:
            yield key, Analysis(texts[key], senders[key], parts.findings(key))


def _respondents(connection: sa.Connection, response_ids: Sequence[int]) -> dict[int, Respondent]:
    c = response.c
    query = sa.select(
        *(c.id, c.respondent_name, c.respondent_kind, c.respondent_evidence, c.respondent_source)
    ).where(c.id.in_(response_ids))
    found = ((row["id"], respondent_of(row)) for row in connection.execute(query).mappings())
    return {key: respondent for key, respondent in found if respondent is not None}


class _Parts:
    """The findings of some responses, each table asked once."""

    def __init__(self, connection: sa.Connection, response_ids: Sequence[int]) -> None:
        self._passages: dict[int, list[sa.RowMapping]] = defaultdict(list)
        for row in _rows(connection, passage, response_ids, passage.c.index):
            self._passages[row["response_id"]].append(row)
        self._references = _by_passage(connection, reference, response_ids)
        self._links = _by_passage(connection, link, response_ids)
        self._stances = _by_passage(connection, stance, response_ids)

    def findings(self, response_id: int) -> tuple[PassageFindings, ...]:
        """The findings of one response in reading order."""
        return tuple(self._found(response_id, row) for row in self._passages[response_id])

    def _found(self, response_id: int, row: sa.RowMapping) -> PassageFindings:
        key = (response_id, row["index"])
        return PassageFindings(
            _passage(row),
            tuple(_reference(r) for r in self._references.get(key, ())),
            tuple(link_of(r) for r in self._links.get(key, ())),
            tuple(ThemeScore(theme, score) for theme, score in row["themes"]),
            tuple(_stance(r) for r in self._stances.get(key, ())),
            row["review"],
            decided_of(row["decided"]),
        )


def _rows(
    connection: sa.Connection,
    table: sa.Table,
    response_ids: Sequence[int],
    order: sa.ColumnElement[Any],
) -> Iterable[sa.RowMapping]:
    query = sa.select(table).where(table.c.response_id.in_(response_ids))
    return connection.execute(query.order_by(table.c.response_id, order)).mappings()


def _by_passage(
    connection: sa.Connection, table: sa.Table, response_ids: Sequence[int]
) -> Mapping[tuple[int, int], Sequence[sa.RowMapping]]:
    found: dict[tuple[int, int], list[sa.RowMapping]] = defaultdict(list)
    for row in _rows(connection, table, response_ids, table.c.position):
        found[row["response_id"], row["passage"]].append(row)
    return found


def _passage(row: sa.RowMapping) -> Passage:
    return Passage(
        row["index"],
        row["start"],
        row["end"],
        PassageKind(row["kind"]),
        row["paragraph"],
        tuple(row["governed_by"]),
        row["lead_in"],
        row["page"],
    )


def _reference(row: sa.RowMapping) -> Reference:
    resolved, unresolved = tuple(row["resolved"]), tuple(row["unresolved"])
    return Reference(row["start"], row["end"], row["rule"], resolved, unresolved)


def link_of(row: sa.RowMapping) -> ItemLink:
    """The link in a row of `link`."""
    return ItemLink(
        row["proposal"],
        LinkMethod(row["method"]),
        row["score"],
        spans_in(row["evidence"]),
        row["rule"],
    )


def _stance(row: sa.RowMapping) -> StanceFinding:
    return StanceFinding(
        row["proposal"],
        Stance(row["label"]),
        row["score"],
        probabilities_of(row),
        spans_in(row["evidence"]),
        row["model"],
    )
