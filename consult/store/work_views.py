"""Work as a person sees it: each file with what came of it."""

from dataclasses import dataclass

import sqlalchemy as sa

from consult.domain.work import WorkState
from consult.store.columns import holds
from consult.store.records import ResponseState, SourceState
from consult.store.tables import response, source
from consult.store.work import line_of
from consult.store.work_records import WorkLine
from consult.store.work_table import work

#: Outcomes of a file that gave nothing; its source may be that of a later copy, which did.
_GAVE_NOTHING = (WorkState.FAILED, WorkState.SKIPPED)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was handed in, and its responses.

    `responses` of it count. `replaced` says that a newer version counts in its place, `confirm`
    (a Danish sentence) what a person must see to.
    """

    row: WorkLine
    responses: int
    replaced: bool
    confirm: str | None


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files to list; None or "" lets all through. `words` is a part of the name."""

    state: WorkState | None = None
    words: str = ""


def every(consultation_id: int, filters: FileFilter) -> sa.ColumnElement[bool]:
    """The condition that a file was handed in to the round and the filters let it through."""
    wanted = [work.c.consultation_id == consultation_id]
    if filters.state is not None:
        wanted.append(work.c.state == filters.state)
    if words := filters.words.strip():
        wanted.append(holds(work.c.name, words))
    return sa.and_(*wanted)


def to_see_to(consultation_id: int) -> sa.ColumnElement[bool]:
    """The condition that a person must see to a file: confirm it, or do something about it."""
    outcome = sa.func.coalesce(work.c.outcome, "")
    failed = sa.and_(
        work.c.state == WorkState.FAILED,
        source.c.superseded_by.is_(None),
        sa.or_(outcome != WorkState.FAILED, source.c.state.is_distinct_from(SourceState.READ)),
    )
    asked = sa.and_(
        outcome.not_in(_GAVE_NOTHING),
        work.c.state.not_in((WorkState.SAME, WorkState.WITHDRAWN)),
        work.c.source_id.in_(_asked(consultation_id)),
    )
    return sa.and_(work.c.consultation_id == consultation_id, sa.or_(failed, asked))


def count(connection: sa.Connection, where: sa.ColumnElement[bool]) -> int:
    """How many files `where` lets through."""
    query = sa.select(sa.func.count()).select_from(_joined()).where(where)
    return connection.execute(query).scalar_one()


def views(
    connection: sa.Connection,
    where: sa.ColumnElement[bool],
    limit: int,
    offset: int = 0,
    *,
    confirm_first: bool = False,
) -> tuple[FileView, ...]:
    """The files that `where` lets through, in the order handed in."""
    current = sa.and_(
        response.c.source_id == work.c.source_id, response.c.state == ResponseState.CURRENT
    )
    confirm = sa.select(sa.func.min(response.c.confirm)).where(current).scalar_subquery()
    responses = sa.select(sa.func.count()).where(current).scalar_subquery()
    order = [confirm.is_(None), work.c.position] if confirm_first else [work.c.position]
    query = (
        sa.select(
            work,
            source.c.superseded_by,
            confirm.label("confirm"),
            responses.label("responses"),
        )
        .select_from(_joined())
        .where(where)
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_view(row) for row in connection.execute(query).mappings())


def confirm(connection: sa.Connection, source_id: int) -> int:
    """Say that a person has seen to what was made of a source; how many responses asked."""
    change = sa.update(response).where(
        response.c.source_id == source_id, response.c.confirm.is_not(None)
    )
    return connection.execute(change.values(confirm=None)).rowcount


def responses_of(connection: sa.Connection, rows: tuple[WorkLine, ...]) -> int:
    """How many responses of these files count."""
    keys = {row.source_id for row in rows if row.source_id is not None}
    query = sa.select(sa.func.count()).where(
        response.c.source_id.in_(keys), response.c.state == ResponseState.CURRENT
    )
    return connection.execute(query).scalar_one()


def _joined() -> sa.Join:
    return work.outerjoin(source, source.c.id == work.c.source_id)


def _asked(consultation_id: int) -> sa.Select[tuple[int]]:
    return sa.select(response.c.source_id).where(
        response.c.consultation_id == consultation_id,
        response.c.state == ResponseState.CURRENT,
        response.c.confirm.is_not(None),
    )


def _view(row: sa.RowMapping) -> FileView:
    # A second copy of a file has the source of the first, whose responses are not its own.
    same = row["state"] in (WorkState.SAME, WorkState.WITHDRAWN)
    others = same or row["outcome"] in _GAVE_NOTHING
    return FileView(
        line_of(row),
        0 if others else row["responses"],
        not same and row["superseded_by"] is not None,
        None if others else row["confirm"],
    )
