"""A file -> the proposals that it holds, whether in a table, under headings, or both."""

import re
from collections.abc import Sequence
from pathlib import Path

from consult.domain.documents import BlockKind, Document
from consult.domain.errors import CatalogueError, ReadError
from consult.domain.proposals import Catalogue
from consult.readers.amounts import says_savings
from consult.readers.catalogue_columns import find_header
from consult.readers.catalogue_fallbacks import read_at_last
from consult.readers.catalogue_forms import read_forms, row_cells
from consult.readers.catalogue_lines import lines_of, titles_of
from consult.readers.catalogue_table import TableReading, read_table, read_without_header
from consult.readers.catalogue_text import read_text
from consult.readers.committees import committee_in
from consult.readers.drafts import SAME_TITLE, Draft, catalogue_of, same_title
from consult.readers.formats import format_of, unpack
from consult.readers.grid import sheets_of
from consult.readers.limits import Limits
from consult.readers.source import SourceFile, load

_TABLES = (".csv", ".xlsx", ".ods")
# The name of a sheet that is a committee's: "BUU".
_SHORT = re.compile(r"[A-ZÆØÅ]{2,5}")


def read_catalogue(path: Path, name: str | None = None, limits: Limits | None = None) -> Catalogue:
    """The proposals in the file at `path`, in its order; `name` is used in messages.

    Raises CatalogueError where the file cannot be read or holds no proposal.
    """
    try:
        source = load(path, name, limits)
        form = format_of(source)
        if form.encloses:
            raise CatalogueError(
                source.name,
                f"et forslagskatalog kan ikke læses ud af {form.called}",
                "pak det ud, og angiv selve kataloget",
            )
        if any(suffix in _TABLES for suffix in form.suffixes):
            return _from_tables(source)
        return _from_document(source)
    except CatalogueError:
        raise
    except ReadError as error:
        raise CatalogueError(error.name, error.problem, error.advice) from None


def _from_tables(source: SourceFile) -> Catalogue:
    """The proposals of all sheets that have a header row of a catalogue."""
    reading = TableReading()
    sheets = sheets_of(source)
    for sheet in sheets:
        header = find_header(sheet.rows)
        if header:
            above = [sheet.name, *_words_above(sheet.rows[: header.below])]
            reading.add(read_table(sheet.rows, header, _committee(above)))
    if not reading.drafts:
        for sheet in sheets:
            reading.add(read_without_header(sheet.rows))
    if not reading.drafts:
        raise CatalogueError(
            source.name,
            "tabellen har ingen forslag, der kan læses",
            "giv den kolonnerne »nummer« og »titel« og én række pr. forslag",
        )
    named = [source.name, *(name for s in sheets for name in (s.name, *_words_above(s.rows[:3])))]
    return catalogue_of(reading.drafts, reading.warnings, savings=says_savings(named))


def _words_above(rows: Sequence[list[str]]) -> list[str]:
    """The rows with one cell, as titles stand over a table."""
    filled = ([cell.strip() for cell in row if cell.strip()] for row in rows)
    return [cells[0] for cells in filled if len(cells) == 1]


def _committee(above: Sequence[str]) -> str | None:
    """The committee that the sheet's name or a title over its table names."""
    named = (committee_in(words) for words in above)
    short = above[0] if _SHORT.fullmatch(above[0]) else None
    return next((name for name in named if name), short)


def _from_document(source: SourceFile) -> Catalogue:
    """The proposals of a document: of its text, its forms and its tables, joined by number."""
    (document,) = unpack(source).documents
    lines = lines_of(document)
    forms, told = read_forms(lines)
    in_text, in_tables = read_text(document, lines), _in_tables(document)
    readings = [(forms, told), (in_text, []), (in_tables.drafts, in_tables.warnings)]
    if told:  # forms without numbers count only where nothing else is found
        readings.append(readings.pop(0))
    # Of readings that found as many the first is the one that says most.
    best, warnings = max(readings, key=lambda reading: len(_keys(reading[0])))
    if not best:
        best, warnings = read_at_last(document, lines)
    if not best:
        raise CatalogueError(
            source.name,
            "der er ingen nummererede forslag i filen",
            "skriv hvert forslag som »Punkt 1: Titel«, eller brug et regneark med nummer og titel",
        )
    for others in (reading for reading, _ in readings if reading is not best):
        _fill(best, others)
    top = [source.name, *titles_of(lines)]
    return catalogue_of(best, warnings, savings=says_savings(top))


def _keys(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    return {(draft.number, draft.title[:SAME_TITLE].casefold()) for draft in drafts}


def _fill(drafts: Sequence[Draft], others: Sequence[Draft]) -> None:
    """Give the drafts what others with the same number say; of several the one so called."""
    for draft in drafts:
        known = [other for other in others if other.number == draft.number]
        same = [other for other in known if same_title(other.title, draft.title)]
        if same or len(known) == 1:
            draft.fill_from((same or known)[0])


def _in_tables(document: Document) -> TableReading:
    """The proposals in tables of a document; a table goes on over a page with its header again."""
    rows: list[list[str]] = []
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.TABLE:
            rows.append(row_cells(text))
        elif len(text) < 100:
            rows.append([text])
    header = find_header(rows, within=len(rows))
    if header is None:
        return TableReading()
    above = _words_above(rows[max(0, header.below - 3) : header.below])
    return read_table(rows, header, _committee(above[::-1]) if above else None)
