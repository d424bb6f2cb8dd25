"""Pages of a PDF without a usable text layer: found, drawn and read by text recognition."""

import re
from collections.abc import Sequence
from contextlib import closing
from typing import cast

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from consult.domain.errors import ReadError
from consult.readers.pdf_lines import PdfLine
from consult.readers.scan import Scan
from consult.readers.scan_tesseract import DPI
from consult.readers.source import SourceFile

# A page with fewer letters than a line of text may be a scan with a stamp or a page number on.
_FEW_LETTERS = 80
# A picture over so much of the page is the page.
_COVERED = 0.5
# A text layer whose fonts do not say what their signs mean: so many letters, and none of the
# words that no page in Danish or English is without, or mostly signs that are no letters.
_GARBAGE_LETTERS = 200
_COMMON = re.compile(r"\b(?:og|i|at|det|er|en|til|for|af|på|den|the|of|and|to|in)\b", re.IGNORECASE)
_LEAST_READABLE = 0.5
_LETTERS = re.compile(r"[^\W\d_]+")
_READABLE = re.compile(r"[^\W_.]+|[.,:;\-–%()/•]+")
# An A3 page at 300 dpi has 17 million pixels; a larger sheet is drawn coarser.
_MOST_PIXELS = 20_000_000


def read_scanned(
    source: SourceFile,
    pdf: pdfium.PdfDocument,
    pages: list[list[PdfLine]],
    heights: list[float],
) -> Scan:
    """Puts recognised lines in `pages` where a page's text layer is missing or useless.

    `pages` are the lines of each page, `heights` their heights in points; both are changed in
    place. A page that could not be loaded has no height and is left. Without text recognition
    the text pages alone are kept, if there are any.
    """
    scan = Scan(source)
    suspects = [
        i
        for i, (lines, height) in enumerate(zip(pages, heights, strict=True))
        if height and _is_scanned(pdf, i, lines)
    ]
    scan.expect(len(suspects))
    for index in suspects:
        try:
            lines, height = scan.page(_drawn(pdf, index), index + 1)
        except pdfium.PdfiumError:
            scan.empty.append(index + 1)
            continue
        except ReadError:
            if scan.is_installed or not _has_text(pages, suspects):
                raise
            scan.unread = [i + 1 for i in suspects]
            return scan
        if lines:
            pages[index], heights[index] = lines, height
    return scan


def _has_text(pages: Sequence[Sequence[PdfLine]], suspects: Sequence[int]) -> bool:
    """Whether a page has text of its own: more than a stamp on a picture."""
    return any(
        lines and (i not in suspects or _letters(lines) >= _FEW_LETTERS)
        for i, lines in enumerate(pages)
    )


def _letters(lines: Sequence[PdfLine]) -> int:
    return sum(len(run) for line in lines for run in _LETTERS.findall(line.text))


def _is_scanned(pdf: pdfium.PdfDocument, index: int, lines: Sequence[PdfLine]) -> bool:
    """Whether the page is a picture of text, or its text layer holds no words."""
    letters = _letters(lines)
    if letters >= _FEW_LETTERS:
        return _is_garbage(" ".join(line.text for line in lines), letters)
    with closing(pdf[index]) as page:
        if not letters:
            return next(page.get_objects(max_depth=3), None) is not None
        return _covered(page) >= _COVERED


def _is_garbage(text: str, letters: int) -> bool:
    visible = sum(map(len, text.split()))
    readable = sum(map(len, _READABLE.findall(text)))
    if readable < _LEAST_READABLE * visible:
        return True
    return letters >= _GARBAGE_LETTERS and not _COMMON.search(text)


def _covered(page: pdfium.PdfPage) -> float:
    """The share of the page under its largest picture."""
    area = page.get_width() * page.get_height()
    largest = 0.0
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return largest / area if area else 0.0


def _drawn(pdf: pdfium.PdfDocument, index: int) -> Image.Image:
    """The page as a grey image at `DPI`, or as near to it as its size allows."""
    with closing(pdf[index]) as page:
        scale = DPI / 72
        pixels = page.get_width() * page.get_height() * scale * scale
        scale *= min(1.0, (_MOST_PIXELS / max(pixels, 1.0)) ** 0.5)
        with closing(page.render(scale=scale, grayscale=True)) as bitmap:
            return cast(Image.Image, bitmap.to_pil()).convert("L").copy()
