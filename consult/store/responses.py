"""Responses: taking them in, superseding them, listing them. Their findings are elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

import sqlalchemy as sa

from consult.domain.documents import Document
from consult.domain.errors import NotFoundError
from consult.store.codec import content_hash, document_columns, document_of, respondent_of
from consult.store.records import ResponseFilter, ResponseLine, ResponseState
from consult.store.tables import document, response, source, voice

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
    kept = [old[row].id for row, d in rows.items() if row in old and _is_same(old[row], d)]
    gone = [known for row, known in old.items() if row not in rows]
    new = [(row, d) for row, d in rows.items() if row not in old or not _is_same(old[row], d)]
    changed = [old[row] for row, _ in new if row in old]
    _set(connection, kept, source_id=source_id)
    _set(connection, [k.id for k in changed], state=ResponseState.SUPERSEDED)
    _set(connection, [k.id for k in gone], state=ResponseState.WITHDRAWN)
    names = _names(connection, consultation_id, source_id, [row for row, _ in new], old)
    _insert(connection, consultation_id, source_id, new, names, old, taken_at)
    return Taken(len(new) - len(changed), len(kept), len(changed), len(gone))


def lines(
    connection: sa.Connection,
    where: sa.ColumnElement[bool],
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ResponseLine, ...]:
    """The responses that `where` lets through, in the order taken in."""
    query = (
        sa.select(response, source.c.name.label("source_name"))
        .join(source, source.c.id == response.c.source_id)
        .where(where)
        .order_by(response.c.id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_line(row) for row in connection.execute(query).mappings())


def line(connection: sa.Connection, consultation_id: int, response_id: int) -> ResponseLine:
    """One response of a round.

    Raises:
        NotFoundError: the round has no such response.
    """
    where = sa.and_(response.c.consultation_id == consultation_id, response.c.id == response_id)
    found = lines(connection, where)
    if not found:
        raise NotFoundError(f"Høringssvar nr. {response_id} findes ikke i denne runde.")
    return found[0]


def documents(connection: sa.Connection, response_ids: Iterable[int]) -> dict[int, Document]:
    """The documents of the responses, by id."""
    query = (
        sa.select(document, response.c.name)
        .join(response, response.c.id == document.c.response_id)
        .where(document.c.response_id.in_(list(response_ids)))
    )
    rows = connection.execute(query).mappings()
    return {row["response_id"]: document_of(row["name"], row) for row in rows}


def matching(consultation_id: int, filters: ResponseFilter) -> sa.ColumnElement[bool]:
    """The condition that a response belongs to the round and the filters let it through."""
    c = response.c
    wanted = [c.consultation_id == consultation_id]
    if filters.state is not None:
        wanted.append(c.state == filters.state)
    if filters.kind is not None:
        wanted.append(c.respondent_kind == filters.kind)
    if filters.source_id is not None:
        wanted.append(c.source_id == filters.source_id)
    if filters.respondent:
        name = " ".join(filters.respondent.casefold().split())
        # `sender` is "kind:name", casefolded; databases do not agree on how to fold letters.
        named = sa.func.substr(c.sender, sa.func.length(c.respondent_kind) + 2)
        wanted += [c.respondent_name.is_not(None), named.contains(name, autoescape=True)]
    if filters.to_review:
        wanted.append(c.to_review > 0)
    if filters.stance is not None or filters.proposal is not None:
        wanted.append(_speaks(consultation_id, filters))
    return sa.and_(*wanted)


def count(connection: sa.Connection, where: sa.ColumnElement[bool]) -> int:
    """How many responses `where` lets through."""
    query = sa.select(sa.func.count()).select_from(response).where(where)
    return connection.execute(query).scalar_one()


def is_current(consultation_id: int) -> sa.ColumnElement[bool]:
    """The condition that a response belongs to the round and counts."""
    return sa.and_(
        response.c.consultation_id == consultation_id,
        response.c.state == ResponseState.CURRENT,
    )


def is_pending(consultation_id: int, version: str) -> sa.ColumnElement[bool]:
    """The condition that a response counts and lacks findings of that version."""
    stale = response.c.analysis_version.is_distinct_from(version)
    return sa.and_(is_current(consultation_id), stale)


def current_ids(connection: sa.Connection, consultation_id: int) -> list[int]:
    """The ids of the responses that count, in the order taken in."""
    query = sa.select(response.c.id).where(is_current(consultation_id)).order_by(response.c.id)
    return list(connection.scalars(query))


def pending_ids(connection: sa.Connection, consultation_id: int, version: str) -> list[int]:
    """The ids of the responses that wait for findings of that version, in the order taken in."""
    query = sa.select(response.c.id).where(is_pending(consultation_id, version))
    return list(connection.scalars(query.order_by(response.c.id)))


def neighbours(
    connection: sa.Connection, consultation_id: int, response_id: int
) -> tuple[int | None, int | None]:
    """The ids of the responses before and after, among those that count."""
    current = is_current(consultation_id)
    before = sa.select(sa.func.max(response.c.id)).where(current, response.c.id < response_id)
    after = sa.select(sa.func.min(response.c.id)).where(current, response.c.id > response_id)
    return connection.scalar(before), connection.scalar(after)


def superseded_by(connection: sa.Connection, response_id: int) -> int | None:
    """The id of the response that replaced this one."""
    query = sa.select(response.c.id).where(response.c.supersedes == response_id)
    found: int | None = connection.scalar(query)
    return found


def _speaks(consultation_id: int, filters: ResponseFilter) -> sa.ColumnElement[bool]:
    speaks = [voice.c.consultation_id == consultation_id, voice.c.response_id == response.c.id]
    if filters.stance is not None:
        speaks.append(voice.c.label == filters.stance)
    if filters.proposal is not None:
        speaks.append(voice.c.proposal == (filters.proposal or None))
    return sa.exists().where(*speaks)


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
        stem = name = f"{_source_name(connection, source_id)}/{row}"
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


def _line(row: sa.RowMapping) -> ResponseLine:
    return ResponseLine(
        row["id"],
        row["name"],
        row["source_id"],
        row["source_name"],
        row["row"],
        ResponseState(row["state"]),
        row["supersedes"],
        respondent_of(row),
        row["failure"],
        row["passages"],
        row["to_review"],
        row["unresolved"],
        row["taken_at"],
    )
