"""Taking responses in: which are new, which are as they were, which replace an earlier one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

import sqlalchemy as sa

from consult.domain.documents import Document
from consult.store.codec import content_hash, document_columns
from consult.store.records import ResponseState
from consult.store.responses import is_current
from consult.store.tables import document, response, source

#: Values in one IN list; databases allow some tens of thousands.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a source's documents; `new + same + superseding` is their number.

    `withdrawn` were in the source's previous version and are not in this one.
    """

    new: int = 0
    same: int = 0
    superseding: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    row: str
    name: str
    content_hash: str


def replace(
    connection: sa.Connection,
    consultation_id: int,
    source_id: int,
    previous: int | None,
    documents: Sequence[Document],
    taken_at: datetime,
) -> Taken:
    """Make the responses of a source those of `documents`.

    `previous` is the source of the same name that this one replaces. An unchanged document
    stays the response it was, findings and all.
    """
    old = {known.row: known for known in _current(connection, previous)}
    rows = _rows(documents)
    kept = {old[row].id: d for row, d in rows.items() if row in old and _is_same(old[row], d)}
    gone = [known for row, known in old.items() if row not in rows]
    new = [(row, d) for row, d in rows.items() if row not in old or not _is_same(old[row], d)]
    changed = [old[row] for row, _ in new if row in old]
    _keep(connection, source_id, kept)
    _set(connection, [k.id for k in changed], state=ResponseState.SUPERSEDED)
    _set(connection, [k.id for k in gone], state=ResponseState.WITHDRAWN)
    names = _names(connection, consultation_id, source_id, [row for row, _ in new], old)
    _insert(connection, consultation_id, source_id, new, names, old, taken_at)
    return Taken(len(new) - len(changed), len(kept), len(changed), len(gone))


def withdraw(connection: sa.Connection, source_id: int) -> int:
    """Let the responses of a source count no more; how many there were."""
    gone = [known.id for known in _current(connection, source_id)]
    _set(connection, gone, state=ResponseState.WITHDRAWN)
    return len(gone)


def _rows(documents: Iterable[Document]) -> dict[str, Document]:
    """Documents by what their source calls them; a name used twice gets a number."""
    rows: dict[str, Document] = {}
    for d in documents:
        stem = row = normalize("NFC", d.name)
        n = 1
        while row in rows:
            n += 1
            row = f"{stem} ({n})"
        rows[row] = d
    return rows


def _is_same(known: _Known, d: Document) -> bool:
    return known.content_hash == content_hash(d)


def _current(connection: sa.Connection, source_id: int | None) -> list[_Known]:
    if source_id is None:
        return []
    c = response.c
    query = sa.select(c.id, c.row, c.name, c.content_hash).where(
        c.source_id == source_id, c.state == ResponseState.CURRENT
    )
    return [_Known(*row) for row in connection.execute(query)]


def _set(connection: sa.Connection, ids: Iterable[int], **values: object) -> None:
    rows = [{"key": key} for key in ids]
    if rows:
        change = sa.update(response).where(response.c.id == sa.bindparam("key")).values(**values)
        connection.execute(change, rows)


def _keep(connection: sa.Connection, source_id: int, kept: dict[int, Document]) -> None:
    """Give responses that are as they were to the newer source, with what it says of each."""
    rows = [{"key": key, "said": d.confirm} for key, d in kept.items()]
    if rows:
        change = sa.update(response).where(response.c.id == sa.bindparam("key"))
        values = {"source_id": source_id, "confirm": sa.bindparam("said")}
        connection.execute(change.values(**values), rows)


def _names(
    connection: sa.Connection,
    consultation_id: int,
    source_id: int,
    rows: Sequence[str],
    old: dict[str, _Known],
) -> dict[str, str]:
    """A name for each row, unique in the round: its own, else with the source's before it."""
    names = {row: old[row].name if row in old else row for row in rows}
    taken = _taken(connection, consultation_id, list(names.values()))
    for row in [row for row, name in names.items() if name in taken]:
        whole = _source_name(connection, source_id)
        # A file in an archive is called by its way in, a row of a table by its table too.
        stem = name = whole if whole.endswith(f"/{row}") else f"{whole}/{row}"
        n = 1
        while name in names.values() or _taken(connection, consultation_id, [name]):
            n += 1
            name = f"{stem} ({n})"
        names[row] = name
    return names


def _taken(connection: sa.Connection, consultation_id: int, names: Sequence[str]) -> set[str]:
    """Those of the names that responses of the round already bear."""
    query = sa.select(response.c.name).where(is_current(consultation_id))
    found: set[str] = set()
    for i in range(0, len(names), CHUNK):
        found.update(connection.scalars(query.where(response.c.name.in_(names[i : i + CHUNK]))))
    return found


def _source_name(connection: sa.Connection, source_id: int) -> str:
    query = sa.select(source.c.name).where(source.c.id == source_id)
    name: str = connection.execute(query).scalar_one()
    return name


def _insert(
    connection: sa.Connection,
    consultation_id: int,
    source_id: int,
    new: Sequence[tuple[str, Document]],
    names: dict[str, str],
    old: dict[str, _Known],
    taken_at: datetime,
) -> None:
    if not new:
        return
    rows = [
        {
            "consultation_id": consultation_id,
            "source_id": source_id,
            "row": row,
            "name": names[row],
            "content_hash": content_hash(d),
            "state": ResponseState.CURRENT,
            "supersedes": old[row].id if row in old else None,
            "taken_at": taken_at,
            "confirm": d.confirm,
            "passages": 0,
            "words": 0,
            "to_review": 0,
            "unresolved": 0,
        }
        for row, d in new
    ]
    insert = sa.insert(response).returning(response.c.id, sort_by_parameter_order=True)
    ids = connection.scalars(insert, rows).all()
    texts = [
        {"response_id": key, **document_columns(d)} for key, (_, d) in zip(ids, new, strict=True)
    ]
    connection.execute(sa.insert(document), texts)
