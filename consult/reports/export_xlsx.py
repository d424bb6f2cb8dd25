"""A round as an Excel workbook, a sheet for each table; nothing too long for a cell is cut."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from consult.reports.cells import CELL, pieces
from consult.reports.export_readme import readme
from consult.reports.export_tables import SHEETS, heads, tables
from consult.reports.export_values import Row
from consult.reports.export_words import headings, word
from consult.reports.workbook import Sheet, Workbook, fits
from consult.store.exports import RoundExport

#: Widths of columns in characters: those of running text, and the rest.
WIDE, NARROW = 60, 16
#: Names in `export.toml` of headings over running text.
TEXTS = (
    ("proposals", "title"), ("proposals", "text"), ("passages", "text"), ("passages", "headings"),
    ("links", "evidence"), ("corrections", "words"), ("files", "reason"),
)  # fmt: skip
#: Longest piece of a text that is told in parts: an apostrophe or a note may be put to it.
PIECE = CELL // 2


def write_xlsx(export: RoundExport, file: IO[bytes]) -> None:
    """Write the workbook.

    Raises:
        ExportError: a table has more rows than a sheet can hold.
    """
    with TemporaryDirectory(prefix="consult-") as folder, Workbook(Path(folder)) as book:
        first = book.sheet(word("sheet", "readme"), (WIDE, WIDE), headed=False)
        long = _Long(book)
        for row in readme(export, sheets=True):
            first.append(long.fit(first, ("", "")[: len(row)], row), bold=first.rows == 0)
        sheets = {name: _sheet(book, export, name) for name in SHEETS}
        columns = {name: heads(export, name) for name in SHEETS}
        for name, row in tables(export):
            sheets[name].append(long.fit(sheets[name], columns[name], row))
        book.save(file)


def _sheet(book: Workbook, export: RoundExport, name: str) -> Sheet:
    """The sheet of a table, with its head."""
    names = heads(export, name)
    wide = {word(table, key) for table, key in TEXTS if table == name}
    made = book.sheet(word("sheet", name), [WIDE if n in wide else NARROW for n in names])
    made.append(names, bold=True)
    return made


class _Long:
    """The sheet of texts that no cell can hold; it is there only where there are any."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Sheet | None = None

    def fit(self, sheet: Sheet, columns: tuple[str, ...], row: Row) -> Row:
        """The row with each text that is too long cut, and told in full in this sheet."""
        if all(not isinstance(value, str) or fits(value) for value in row):
            return row
        place = sheet.name, sheet.rows + 1
        return tuple(
            value
            if not isinstance(value, str) or fits(value)
            else self._tell((*place, column), value)
            for column, value in zip(columns, row, strict=True)
        )

    def _tell(self, place: tuple[str, int, str], text: str) -> str:
        if self._sheet is None:
            self._sheet = self._book.sheet(word("sheet", "long"), [NARROW] * 4 + [WIDE])
            self._sheet.append(headings("long"), bold=True)
        parts = pieces(text, PIECE)
        for n, part in enumerate(parts, start=1):
            self._sheet.append([*place, n, part])
        note = word("readme", "continues", n=len(text), sheet=word("sheet", "long"))
        return parts[0] + note
