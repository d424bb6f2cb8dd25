"""Responses: listing them, and asking about one. Taking them in is in `taking`."""

from collections.abc import Iterable

import sqlalchemy as sa

from consult.domain.documents import Document
from consult.domain.errors import NotFoundError
from consult.domain.people import RespondentKind
from consult.store.codec import document_of, respondent_of
from consult.store.records import ResponseFilter, ResponseLine, ResponseState
from consult.store.tables import document, response, source, voice


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
        sa.select(document, response.c.name, response.c.confirm)
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
    if filters.sender is not None:
        wanted.append(c.sender == filters.sender)
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


def consultation_of(connection: sa.Connection, response_id: int) -> int | None:
    """The id of the round that a response belongs to, None where there is no such response."""
    query = sa.select(response.c.consultation_id).where(response.c.id == response_id)
    found: int | None = connection.scalar(query)
    return found


def is_analysed(connection: sa.Connection, response_id: int) -> bool:
    """Whether there are findings of a response, of whatever version."""
    query = sa.select(response.c.analysis_version).where(response.c.id == response_id)
    return connection.scalar(query) is not None


def current_ids(connection: sa.Connection, consultation_id: int) -> list[int]:
    """The ids of the responses that count, in the order taken in."""
    query = sa.select(response.c.id).where(is_current(consultation_id)).order_by(response.c.id)
    return list(connection.scalars(query))


def pending_ids(connection: sa.Connection, consultation_id: int, version: str) -> list[int]:
    """The ids of the responses that wait for findings of that version, in the order taken in."""
    query = sa.select(response.c.id).where(is_pending(consultation_id, version))
    return list(connection.scalars(query.order_by(response.c.id)))


def pending_of(connection: sa.Connection, source_id: int, version: str) -> list[int]:
    """The ids of the responses of a source that wait for findings of that version, in order."""
    waits = (
        response.c.source_id == source_id,
        response.c.state == ResponseState.CURRENT,
        response.c.analysis_version.is_distinct_from(version),
    )
    query = sa.select(response.c.id).where(*waits).order_by(response.c.id)
    return list(connection.scalars(query))


def never_analysed(connection: sa.Connection, source_id: int) -> bool:
    """Whether a response of the source counts and has not been looked at."""
    waits = (
        response.c.source_id == source_id,
        response.c.state == ResponseState.CURRENT,
        response.c.analysed_at.is_(None),
    )
    return connection.execute(sa.select(response.c.id).where(*waits).limit(1)).first() is not None


def pending_sources(connection: sa.Connection, consultation_id: int, version: str) -> list[int]:
    """The ids of the sources whose responses, some of them, wait for findings of that version."""
    query = sa.select(response.c.source_id).where(is_pending(consultation_id, version))
    return list(connection.scalars(query.distinct().order_by(response.c.source_id)))


def sender_names(connection: sa.Connection, consultation_id: int) -> tuple[str, ...]:
    """The names of the senders of responses that count, private persons left out."""
    c = response.c
    query = sa.select(c.respondent_name).where(
        is_current(consultation_id),
        c.respondent_name.is_not(None),
        c.respondent_kind != RespondentKind.CITIZEN,
    )
    return tuple(connection.scalars(query.distinct().order_by(c.respondent_name)))


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
        row["confirm"],
        row["sender"],
    )
