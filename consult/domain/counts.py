"""How many responses hold a stance, with the uncertainty of the machine's judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    calibrated; its distribution is computed exactly (Wang 1993, recursive formula).
    """
    low, high = interval(probabilities)
    return Count(n, min(n, low), max(n, high))


def interval(probabilities: Sequence[float]) -> tuple[int, int]:
    """The 5 % and 95 % quantiles of the number of successes, one trial per probability."""
    mass = [1.0]
    for p in sorted(probabilities):  # a fixed order, so that rounding is the same in any
        mass = [
            (mass[k] * (1 - p) if k < len(mass) else 0.0) + (mass[k - 1] * p if k else 0.0)
            for k in range(len(mass) + 1)
        ]
    return _quantile(mass, TAIL), _quantile(mass, 1 - TAIL)


def _quantile(mass: Sequence[float], level: float) -> int:
    total = 0.0
    for k, m in enumerate(mass):
        total += m
        if total >= level:
            return k
    return len(mass) - 1
