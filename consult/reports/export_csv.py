"""A round as loose tables: a zip of CSV files as Danish spreadsheets read them."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED

from consult.reports.cells import harmless
from consult.reports.export_readme import readme
from consult.reports.export_tables import SHEETS, heads, tables
from consult.reports.export_values import Row, Value
from consult.reports.export_words import word
from consult.reports.steady_zip import SteadyZip
from consult.store.exports import RoundExport

#: With a byte order mark, or Excel takes the letters for Windows-1252.
ENCODING = "utf-8-sig"
#: Between columns, where the comma stands in numbers.
DELIMITER = ";"


def write_csv(export: RoundExport, file: IO[bytes]) -> None:
    """Write the zip; the tables grow in files of a temporary folder, for they take turns."""
    with TemporaryDirectory(prefix="consult-") as folder:
        place = Path(folder)
        with _writers(place, export) as writers:
            for name, row in tables(export):
                writers[name].writerow(cells(row))
        with SteadyZip(file, "w", ZIP_DEFLATED) as archive:
            archive.text(f"{word('sheet', 'readme')}.csv", _readme(export))
            for name in SHEETS:
                archive.add(place / name, f"{word('sheet', name)}.csv")


@contextmanager
def _writers(folder: Path, export: RoundExport) -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        found = {}
        for name in SHEETS:
            # csv ends lines itself, and must find those in texts as they are.
            opened = stack.enter_context((folder / name).open("w", encoding=ENCODING, newline=""))
            found[name] = _writer(opened)
            found[name].writerow(cells(heads(export, name)))
        yield found


def _readme(export: RoundExport) -> bytes:
    text = io.StringIO(newline="")
    writer = _writer(text)
    writer.writerows(cells(row) for row in readme(export, sheets=False))
    return text.getvalue().encode(ENCODING)


def _writer(file: IO[str]) -> Any:  # noqa: ANN401  (csv names no type)
    return csv.writer(file, delimiter=DELIMITER, lineterminator="\r\n")


def cells(row: Row) -> list[str]:
    """A row as texts: numbers with a comma, no text a formula."""
    return [_cell(value) for value in row]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
