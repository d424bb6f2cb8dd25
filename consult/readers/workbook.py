"""Spreadsheets (.xlsx, .xlsm, .ods) -> sheets of cell texts, as the program shows them."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from consult.domain.errors import ReadError
from consult.readers.grid import Row, Sheet, cell_text
from consult.readers.package import Package
from consult.readers.sniff import Content
from consult.readers.source import SourceFile
from consult.readers.workbook_marks import Marks, marks_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

# Cells in the rectangle that a sheet spans; a stray cell far out makes it huge.
_MOST_CELLS = 20_000_000
_MACROS = "Regnearket har makroer; de er ikke kørt."


def workbook_sheets(source: SourceFile) -> Iterator[Sheet]:
    """The sheets of the workbook, also hidden ones; ReadError where it is damaged."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    package = Package(source)
    marks = marks_of(package) if source.content is Content.XLSX else {}
    _refuse_huge(source, marks)
    told = [_MACROS] if "xl/vbaProject.bin" in package.members else []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source.data))
        for about in book.sheets_metadata:
            if about.typ is SheetTypeEnum.WorkSheet:
                yield _sheet(book, about, marks.get(about.name, Marks()), told)
    except PasswordError:
        raise ReadError(
            source.name,
            "filen er beskyttet med adgangskode",
            "gem den uden adgangskode, og prøv igen",
        ) from None
    except (CalamineError, OSError, ValueError):
        raise ReadError(
            source.name,
            "regnearket er beskadiget og kan ikke åbnes",
            "åbn og gem det igen i Excel, eller bed afsenderen om et nyt",
        ) from None


def _sheet(
    book: "CalamineWorkbook", about: "SheetMetadata", marks: Marks, told: list[str]
) -> Sheet:
    """One sheet; what holds for the whole file is told once."""
    from python_calamine import SheetVisibleEnum

    sheet = book.get_sheet_by_name(about.name)
    values = sheet.to_python(skip_empty_area=False)
    rows: list[Row] = [[cell_text(cell) for cell in row] for row in values]
    for (row, column), form in marks.formats.items():
        if row < len(values) and column < len(values[row]):
            rows[row][column] = form.text(values[row][column], rows[row][column])
    whole = list(told)
    told.clear()
    if about.visible is not SheetVisibleEnum.Visible:
        whole.append(f"Arket »{about.name}« er skjult i regnearket, men er læst med.")
    merged = tuple(
        (first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ()
    )
    remarks = {number: tuple(many) for number, many in marks.remarks.items()} | {0: tuple(whole)}
    return Sheet(about.name, rows, merged, remarks, frozenset(marks.hidden_columns))


def _refuse_huge(source: SourceFile, marks: dict[str, Marks]) -> None:
    """A sheet is read as a full rectangle: one cell far from the table costs all between."""
    for name, sheet in marks.items():
        if sheet.height * sheet.width > _MOST_CELLS:
            raise ReadError(
                source.name,
                f"arket »{name}« har en celle langt uden for tabellen",
                "slet de tomme rækker og kolonner efter tabellen, og gem igen",
            )
