"""Consultations and their catalogues."""

from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from consult.domain.errors import NotFoundError
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.domain.rounds import Details
from consult.store.records import Consultation
from consult.store.tables import consultation, proposal


def add(
    connection: sa.Connection,
    slug: str,
    name: str,
    subject: str,
    created: datetime,
    catalogue: Catalogue,
    made_by: str = "",
    details: Details | None = None,
) -> Consultation:
    """A new round. The slug must be free, see `taken_slugs`."""
    row: dict[str, object] = {"slug": slug, "name": name, "subject": subject, "created": created}
    row |= {"made_by": made_by} | _said(details or Details())
    key = connection.execute(sa.insert(consultation).returning(consultation.c.id), row).scalar_one()
    _put(connection, key, catalogue)
    return Consultation(key, slug, name, subject, created, made_by, details or Details())


def change(
    connection: sa.Connection, consultation_id: int, name: str, subject: str, details: Details
) -> None:
    """Put this in the place of what was said of a round; its slug stays, for links name it."""
    change = sa.update(consultation).where(consultation.c.id == consultation_id)
    connection.execute(change.values(name=name, subject=subject, **_said(details)))


def replace_catalogue(
    connection: sa.Connection, consultation_id: int, catalogue: Catalogue
) -> None:
    """Put these proposals in the place of those of the round; what was found of them stays."""
    gone = sa.delete(proposal).where(proposal.c.consultation_id == consultation_id)
    connection.execute(gone)
    _put(connection, consultation_id, catalogue)


def taken_slugs(connection: sa.Connection, stem: str) -> set[str]:
    """The slugs in use that begin with `stem`."""
    query = sa.select(consultation.c.slug).where(consultation.c.slug.startswith(stem))
    return set(connection.scalars(query))


def every(connection: sa.Connection) -> tuple[Consultation, ...]:
    """All rounds, the newest first."""
    query = sa.select(consultation).order_by(consultation.c.id.desc())
    return tuple(_consultation(row) for row in connection.execute(query).mappings())


def find(connection: sa.Connection, slug: str, lock: bool = False) -> Consultation:
    """The round of that slug; with `lock` no one else can lock it until the transaction ends.

    Raises:
        NotFoundError: there is none.
    """
    query = sa.select(consultation).where(consultation.c.slug == slug)
    row = connection.execute(_locked(query) if lock else query).mappings().first()
    if row is None:
        raise NotFoundError(f"Høringsrunden »{slug}« findes ikke – se listen over runder.")
    return _consultation(row)


def one(connection: sa.Connection, consultation_id: int, lock: bool = False) -> Consultation:
    """The round of that id, which must be there; with `lock` as `find`."""
    query = sa.select(consultation).where(consultation.c.id == consultation_id)
    found = connection.execute(_locked(query) if lock else query).mappings().one()
    return _consultation(found)


def catalogue_of(connection: sa.Connection, consultation_id: int) -> Catalogue:
    """The proposals of a round in catalogue order."""
    query = sa.select(proposal).where(proposal.c.consultation_id == consultation_id)
    rows = connection.execute(query.order_by(proposal.c.position)).mappings()
    return Catalogue(tuple(_proposal(row) for row in rows))


def _put(connection: sa.Connection, consultation_id: int, catalogue: Catalogue) -> None:
    proposals = [_columns(consultation_id, position, p) for position, p in enumerate(catalogue)]
    if proposals:
        connection.execute(sa.insert(proposal), proposals)


def proposal_count(connection: sa.Connection, consultation_id: int) -> int:
    """How many proposals the round's catalogue has."""
    query = sa.select(sa.func.count()).where(proposal.c.consultation_id == consultation_id)
    return connection.execute(query).scalar_one()


def _said(details: Details) -> dict[str, object]:
    return {
        "starts": details.starts,
        "ends": details.ends,
        "journal_number": details.journal_number,
        "invited": list(details.invited),
    }


def _consultation(row: sa.RowMapping) -> Consultation:
    said = Details(row["starts"], row["ends"], row["journal_number"], tuple(row["invited"]))
    return Consultation(
        row["id"], row["slug"], row["name"], row["subject"], row["created"], row["made_by"], said
    )


def _locked(query: sa.Select[Any]) -> sa.Select[Any]:
    # Rows that only refer to the round may be written meanwhile: a full lock would make findings
    # that are being saved wait for it, and it for them.
    return query.with_for_update(key_share=True)


def _columns(consultation_id: int, position: int, p: Proposal) -> dict[str, object]:
    return {
        "consultation_id": consultation_id,
        "position": position,
        "number": p.number,
        "title": p.title,
        "text": p.text,
        "committee": p.committee,
        "case_number": p.case_number,
        "direction": p.direction.value,
        "amounts": dict(p.amounts),
    }


def _proposal(row: sa.RowMapping) -> Proposal:
    return Proposal(
        row["number"],
        row["title"],
        row["text"],
        row["committee"],
        row["case_number"],
        Direction(row["direction"]),
        MappingProxyType(row["amounts"]),
    )
