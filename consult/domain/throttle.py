"""How long guessing must wait. What counts is one's own last failure, never another's.

Whoever fails at one account from one place waits longer and longer there. Failures elsewhere can
take the free tries away, but never make someone wait who has not failed: nobody can shut another
out. A device that has signed in before is a place of its own, so that neighbours behind one
address cannot shut each other out either. See decision 0060.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Tries:
    """Failures at one place, and when the last one was."""

    failures: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slowdown:
    """How waiting grows: nothing for `free` failures, then `first` seconds, doubled each time.

    `longest` is the most for one account from one place, `longest_address` for an address
    whatever accounts are named. From `hot` failures on an account, from wherever, nobody who
    fails at it has free tries; from `hot` failures on an address it waits whatever is named.
    After `forget` seconds without a failure all is forgotten.
    """

    free: int = 5
    first: float = 1.0
    longest: float = 300.0
    longest_address: float = 30.0
    hot: int = 20
    forget: float = 86_400.0

    def growth(self, failures: int, free: int, longest: float) -> float:
        """Seconds to wait after so many failures, of which `free` cost nothing."""
        if failures <= free:
            return 0.0
        # 64 doublings are beyond any limit, and a float holds them.
        return min(longest, self.first * 2.0 ** min(failures - free - 1, 64))

    def remembered(self, tries: Tries, now: datetime) -> Tries:
        """The tries, or none where the last is too long ago."""
        if tries.last is None or now - tries.last >= timedelta(seconds=self.forget):
            return Tries()
        return tries

    def pair_wait(self, pair: Tries, account: Tries, now: datetime) -> float:
        """Seconds until this place may try this account again."""
        heat = self.remembered(account, now).failures
        free = self.free if heat < self.hot else 0
        return self._left(self.remembered(pair, now), free, self.longest, now)

    def address_wait(self, address: Tries, now: datetime) -> float:
        """Seconds until this address may try any account again."""
        return self._left(self.remembered(address, now), self.hot, self.longest_address, now)

    def _left(self, tries: Tries, free: int, longest: float, now: datetime) -> float:
        if tries.last is None:
            return 0.0
        wait = self.growth(tries.failures, free, longest)
        # A clock that was set back must not make anyone wait longer than the rule says.
        return min(wait, max(0.0, wait - (now - tries.last).total_seconds()))
