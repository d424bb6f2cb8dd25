"""How many responses hold a stance, with the uncertainty of the machine's judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Share of the probability mass that `interval` leaves out at each end (a 90 % interval).
TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Count:
    """`n` responses by likeliest label; the true number lies in [low, high] with 90 %."""

    n: int
    low: int
    high: int


def count(n: int, probabilities: Sequence[float]) -> Count:
    """The count with its interval, given each response's probability of the label.

    The true number is Poisson-binomial when the judgements are independent and
    calibrated; its distribution is computed exactly, by folding those of its halves (Wang 1993).
    """
    low, high = interval(probabilities)
    return Count(n, min(n, low), max(n, high))


def interval(probabilities: Sequence[float]) -> tuple[int, int]:
    """The 5 % and 95 % quantiles of the number of successes, one trial per probability."""
    trials = sorted(probabilities)  # a fixed order, so that rounding is the same in any
    masses = [np.array([1 - p, p]) for p in trials] or [np.ones(1)]
    while len(masses) > 1:
        pairs = zip(masses[::2], masses[1::2], strict=False)
        masses = [np.convolve(*pair) for pair in pairs] + masses[len(masses) & ~1 :]
    total = np.cumsum(masses[0])
    low, high = (min(int(np.searchsorted(total, q)), len(trials)) for q in (TAIL, 1 - TAIL))
    return low, high
