"""When the responses of a round were written, day by day."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consult.services.desk import Desk
from consult.store import arrivals as stored

#: As portals, mails and forms write dates; what comes after is the time of day.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY_FIRST = re.compile(r"(\d\d?)[-./](\d\d?)[-./](\d{4})")
#: Further from the median than this no response to one round was written: such a date is wrong.
_FURTHEST = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Responses by the day they bear.

    `undated` bear none that can be read, or one more than two years from the median: a date
    typed wrong, or a form's 01-01-1900 for none.
    """

    days: Mapping[date, int]
    undated: int

    @property
    def dated(self) -> int:
        """Responses that bear a date."""
        return sum(self.days.values())


def arrivals(desk: Desk, slug: str) -> Arrivals:
    """The responses that count, by their own date, the first day first.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        written = stored.dates(connection, consultation.id)
    days: Counter[date] = Counter()
    undated = 0
    for said, n in written.items():
        day = day_of(said)
        if day is None:
            undated += n
        else:
            days[day] += n
    likely = _likely(days)
    return Arrivals(likely, undated + days.total() - sum(likely.values()))


def _likely(days: Counter[date]) -> dict[date, int]:
    """The days that may be right, in order."""
    every = sorted(days.elements())
    if not every:
        return {}
    median = every[len(every) // 2]
    return {day: n for day, n in sorted(days.items()) if abs(day - median) <= _FURTHEST}


def day_of(said: str) -> date | None:
    """The day that a written date begins with, None where it is none."""
    if found := _YEAR_FIRST.match(said.strip()):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.match(said.strip()):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
