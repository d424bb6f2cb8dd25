"""A PDF page -> its lines with place, size and weight, in reading order."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

# pdfium puts one of these where it has taken a word apart at the end of a line.
_HYPHENS = "\x02\ufffe\u00ad"
_LINE = re.compile(rf"[^\r\n{_HYPHENS}]+[{_HYPHENS}]?")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# A gap this many times the font size parts two cells or columns; word spaces stay below 0.8.
_WIDE_GAP = 1.1
# Columns of text: so many lines of a page part at one gutter, each side so many characters long.
_COLUMN_LINES = 0.6
_COLUMN_CHARACTERS = 18


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page. Lengths are in points; `y` is the bottom, from the page's lower edge.

    `cells` are its parts where wide gaps part it, as (left edge, text); else one.
    `is_cut`: a word goes on in the next line, and its hyphen is not in the text.
    """

    text: str
    page: int
    left: float
    right: float
    y: float
    size: float
    is_bold: bool
    is_cut: bool
    cells: tuple[tuple[float, float, str], ...]


def page_lines(textpage: PdfTextPage, number: int) -> list[PdfLine]:
    """The lines of page `number` (1-based), columns one after the other.

    The order is the content's own, as pdfium gives it.
    """
    text = _characters(textpage)
    lines: list[PdfLine] = []
    for match in _LINE.finditer(text):
        if match.group().strip(_HYPHENS + " \t"):
            line = _line(textpage, match, number)
            if lines and _is_bullet_of(lines[-1], line):
                line = _joined(lines.pop(), line)
            lines.append(line)
    return list(_columns_in_order(lines))


def _characters(textpage: PdfTextPage) -> str:
    """One character per index of pdfium; one by one where its text range leaves some out."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (pdfium_c.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(c) if 0 < c < 0x110000 else " " for c in codes)


def _line(textpage: PdfTextPage, match: re.Match[str], number: int) -> PdfLine:
    raw = match.group()
    body = raw.rstrip(_HYPHENS)
    first = match.start() + len(body) - len(body.lstrip())
    last = match.start() + len(body.rstrip()) - 1
    left, bottom, _, top = textpage.get_charbox(first, loose=True)
    right = textpage.get_charbox(last, loose=True)[2]
    # The first character may be a bullet of another size, the last a note's number, and a
    # space may be pdfium's own, which has no size.
    half = (first + last) // 2
    middle = next(i for i in range(half, last + 1) if not raw[i - match.start()].isspace())
    size = pdfium_c.FPDFText_GetFontSize(textpage, middle)
    # Some writers scale a font of size 1; then the height of the box is the size.
    size = size if size > 2 else top - bottom
    cells: tuple[tuple[float, float, str], ...] = ((left, right, body.strip()),)
    if pdfium_c.FPDFText_CountRects(textpage, match.start(), len(body)) > 1:
        cells = tuple(_cells(textpage, body, match.start(), size))
    return PdfLine(
        text=" ".join(body.split()),
        page=number,
        left=left,
        right=right,
        y=bottom,
        size=round(size, 1),
        is_bold=_is_bold(textpage, middle) and _is_bold(textpage, last),
        is_cut=len(body) < len(raw),
        cells=cells,
    )


def _cells(
    textpage: PdfTextPage, body: str, start: int, size: float
) -> Iterator[tuple[float, float, str]]:
    """The parts of a line between its wide gaps, with their left and right edges."""
    begin: int | None = None
    left = right = 0.0
    for word in re.finditer(r"\S+", body):
        word_left = textpage.get_charbox(start + word.start(), loose=True)[0]
        word_right = textpage.get_charbox(start + word.end() - 1, loose=True)[2]
        if begin is None or word_left - right > _WIDE_GAP * size:
            if begin is not None:
                yield left, right, body[begin : word.start()].strip()
            begin, left = word.start(), word_left
        right = word_right
    if begin is not None:
        yield left, right, body[begin:].strip()


def _is_bold(textpage: PdfTextPage, index: int) -> bool:
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(textpage, index, buffer, 256, ctypes.byref(flags))
    return bool(_BOLD.search(buffer.value.decode("latin-1")))


def _is_bullet_of(mark: PdfLine, line: PdfLine) -> bool:
    """Whether `mark` is the bullet or number that stands left of `line`."""
    beside = abs(mark.y - line.y) < 0.6 * line.size and mark.right <= line.left + 1
    return beside and bool(re.fullmatch(r"[-–•·*▪■●○◦‣o\uf0b7\uf0a7]|\(?\w{1,2}[.)]", mark.text))


def _joined(mark: PdfLine, line: PdfLine) -> PdfLine:
    text = f"{mark.text} {line.text}"
    cells = ((mark.left, line.cells[0][1], f"{mark.text} {line.cells[0][2]}"), *line.cells[1:])
    return replace(line, text=text, left=mark.left, cells=cells)


def _columns_in_order(lines: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """Lines that run across two columns, parted: first the left column, then the right."""
    gutter = _gutter(lines)
    if gutter is None:
        yield from lines
        return
    held: list[PdfLine] = []
    for line in lines:
        if len(line.cells) == 2 and line.cells[0][1] <= gutter <= line.cells[1][0]:
            yield _half(line, 0)
            held.append(_half(line, 1))
        elif line.left >= gutter:
            held.append(line)
        else:
            if line.right > gutter:
                yield from held
                held = []
            yield line
    yield from held


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """The middle of the white space between two columns of text; None where there is none."""
    pairs = [line for line in lines if len(line.cells) == 2]
    if len(pairs) < 4 or len(pairs) < _COLUMN_LINES * len(lines):
        return None
    if any(median(len(p.cells[side][2]) for p in pairs) < _COLUMN_CHARACTERS for side in (0, 1)):
        return None
    left_end = max(p.cells[0][1] for p in pairs)
    right_start = min(p.cells[1][0] for p in pairs)
    return (left_end + right_start) / 2 if left_end < right_start else None


def _half(line: PdfLine, side: int) -> PdfLine:
    left, right, text = line.cells[side]
    cut = line.is_cut and side == 1
    return replace(line, text=text, left=left, right=right, is_cut=cut, cells=(line.cells[side],))
