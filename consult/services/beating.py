"""A sign of life while a row is in hand, so that only a worker that is gone loses it."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from consult.domain.errors import StoreError
from consult.services.workshop import Rules
from consult.store import leases
from consult.store.database import Store
from consult.store.work_records import Lease

#: Signs of life in the time of one lease: two may be missed.
BEATS = 3


class Beating:
    """Keeps a lease from running out; a context manager around the work on one row.

    It stops by itself when the work has shown nothing for `rules.stuck`, so that another may
    try, and calls `on_stuck`: whatever hangs will not let itself be stopped.
    """

    def __init__(
        self, store: Store, lease: Lease, rules: Rules, on_stuck: Callable[[], None]
    ) -> None:
        self._store = store
        self._lease = lease
        self._rules = rules
        self._on_stuck = on_stuck
        self._over = threading.Event()
        self._last = time.monotonic()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def alive(self) -> None:
        """The work has come a step on."""
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._rules.lease.total_seconds() / BEATS):
            if time.monotonic() - self._last > self._rules.stuck.total_seconds():
                self._on_stuck()
                return
            if not self._still_ours():
                return

    def _still_ours(self) -> bool:
        try:
            with self._store.write() as connection:
                until = self._store.now() + self._rules.lease
                return leases.beat(connection, self._lease, until)
        except StoreError:
            # Out of reach for a moment: the next sign may come through in time.
            return True
