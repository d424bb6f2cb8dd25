"""Analysing a stored round: what waits, saving what was found, and the loop that joins them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.documents import Document
from consult.domain.errors import ConsultError
from consult.domain.findings import Analysis
from consult.services.desk import Desk, of_round
from consult.store import findings, responses, reviewed, tallies
from consult.store.database import Store

#: Documents fetched at a time; a few hundred kilobytes.
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """A response that could not be analysed; `reason` is a Danish sentence."""

    response_id: int
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnalysisReport:
    """`done + len(failures)` responses waited, and were taken up."""

    done: int
    failures: tuple[Failure, ...]


def pending(desk: Desk, slug: str, version: str) -> Iterator[tuple[int, Document]]:
    """The responses that count and lack findings of `version`, in the order taken in.

    They are those that wait when the first is asked for; others may save meanwhile.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.ANALYSE).id
        waiting = responses.pending_ids(connection, key, version)
    for i in range(0, len(waiting), CHUNK):
        chunk = waiting[i : i + CHUNK]
        with desk.read() as connection:
            found = responses.documents(connection, chunk)
        yield from ((key, found[key]) for key in chunk)


def pending_count(desk: Desk, slug: str, version: str) -> int:
    """How many responses `pending` would give.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.ANALYSE).id
        return len(responses.pending_ids(connection, key, version))


def save(desk: Desk, response_id: int, analysis: Analysis, version: str) -> None:
    """Put these findings in the place of all earlier ones of the response.

    Raises:
        NotFoundError: there is no such response.
        DeniedError: the actor may not analyse the round that it belongs to.
        StoreError: the analysis is of another text or catalogue than the stored one.
    """
    with desk.write() as connection:
        desk.response(connection, response_id, Action.ANALYSE)
        reviewed.save(connection, response_id, analysis, version, desk.now())


def analyse_round(
    desk: Desk,
    slug: str,
    analyse: Callable[[Document], Analysis],
    version: str,
    progress: Callable[[int, int], None] | None = None,
) -> AnalysisReport:
    """Analyse all that waits; one that fails is written down with its reason, the rest goes on.

    `progress` is told how many of how many are behind, failures included.

    Raises:
        NotFoundError: there is no such round.
        StoreError: the database fails; what was saved before stays.
    """
    total = pending_count(desk, slug, version)
    failures: list[Failure] = []
    for done, (key, document) in enumerate(pending(desk, slug, version), start=1):
        failure = _analyse(desk, key, document, analyse, version)
        failures += [failure] if failure is not None else []
        if progress is not None:
            progress(done, total)
    refresh(desk, slug)
    if total:
        _log(desk, slug, total - len(failures), len(failures))
    return AnalysisReport(total - len(failures), tuple(failures))


def refresh(desk: Desk, slug: str) -> None:
    """Add up the results per proposal anew where they have changed, so that pages need not.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.ANALYSE).id
    add_up(desk, key)


def add_up(store: Desk | Store, consultation_id: int) -> None:
    """As `refresh`, for a round by its id, which must be there; the caller may change it."""
    with store.read() as connection:
        due = tallies.outdated(connection, consultation_id)
    if due:
        with store.write() as connection:
            tallies.keep(connection, consultation_id, due)


def _log(desk: Desk, slug: str, done: int, failed: int) -> None:
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.ANALYSE).id
        told = f"{done} svar analyseret, {failed} fejlede"
        desk.log(connection, "round.analyse", of_round(slug), told, key)


def _analyse(
    desk: Desk,
    response_id: int,
    document: Document,
    analyse: Callable[[Document], Analysis],
    version: str,
) -> Failure | None:
    try:
        analysis = analyse(document)
    except Exception as error:  # one bad response must not stop the round
        reason = reason_of(document, error)
        with desk.write() as connection:
            findings.fail(connection, response_id, reason, desk.now())
        return Failure(response_id, document.name, reason)
    save(desk, response_id, analysis, version)
    return None


def reason_of(document: Document, error: Exception) -> str:
    """Why a document could not be analysed, as one Danish sentence that names it."""
    if isinstance(error, ConsultError):
        return f"{document.name}: {error}"
    return f"{document.name}: analysen gik i stå ({type(error).__name__}) – meld fejlen."
