"""The files of a round as the person sees them who handed them in, and what they must see to."""

from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.errors import StoreError
from consult.services.desk import Desk, of_round
from consult.services.endings import Outcome
from consult.store import sources, work, work_views
from consult.store.database import Connection
from consult.store.records import SourceState
from consult.store.work_records import WorkLine
from consult.store.work_views import FileFilter, FileView

__all__ = ["AtStake", "FileFilter", "FileList", "FileView", "at_stake", "confirm", "has_its_own",
           "listed", "to_see_to"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of files; `total` is the number on all pages."""

    total: int
    items: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class AtStake:
    """What goes when a file is withdrawn: the files that lay in it, and responses that count."""

    name: str
    enclosed: int
    responses: int


def listed(
    desk: Desk, slug: str, filters: FileFilter | None = None, limit: int = 20, offset: int = 0
) -> FileList:
    """The files of a round in the order handed in, each before what lay in it.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.FILL).id
        where = work_views.every(key, filters or FileFilter())
        found = work_views.views(connection, where, limit, offset)
        return FileList(work_views.count(connection, where), found)


def to_see_to(desk: Desk, slug: str, limit: int = 10, offset: int = 0) -> FileList:
    """What a person must see to: first what is to be confirmed, then what failed.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        where = work_views.to_see_to(desk.round(connection, slug, Action.FILL).id)
        found = work_views.views(connection, where, limit, offset, confirm_first=True)
        return FileList(work_views.count(connection, where), found)


def confirm(desk: Desk, slug: str, work_id: int) -> None:
    """Say that what was made of a file is right: nobody is asked about it any more.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round, or no such row in it.
        StoreError: there is nothing to confirm.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL, lock=True).id
        row = work.one(connection, key, work_id, lock=True)
        if row.source_id is None or not work_views.confirm(connection, row.source_id):
            raise StoreError(f"{row.name}: der er intet at bekræfte – genindlæs siden.")
        desk.log(connection, "round.confirm", of_round(slug), row.name, key)


def at_stake(desk: Desk, slug: str, work_id: int) -> AtStake:
    """What `uploads.withdraw` would take, for the question before it.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round, or no such row in it.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.FILL).id
        row = work.one(connection, key, work_id)
        rows = (row, *work.below(connection, row))
        own = tuple(r for r in rows if has_its_own(connection, r))
        return AtStake(row.name, len(rows) - 1, work_views.responses_of(connection, own))


def has_its_own(connection: Connection, row: WorkLine) -> bool:
    """Whether what counts of the row's source goes when the row is withdrawn.

    A second copy of a file takes nothing along: the first one stands. Nor does a file that gave
    nothing, where a later copy of it was read.
    """
    if row.source_id is None or row.outcome == Outcome.SAME:
        return False
    if row.outcome not in (Outcome.FAILED, Outcome.SKIPPED):
        return True
    return sources.one(connection, row.source_id).state is not SourceState.READ
