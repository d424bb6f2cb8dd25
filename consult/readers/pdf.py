"""PDF with a text layer -> one Document; structure from size, weight and place of the lines."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers.building import Builder
from consult.readers.pdf_blocks import parts_of
from consult.readers.pdf_lines import PdfLine, page_lines
from consult.readers.pdf_margins import take_margins
from consult.readers.source import SourceFile

# Fewer letters than this on the average page: a scan, with at most a stamp or a page number.
_FEWEST_LETTERS = 12
_MOST_PAGES = 3000
# pdfium may not be used by two threads at a time.
_ONE_AT_A_TIME = threading.Lock()


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it is damaged, locked or without text."""
    with _ONE_AT_A_TIME, closing(_opened(source)) as pdf:
        pages, heights, pictures = _pages(source, pdf)
    letters = sum(c.isalpha() for lines in pages for line in lines for c in line.text)
    if letters < _FEWEST_LETTERS * len(pages):
        raise ReadError(
            source.name,
            "PDF'en er uden tekst, sandsynligvis en scanning, og scanninger læses ikke endnu",
            "bed afsenderen om en PDF med tekst eller et Word-dokument",
        )
    kept, removals = take_margins(pages, heights)
    builder = Builder(source.name)
    for removal in removals:
        builder.remove(removal)
    builder.extend(parts_of([line for lines in kept for line in lines]))
    return (builder.document(warnings=_warnings(pictures)),)


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
    if not 0 < len(pdf) <= _MOST_PAGES:
        pages = len(pdf)
        pdf.close()
        raise ReadError(source.name, f"PDF'en har {pages} sider", "del den op, og prøv igen")
    return pdf


def _pages(
    source: SourceFile, pdf: pdfium.PdfDocument
) -> tuple[list[list[PdfLine]], list[float], list[int]]:
    """The lines of every page, the pages' heights in points, and the pages of pictures only."""
    pages: list[list[PdfLine]] = []
    heights: list[float] = []
    pictures: list[int] = []
    for index in range(len(pdf)):
        try:
            with closing(pdf[index]) as page, closing(page.get_textpage()) as textpage:
                pages.append(page_lines(textpage, index + 1))
                heights.append(page.get_height())
                if not pages[-1] and _has_picture(page):
                    pictures.append(index + 1)
        except pdfium.PdfiumError:
            raise ReadError(
                source.name,
                f"side {index + 1} i PDF'en er beskadiget",
                "bed afsenderen om at sende den igen",
            ) from None
    return pages, heights, pictures


def _has_picture(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _warnings(pictures: list[int]) -> Iterator[str]:
    if pictures:
        which = ", ".join(map(str, pictures))
        pages = "Side" if len(pictures) == 1 else "Siderne"
        yield f"{pages} {which} er billeder uden tekst og er ikke læst."
