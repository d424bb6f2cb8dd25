"""Editions of the taxonomy: added and read, never changed; the latest is the one that counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.domain.errors import TaxonomyError
from consult.domain.taxonomy import Edition
from consult.rules.taxonomy_file import edition_data, edition_from
from consult.store.records import ResponseState
from consult.store.tables import passage, response
from consult.store.taxonomy_table import taxonomy


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition: what it changed, who made it and when."""

    version: int
    edition: Edition
    what: str
    actor: str
    account_id: int | None
    at: datetime


def latest(connection: sa.Connection) -> tuple[int, Edition]:
    """The edition that counts and its version; (0, ()) where nothing was ever changed."""
    query = sa.select(taxonomy.c.version, taxonomy.c.edition)
    row = connection.execute(query.order_by(taxonomy.c.version.desc()).limit(1)).first()
    return (0, ()) if row is None else (row.version, edition_from(row.edition))


def every(connection: sa.Connection, limit: int) -> tuple[EditionLine, ...]:
    """The latest editions, the newest first."""
    query = sa.select(taxonomy).order_by(taxonomy.c.version.desc()).limit(limit)
    return tuple(_line(row) for row in connection.execute(query).mappings())


def one(connection: sa.Connection, version: int) -> Edition | None:
    """The edition of that version; () for version 0, None where there is none."""
    if version == 0:
        return ()
    query = sa.select(taxonomy.c.edition).where(taxonomy.c.version == version)
    row = connection.execute(query).first()
    return None if row is None else edition_from(row.edition)


def add(connection: sa.Connection, line: EditionLine) -> None:
    """One more edition.

    Raises:
        TaxonomyError: another was made of that version at the same time.
    """
    values = {
        "version": line.version,
        "edition": edition_data(line.edition),
        "what": line.what,
        "actor": line.actor,
        "account_id": line.account_id,
        "at": line.at,
    }
    try:
        connection.execute(sa.insert(taxonomy), values)
    except sa.exc.IntegrityError as error:
        raise TaxonomyError(changed_meanwhile()) from error


def changed_meanwhile(actor: str = "en anden") -> str:
    """What is told where the taxonomy is not the one that was seen."""
    return f"Emnerne er ændret af {actor}, siden du åbnede siden – se dem igennem, og prøv igen."


def counts(connection: sa.Connection) -> Mapping[str, int]:
    """How many passages of responses that count have each theme as their dominant one."""
    query = (
        sa.select(passage.c.theme, sa.func.count())
        .join(response, response.c.id == passage.c.response_id)
        .where(passage.c.theme.is_not(None), response.c.state == ResponseState.CURRENT)
        .group_by(passage.c.theme)
    )
    return dict(connection.execute(query).all())


def _line(row: Any) -> EditionLine:  # noqa: ANN401  (a row of the table)
    edition = edition_from(row["edition"])
    return EditionLine(
        row["version"], edition, row["what"], row["actor"], row["account_id"], row["at"]
    )
