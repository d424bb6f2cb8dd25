"""The log, as those who may read it see it."""

from dataclasses import dataclass

from consult.domain.access import Action
from consult.services.desk import Desk
from consult.store import audit
from consult.store.account_records import Entry, EntryFilter

__all__ = ["Entry", "EntryFilter", "EntryList", "entries"]


@dataclass(frozen=True, slots=True)
class EntryList:
    """A page of the log, the newest first; `total` is the number on all pages."""

    total: int
    items: tuple[Entry, ...]


def entries(
    desk: Desk, filters: EntryFilter | None = None, limit: int = 50, offset: int = 0
) -> EntryList:
    """The lines of the log that the filters let through.

    Raises:
        DeniedError: the actor may not.
    """
    chosen = filters or EntryFilter()
    with desk.read() as connection:
        desk.need(Action.LOG)
        found = audit.entries(connection, chosen, limit, offset)
        return EntryList(audit.count(connection, chosen), found)
