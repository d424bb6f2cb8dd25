"""Taking sources in: every one ends as taken, same, superseding, failed or skipped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from unicodedata import normalize

from consult.domain.access import Action
from consult.domain.documents import Document
from consult.services.analysing import refresh
from consult.services.archives import Archives, Left
from consult.services.desk import Desk, of_round
from consult.services.readings import Reading
from consult.store import sources, taking
from consult.store.database import Connection
from consult.store.records import SourceLine, SourceState
from consult.store.sources import Met
from consult.store.taking import Taken

_SURROGATE = re.compile("[\ud800-\udfff]")


class Outcome(StrEnum):
    """How a source ended."""

    TAKEN = "taken"
    SAME = "same"
    SUPERSEDING = "superseding"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Ending:
    """How one source ended; `reason` is a Danish sentence where there is something to say.

    `enclosed` files lay in it, each with an ending of its own. `confirm` is a Danish sentence
    where a person must see to what was made of it.
    """

    source: str
    outcome: Outcome
    responses: Taken = field(default_factory=Taken)
    reason: str | None = None
    enclosed: int = 0
    confirm: str | None = None


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
    def enclosed(self) -> int:
        """How many of the sources lay in others of them."""
        return sum(e.enclosed for e in self.endings)

    @property
    def to_confirm(self) -> tuple[Ending, ...]:
        """The endings that a person must see to."""
        return tuple(e for e in self.endings if e.confirm is not None)

    @property
    def notes(self) -> tuple[Ending, ...]:
        """The endings that say why."""
        return tuple(e for e in self.endings if e.reason is not None)


def take_in(desk: Desk, slug: str, readings: Iterable[Reading]) -> IntakeReport:
    """Put readings into a round, each in a transaction of its own.

    A source of known name and content changes nothing; a known name with new content
    supersedes what it held, and both are kept. A new version of an archive withdraws the
    responses of files that it no longer holds.

    Raises:
        NotFoundError: there is no such round.
        StoreError: the database fails; what was taken in before stays.
    """
    with desk.read() as connection:
        desk.round(connection, slug, Action.FILL)
    archives = Archives()
    endings = [_take_in(desk, slug, reading, archives) for reading in readings]
    report = IntakeReport(_with_left(endings, archives.leave(desk, slug)))
    if report.responses.superseding or report.responses.withdrawn:
        refresh(desk, slug)
    _log(desk, slug, report)
    return report


def _log(desk: Desk, slug: str, report: IntakeReport) -> None:
    """Write down that the round has changed, where it has."""
    told = [(report.count(o), o) for o in (Outcome.TAKEN, Outcome.SUPERSEDING)]
    if not any(n for n, _ in told) and not report.responses.withdrawn:
        return
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL).id
        detail = f"{told[0][0]} filer taget ind, {told[1][0]} nye udgaver"
        desk.log(connection, "round.fill", of_round(slug), detail, key)


def _with_left(endings: Iterable[Ending], lefts: Iterable[Left]) -> tuple[Ending, ...]:
    """The endings, those of archives with what is no longer in them."""
    gone = {left.archive: left for left in lefts}
    return tuple(_with_one_left(e, gone.pop(e.source, None)) for e in endings)


def _with_one_left(ending: Ending, left: Left | None) -> Ending:
    if left is None:
        return ending
    withdrawn = ending.responses.withdrawn + left.responses
    told = " ".join(filter(None, [ending.reason, left.reason]))
    return replace(ending, responses=replace(ending.responses, withdrawn=withdrawn), reason=told)


@dataclass(frozen=True, slots=True)
class _Case:
    """One source on its way in, within its transaction."""

    connection: Connection
    archives: Archives
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


def _take_in(desk: Desk, slug: str, reading: Reading, archives: Archives) -> Ending:
    name, place = _plain(reading.source.name), _plain(str(reading.source.place))
    met = Met(name, place, reading.sha256, reading.size, reading.enclosed)
    archives.meet(name, opened=reading.error is None or bool(reading.sha256))
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL, lock=True).id
        known = sources.find(connection, key, met)
        case = _Case(connection, archives, desk.now(), key, met, known)
        if known is not None and known.state is SourceState.READ and not _returns(case):
            return _same(known, reading)
        problem = _problem(reading, met.name)
        return _take(case, reading) if problem is None else _refuse(case, *problem)


def _plain(text: str) -> str:
    """A name as all systems write it: one code point for å, nothing that cannot be written."""
    return normalize("NFC", text.encode(errors="replace").decode())


def _returns(case: _Case) -> bool:
    """Whether a source that was replaced is back, in a newer version of the archive around it."""
    replaced = case.known is not None and case.known.superseded_by is not None
    return replaced and case.archives.renews(case.met.name)


def _same(known: SourceLine, reading: Reading) -> Ending:
    reason = None
    if known.superseded_by is not None:
        reason = f"{known.name}: en nyere udgave er taget ind før og gælder fortsat."
    taken = Taken(same=len(reading.documents))
    return Ending(known.name, Outcome.SAME, taken, reason, reading.enclosed)


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
    taken = taking.replace(connection, round_id, key, previous, reading.documents, case.now)
    sources.supersede(connection, round_id, name, key, read_too=True)
    if reading.enclosed or previous is not None:
        case.archives.add(name, key)
    confirm = next((d.confirm for d in reading.documents if d.confirm), None)
    if previous is None:
        return Ending(name, Outcome.TAKEN, taken, empty, reading.enclosed, confirm)
    told = " ".join(filter(None, [_replaced(name, taken), empty]))
    return Ending(name, Outcome.SUPERSEDING, taken, told, reading.enclosed, confirm)


def _without_text(reading: Reading, name: str) -> str | None:
    """One sentence on the rows that hold no response, None where all do."""
    if not reading.empty:
        return None
    # A cover page, a mail that only brings an attachment: their words are told apart by name.
    covers = [_plain(d.skip_reason or "") for d in reading.empty if d.text]
    told = [f"{name}: {reason}" for reason in dict.fromkeys(covers)]
    rows = _plain(", ".join(row.name for row in reading.empty if not row.text))
    if rows:
        count = len(reading.empty) - len(covers)
        told.append(f"{name}: {count} rækker uden svar er sprunget over ({rows}).")
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
        return SourceState.FAILED, _plain(str(reading.error))
    if reading.skipped is not None:
        return SourceState.SKIPPED, f"{name}: {reading.skipped.rstrip('.')}."
    if not reading.documents and not reading.enclosed:
        reasons = {d.skip_reason for d in reading.empty if d.skip_reason}
        reason = reasons.pop() if len(reasons) == 1 else "Filen indeholder ingen svar."
        return SourceState.SKIPPED, f"{name}: {_plain(reason)}"
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
