"""A file -> the proposals that it holds, whether in a table, under headings, or both."""

from pathlib import Path

from consult.domain.documents import BlockKind, Document
from consult.domain.errors import CatalogueError, ReadError
from consult.domain.proposals import Catalogue
from consult.readers.catalogue_table import TableReading, find_header, read_table
from consult.readers.catalogue_text import read_text, row_cells
from consult.readers.drafts import Draft, catalogue_of
from consult.readers.formats import format_of, unpack
from consult.readers.grid import sheets_of
from consult.readers.limits import Limits
from consult.readers.source import SourceFile, load

_TABLES = (".csv", ".xlsx", ".ods")


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
    drafts: list[Draft] = []
    warnings: list[str] = []
    for sheet in sheets_of(source):
        header = find_header(sheet.rows)
        if header:
            reading = read_table(sheet.rows, header)
            drafts += reading.drafts
            warnings += reading.warnings
    if not drafts:
        raise CatalogueError(
            source.name,
            "tabellen har ingen forslag, der kan læses",
            "giv den kolonnerne »nummer« og »titel« og én række pr. forslag",
        )
    return catalogue_of(drafts, warnings)


def _from_document(source: SourceFile) -> Catalogue:
    """The proposals of a document: those of its text and those of its tables, joined by number."""
    (document,) = unpack(source).documents
    in_text, in_tables = read_text(document), _in_tables(document)
    first, second = in_text, in_tables.drafts
    if len({d.number for d in second}) > len({d.number for d in first}):
        first, second = second, first
    if not first:
        raise CatalogueError(
            source.name,
            "der er ingen nummererede forslag i filen",
            "skriv hvert forslag som »Punkt 1: Titel«, eller brug et regneark med nummer og titel",
        )
    others = {draft.number: draft for draft in reversed(second)}
    for draft in first:
        if draft.number in others:
            draft.fill_from(others[draft.number])
    return catalogue_of(first, in_tables.warnings if first is in_tables.drafts else ())


def _in_tables(document: Document) -> TableReading:
    """The proposals in tables of a document; a table goes on over a page with its header again."""
    rows: list[list[str]] = []
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.TABLE:
            rows.append(row_cells(text))
        elif rows and len(text) < 100:
            rows.append([text])
    header = find_header(rows, within=len(rows))
    return read_table(rows, header) if header else TableReading()
