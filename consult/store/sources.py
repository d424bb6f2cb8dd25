"""Sources: which files were taken in, and what became of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.domain.errors import NotFoundError
from consult.store.records import ResponseState, SourceLine, SourceState
from consult.store.tables import response, source


@dataclass(frozen=True, slots=True)
class Met:
    """A source as it was met; `sha256` is "" where it was not opened. `enclosed` lay in it."""

    name: str
    path: str
    sha256: str
    size: int
    enclosed: int = 0


def find(connection: sa.Connection, consultation_id: int, met: Met) -> SourceLine | None:
    """The source of that name and content, or of that path if unopened, if it was met before."""
    query = sa.select(source).where(
        source.c.consultation_id == consultation_id,
        source.c.name == met.name,
        source.c.sha256 == met.sha256,
    )
    if not met.sha256:
        query = query.where(source.c.path == met.path)
    row = connection.execute(query).mappings().first()
    return _line(row) if row is not None else None


def newest_read(connection: sa.Connection, consultation_id: int, name: str) -> int | None:
    """The id of the source of that name whose responses count."""
    query = sa.select(source.c.id).where(
        source.c.consultation_id == consultation_id,
        source.c.name == name,
        source.c.state == SourceState.READ,
        source.c.superseded_by.is_(None),
    )
    found: int | None = connection.scalar(query)
    return found


def put(
    connection: sa.Connection,
    consultation_id: int,
    met: Met,
    known: SourceLine | None,
    state: SourceState,
    reason: str | None,
    read_at: datetime,
) -> int:
    """Write down what became of a source, in place of what `known` says of it; its id."""
    row: dict[str, object] = {"path": met.path, "size": met.size, "state": state, "reason": reason}
    row |= {"read_at": read_at, "enclosed": met.enclosed}
    if known is not None:
        change = sa.update(source).where(source.c.id == known.id)
        connection.execute(change.values(**row, superseded_by=None))
        return known.id
    row |= {"consultation_id": consultation_id, "name": met.name, "sha256": met.sha256}
    key: int = connection.execute(sa.insert(source).returning(source.c.id), row).scalar_one()
    return key


def supersede(
    connection: sa.Connection, consultation_id: int, name: str, by: int, read_too: bool
) -> None:
    """Mark the other sources of that name as replaced; one that was read only if `read_too`."""
    change = sa.update(source).where(
        source.c.consultation_id == consultation_id,
        source.c.name == name,
        source.c.id != by,
        source.c.superseded_by.is_(None),
    )
    if not read_too:
        change = change.where(source.c.state != SourceState.READ)
    connection.execute(change.values(superseded_by=by))


def inside(
    connection: sa.Connection, consultation_id: int, name: str, but: Collection[str]
) -> list[SourceLine]:
    """The read sources that lay in the one of that name and count, other than those named."""
    query = sa.select(source).where(
        source.c.consultation_id == consultation_id,
        source.c.state == SourceState.READ,
        source.c.superseded_by.is_(None),
        source.c.name.startswith(f"{name}/", autoescape=True),
    )
    found = (_line(row) for row in connection.execute(query).mappings())
    # Databases do not agree on whether LIKE tells capitals from small letters.
    return [line for line in found if line.name.startswith(f"{name}/") and line.name not in but]


def leave(connection: sa.Connection, source_id: int, outer: int) -> None:
    """Mark a source as no longer in the archive or mail `outer`, which then replaces it."""
    change = sa.update(source).where(source.c.id == source_id)
    connection.execute(change.values(superseded_by=outer))


def listed(
    connection: sa.Connection,
    consultation_id: int,
    state: SourceState | None = None,
    limit: int | None = None,
    offset: int = 0,
    *,
    urgent: bool = False,
) -> tuple[SourceLine, ...]:
    """Sources of a round in the order taken in, with the number of their responses.

    With `urgent` what a person must do something about comes first, what is replaced last.
    """
    of_source = sa.select(sa.func.count()).where(response.c.source_id == source.c.id)
    current = response.c.state == ResponseState.CURRENT
    to_confirm = sa.select(sa.func.min(response.c.confirm)).where(
        response.c.source_id == source.c.id, current
    )
    query = (
        sa.select(
            source,
            of_source.where(current).scalar_subquery().label("responses"),
            of_source.where(~current).scalar_subquery().label("replaced"),
            to_confirm.scalar_subquery().label("confirm"),
        )
        .where(source.c.consultation_id == consultation_id)
        .order_by(*(_urgency(to_confirm.scalar_subquery()) if urgent else ()), source.c.id)
        .limit(limit)
        .offset(offset)
    )
    if state is not None:
        query = query.where(source.c.state == state)
    return tuple(_line(row) for row in connection.execute(query).mappings())


def to_confirm(connection: sa.Connection, consultation_id: int) -> int:
    """How many sources have responses that count and that a person must see to."""
    query = sa.select(sa.func.count(response.c.source_id.distinct())).where(
        response.c.consultation_id == consultation_id,
        response.c.state == ResponseState.CURRENT,
        response.c.confirm.is_not(None),
    )
    return connection.execute(query).scalar_one()


def _urgency(confirm: sa.ScalarSelect[str]) -> tuple[sa.ColumnElement[Any], ...]:
    """Failed before skipped before waiting before read before withdrawn, replaced ones last."""
    states = (
        SourceState.FAILED,
        SourceState.SKIPPED,
        SourceState.WAITING,
        SourceState.READ,
        SourceState.WITHDRAWN,
    )
    rank = sa.case({state: i for i, state in enumerate(states)}, value=source.c.state)
    return source.c.superseded_by.is_not(None), rank, confirm.is_(None)


def one(connection: sa.Connection, source_id: int) -> SourceLine:
    """The source of that id, which must be there; its counts are left at 0."""
    query = sa.select(source).where(source.c.id == source_id)
    return _line(connection.execute(query).mappings().one())


def of_round(connection: sa.Connection, consultation_id: int, source_id: int) -> SourceLine:
    """A source of a round; its counts are left at 0.

    Raises:
        NotFoundError: the round has no such source.
    """
    query = sa.select(source).where(source.c.id == source_id)
    row = connection.execute(query.where(source.c.consultation_id == consultation_id)).mappings()
    found = row.first()
    if found is None:
        raise NotFoundError(f"Kilde nr. {source_id} findes ikke i denne runde.")
    return _line(found)


def withdraw(connection: sa.Connection, source_id: int) -> None:
    """Say that a person took the source back; what a newer one replaced stays as it is."""
    change = sa.update(source).where(source.c.id == source_id, source.c.superseded_by.is_(None))
    connection.execute(change.values(state=SourceState.WITHDRAWN, reason=None))


def states(connection: sa.Connection, consultation_id: int) -> dict[SourceState, int]:
    """How many sources that no newer one replaces have come how far."""
    query = (
        sa.select(source.c.state, sa.func.count())
        .where(source.c.consultation_id == consultation_id, source.c.superseded_by.is_(None))
        .group_by(source.c.state)
    )
    found = {SourceState(state): n for state, n in connection.execute(query)}
    return {state: found.get(state, 0) for state in SourceState}


def superseded(connection: sa.Connection, consultation_id: int) -> int:
    """How many sources a newer one of the same name replaces."""
    query = sa.select(sa.func.count()).where(
        source.c.consultation_id == consultation_id, source.c.superseded_by.is_not(None)
    )
    return connection.execute(query).scalar_one()


def _line(row: sa.RowMapping) -> SourceLine:
    return SourceLine(
        row["id"],
        row["name"],
        row["path"],
        row["sha256"],
        row["size"],
        SourceState(row["state"]),
        row["reason"],
        row["read_at"],
        row["superseded_by"],
        row.get("responses", 0),
        row.get("replaced", 0),
        row["enclosed"],
        row.get("confirm"),
    )
