"""Tables -> rows of cell texts, numbers as a person would have written them."""

import csv
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from consult.domain.errors import ReadError
from consult.readers.sniff import Content
from consult.readers.source import SourceFile

_DELIMITERS = ";,\t|"
# Rows looked at to find the delimiter.
_SAMPLE_ROWS = 40
# A cell of a response table may hold a long letter.
_LONGEST_CELL = 10_000_000

Row = list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name ("" in a CSV file) and its rows; row n of the file is `rows[n - 1]`.

    `merged` are cells shown as one: rows and columns from 0, first and last. `remarks` are
    sentences about a row, by its number in the file; number 0 is the whole table. `hidden`
    are its columns, from 0, that the file does not show.
    """

    name: str
    rows: list[Row]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    remarks: Mapping[int, Sequence[str]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def sheets_of(source: SourceFile) -> list[Sheet]:
    """The tables in the file; ReadError where it is damaged."""
    if source.content in (Content.XLSX, Content.ODS):
        from consult.readers.workbook import workbook_sheets

        return list(workbook_sheets(source))
    return [Sheet("", _csv_rows(source))]


def _csv_rows(source: SourceFile) -> list[Row]:
    text = source.text.lstrip("\ufeff")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        return _parsed(source, rest, first.strip()[4:5] or ";")
    return _parsed(source, text, delimiter_of(text))


def _parsed(source: SourceFile, text: str, delimiter: str) -> list[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise ReadError(
            source.name,
            "tabellen kan ikke læses, fordi et anførselstegn mangler",
            "gem den igen som CSV fra Excel",
        ) from None


def delimiter_of(text: str) -> str:
    """The delimiter that gives most rows the header's number of cells; ";" where none does."""
    return max(_DELIMITERS, key=lambda d: (_regularity(text, d), d == ";"))


def _regularity(text: str, delimiter: str) -> float:
    """How many cells the rows have, weighed by how many rows have as many as the first."""
    csv.field_size_limit(_LONGEST_CELL)
    widths: list[int] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0
    if not widths or max(widths) < 2:
        return 0.0
    usual = max(set(widths), key=lambda w: (widths.count(w), w))
    if usual < 2:
        return 0.0
    return widths.count(usual) / len(widths) + min(usual, 20) / 100


def cell_text(value: object) -> str:
    """A cell as text: whole floats as "79", others "1,5", dates as "01-03-2027", nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else format(value, ".10g").replace(".", ",")
    if isinstance(value, datetime.date | datetime.time):
        return _date_text(value)
    return str(value)


def _date_text(value: datetime.date | datetime.time) -> str:
    """A date as it is written in Danish; midnight is a date without a time of day."""
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    day = f"{value.day:02}-{value.month:02}-{value.year:04}"
    at = value.time() if isinstance(value, datetime.datetime) else datetime.time()
    return day if at == datetime.time() else f"{day} {at:%H:%M}"
