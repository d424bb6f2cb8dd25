"""Decisions on private words, and what the machine has found that nobody has decided on."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.domain.errors import NotFoundError
from consult.domain.redaction import Anchor, Kind, Scope, Verdict
from consult.store.release_records import Check, Decision, Redaction, Sighting
from consult.store.release_tables import privacy_check, redaction, sighting
from consult.store.responses import is_current
from consult.store.tables import response

#: Columns of an anchor.
_ANCHOR = ("quote", "before", "after", "start")
#: Rows written at a time.
_CHUNK = 1000


def add(
    connection: sa.Connection, consultation_id: int, new: Iterable[Decision], at: datetime, by: str
) -> None:
    """Write decisions down."""
    rows = [
        {
            "consultation_id": consultation_id,
            "verdict": d.verdict,
            "scope": d.scope,
            "kind": d.kind,
            "owner": d.owner,
            "field": d.field,
            "reason": d.reason,
            "made_at": at,
            "made_by": by,
            **asdict(d.anchor),
        }
        for d in new
    ]
    connection.execute(sa.insert(redaction), rows)


def standing(connection: sa.Connection, consultation_id: int) -> tuple[Redaction, ...]:
    """The decisions of a round that hold, in the order made."""
    query = _of(consultation_id).where(redaction.c.undone_at.is_(None)).order_by(redaction.c.id)
    return tuple(_redaction(row) for row in connection.execute(query).mappings())


def listed(
    connection: sa.Connection, consultation_id: int, limit: int, offset: int
) -> tuple[Redaction, ...]:
    """A page of decisions, the newest first, those undone among them."""
    query = _of(consultation_id).order_by(redaction.c.id.desc()).limit(limit).offset(offset)
    return tuple(_redaction(row) for row in connection.execute(query).mappings())


def count(connection: sa.Connection, consultation_id: int) -> dict[Verdict, int]:
    """How many decisions hold, by what they say."""
    query = (
        sa.select(redaction.c.verdict, sa.func.count())
        .where(redaction.c.consultation_id == consultation_id, redaction.c.undone_at.is_(None))
        .group_by(redaction.c.verdict)
    )
    found = {Verdict(verdict): n for verdict, n in connection.execute(query)}
    return {verdict: found.get(verdict, 0) for verdict in Verdict}


def total(connection: sa.Connection, consultation_id: int) -> int:
    """How many decisions `listed` would give without a limit."""
    query = sa.select(sa.func.count()).select_from(redaction)
    where = redaction.c.consultation_id == consultation_id
    return connection.execute(query.where(where)).scalar_one()


def mark(connection: sa.Connection, consultation_id: int) -> tuple[int, int]:
    """What changes whenever a decision is made or undone."""
    query = sa.select(sa.func.count(), sa.func.count(redaction.c.undone_at))
    n, undone = connection.execute(
        query.where(redaction.c.consultation_id == consultation_id)
    ).one()
    return int(n), int(undone)


def one(connection: sa.Connection, consultation_id: int, redaction_id: int) -> Redaction:
    """The decision of that id.

    Raises:
        NotFoundError: the round has no such decision.
    """
    row = connection.execute(_of(consultation_id).where(redaction.c.id == redaction_id)).mappings()
    found = row.first()
    if found is None:
        raise NotFoundError(f"Afgørelse nr. {redaction_id} findes ikke i denne runde.")
    return _redaction(found)


def undo(connection: sa.Connection, redaction_id: int, at: datetime, by: str) -> None:
    """Let a decision hold no more; it stays on the list."""
    change = sa.update(redaction).where(redaction.c.id == redaction_id)
    connection.execute(change.values(undone_at=at, undone_by=by))


def put_sightings(
    connection: sa.Connection,
    consultation_id: int,
    found: Sequence[Sighting],
    checked: Check,
) -> None:
    """Put what a search found in the place of what the one before found."""
    connection.execute(sa.delete(sighting).where(sighting.c.consultation_id == consultation_id))
    for i in range(0, len(found), _CHUNK):
        add_sightings(connection, consultation_id, found[i : i + _CHUNK])
    where = privacy_check.c.consultation_id == consultation_id
    connection.execute(sa.delete(privacy_check).where(where))
    row = {"consultation_id": consultation_id, **asdict(checked)}
    connection.execute(sa.insert(privacy_check), row)


def add_sightings(
    connection: sa.Connection, consultation_id: int, found: Sequence[Sighting]
) -> None:
    """Add to what was found; ids are given here."""
    rows = [
        {
            "consultation_id": consultation_id,
            "response_id": s.response_id,
            "kind": s.kind,
            "rule": s.rule,
            "owner": s.owner,
            "field": s.field,
            **asdict(s.anchor),
        }
        for s in found
    ]
    if rows:
        connection.execute(sa.insert(sighting), rows)


def sightings(
    connection: sa.Connection,
    consultation_id: int,
    kind: Kind | None = None,
    owner: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Sighting, ...]:
    """What the last search found, in the order found."""
    query = sa.select(sighting).where(sighting.c.consultation_id == consultation_id)
    if kind is not None:
        query = query.where(sighting.c.kind == kind)
    if owner is not None:
        query = query.where(sighting.c.owner == owner)
    rows = connection.execute(query.order_by(sighting.c.id).limit(limit).offset(offset)).mappings()
    return tuple(_sighting(row) for row in rows)


def sighting_of(connection: sa.Connection, consultation_id: int, sighting_id: int) -> Sighting:
    """What was found, by its id.

    Raises:
        NotFoundError: it is decided on, or a later search has not found it.
    """
    query = sa.select(sighting).where(sighting.c.id == sighting_id)
    where = sighting.c.consultation_id == consultation_id
    found = connection.execute(query.where(where)).mappings().first()
    if found is None:
        raise NotFoundError("Fundet er allerede afgjort – genindlæs siden.")
    return _sighting(found)


def sighting_counts(connection: sa.Connection, consultation_id: int) -> dict[Kind, int]:
    """How many of each kind nobody has decided on."""
    query = (
        sa.select(sighting.c.kind, sa.func.count())
        .where(sighting.c.consultation_id == consultation_id)
        .group_by(sighting.c.kind)
    )
    found = {Kind(kind): n for kind, n in connection.execute(query)}
    return {kind: found.get(kind, 0) for kind in Kind}


def drop_sightings(connection: sa.Connection, ids: Sequence[int]) -> None:
    """Take away what is decided on."""
    for i in range(0, len(ids), _CHUNK):
        chosen = sighting.c.id.in_(ids[i : i + _CHUNK])
        connection.execute(sa.delete(sighting).where(chosen))


def drop_kind(connection: sa.Connection, consultation_id: int, kind: Kind) -> None:
    """Take away all of a kind."""
    where = (sighting.c.consultation_id == consultation_id, sighting.c.kind == kind)
    connection.execute(sa.delete(sighting).where(*where))


def checked(connection: sa.Connection, consultation_id: int) -> Check | None:
    """The last search, None before the first."""
    query = sa.select(privacy_check.c.made_at, privacy_check.c.made_by)
    where = privacy_check.c.consultation_id == consultation_id
    row = connection.execute(query.where(where)).first()
    return Check(*row) if row is not None else None


def taken_since(connection: sa.Connection, consultation_id: int, since: datetime) -> int:
    """How many responses that count have come since then."""
    query = sa.select(sa.func.count()).select_from(response)
    where = (is_current(consultation_id), response.c.taken_at > since)
    return connection.execute(query.where(*where)).scalar_one()


def _of(consultation_id: int) -> sa.Select[Any]:
    return sa.select(redaction).where(redaction.c.consultation_id == consultation_id)


def _anchor(row: sa.RowMapping) -> Anchor:
    return Anchor(*(row[name] for name in _ANCHOR))


def _redaction(row: sa.RowMapping) -> Redaction:
    kind = Kind(row["kind"]) if row["kind"] is not None else None
    decision = Decision(
        Verdict(row["verdict"]), Scope(row["scope"]), kind, row["owner"], row["field"],
        _anchor(row), row["reason"],
    )  # fmt: skip
    made = (row["made_at"], row["made_by"], row["undone_at"], row["undone_by"])
    return Redaction(row["id"], decision, *made)


def _sighting(row: sa.RowMapping) -> Sighting:
    return Sighting(
        row["id"], row["response_id"], Kind(row["kind"]), row["rule"], row["owner"], row["field"],
        _anchor(row),
    )  # fmt: skip
