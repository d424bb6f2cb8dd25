"""What a CPR number (personnummer) is: ten digits, of which six are a birthday."""

from collections.abc import Sequence
from datetime import date

#: The weights of the check that every number fulfilled until 2007 (CPR-kontoret).
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
#: First year of what the seventh digit stands for, when the two digits of the year are at most
#: the limit, and when they are more (CPR-kontoret, "Personnummeret i CPR").
_CENTURIES = {
    **dict.fromkeys("0123", (99, 1900, 1900)),
    "4": (36, 2000, 1900),
    **dict.fromkeys("5678", (57, 2000, 1800)),
    "9": (36, 2000, 1900),
}
LENGTH = 10


def birthday(digits: str) -> date | None:
    """The day that ten digits say their owner was born; None where no number begins so.

    Stand-ins for a number, whose day is 40 or 60 too large, are no CPR numbers.
    """
    if len(digits) != LENGTH:
        return None
    day, month, year = (int(digits[i : i + 2]) for i in (0, 2, 4))
    most, early, late = _CENTURIES[digits[6]]
    try:
        return date(year + (early if year <= most else late), month, day)
    except ValueError:
        return None


def fulfils_modulus(digits: str) -> bool:
    """Whether ten digits fulfil the check; one that does not may be a CPR number all the same."""
    return sum(w * d for w, d in zip(_WEIGHTS, _values(digits), strict=True)) % 11 == 0


def _values(digits: str) -> Sequence[int]:
    return [int(d) for d in digits]
