"""When the responses of a round were written, day by day."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from consult.services.desk import Desk
from consult.store import arrivals as stored

#: As portals, mails and forms write dates; what comes after is the time of day.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY_FIRST = re.compile(r"(\d\d?)[-./](\d\d?)[-./](\d{4})")


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Responses by the day they bear; `undated` bear none that can be read."""

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
    return Arrivals(dict(sorted(days.items())), undated)


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
