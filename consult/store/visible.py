"""All the words of a round that readers see, thing by thing and field by field.

What is searched for private words, what is masked, and what a release holds is one and the same
list, so that nothing can be in one of them and not in the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from consult.store.responses import current_ids
from consult.store.tables import consultation, document, proposal, response, source

Row = Mapping[str, Any]
#: Things that have words, as decisions call them.
ROUND, PROPOSAL, SOURCE, RESPONSE = "round", "proposal", "source", "response"
#: Fields of which addresses and links are made: they cannot be masked.
FIXED = frozenset({"slug", "number"})
#: The long text, in which the same words may mean another; the rest is about it.
TEXT = "text"
#: Columns with words by the thing they belong to; `document` has its own.
_COLUMNS = {
    ROUND: ("name", "subject", "slug", "journal_number", "made_by"),
    PROPOSAL: ("number", "title", "text", "committee", "case_number"),
    SOURCE: ("name", "reason"),
    RESPONSE: ("name", "row", "respondent_name", "confirm", "failure"),
}
#: Responses read at a time.
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Words:
    """What one thing shows. `id` is its row, or a proposal's position; `name` outlives it."""

    kind: str
    id: int
    name: str
    fields: Mapping[str, str]

    @property
    def owner(self) -> str:
        """What decisions call it; a newer version of a response has the same."""
        return owner_of(self.kind, self.name)

    @property
    def response_id(self) -> int | None:
        """Its id where it is a response."""
        return self.id if self.kind == RESPONSE else None


def owner_of(kind: str, name: str) -> str:
    """What decisions call the thing of that kind and name."""
    return f"{kind}:{name}"


def every(connection: sa.Connection, consultation_id: int) -> Iterator[Words]:
    """The words of a round that readers see: the round's, proposals', sources', responses'."""
    for kind, row in rows(connection, consultation_id):
        yield words_of(kind, row)
    ids = current_ids(connection, consultation_id)
    for i in range(0, len(ids), CHUNK):
        for row in response_rows(connection, ids[i : i + CHUNK]):
            yield words_of(RESPONSE, row)


def of_response(connection: sa.Connection, response_id: int) -> Words:
    """The words of one response, which must be there."""
    (row,) = response_rows(connection, [response_id])
    return words_of(RESPONSE, row)


def rows(connection: sa.Connection, consultation_id: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of the round, its proposals and its sources, with the kind of each."""
    for kind, table, key in (
        (ROUND, consultation, consultation.c.id),
        (PROPOSAL, proposal, proposal.c.consultation_id),
        (SOURCE, source, source.c.consultation_id),
    ):
        found = connection.execute(sa.select(table).where(key == consultation_id)).mappings()
        yield from ((kind, dict(row)) for row in found)


def response_rows(
    connection: sa.Connection, response_ids: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """The rows of responses, each joined with that of its document."""
    query = (
        sa.select(response, *(c for c in document.c if c.name != "response_id"))
        .join(document, document.c.response_id == response.c.id)
        .where(response.c.id.in_(response_ids))
        .order_by(response.c.id)
    )
    yield from (dict(row) for row in connection.execute(query).mappings())


def words_of(kind: str, row: Row) -> Words:
    """The words in a row of that kind."""
    key = row["position"] if kind == PROPOSAL else row["id"]
    name = row["number"] if kind == PROPOSAL else "" if kind == ROUND else row["name"]
    fields = {column: row[column] for column in _COLUMNS[kind] if row[column]}
    if kind == ROUND:
        fields |= {f"invited.{i}": party for i, party in enumerate(row["invited"])}
    if kind == RESPONSE:
        fields |= _document_fields(row)
    return Words(kind, key, name, fields)


def filled(kind: str, row: Row, fields: Mapping[str, str]) -> dict[str, Any]:
    """The row with these words in the place of its own; what `fields` lacks stays."""
    changed = {**row, **{c: fields[c] for c in _COLUMNS[kind] if c in fields}}
    if kind == ROUND:
        invited = [fields.get(f"invited.{i}", party) for i, party in enumerate(row["invited"])]
        changed |= {"invited": invited}
    return changed | _document_columns(row, fields) if kind == RESPONSE else changed


def _document_fields(row: Row) -> dict[str, str]:
    said = row["metadata"]
    found = {TEXT: row["text"]}
    found |= {f"removal.{i}": text for i, (_, text, *_rest) in enumerate(row["removals"])}
    found |= {f"warning.{i}": text for i, text in enumerate(row["warnings"])}
    found |= {f"metadata.{k}": text for k, text in said.items() if isinstance(text, str)}
    found |= {f"given.{i}": text for i, text in enumerate(said.get("given", ()))}
    return {name: text for name, text in found.items() if text}


def _document_columns(row: Row, fields: Mapping[str, str]) -> dict[str, Any]:
    said = {k: fields.get(f"metadata.{k}", value) for k, value in row["metadata"].items()}
    given = [fields.get(f"given.{i}", t) for i, t in enumerate(said.get("given", ()))]
    return {
        "text": fields.get(TEXT, row["text"]),
        "removals": [
            [kind, fields.get(f"removal.{i}", text), *rest]
            for i, (kind, text, *rest) in enumerate(row["removals"])
        ],
        "warnings": [fields.get(f"warning.{i}", t) for i, t in enumerate(row["warnings"])],
        "metadata": said | {"given": given},
    }


def source_of(connection: sa.Connection, response_id: int) -> int:
    """The id of the source that a response, which must be there, came from."""
    query = sa.select(response.c.source_id).where(response.c.id == response_id)
    found: int = connection.execute(query).scalar_one()
    return found


def rounds_in(connection: sa.Connection) -> tuple[int, ...]:
    """The ids of the rounds in a database; a release holds one."""
    return tuple(connection.scalars(sa.select(consultation.c.id).order_by(consultation.c.id)))
