"""When responses were written, as far as they say so themselves."""

from typing import Any

import sqlalchemy as sa

from consult.store.responses import is_current
from consult.store.tables import document, response

#: Characters of a date that are looked at: 2026-09-01, 01-09-2026, 1. september 2026.
_LOOKED_AT = 20


def dates(connection: sa.Connection, consultation_id: int) -> dict[str, int]:
    """How many responses bear which date, as they wrote it; "" for those without one."""
    metadata: Any = document.c.metadata  # JSON: its type knows more than its column's
    written = sa.func.substr(metadata["date"].as_string(), 1, _LOOKED_AT)
    said = sa.func.coalesce(written, "").label("said")
    query = (
        sa.select(said, sa.func.count())
        .join(response, response.c.id == document.c.response_id)
        .where(is_current(consultation_id))
        .group_by(said)
    )
    return dict(connection.execute(query).all())
