"""A worker: takes one row after another, of all rounds, until nothing is left to do."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from consult.domain.errors import ConsultError, LostLeaseError, RefusedError, StoreError
from consult.domain.work import WorkState
from consult.services.analysing import add_up
from consult.services.analysing_rows import Stopped, analyse_row
from consult.services.beating import Beating
from consult.services.endings import Outcome
from consult.services.reading_rows import read_row
from consult.services.workshop import Workshop
from consult.store import leases, work
from consult.store.leases import Claimant
from consult.store.work_records import Lease

_LOG = logging.getLogger(__name__)


def _nothing() -> None:
    """What is done about a worker that hangs, unless somebody says otherwise."""


@dataclass(slots=True)
class Worker:
    """One of those who share the work; each has an `owner` name of its own.

    `tell` is given Danish sentences on what keeps it from working. Setting `stop` ends `run`
    after the response or the file in hand.
    """

    shop: Workshop
    owner: str
    stop: threading.Event = field(default_factory=threading.Event)
    tell: Callable[[str], None] = _LOG.warning
    on_stuck: Callable[[], None] = _nothing
    _held: Lease | None = None
    _touched: set[int] = field(default_factory=set)

    def run(self, poll: float, *, once: bool = False) -> None:
        """Work, looking for more every `poll` seconds; with `once` until every row has ended.

        Raises:
            ConsultError: with `once`, where models or database fail.
        """
        while not self.stop.is_set():
            try:
                if self.step():
                    continue
                self._add_up()
                if once and not self._unfinished():
                    return
            except ConsultError as error:
                self.tell(str(error))
                if once:
                    raise
            except Exception:  # a mistake of ours with one row must not stop the others
                _LOG.exception("work on a row broke down")
            self.stop.wait(poll)

    def step(self) -> bool:
        """Take the next row that is free and work on it; whether there was one.

        Raises:
            ConsultError: models or database fail; the row is free again.
        """
        lease = self.claim()
        if lease is None:
            return False
        self._touched.add(lease.row.consultation_id)
        try:
            self.work_on(lease)
        except LostLeaseError as error:
            self.tell(str(error))
        except RefusedError as error:
            self.tell(f"{lease.row.name}: {error}")
            self._refused(lease, str(error))
        except Stopped:
            self.let_go()
        except BaseException as error:
            # What a row of its own makes break down is counted, so that it comes to an end.
            self.let_go(counted=not isinstance(error, ConsultError))
            raise
        finally:
            self._held = None
        return True

    def claim(self) -> Lease | None:
        """The next row, held by this worker from now on."""
        if not self._unfinished():
            return None
        who = Claimant(self.owner, self.shop.rules.lease)
        with self.shop.store.write() as connection:
            self._held = leases.claim(connection, who, self.shop.store.now())
        return self._held

    def work_on(self, lease: Lease) -> None:
        """Read or analyse the row."""
        shop = self.shop
        with Beating(shop.store, lease, shop.rules, self.on_stuck) as beating:
            if lease.row.state is WorkState.READING:
                read_row(shop, lease)
            else:
                analyse_row(shop, lease, beating.alive, self.stop.is_set)

    def let_go(self, *, counted: bool = False) -> None:
        """Give the row in hand back at once, so that nobody waits for its lease to run out."""
        held = self._held
        if held is None:
            return
        try:
            with self.shop.store.write() as connection:
                leases.release(connection, held, counted=counted)
        except StoreError as error:
            # It runs out by itself.
            self.tell(str(error))

    def _refused(self, lease: Lease, why: str) -> None:
        """Count an attempt; a file that not even its failure can be written down of just ends."""
        tried_enough = lease.row.attempts > self.shop.rules.attempts
        if lease.row.state is not WorkState.READING or not tried_enough:
            self.let_go(counted=True)
            return
        values = {"outcome": Outcome.FAILED, "reason": f"{lease.row.name}: {why}"}
        with self.shop.store.write() as connection:
            leases.finish(connection, lease, WorkState.FAILED, self.shop.store.now(), **values)

    def _unfinished(self) -> bool:
        with self.shop.store.read() as connection:
            return leases.unfinished(connection)

    def _add_up(self) -> None:
        """Keep the results per proposal of the rounds that were worked on."""
        for key in sorted(self._touched):
            add_up(self.shop.store, key)
        self._touched.clear()

    def look_after(self) -> None:
        """What is done once at the start: what a worker before this one may have left undone."""
        self.shop.kept.sweep()
        with self.shop.store.read() as connection:
            self._touched.update(work.rounds_with_work(connection))
