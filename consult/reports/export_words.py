"""The Danish headings and words of exported files, from `export.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("consult.reports") / "export.toml").read_text(encoding="utf-8"))


def word(section: str, name: str, **values: object) -> str:
    """The words named so, their {braces} filled.

    Raises:
        KeyError: there are none, or a value for a brace is missing.
    """
    found = str(_words()[section][name])
    return found.format(**values) if values else found


def headings(section: str) -> tuple[str, ...]:
    """All words of a section in their order: the headings of a table."""
    return tuple(_words()[section].values())
