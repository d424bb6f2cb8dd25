"""Taking sources in: every one ends as taken, same, superseding, failed or skipped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.services.analysing import refresh
from consult.store import responses, rounds, sources
from consult.store.database import Connection, Store
from consult.store.records import SourceLine, SourceState
from consult.store.responses import Taken
from consult.store.sources import Met

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
    def empty(self) -> tuple[Document, ...]:
        """Rows of a table that hold no response, each with its `skip_reason`."""

    @property
    def error(self) -> ReadError | None:
        """Why it could not be read."""

    @property
    def skipped(self) -> str | None:
        """Why it was not read, in Danish."""

    @property
    def enclosed(self) -> int:
        """How many files lay in this one; each comes as a reading of its own."""

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
    report = IntakeReport(tuple(_take_in(store, slug, reading) for reading in readings))
    if report.responses.superseding or report.responses.withdrawn:
        refresh(store, slug)
    return report


@dataclass(frozen=True, slots=True)
class _Case:
    """One source on its way in, within its transaction."""

    connection: Connection
    now: datetime
    consultation_id: int
    met: Met
    known: SourceLine | None

    def put(self, state: SourceState, reason: str | None = None) -> int:
        """Write down what became of the source; its id."""
        return sources.put(
            self.connection,
            self.consultation_id,
            self.met,
            self.known,
            state,
            reason,
            self.now,
        )


def _take_in(store: Store, slug: str, reading: Reading) -> Ending:
    met = Met(
        _plain(reading.source.name), _plain(str(reading.source.path)), reading.sha256, reading.size
    )
    with store.write() as connection:
        key = rounds.find(connection, slug, lock=True).id
        known = sources.find(connection, key, met)
        case = _Case(connection, store.now(), key, met, known)
        if known is not None and known.state is SourceState.READ:
            return _same(known, len(reading.documents))
        problem = _problem(reading, met.name)
        return _take(case, reading) if problem is None else _refuse(case, *problem)


def _plain(text: str) -> str:
    """A name as all systems write it: one code point for å, nothing that cannot be written."""
    return normalize("NFC", text.encode(errors="replace").decode())


def _same(known: SourceLine, documents: int) -> Ending:
    reason = None
    if known.superseded_by is not None:
        reason = f"{known.name}: en nyere udgave er taget ind før og gælder fortsat."
    return Ending(known.name, Outcome.SAME, Taken(same=documents), reason)


def _refuse(case: _Case, state: SourceState, reason: str) -> Ending:
    known = case.known
    if known is None or (known.state, known.reason) != (state, reason):
        key = case.put(state, reason)
        # An unopened file says nothing of its namesakes: they may lie in other folders.
        if case.met.sha256:
            sources.supersede(
                case.connection, case.consultation_id, case.met.name, key, read_too=False
            )
    return Ending(case.met.name, Outcome(state.value), reason=reason)


def _take(case: _Case, reading: Reading) -> Ending:
    connection, round_id, name = case.connection, case.consultation_id, case.met.name
    previous = sources.newest_read(connection, round_id, name)
    empty = _without_text(reading, name)
    key = case.put(SourceState.READ, empty)
    taken = responses.replace(connection, round_id, key, previous, reading.documents, case.now)
    sources.supersede(connection, round_id, name, key, read_too=True)
    if previous is None:
        return Ending(name, Outcome.TAKEN, taken, empty)
    told = " ".join(filter(None, [_replaced(name, taken), empty]))
    return Ending(name, Outcome.SUPERSEDING, taken, told)


def _without_text(reading: Reading, name: str) -> str | None:
    """One sentence on the rows that hold no response, None where all do."""
    if not reading.empty:
        return None
    rows = _plain(", ".join(row.name for row in reading.empty))
    return f"{name}: {len(reading.empty)} rækker uden svar er sprunget over ({rows})."


def _replaced(name: str, taken: Taken) -> str:
    return (
        f"{name}: ny udgave – {taken.superseding} svar erstattet, {taken.new} nye, "
        f"{taken.same} uændrede, {taken.withdrawn} trukket tilbage."
    )


def _problem(reading: Reading, name: str) -> tuple[SourceState, str] | None:
    """Why a reading gives no responses, None where it does."""
    if reading.error is not None:
        return SourceState.FAILED, _plain(str(reading.error))
    if reading.skipped is not None:
        return SourceState.SKIPPED, f"{name}: {reading.skipped.rstrip('.')}."
    if not reading.documents and not reading.enclosed:
        return SourceState.SKIPPED, f"{name}: filen indeholder ingen svar."
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
