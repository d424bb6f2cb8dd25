"""Spreadsheets: the catalogue and the portal's export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from render.frozen import freeze_zip
from render.sources import YEARS, unescape

Cell = str | int | None


def write_sheet(target: Path, title: str, rows: list[list[Cell]], widths: list[int]) -> None:
    """Write one sheet with a header row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    book.properties.creator = ""
    book.save(target)
    freeze_zip(target)


def write_portal(rows: list[dict[str, Cell]], target: Path) -> None:
    """Write the portal's export: one row is one response."""
    columns = ["Svarnummer", "Navn", "Organisation", "Dato", "Forslag", "Høringssvar"]
    body = [[portal_cell(row.get(column)) for column in columns] for row in rows]
    write_sheet(target, "Høringssvar", [list(columns), *body], [12, 24, 28, 18, 12, 90])


def portal_cell(value: Cell) -> Cell:
    """Put invisible characters into texts; leave other values alone."""
    return unescape(value) if isinstance(value, str) else value


def write_catalogue_sheet(catalogue: dict[str, Any], target: Path) -> None:
    """Write the catalogue as a spreadsheet."""
    header: list[Cell] = ["Nummer", "Titel", "Beskrivelse", "Udvalg", "Retning", *map(str, YEARS)]
    rows = [
        [p["number"], p["title"], p["text"], p["committee"], p["direction"]]
        + [p["amounts"][year] for year in YEARS]
        for p in catalogue["proposals"]
    ]
    write_sheet(target, "Forslag", [header, *rows], [10, 44, 90, 28, 16, 10, 10, 10, 10])
