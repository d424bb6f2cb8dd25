"""What is new since a person last looked at a round."""

from dataclasses import replace
from datetime import datetime, timedelta

from consult.domain.access import Action
from consult.services.desk import Desk
from consult.store import releases, visits
from consult.store.database import Connection
from consult.store.release_records import Visit

#: After so long without a look the visit is over.
QUIET = timedelta(hours=1)
#: A look is written down again after so long; not every click is worth a write.
_GRAIN = timedelta(minutes=1)


def look(desk: Desk, slug: str) -> datetime | None:
    """Note that the actor looks at a round; responses taken in after this are new to them.

    It is when their visit before this one ended; for readers the moment of the version that
    they saw in it. None without an account, and on a first visit: then nothing is new.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
        NotReleasedError: as `Desk.view`.
    """
    account = desk.actor.account_id
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.VIEW).id
        if account is None or desk.as_reader:
            return None
        number = None if desk.sees_working(key) else desk.version(connection, key).number
        known = visits.find(connection, account, key)
        now = _visit(known, desk.now(), number)
        since = _since(connection, key, now, number)
    if known is None or now.since != known.since or _is_stale(known, now):
        with desk.write() as connection:
            visits.put(connection, account, key, now)
    return since


def _is_stale(known: Visit, now: Visit) -> bool:
    return now.seen - known.seen >= _GRAIN or now.release != known.release


def _visit(known: Visit | None, at: datetime, number: int | None) -> Visit:
    """The visit that a look belongs to: the one under way, or a new one."""
    if known is None:
        return Visit(at, number, None, None)
    if at - known.seen < QUIET:
        return replace(known, seen=at, release=number)
    return Visit(at, number, known.seen, known.release)


def _since(
    connection: Connection, consultation_id: int, now: Visit, number: int | None
) -> datetime | None:
    if number is None:
        return now.since
    if now.since_release is None:
        return now.since
    return releases.one(connection, consultation_id, now.since_release).made_at
