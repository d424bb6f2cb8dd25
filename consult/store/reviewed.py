"""The machine's analysis kept, and what is effective put where everything reads it.

The tables of findings hold what is effective. Of a response that nobody has corrected that is
the machine's analysis itself; of others the machine's is kept whole in `machine`.
"""

from datetime import datetime

import sqlalchemy as sa

from consult.domain.effective import Effective, effective
from consult.domain.errors import StoreError
from consult.domain.findings import Analysis
from consult.store import findings, reviews
from consult.store.analyses import load
from consult.store.responses import documents
from consult.store.review_codec import analysis_in, analysis_out
from consult.store.review_tables import machine
from consult.store.tables import proposal, response


def save(
    connection: sa.Connection, response_id: int, analysis: Analysis, version: str, at: datetime
) -> None:
    """Keep what the machine found, in the place of what it found before, and correct it.

    Raises:
        NotFoundError: there is no such response.
        StoreError: the analysis is of another text or catalogue than the stored one.
    """
    findings.lock(connection, response_id, analysis)
    shown = analysis
    if reviews.any_of(connection, response_id):
        corrected = _effective(connection, response_id, analysis)
        _keep(connection, response_id, analysis, version, corrected)
        shown = corrected.analysis
    findings.replace(connection, response_id, shown, version, at)


def apply(connection: sa.Connection, response_id: int) -> Effective:
    """Show the response as it is after a correction was added.

    Raises:
        NotFoundError: there is no such response.
        StoreError: the response has not been analysed.
    """
    # Before anything is read: what another adds meanwhile must not be left out.
    findings.lock(connection, response_id)
    own, version = of_machine(connection, response_id)
    corrected = _effective(connection, response_id, own)
    _keep(connection, response_id, own, version, corrected)
    findings.change(connection, response_id, corrected.analysis)
    return corrected


def current(connection: sa.Connection, response_id: int) -> Effective:
    """The response as it is shown, with the places of its corrections.

    Raises:
        StoreError: the response has not been analysed.
    """
    return _effective(connection, response_id, of_machine(connection, response_id)[0])


def of_machine(connection: sa.Connection, response_id: int) -> tuple[Analysis, str]:
    """What the machine itself found in a response, and its version.

    Raises:
        StoreError: the response has not been analysed.
    """
    query = sa.select(machine).where(machine.c.response_id == response_id)
    row = connection.execute(query).mappings().first()
    if row is not None:
        document = documents(connection, [response_id])[response_id]
        return analysis_in(row["analysis"], document), row["version"]
    found = dict(load(connection, [response_id])).get(response_id)
    if found is None:
        raise StoreError("Svaret er ikke analyseret endnu – vent, til det er, og ret det så.")
    version = sa.select(response.c.analysis_version).where(response.c.id == response_id)
    return found, connection.scalar(version) or ""


def _effective(connection: sa.Connection, response_id: int, analysis: Analysis) -> Effective:
    numbers = (
        sa.select(proposal.c.number)
        .join(response, response.c.consultation_id == proposal.c.consultation_id)
        .where(response.c.id == response_id)
    )
    known = frozenset(connection.scalars(numbers))
    return effective(analysis, reviews.of_response(connection, response_id), known)


def _keep(
    connection: sa.Connection,
    response_id: int,
    analysis: Analysis,
    version: str,
    corrected: Effective,
) -> None:
    connection.execute(sa.delete(machine).where(machine.c.response_id == response_id))
    row = {
        "response_id": response_id,
        "version": version,
        "analysis": analysis_out(analysis),
        "unfitting": [r.id for r in corrected.unfitting],
        "misfits": len(corrected.unfitting),
    }
    connection.execute(sa.insert(machine), row)
