"""A row of work is analysed: the responses of its source, each saved as it is found."""

from collections.abc import Callable
from dataclasses import dataclass

from consult.domain.documents import Document
from consult.domain.work import WorkState
from consult.services.analysing import reason_of
from consult.services.endings import Outcome
from consult.services.workshop import Judge, Workshop
from consult.store import findings, leases, responses, reviewed, rounds
from consult.store.work_records import Lease


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """The worker is to stop; what it had in hand is as far as it got."""


@dataclass(slots=True)
class _Job:
    """The responses of one row, as far as they have come."""

    shop: Workshop
    lease: Lease
    judge: Judge
    waiting: list[int]
    broken: list[int]
    reason: str | None = None

    def give_up_first(self) -> None:
        """Fail the response that none of the attempts came back from; the rest goes on."""
        key = self.waiting.pop(0)
        n = self.lease.row.attempts - 1
        reason = f"{self._document(key).name}: analysen er gået i stå {n} gange – meld fejlen."
        self._fail(key, reason)

    def analyse(self, key: int) -> None:
        """Analyse one response and save what was found, or why nothing was."""
        document = self._document(key)
        try:
            analysis = self.judge.analyse(document)
        except Exception as error:  # one bad response must not stop the others
            self._fail(key, reason_of(document, error))
            return
        store = self.shop.store
        with store.write() as connection:
            leases.guard(connection, self.lease)
            reviewed.save(connection, key, analysis, self.judge.version, store.now())
            leases.progress(connection, self.lease, None)

    def finish(self) -> None:
        """Say of the row how it ended."""
        then = WorkState.DONE
        if self.lease.row.outcome == Outcome.SAME:
            then = WorkState.SAME
        values: dict[str, object] = {}
        if self.broken:
            then, values = WorkState.FAILED, {"reason": self._told()}
        with self.shop.store.write() as connection:
            leases.finish(connection, self.lease, then, self.shop.store.now(), **values)

    def _fail(self, key: int, reason: str) -> None:
        store = self.shop.store
        with store.write() as connection:
            leases.guard(connection, self.lease)
            findings.fail(connection, key, reason, store.now())
            leases.progress(connection, self.lease, (*self.broken, key))
        self.broken.append(key)
        self.reason = self.reason or reason

    def _document(self, key: int) -> Document:
        with self.shop.store.read() as connection:
            return responses.documents(connection, [key])[key]

    def _told(self) -> str:
        """Why the row failed: its only response, or how many of them and why the first."""
        reason = self.reason or self.lease.row.reason or ""
        if len(self.broken) == 1:
            return reason
        return f"{self.lease.row.name}: {len(self.broken)} svar kunne ikke analyseres. {reason}"


def analyse_row(
    shop: Workshop, lease: Lease, alive: Callable[[], None], halted: Callable[[], bool]
) -> None:
    """Analyse what waits in the row's source; `alive` is called after each response.

    Raises:
        LostLeaseError: another has the row by now; what was saved before stays.
        Stopped: `halted` said so.
        ConsultError: models or database fail; what was saved before stays.
    """
    job = _job(shop, lease)
    if lease.row.attempts > shop.rules.attempts and job.waiting:
        job.give_up_first()
    for key in job.waiting:
        if halted():
            raise Stopped
        job.analyse(key)
        alive()
    job.finish()


def _job(shop: Workshop, lease: Lease) -> _Job:
    row = lease.row
    with shop.store.read() as connection:
        slug = rounds.one(connection, row.consultation_id).slug
    judge = shop.judge(slug)
    with shop.store.read() as connection:
        pending = responses.pending_of(connection, row.source_id or 0, judge.version)
    return _Job(shop, lease, judge, [k for k in pending if k not in row.broken], list(row.broken))
