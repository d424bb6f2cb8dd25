"""The Danish texts of the app, from `da.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


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


def number(value: float) -> str:
    """A number as Danes write it: 1.234 or 1.234,5."""
    whole = f"{value:,.1f}" if value % 1 else f"{value:,.0f}"
    return whole.translate(str.maketrans(",.", ".,"))
