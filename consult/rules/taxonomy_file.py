"""A taxonomy as a file: what an installation changed in its themes, as YAML or JSON.

    version: 1
    themes:                      # in the order in which they are listed
      - id: skole                # one that ships: what is not said here stays as it ships
        label: Skole og SFO
      - id: integration
        retired: true            # the machine no longer gives it
      - id: egen_svoemmehaller   # an id that does not ship: an added theme
        label: Svømmehaller
        description: Svømmehaller, badelande og skolesvømning.
        examples: ["Svømmehallen lukker …", …]   # five sentences or more

`consult taxonomy export` writes it, `consult analyse --taxonomy` reads it.
"""

import re
from typing import Any

import yaml

from consult.domain.errors import TaxonomyError
from consult.domain.taxonomy import Edition, Entry

VERSION = 1
_KEYS = frozenset({"id", "label", "description", "examples", "retired"})
_ID = re.compile(r"[a-z0-9_]{1,60}")


def parse_edition(text: str) -> Edition:
    """The edition that `text` holds.

    Raises:
        TaxonomyError: it is not YAML or JSON, or does not have the shape above.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _wrong("indholdet er hverken gyldig YAML eller JSON") from error
    if not isinstance(content, dict) or set(content) - {"version", "themes"}:
        raise _wrong("øverst skal der stå »version« og »themes« og ikke andet")
    if content.get("version") != VERSION:
        raise _wrong(f"»version« skal være {VERSION}")
    entries = content.get("themes")
    if not isinstance(entries, list):
        raise _wrong("»themes« skal være en liste")
    return tuple(_entry(number, entry) for number, entry in enumerate(entries, 1))


def edition_text(edition: Edition) -> str:
    """The edition as YAML that `parse_edition` reads back."""
    content = {"version": VERSION, "themes": edition_data(edition)}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def edition_data(edition: Edition) -> list[dict[str, Any]]:
    """The entries as plain values; what an entry leaves as it ships is left out."""
    return [_data(entry) for entry in edition]


def edition_from(entries: list[Any]) -> Edition:
    """The inverse of `edition_data`.

    Raises:
        TaxonomyError: they do not have its shape.
    """
    return tuple(_entry(number, entry) for number, entry in enumerate(entries, 1))


def _data(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {"id": entry.id}
    for name in ("label", "description"):
        value = getattr(entry, name)
        said |= {} if value is None else {name: value}
    said |= {"examples": list(entry.examples)} if entry.examples else {}
    return said | ({"retired": True} if entry.retired else {})


def _entry(number: int, raw: object) -> Entry:
    where = f"emne nr. {number}"
    if not isinstance(raw, dict):
        raise _wrong(f"{where} skal være nøgler med værdier")
    unknown = sorted(str(key) for key in set(raw) - _KEYS)
    if unknown:
        raise _wrong(f"{where} har den ukendte nøgle »{unknown[0]}«")
    name = raw.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise _wrong(f"{where} mangler et »id« af små bogstaver a-z, tal og _")
    return Entry(
        name,
        _text(where, raw, "label"),
        _text(where, raw, "description"),
        _examples(where, raw),
        _flag(where, raw),
    )


def _text(where: str, raw: dict[str, Any], key: str) -> str | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, str):
        raise _wrong(f"»{key}« i {where} skal være en tekst")
    return None if value is None else " ".join(value.split())


def _examples(where: str, raw: dict[str, Any]) -> tuple[str, ...]:
    value = raw.get("examples", [])
    if not isinstance(value, list) or not all(isinstance(e, str) for e in value):
        raise _wrong(f"»examples« i {where} skal være en liste af sætninger")
    return tuple(filter(None, (" ".join(e.split()) for e in value)))


def _flag(where: str, raw: dict[str, Any]) -> bool:
    value = raw.get("retired", False)
    if not isinstance(value, bool):
        raise _wrong(f"»retired« i {where} skal være true eller false")
    return value


def _wrong(problem: str) -> TaxonomyError:
    return TaxonomyError(f"Filen med emner: {problem} – ret filen.")
