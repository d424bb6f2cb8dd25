"""A catalogue while a person corrects what was read of it: rows as typed, and what is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from consult.domain.catalogue_changes import plain_number
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.readers.amounts import parse_amount
from consult.services.names import one_line, storable

_AMOUNT = re.compile(r"\s*(?P<year>[^:;]{1,40}?)\s*:\s*(?P<value>[^:;]+?)\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal as typed; `key` stays while the row is edited. `amounts` is "2027: -1,5; …"."""

    key: int
    number: str = ""
    title: str = ""
    direction: Direction = Direction.UNKNOWN
    committee: str = ""
    amounts: str = ""
    text: str = ""
    case_number: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A Danish sentence on what must be put right before the rows can be stored."""

    key: int
    told: str


def rows_of(catalogue: Catalogue) -> tuple[Row, ...]:
    """The rows of a catalogue that was read or is stored."""
    return tuple(
        Row(
            i,
            p.number,
            p.title,
            p.direction,
            p.committee or "",
            amounts_told(p.amounts),
            p.text,
            p.case_number,
        )
        for i, p in enumerate(catalogue)
    )


def catalogue_of(rows: Sequence[Row], read: Catalogue | None = None) -> Catalogue:
    """The catalogue that the rows make; amounts that cannot be read are left out.

    What nobody has touched since it was `read` stays as it was, to the letter.
    """
    known = dict(zip(rows_of(read), read, strict=True)) if read else {}
    return Catalogue(tuple(known.get(row) or _proposal(row) for row in rows))


def problems(rows: Sequence[Row]) -> tuple[Problem, ...]:
    """What keeps the rows from being a catalogue, in their order."""
    first: dict[str, int] = {}
    found: list[Problem] = []
    for place, row in enumerate(rows, 1):
        known = first.setdefault(plain_number(row.number), place)
        told = _missing(row, place)
        if row.number.strip() and known != place:
            told.append(
                f"Række {place}: nummer {row.number.strip()} står også i række {known} – "
                "ret det ene, eller fjern rækken."
            )
        found += [Problem(row.key, sentence) for sentence in told]
    return tuple(found)


def amounts_told(amounts: Mapping[str, float]) -> str:
    """Amounts as they are typed: "2027: -1,5; 2028: -3". Reading them back gives the same."""
    return "; ".join(f"{year}: {_number(value)}" for year, value in amounts.items())


def amounts_read(typed: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """The amounts by year, and the parts that cannot be read."""
    read: dict[str, float] = {}
    wrong: list[str] = []
    for part in filter(str.strip, re.split(r"[;\n]", typed)):
        match = _AMOUNT.fullmatch(part)
        value = parse_amount(match["value"]) if match else None
        if match is None or value is None or match["year"] in read:
            wrong.append(part.strip())
        else:
            read[match["year"]] = value
    return read, tuple(wrong)


def _missing(row: Row, place: int) -> list[str]:
    told = []
    if not row.number.strip():
        told.append(f"Række {place}: nummeret mangler – skriv det, eller fjern rækken.")
    if not row.title.strip():
        told.append(f"Række {place}: titlen mangler – skriv den, eller fjern rækken.")
    for part in amounts_read(row.amounts)[1]:
        told.append(
            f"Række {place}: beløbet »{part}« kan ikke læses – skriv fx »2027: -1,5; 2028: -3«."
        )
    return told


def _proposal(row: Row) -> Proposal:
    return Proposal(
        one_line(row.number),
        one_line(row.title),
        storable(row.text).strip(),
        one_line(row.committee) or None,
        row.case_number,
        row.direction,
        MappingProxyType(amounts_read(row.amounts)[0]),
    )


def _number(value: float) -> str:
    return f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")
