"""Recognised lines -> lines as a PDF gives them: upright, in points, in reading order."""

from collections.abc import Iterator, Sequence
from statistics import median

from consult.readers.pdf_lines import WIDE_GAP, PdfLine
from consult.readers.pdf_order import in_order
from consult.readers.scan_hocr import OcrLine, Word
from consult.readers.scan_tesseract import DPI

_POINT = 72 / DPI
# Measured sizes of one font differ by a tenth from line to line; real headings by more.
_SAME_SIZE = 0.18


def page_lines(lines: Sequence[OcrLine], page: int, height: int) -> list[PdfLine]:
    """The lines of page `page` (1-based), whose image is `height` pixels high.

    Order and rows are found anew from the places, as in a PDF, for tesseract reads a table
    column by column. The page's skew is taken out of the places; its image stays as it was.
    """
    if not lines:
        return []
    slope = median(line.slope for line in lines)
    usual = _usual_size(lines)
    return in_order([p for line in lines for p in _pieces(line, page, height, slope, usual)])


def _pieces(line: OcrLine, page: int, height: int, slope: float, usual: float) -> Iterator[PdfLine]:
    """The parts of a line between its wide gaps."""
    size = usual if abs(line.size / usual - 1) < _SAME_SIZE else line.size
    y = (height - (line.base - slope * line.left)) * _POINT
    shift = slope * line.base
    for words in _stretches(line, size):
        left, right = (words[0].left + shift) * _POINT, (words[-1].right + shift) * _POINT
        text = " ".join(word.text for word in words)
        yield PdfLine(
            text=text,
            page=page,
            left=left,
            right=right,
            y=y,
            size=_in_steps(size * _POINT),
            is_bold=False,
            is_cut=False,
            cells=((left, right, text),),
        )


def _stretches(line: OcrLine, size: float) -> Iterator[list[Word]]:
    held: list[Word] = []
    for word in line.words:
        if held and word.left - held[-1].right > WIDE_GAP * size:
            yield held
            held = []
        held.append(word)
    yield held


def _usual_size(lines: Sequence[OcrLine]) -> float:
    """The size of the middle character of the page, in pixels."""
    sizes = sorted(line.size for line in lines for _ in line.text)
    return max(sizes[len(sizes) // 2], 1.0)


def _in_steps(size: float) -> float:
    """To the half point, so that the same font has the same size on every page."""
    return max(round(2 * size) / 2, 0.5)
