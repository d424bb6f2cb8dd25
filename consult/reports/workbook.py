"""A workbook (.xlsx) written row by row: constant memory, no dates, text that is only ever text.

Written here and not by a library: decision 0075 has the times. The format is that of ECMA-376,
the strings stand in the sheets ("inlineStr"), so a sheet needs nothing but itself.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from pathlib import Path
from types import TracebackType
from typing import IO
from zipfile import ZIP_DEFLATED

from consult.domain.errors import ExportError
from consult.reports.cells import CELL, escaped, harmless, visible
from consult.reports.steady_zip import SteadyZip

Value = str | int | float | None

#: Rows that a sheet can hold.
ROWS = 1_048_576
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Cells of two kinds: plain, and bold for headings; both stand at the top of their row.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_PLAIN, _BOLD = 0, 1


class Sheet:
    """A sheet that is being written, to a file of its own until the book is saved."""

    def __init__(self, name: str, path: Path, widths: Sequence[int], *, headed: bool) -> None:
        self.name, self.path, self.rows = name, path, 0
        self._headed, self._columns = headed, [column(n) for n in range(len(widths))]
        # The format wants lines to end as they are in the texts.
        self._file = path.open("w", encoding="utf-8", newline="")
        frozen = (
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
        cols = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(widths, start=1)
        )
        self._file.write(
            f'{_XML}<worksheet xmlns="{_MAIN}">{frozen if headed else ""}'
            f"<cols>{cols}</cols><sheetData>"
        )

    def append(self, row: Sequence[Value], *, bold: bool = False) -> None:
        """Write a row; None leaves a cell empty.

        Raises:
            ExportError: the sheet is full.
        """
        self.rows += 1
        if self.rows > ROWS:
            raise ExportError(
                f"Arket »{self.name}« får flere rækker, end et regneark kan holde – "
                "tag runden ud som CSV eller JSON."
            )
        style = _BOLD if bold else _PLAIN
        cells = "".join(
            _cell(f"{letters}{self.rows}", value, style)
            for letters, value in zip(self._columns, row, strict=False)
            if value is not None and value != ""
        )
        self._file.write(f'<row r="{self.rows}">{cells}</row>')

    def close(self) -> None:
        """Write the end; with a head, its columns can be filtered."""
        if self._file.closed:
            return
        shown = f"A1:{self._columns[-1]}{max(self.rows, 1)}"
        end = f'<autoFilter ref="{shown}"/>' if self._headed else ""
        self._file.write(f"</sheetData>{end}</worksheet>")
        self._file.close()


class Workbook(AbstractContextManager["Workbook"]):
    """Sheets in the order they are made; `folder` holds them meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sheets: list[Sheet] = []

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for sheet in self._sheets:
            sheet.close()

    def sheet(self, name: str, widths: Sequence[int], *, headed: bool = True) -> Sheet:
        """A new sheet, the last of the book; `headed` where its first row stays in sight."""
        path = self._folder / f"sheet{len(self._sheets) + 1}.xml"
        self._sheets.append(Sheet(name, path, widths, headed=headed))
        return self._sheets[-1]

    def save(self, file: IO[bytes]) -> None:
        """Write the book; nothing can be added afterwards."""
        with SteadyZip(file, "w", ZIP_DEFLATED) as archive:
            for name, content in self._parts().items():
                archive.text(name, content)
            for sheet in self._sheets:
                sheet.close()
                archive.add(sheet.path, f"xl/worksheets/{sheet.path.name}")

    def _parts(self) -> dict[str, str]:
        """Everything but the sheets: what there is, and how it hangs together."""
        paths = [sheet.path.name for sheet in self._sheets]
        types = "".join(
            f'<Override PartName="/xl/worksheets/{path}" ContentType="{_TYPE}.worksheet+xml"/>'
            for path in paths
        )
        named = "".join(
            f'<sheet name="{escape(s.name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, s in enumerate(self._sheets, start=1)
        )
        ties = [(f"{_RELATED}/worksheet", f"worksheets/{path}") for path in paths]
        return {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            f"{types}</Types>",
            "_rels/.rels": _relations([(f"{_RELATED}/officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">'
            f"<sheets>{named}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations([*ties, (f"{_RELATED}/styles", "styles.xml")]),
            "xl/styles.xml": _STYLES,
        }


def column(n: int) -> str:
    """The letters of a column, 0-based: A, B, … Z, AA."""
    letters = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def fits(text: str) -> bool:
    """Whether a cell can hold the text and all that is put to it."""
    return 2 * len(text) < CELL or len(text.encode("utf-16-le", "replace")) // 2 < CELL


def _cell(place: str, value: Value, style: int) -> str:
    if isinstance(value, str):
        words = escape(escaped(harmless(visible(value))), quote=False).replace("\r", "&#13;")
        inside = f'<is><t xml:space="preserve">{words}</t></is>'
        return f'<c r="{place}" s="{style}" t="inlineStr">{inside}</c>'
    return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'
