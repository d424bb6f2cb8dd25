"""The Danish texts of the app, from `da.toml`, and numbers as Danes write them."""

import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

#: A probability from here on is shown as "over 99 %": the machine is never certain.
ALMOST = 0.995


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


def counted(key: str, n: int, **values: object) -> str:
    """The text of that name for `n` things; `<key>_one` where there is just one."""
    return text(f"{key}_one" if n == 1 else key, n=number(n), **values)


def number(value: float, digits: int = 1) -> str:
    """A number as Danes write it: 1.234 or 1.234,5 (`digits` after the comma)."""
    whole = f"{value:,.{digits}f}" if value % 1 else f"{value:,.0f}"
    return whole.translate(str.maketrans(",.", ".,"))


def day(when: date) -> str:
    """A day as Danes say it: 9. september 2026."""
    return f"{when.day}. {text(f'month.{when.month}')} {when.year}"


def moment(when: datetime) -> str:
    """A moment in Danish time: 9. september 2026 kl. 20.14."""
    local = when.astimezone(ZoneInfo("Europe/Copenhagen"))
    return f"{day(local)} kl. {local:%H.%M}"


def percent(share: float) -> str:
    """A probability in whole per cent, with a space that does not break."""
    if ALMOST <= share < 1:
        return "over 99\u00a0%"
    return f"{share:.0%}".replace("%", "\u00a0%")
