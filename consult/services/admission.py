"""One source on its way into a round, within a transaction that the caller has begun."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from unicodedata import normalize

from consult.domain.documents import Document
from consult.domain.wording import counted
from consult.services.endings import Ending, Outcome
from consult.services.readings import Reading
from consult.store import sources, taking
from consult.store.database import Connection
from consult.store.records import SourceLine, SourceState
from consult.store.sources import Met
from consult.store.taking import Taken

_SURROGATE = re.compile("[\ud800-\udfff]")


class Around(Protocol):
    """The archives and mails that a source may lie in, as far as they were taken in anew."""

    def renews(self, name: str) -> bool:
        """Whether the source of that name lies in an archive newer than any other of its name."""

    def add(self, name: str, source_id: int) -> None:
        """An archive, or a new version of a source, of that name was taken in."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One source on its way in, within its transaction."""

    connection: Connection
    archives: Around
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


def admit(
    connection: Connection, consultation_id: int, reading: Reading, archives: Around, now: datetime
) -> Ending:
    """Put one reading into a round; the caller has locked the round.

    A source of known name and content changes nothing; a known name with new content
    supersedes what it held, and both are kept.
    """
    name, place = plain(reading.source.name), plain(str(reading.source.place))
    met = Met(name, place, reading.sha256, reading.size, reading.enclosed)
    known = sources.find(connection, consultation_id, met)
    case = _Case(connection, archives, now, consultation_id, met, known)
    if known is not None and known.state is SourceState.READ and not _returns(case):
        return _same(known, reading)
    problem = _problem(reading, name)
    return _take(case, reading) if problem is None else _refuse(case, *problem)


def plain(text: str) -> str:
    """A name as all systems write it: one code point for å, nothing that cannot be written."""
    return normalize("NFC", text.encode(errors="replace").decode())


def _returns(case: _Case) -> bool:
    """Whether a source that was replaced is back.

    It is when a newer version of the archive around it brings it, and when what replaced it
    has been withdrawn.
    """
    newer = case.known.superseded_by if case.known is not None else None
    if newer is None:
        return False
    withdrawn = sources.one(case.connection, newer).state is SourceState.WITHDRAWN
    return withdrawn or case.archives.renews(case.met.name)


def _same(known: SourceLine, reading: Reading) -> Ending:
    reason = None
    if known.superseded_by is not None:
        reason = f"{known.name}: en nyere udgave er taget ind før og gælder fortsat."
    taken = Taken(same=len(reading.documents))
    return Ending(known.name, Outcome.SAME, taken, reason, reading.enclosed, source_id=known.id)


def _refuse(case: _Case, state: SourceState, reason: str) -> Ending:
    known = case.known
    key = known.id if known is not None else None
    if known is None or (known.state, known.reason) != (state, reason):
        key = case.put(state, reason)
        # An unopened file says nothing of its namesakes: they may lie in other folders.
        if case.met.sha256:
            sources.supersede(
                case.connection, case.consultation_id, case.met.name, key, read_too=False
            )
    return Ending(case.met.name, Outcome(state.value), reason=reason, source_id=key)


def _take(case: _Case, reading: Reading) -> Ending:
    connection, round_id, name = case.connection, case.consultation_id, case.met.name
    previous = sources.newest_read(connection, round_id, name)
    empty = _without_text(reading, name)
    key = case.put(SourceState.READ, empty)
    taken = taking.replace(connection, round_id, key, previous, reading.documents, case.now)
    sources.supersede(connection, round_id, name, key, read_too=True)
    if reading.enclosed or previous is not None:
        case.archives.add(name, key)
    confirm = next((d.confirm for d in reading.documents if d.confirm), None)
    if previous is None:
        return Ending(name, Outcome.TAKEN, taken, empty, reading.enclosed, confirm, key)
    told = " ".join(filter(None, [_replaced(name, taken), empty]))
    return Ending(name, Outcome.SUPERSEDING, taken, told, reading.enclosed, confirm, key)


def _without_text(reading: Reading, name: str) -> str | None:
    """One sentence on the rows that hold no response, None where all do."""
    if not reading.empty:
        return None
    # A cover page, a mail that only brings an attachment: their words are told apart by name.
    covers = [plain(d.skip_reason or "") for d in reading.empty if d.text]
    told = [f"{name}: {reason}" for reason in dict.fromkeys(covers)]
    rows = plain(", ".join(row.name for row in reading.empty if not row.text))
    if rows:
        count = counted(len(reading.empty) - len(covers), "række", "rækker")
        told.append(f"{name}: {count} uden svar er sprunget over ({rows}).")
    return " ".join(told)


def _replaced(name: str, taken: Taken) -> str:
    if not any((taken.superseding, taken.new, taken.same, taken.withdrawn)):
        return f"{name}: ny udgave."
    return (
        f"{name}: ny udgave – {taken.superseding} svar erstattet, {taken.new} nye, "
        f"{taken.same} uændrede, {taken.withdrawn} trukket tilbage."
    )


def _problem(reading: Reading, name: str) -> tuple[SourceState, str] | None:
    """Why a reading gives no responses, None where it does."""
    if reading.error is not None:
        return SourceState.FAILED, plain(str(reading.error))
    if reading.skipped is not None:
        return SourceState.SKIPPED, f"{name}: {reading.skipped.rstrip('.')}."
    if not reading.documents and not reading.enclosed:
        reasons = {d.skip_reason for d in reading.empty if d.skip_reason}
        reason = reasons.pop() if len(reasons) == 1 else "Filen indeholder ingen svar."
        return SourceState.SKIPPED, f"{name}: {plain(reason)}"
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
            *(said.mail_from or "", document.confirm or ""),
            *said.given,
        )
    )
    listed = "".join((*(r.text for r in document.removals), *document.warnings))
    return "\0" not in kept and not _SURROGATE.search(kept + listed)
