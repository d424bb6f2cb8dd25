"""Taking sources in: every one ends as taken, same, superseding, failed or skipped."""

from collections.abc import Iterable
from dataclasses import replace

from consult.domain.access import Action
from consult.domain.wording import counted, files
from consult.services.admission import admit, plain
from consult.services.analysing import refresh
from consult.services.archives import Archives, Left
from consult.services.desk import Desk, of_round
from consult.services.endings import Ending, IntakeReport, Outcome
from consult.services.readings import Reading

__all__ = ["Ending", "IntakeReport", "Outcome", "take_in"]


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
        (taken, _), (newer, _) = told
        detail = f"{files(taken)} taget ind, {counted(newer, 'ny udgave', 'nye udgaver')}"
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


def _take_in(desk: Desk, slug: str, reading: Reading, archives: Archives) -> Ending:
    opened = reading.error is None or bool(reading.sha256)
    archives.meet(plain(reading.source.name), opened=opened)
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.FILL, lock=True).id
        return admit(connection, key, reading, archives, desk.now())
