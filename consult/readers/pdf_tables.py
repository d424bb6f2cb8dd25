"""Tables without rules: lines parted by wide gaps, two or more together, cells in line."""

from collections.abc import Sequence
from dataclasses import replace

from consult.readers.pdf_grid import flowed
from consult.readers.pdf_lines import Cell, PdfLine

# Left edges this close, in points, are the same edge.
SAME_EDGE = 6.0
# A cell goes on in a line that stands no more font sizes below; rows mostly stand further apart.
_CLOSE = 1.45
# Lines that a cell is written on at most.
_MOST_WRAPPED = 12


def with_rows(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines; those that make tables as rows, and a cell that goes on below put together."""
    rows = _rows(lines)
    result: list[PdfLine] = []
    for i, line in enumerate(lines):
        above = result[-1] if result else None
        row_follows = i + 1 < len(lines) and rows[i + 1] and lines[i + 1].page == line.page
        columns = _continued(above, line, row_follows) if above and not line.is_row else None
        if above and columns:
            result[-1] = _grown(above, line, columns)
        else:
            result.append(replace(line, is_row=True) if rows[i] else line)
    return result


def _rows(lines: Sequence[PdfLine]) -> list[bool]:
    """Which lines are rows: a line alone with wide gaps is a letterhead or a signature."""
    many = [len(line.cells) > 1 for line in lines]
    rows = [line.is_row for line in lines]
    for i in range(len(lines)):
        following = _next_row(lines, i) if many[i] else None
        if following is not None and _in_line(lines[i], lines[following]):
            rows[i] = rows[following] = True
    return rows


def _next_row(lines: Sequence[PdfLine], index: int) -> int | None:
    """The next line on the page with wide gaps, where only cells that go on stand between."""
    line = lines[index]
    for i in range(index + 1, min(index + _MOST_WRAPPED, len(lines))):
        if lines[i].page != line.page:
            return None
        if len(lines[i].cells) > 1:
            return i
        if lines[i - 1].y - lines[i].y > _CLOSE * line.size:
            return None
        if _column(line.cells, lines[i].cells[0]) is None:
            return None
    return None


def _in_line(one: PdfLine, other: PdfLine) -> bool:
    """Whether a cell after the first begins or ends at the same place in both lines."""
    return any(
        abs(a[0] - b[0]) < SAME_EDGE or abs(a[1] - b[1]) < SAME_EDGE
        for a in one.cells[1:]
        for b in other.cells[1:]
    )


def _continued(row: PdfLine, line: PdfLine, row_follows: bool) -> list[int] | None:
    """The columns of `row` in which `line` goes on; None where it does not."""
    if not row.is_row or row.page != line.page or len(line.cells) >= len(row.cells):
        return None
    if not 0 < row.y - line.y < _CLOSE * line.size or not any(c.isalpha() for c in line.text):
        return None
    columns = [_column(row.cells, cell) for cell in line.cells]
    found = [column for column in columns if column is not None]
    if len(found) < len(columns):
        return None
    if 0 in found and not (row_follows and line.text[:1].islower()):
        return None
    return found


def _column(cells: Sequence[Cell], cell: Cell) -> int | None:
    """The column that `cell` begins with and ends in."""
    for i, (left, _, _) in enumerate(cells):
        following = cells[i + 1][0] if i + 1 < len(cells) else float("inf")
        if abs(left - cell[0]) < SAME_EDGE and cell[1] < following:
            return i
    return None


def _grown(row: PdfLine, line: PdfLine, columns: list[int]) -> PdfLine:
    """The row with the line's cells put to its own."""
    cells = list(row.cells)
    for column, (left, right, text) in zip(columns, line.cells, strict=True):
        is_cut = row.is_cut and column == len(cells) - 1
        above = replace(row, text=cells[column][2], is_cut=is_cut)
        together = flowed((above, replace(line, text=text, is_cut=False)))
        cells[column] = (left, max(right, cells[column][1]), together)
    text = " ".join(text for _, _, text in cells)
    return replace(row, text=text, y=line.y, cells=tuple(cells), is_cut=line.is_cut)
