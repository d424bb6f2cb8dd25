"""PDF -> one Document; structure from size, weight and place of the lines."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from consult.domain.documents import BlockKind, Document, Removal, RemovalKind
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.pdf_blocks import parts_of
from consult.readers.pdf_extras import Extras
from consult.readers.pdf_forms import Form
from consult.readers.pdf_margins import take_margins
from consult.readers.pdf_notes import take_notes, turned_parts, with_asides
from consult.readers.pdf_page import PageText, read_page
from consult.readers.scan_pdf import read_scanned
from consult.readers.source import SourceFile

# pdfium may not be used by two threads at a time.
_ONE_AT_A_TIME = threading.Lock()


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it is damaged, locked or without text."""
    with _ONE_AT_A_TIME, closing(_opened(source)) as pdf:
        extras = Extras(source, pdf)
        pages, damaged = _pages(source, pdf)
        extras.check(source, [page.lines for page in pages])
        extras.launches |= any(page.launches for page in pages)
        lines, heights = [page.lines for page in pages], [page.height for page in pages]
        scan = read_scanned(source, pdf, lines, heights)
    comments = [
        Part(c, BlockKind.PARAGRAPH, page=i) for i, p in _numbered(pages) for c in p.comments
    ]
    if not any(lines) and not comments:
        raise _empty(source)
    kept, removals = take_margins(lines, heights)
    kept, notes = take_notes(kept)
    turned, running = turned_parts([line for page in pages for line in page.turned])
    builder = Builder(source.name)
    for removal in (*scan.removals, *removals, *running, *_unseen(pages)):
        builder.remove(removal)
    parts = parts_of([line for page in kept for line in page])
    builder.extend(scan.repaired(with_asides(parts, [*notes, *turned, *comments])))
    told = [
        *scan.warnings(len(pages)),
        *extras.warnings(),
        *_warnings(damaged, len(comments)),
    ]
    return (scan.told(builder.document(warnings=told)),)


def _numbered(pages: Sequence[PageText]) -> Iterator[tuple[int, PageText]]:
    return iter(enumerate(pages, start=1))


def _opened(source: SourceFile) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            problem, advice = "PDF'en er beskyttet med adgangskode", "gem den uden adgangskode"
        else:
            problem = "PDF'en er beskadiget og kan ikke åbnes"
            advice = "bed afsenderen om at sende den igen"
        raise ReadError(source.name, problem, advice) from None
    pages, most = len(pdf), source.limits.pages
    if not 0 < pages <= most:
        pdf.close()
        limit = f", og grænsen er {most}" if pages else ""
        raise ReadError(source.name, f"PDF'en har {pages} sider{limit}", "del den op, og prøv igen")
    return pdf


def _pages(source: SourceFile, pdf: pdfium.PdfDocument) -> tuple[list[PageText], list[int]]:
    """The text of every page, and the numbers of pages that are damaged."""
    forms = _forms(pdf)
    pages: list[PageText] = []
    damaged: list[int] = []
    characters = 0
    for number in range(1, len(pdf) + 1):
        try:
            with closing(pdf[number - 1]) as page:
                pages.append(read_page(page, number, forms))
        except pdfium.PdfiumError:
            damaged.append(number)
            pages.append(PageText([], 0.0))
        characters += sum(len(line.text) for line in pages[-1].lines)
        _check_length(source, characters)
    if len(damaged) == len(pages):
        raise ReadError(
            source.name, "siderne i PDF'en er beskadiget", "bed afsenderen om at sende den igen"
        )
    return pages, damaged


def _forms(pdf: pdfium.PdfDocument) -> Form:
    """The handle that pdfium has on the form's fields; it runs no scripts."""
    if pdfium_c.FPDF_GetFormType(pdf.raw) == pdfium_c.FORMTYPE_NONE:
        return None
    pdf.init_forms()
    return pdf.formenv.raw if pdf.formenv else None


def _check_length(source: SourceFile, characters: int) -> None:
    most = source.limits.text_characters
    if characters > most:
        raise ReadError(
            source.name,
            f"teksten er på mere end {most // 1_000_000} millioner tegn",
            "del filen op, eller se om det er den rigtige fil",
        )


def _empty(source: SourceFile) -> ReadError:
    return ReadError(
        source.name,
        "PDF'en er uden tekst",
        "bed afsenderen om en PDF med tekst eller et Word-dokument",
    )


def _unseen(pages: Iterable[PageText]) -> Iterator[Removal]:
    """What stands in the file and nobody sees."""
    for page in pages:
        yield from (Removal(RemovalKind.HIDDEN_TEXT, text, 0) for text in page.hidden)
        yield from (Removal(RemovalKind.MARKUP, text, 0) for text in page.doubled)


def _warnings(damaged: Sequence[int], comments: int) -> Iterator[str]:
    if damaged:
        yield f"{_named(damaged)} er beskadiget og er ikke læst."
    if comments:
        what = "1 kommentar" if comments == 1 else f"{comments} kommentarer"
        yield f"{what} i PDF'en står efter sidens tekst."


def _named(pages: Sequence[int]) -> str:
    which = ", ".join(map(str, pages))
    return f"Side {which}" if len(pages) == 1 else f"Siderne {which}"
