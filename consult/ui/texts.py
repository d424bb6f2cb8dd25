"""The Danish texts of the app, from `da.toml`, and numbers as Danes write them."""

import math
import re
import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from consult.domain.clock import HERE

#: A probability from here on is shown as "over 99 %": the machine is never certain.
ALMOST = 0.995
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((files("consult.ui") / "da.toml").read_text(encoding="utf-8"))


def text(key: str, **values: object) -> str:
    """The text named `section.key`, its {braces} filled.

    Raises:
        KeyError: there is no such text, or a value for a brace is missing.
    """
    section, name = key.split(".", 1)
    return str(_texts()[section][name]).format(**values)


def keys(section: str) -> tuple[str, ...]:
    """The names of the texts in a section."""
    return tuple(_texts()[section])


def counted(key: str, n: int, **values: object) -> str:
    """The text of that name for `n` things; `<key>_one` where there is just one."""
    return text(f"{key}_one" if n == 1 else key, n=number(n), **values)


def number(value: float, digits: int = 1) -> str:
    """A number as Danes write it: 1.234 or 1.234,5 (`digits` after the comma)."""
    whole = f"{value:,.{digits}f}" if value % 1 else f"{value:,.0f}"
    return whole.translate(str.maketrans(",.", ".,"))


def day(when: date) -> str:
    """A day as Danes write it: 3. marts 2027."""
    return f"{when.day}. {MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """A moment as Danes write it: 3. marts 2027 kl. 14.05."""
    here = when.astimezone(HERE)
    return f"{day(here)} kl. {here:%H.%M}"


def percent(share: float) -> str:
    """A probability in whole per cent, with a space that does not break."""
    if ALMOST <= share < 1:
        return "over 99\u00a0%"
    return f"{share:.0%}".replace("%", "\u00a0%")


def read_day(typed: str) -> date | None:
    """The day that was typed, as 20.8.2026, 20-08-2026, 20/8 26 or 2026-08-20; None for none."""
    parts = re.split(r"[^0-9]+", typed.strip(" ."))
    if len(parts) != 3 or not all(parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    numbers = [int(part[:6]) for part in parts]
    year = numbers[2] + 2000 if len(parts[2]) == 2 else numbers[2]
    try:
        return date(year, numbers[1], numbers[0])
    except ValueError:
        return None


def duration(seconds: float) -> str:
    """About how long that is, as one would say it."""
    minutes = math.ceil(seconds / 60)
    if seconds < 50:
        return text("duration.soon")
    if minutes < 90:
        return counted("duration.minutes", minutes)
    return counted("duration.hours", round(minutes / 60))
