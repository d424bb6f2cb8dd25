"""Taking sources in: every one ends as taken, same, superseding, failed or skipped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.store import responses, rounds, sources
from consult.store.database import Connection, Store
from consult.store.records import SourceLine, SourceState
from consult.store.responses import Taken

_SURROGATE = re.compile("[\ud800-\udfff]")


class Source(Protocol):
    """What intake needs to know of a source; see `consult.readers.discover.Source`."""

    @property
    def path(self) -> Path:
        """Where the file lies."""

    @property
    def name(self) -> str:
        """What the file is called within the round; part of its identity."""


class Reading(Protocol):
    """What intake needs to know of a reading; see `consult.run.local.Reading`."""

    @property
    def source(self) -> Source:
        """Where it came from."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """Its documents; for a table one for each row."""

    @property
    def error(self) -> ReadError | None:
        """Why it could not be read."""

    @property
    def skipped(self) -> str | None:
        """Why it was not read, in Danish."""

    @property
    def sha256(self) -> str:
        """Of the file, in hexadecimal."""

    @property
    def size(self) -> int:
        """Of the file, in bytes."""


class Outcome(StrEnum):
    """How a source ended."""

    TAKEN = "taken"
    SAME = "same"
    SUPERSEDING = "superseding"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Ending:
    """How one source ended; `reason` is a Danish sentence where there is something to say."""

    source: str
    outcome: Outcome
    responses: Taken = field(default_factory=Taken)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What became of every source, and of the responses in them."""

    endings: tuple[Ending, ...]

    @property
    def sources(self) -> int:
        """All sources that were met; the sum of the five outcomes."""
        return len(self.endings)

    def count(self, outcome: Outcome) -> int:
        """How many sources ended that way."""
        return sum(e.outcome is outcome for e in self.endings)

    @property
    def responses(self) -> Taken:
        """The responses of all sources together."""
        each = [e.responses for e in self.endings]
        return Taken(
            sum(t.new for t in each),
            sum(t.same for t in each),
            sum(t.superseding for t in each),
            sum(t.withdrawn for t in each),
        )

    @property
    def notes(self) -> tuple[Ending, ...]:
        """The endings that say why."""
        return tuple(e for e in self.endings if e.reason is not None)


def take_in(store: Store, slug: str, readings: Iterable[Reading]) -> IntakeReport:
    """Put readings into a round, each in a transaction of its own.

    A source of known name and content changes nothing; a known name with new content
    supersedes what it held, and both are kept.

    Raises:
        NotFoundError: there is no such round.
        StoreError: the database fails; what was taken in before stays.
    """
    with store.read() as connection:
        rounds.find(connection, slug)
    return IntakeReport(tuple(_take_in(store, slug, reading) for reading in readings))


def _take_in(store: Store, slug: str, reading: Reading) -> Ending:
    with store.write() as connection:
        consultation_id = rounds.find(connection, slug, lock=True).id
        name = reading.source.name
        known = sources.find(connection, consultation_id, name, reading.sha256)
        if known is not None and known.state is SourceState.READ:
            return _same(known, len(reading.documents))
        problem = _problem(reading)
        if problem is None:
            return _take(store, connection, consultation_id, reading, known)
        state, reason = problem
        if known is None or (known.state, known.reason) != (state, reason):
            key = _put(store, connection, consultation_id, reading, state, reason, known)
            sources.supersede(connection, consultation_id, name, key, read_too=False)
        return Ending(name, Outcome(state.value), reason=reason)


def _same(known: SourceLine, documents: int) -> Ending:
    reason = None
    if known.superseded_by is not None:
        reason = f"{known.name}: en nyere udgave er taget ind før og gælder fortsat."
    return Ending(known.name, Outcome.SAME, Taken(same=documents), reason)


def _take(
    store: Store,
    connection: Connection,
    consultation_id: int,
    reading: Reading,
    known: SourceLine | None,
) -> Ending:
    name = reading.source.name
    previous = sources.newest_read(connection, consultation_id, name)
    key = _put(store, connection, consultation_id, reading, SourceState.READ, None, known)
    taken = responses.replace(
        connection, consultation_id, key, previous, reading.documents, store.now()
    )
    sources.supersede(connection, consultation_id, name, key, read_too=True)
    if previous is None:
        return Ending(name, Outcome.TAKEN, taken)
    return Ending(name, Outcome.SUPERSEDING, taken, _replaced(name, taken))


def _replaced(name: str, taken: Taken) -> str:
    return (
        f"{name}: ny udgave – {taken.superseding} svar erstattet, {taken.new} nye, "
        f"{taken.same} uændrede, {taken.withdrawn} trukket tilbage."
    )


def _put(
    store: Store,
    connection: Connection,
    consultation_id: int,
    reading: Reading,
    state: SourceState,
    reason: str | None,
    known: SourceLine | None,
) -> int:
    return sources.put(
        connection,
        consultation_id,
        reading.source.name,
        str(reading.source.path),
        reading.sha256,
        reading.size,
        state,
        reason,
        store.now(),
        known,
    )


def _problem(reading: Reading) -> tuple[SourceState, str] | None:
    """Why a reading gives no responses, None where it does."""
    name = reading.source.name
    if reading.error is not None:
        return SourceState.FAILED, str(reading.error)
    if reading.skipped is not None:
        return SourceState.SKIPPED, f"{name}: sprunget over – {reading.skipped}."
    if not reading.documents:
        return SourceState.SKIPPED, f"{name}: sprunget over – filen indeholder ingen svar."
    if not all(_is_storable(d) for d in reading.documents):
        return SourceState.FAILED, f"{name}: teksten har tegn, der ikke kan gemmes – gem den igen."
    return None


def _is_storable(document: Document) -> bool:
    """Whether every database can hold it: no NUL where text is kept, no half a surrogate pair."""
    said = document.metadata
    kept = "".join(
        (
            document.name,
            document.text,
            *(said.respondent or "", said.organisation or "", said.date or "", said.subject or ""),
            *said.given,
        )
    )
    listed = "".join((*(r.text for r in document.removals), *document.warnings))
    return "\0" not in kept and not _SURROGATE.search(kept + listed)
