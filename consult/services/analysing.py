"""Analysing a stored round: what waits, saving what was found, and the loop that joins them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consult.domain.documents import Document
from consult.domain.errors import ConsultError
from consult.domain.findings import Analysis
from consult.store import findings, responses, rounds, tallies
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


def pending(store: Store, slug: str, version: str) -> Iterator[tuple[int, Document]]:
    """The responses that count and lack findings of `version`, in the order taken in.

    They are those that wait when the first is asked for; others may save meanwhile.

    Raises:
        NotFoundError: there is no such round.
    """
    with store.read() as connection:
        key = rounds.find(connection, slug).id
        waiting = responses.pending_ids(connection, key, version)
    for i in range(0, len(waiting), CHUNK):
        chunk = waiting[i : i + CHUNK]
        with store.read() as connection:
            found = responses.documents(connection, chunk)
        yield from ((key, found[key]) for key in chunk)


def pending_count(store: Store, slug: str, version: str) -> int:
    """How many responses `pending` would give.

    Raises:
        NotFoundError: there is no such round.
    """
    with store.read() as connection:
        key = rounds.find(connection, slug).id
        return len(responses.pending_ids(connection, key, version))


def save(store: Store, response_id: int, analysis: Analysis, version: str) -> None:
    """Put these findings in the place of all earlier ones of the response.

    Raises:
        NotFoundError: there is no such response.
        StoreError: the analysis is of another text or catalogue than the stored one.
    """
    with store.write() as connection:
        findings.replace(connection, response_id, analysis, version, store.now())


def analyse_round(
    store: Store,
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
    total = pending_count(store, slug, version)
    failures: list[Failure] = []
    for done, (key, document) in enumerate(pending(store, slug, version), start=1):
        failure = _analyse(store, key, document, analyse, version)
        failures += [failure] if failure is not None else []
        if progress is not None:
            progress(done, total)
    refresh(store, slug)
    return AnalysisReport(total - len(failures), tuple(failures))


def refresh(store: Store, slug: str) -> None:
    """Add up the results per proposal anew where they have changed, so that pages need not.

    Raises:
        NotFoundError: there is no such round.
    """
    with store.read() as connection:
        key = rounds.find(connection, slug).id
        due = tallies.outdated(connection, key)
    if due:
        with store.write() as connection:
            tallies.keep(connection, key, due)


def _analyse(
    store: Store,
    response_id: int,
    document: Document,
    analyse: Callable[[Document], Analysis],
    version: str,
) -> Failure | None:
    try:
        analysis = analyse(document)
    except Exception as error:  # one bad response must not stop the round
        reason = _reason(document, error)
        with store.write() as connection:
            findings.fail(connection, response_id, reason, store.now())
        return Failure(response_id, document.name, reason)
    save(store, response_id, analysis, version)
    return None


def _reason(document: Document, error: Exception) -> str:
    if isinstance(error, ConsultError):
        return f"{document.name}: {error}"
    return f"{document.name}: analysen gik i stå ({type(error).__name__}) – meld fejlen."
