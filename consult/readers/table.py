"""A table of responses (.csv, .xlsx, .ods) -> one Document per row."""

import re
from collections import Counter
from collections.abc import Iterator

from consult.domain.documents import BlockKind, Document, Metadata
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.columns import RESPONSE_COLUMNS, match_columns
from consult.readers.grid import Row, Sheet, sheets_of
from consult.readers.questions import (
    TEXT,
    answers_of,
    further_answers,
    is_nobody,
    question_columns,
    unanswered,
)
from consult.readers.source import SourceFile
from consult.readers.table_remarks import about, beyond

# Rows above the header that may hold a title or nothing.
_HEADER_WITHIN = 20
_SPLIT = re.compile(r"\s*(?:[,;/\n|]|\bog\b|&)\s*")
_LISTED = re.compile(r"[\w\-/ ]{1,12}")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0")
_NO_TEXT = "Rækken har ingen tekst og er sprunget over."


def read(source: SourceFile) -> tuple[Document, ...]:
    """One Document per row with anything in it, in the order of the rows.

    A row without text has `skip_reason`. ReadError where no sheet has a column of texts,
    or no row below it.
    """
    sheets = sheets_of(source)
    rows = sum(len(sheet.rows) for sheet in sheets)
    if rows > source.limits.rows:
        raise _too_long(source, rows)
    readable = [(sheet, header) for sheet in sheets if (header := _header(sheet)) is not None]
    if not readable:
        raise _no_text_column(source, sheets)
    names = _Names(source.name)
    documents = tuple(
        document
        for sheet, header in readable
        for document in _documents(sheet, header, names, len(readable) > 1)
    )
    if not documents:
        raise ReadError(
            source.name, "tabellen har ingen svar under overskriften", "tilføj én række pr. svar"
        )
    return documents


class _Names:
    """Gives every row a name that no other row of the file has."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._given: Counter[str] = Counter()

    def next(self, row_id: str, row: int, sheet: str) -> tuple[str, bool]:
        """The name of row number `row`, and whether its id was taken already."""
        place = f"{sheet}!{row}" if sheet else f"{row}"
        name = row_id or f"{self._file}#række {place}"
        repeated = name in self._given
        if repeated:
            name = f"{name}#række {place}"
        self._given[name] += 1
        return name, repeated


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The index of the header row and the columns by role; None where no column holds texts."""
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        columns = match_columns(row, RESPONSE_COLUMNS)
        if "text" in columns and (len(columns) > 1 or _is_alone(row)):
            return index, further_answers(sheet.rows, index, columns)
    for index in range(min(_HEADER_WITHIN, len(sheet.rows))):
        columns = question_columns(sheet.rows, index)
        if columns:
            return index, columns
    return None


def _is_alone(row: Row) -> bool:
    """Whether every cell is short, as column names are."""
    return all(len(cell) < 60 for cell in row)


def _documents(
    sheet: Sheet, header: tuple[int, dict[str, int]], names: _Names, many: bool
) -> Iterator[Document]:
    start, columns = header
    shared = _shared_cells(sheet, columns)
    whole = [*about(sheet, *header)]
    titles = {role: sheet.rows[start][i].strip() for role, i in columns.items()}
    for number, row in enumerate(sheet.rows[start + 1 :], start=start + 2):
        if any(cell.strip() for cell in row):
            cells = {role: row[i].strip() for role, i in columns.items() if i < len(row)}
            cells = shared.get(number, {}) | {role: cell for role, cell in cells.items() if cell}
            told = [*whole, *sheet.remarks.get(number, ()), *beyond(row, sheet.rows[start])]
            told += unanswered(cells, titles)
            place = names.next(
                _plain_number(cells.get("id", "")), number, sheet.name if many else ""
            )
            yield _document(cells, [*answers_of(cells, titles)], place, told)
            whole = []


def _shared_cells(sheet: Sheet, columns: dict[str, int]) -> dict[int, dict[str, str]]:
    """What merged cells say of the rows below their first, by row number and role.

    A sender may be merged over several responses; a response or an id is one row's own.
    """
    roles = {
        column: role
        for role, column in columns.items()
        if role != "id" and not role.startswith(TEXT)
    }
    shared: dict[int, dict[str, str]] = {}
    for top, left, bottom, _right in sheet.merged:
        if left in roles and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                shared.setdefault(row + 1, {})[roles[left]] = sheet.rows[top][left].strip()
    return shared


def _document(
    cells: dict[str, str], answers: list[tuple[str, str]], place: tuple[str, bool], told: list[str]
) -> Document:
    """The response in one row: its cells by role, its answers with what was asked."""
    name, repeated = place
    row_id = _plain_number(cells.get("id", ""))
    builder = Builder(name)
    for question, answer in answers:
        if question:
            builder.add(Part(question, BlockKind.HEADING, level=1))
        builder.add(Part(answer))
    if repeated:
        told = [f"Id »{row_id}« står flere gange; rækken hedder »{name}«.", *told]
    document = builder.document(_metadata(cells), told)
    if document.text.strip():
        return document
    return Document(
        name, "", (), document.removals, document.warnings, document.metadata, skip_reason=_NO_TEXT
    )


def _metadata(cells: dict[str, str]) -> Metadata:
    names = (cells.get("respondent"), cells.get("surname"))
    organisation = cells.get("organisation", "")
    return Metadata(
        respondent=" ".join(filter(None, names)) or None,
        organisation=None if is_nobody(organisation) else organisation or None,
        date=cells.get("date") or None,
        subject=cells.get("subject") or None,
        given=given_proposals(cells.get("given", "")),
    )


def given_proposals(cell: str) -> tuple[str, ...]:
    """The proposals a cell names: "79, 82" gives two, a title with a comma stays whole."""
    pieces = [_plain_number(piece) for piece in _SPLIT.split(cell.strip()) if piece]
    listed = all(_LISTED.fullmatch(piece) and any(c.isdigit() for c in piece) for piece in pieces)
    # "SI/UD03" is one code: only pieces that all hold a digit are a list.
    if listed:
        return tuple(dict.fromkeys(pieces))
    return (cell.strip(),) if cell.strip() else ()


def _plain_number(cell: str) -> str:
    """The cell, but "79" for "79.0", as some exports write a whole number."""
    match = _WHOLE_FLOAT.fullmatch(cell.strip())
    return match.group(1) if match else cell.strip()


def _too_long(source: SourceFile, rows: int) -> ReadError:
    return ReadError(
        source.name,
        f"tabellen har {rows} rækker, og grænsen er {source.limits.rows}",
        "del den op i flere filer",
    )


def _no_text_column(source: SourceFile, sheets: list[Sheet]) -> ReadError:
    first = next((row for sheet in sheets for row in sheet.rows if any(c.strip() for c in row)), [])
    found = ", ".join(f"»{cell.strip()[:30]}«" for cell in first[:8] if cell.strip())
    return ReadError(
        source.name,
        f"tabellen har ingen kolonne med svarenes tekst (fundet: {found or 'ingen kolonner'})",
        "kald kolonnen »tekst«, »svar« eller »høringssvar«",
    )
