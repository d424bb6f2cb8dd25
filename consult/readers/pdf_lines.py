"""The text of a PDF page -> pieces: stretches of a line without wide gaps, with their place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

from consult.readers.pdf_glyphs import Box, Glyphs

# pdfium puts one of these where it has taken a word apart at the end of a line.
_HYPHENS = "\x02\ufffe\u00ad"
_LINE = re.compile(rf"[^\r\n{_HYPHENS}]+[{_HYPHENS}]?")
_SPACED = re.compile(r"[^\W_](?: [^\W_]){4,}")
_WORD = re.compile(r"\S+")
# The end of a word where a note's mark may stand, and the punctuation that may follow it.
_MARK = re.compile(r"[\d*†‡]+(?=[.,;:!?)»”\"]*$)")
_UNIT = re.compile(r"(?:^|\W)[kcdm]?m$")
# A gap this many times the font size parts two cells or columns; word spaces stay below 0.8.
WIDE_GAP = 1.1
# Wider letters on average than this part of the size: the line has gaps or is letter-spaced.
_WIDE_LETTERS = 0.75
# A note's mark is smaller than this part of the letters beside it.
_SMALL = 0.8
# Below this size in points nobody reads it.
_UNREADABLE = 1.0

Cell = tuple[float, float, str]
Covers = Callable[[float, float], bool]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page, or a piece of one. Lengths are in points, the page held upright.

    `y` is the baseline, from the page's lower edge. `cells` are the parts between wide gaps,
    as (left edge, right edge, text). `is_cut`: a word goes on in the next line, and its hyphen
    is not in the text. `is_row`: the cells are one row of a table. `turn`: how many quarters
    clockwise the text is turned on the page, -1 where it leans. `column` is the right edge of
    the column it stands in, 0 where the page has none.
    """

    text: str
    page: int
    left: float
    right: float
    y: float
    size: float
    is_bold: bool
    is_cut: bool
    cells: tuple[Cell, ...]
    is_row: bool = False
    turn: int = 0
    column: float = 0.0


def page_pieces(
    textpage: PdfTextPage, glyphs: Glyphs, number: int, covers: Covers
) -> tuple[list[PdfLine], list[str]]:
    """The pieces of page `number` (1-based) in the order of its content, and hidden texts.

    `covers` tells whether something is drawn under a point.
    """
    text = _characters(textpage)
    pieces: list[PdfLine] = []
    hidden: list[str] = []
    for match in _LINE.finditer(text):
        if not match.group().strip(_HYPHENS + " \t\x00"):
            continue
        for piece, middle in _pieces(glyphs, match, number):
            if piece.size < _UNREADABLE or glyphs.is_hidden(middle, covers):
                hidden.append(piece.text)
            else:
                pieces.append(piece)
    return pieces, hidden


def _characters(textpage: PdfTextPage) -> str:
    """One character per index of pdfium; one by one where its text range leaves some out."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (pdfium_c.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(c) if 0 < c < 0x110000 else " " for c in codes)


def _pieces(glyphs: Glyphs, match: re.Match[str], number: int) -> Iterator[tuple[PdfLine, int]]:
    """The pieces of one line of pdfium's, each with the index of a character of it."""
    raw = match.group()
    body = raw.rstrip(_HYPHENS)
    is_cut = len(body) < len(raw)
    start = match.start() + len(body) - len(body.lstrip())
    body = body.strip()
    if glyphs.face(start) == glyphs.face(start + len(body) - 1):
        yield from _of_one_face(glyphs, body, start, number, is_cut)
        return
    faces = groupby(_WORD.finditer(body), key=lambda word: glyphs.face(start + word.start()))
    for _, words in faces:
        first, *others = words
        last = others[-1] if others else first
        part = body[first.start() : last.end()]
        ends = last.end() == len(body)
        yield from _of_one_face(glyphs, part, start + first.start(), number, is_cut and ends)


def _of_one_face(
    glyphs: Glyphs, body: str, first: int, number: int, is_cut: bool
) -> Iterator[tuple[PdfLine, int]]:
    """The pieces of text from character `first` on that all runs the same way."""
    turn, leans = glyphs.face(first)
    left, bottom, _, top = glyphs.box(first)
    right = glyphs.box(first + len(body) - 1)[2]
    spaced = len(body) > 8 and bool(_SPACED.match(body))
    wide = right - left > _WIDE_LETTERS * (top - bottom) * len(body)
    stretches = [(0, len(body), " ".join(body.split()), left, right)]
    if not leans and (spaced or wide or glyphs.runs(first, len(body)) > 1):
        stretches = list(_stretches(glyphs, body, first))
    for i, (start, end, text, x0, x1) in enumerate(stretches):
        # The first character may be a bullet of another size, the last a note's number, and a
        # space may be pdfium's own, which has no size.
        half = start + (end - start) // 2
        middle = first + next((j for j in range(half, end) if not body[j].isspace()), start)
        bold = glyphs.is_bold(middle) and glyphs.is_bold(first + end - 1)
        size = glyphs.size(middle)
        if size <= 2:  # Some writers scale a font of size 1; then the height is the size.
            _, bottom, _, top = glyphs.box(middle)
            size = top - bottom
        piece = PdfLine(
            text=text,
            page=number,
            left=x0,
            right=x1,
            y=glyphs.baseline(middle),
            size=round(size, 1),
            is_bold=bold,
            is_cut=is_cut and i == len(stretches) - 1,
            cells=((x0, x1, text),),
            turn=-1 if leans else turn,
        )
        yield piece, middle


def _stretches(
    glyphs: Glyphs, body: str, offset: int
) -> Iterator[tuple[int, int, str, float, float]]:
    """The parts of a line between wide gaps: start and end in it, text, left and right edge."""
    words: list[tuple[re.Match[str], Box, Box]] = [
        (word, glyphs.box(offset + word.start()), glyphs.box(offset + word.end() - 1))
        for word in _WORD.finditer(body)
    ]
    group: list[tuple[re.Match[str], Box, Box]] = []
    for entry in words:
        if group and _parts(group[-1][2], entry[1], glyphs.size(offset + entry[0].start())):
            yield _stretch(glyphs, group, offset)
            group = []
        group.append(entry)
    if group:
        yield _stretch(glyphs, group, offset)


def _parts(last: Box, box: Box, size: float) -> bool:
    """Whether a word at `box` is not the next of the same piece: far off, back, up or down."""
    height = min(last[3] - last[1], box[3] - box[1])
    apart = min(last[3], box[3]) - max(last[1], box[1]) < 0.3 * height
    size = max(size, 0.6 * (box[3] - box[1])) if size <= 2 else size
    return apart or box[0] - last[2] > WIDE_GAP * size or box[0] < last[0] - size


def _stretch(
    glyphs: Glyphs, group: list[tuple[re.Match[str], Box, Box]], offset: int
) -> tuple[int, int, str, float, float]:
    start, end = group[0][0].start(), group[-1][0].end()
    if len(group) > 4 and all(len(word.group()) == 1 for word, _, _ in group):
        text = _unspaced(group)
    else:
        text = " ".join(_unglued(glyphs, word, offset) for word, _, _ in group)
    return start, end, text, group[0][1][0], group[-1][2][2]


def _unspaced(group: list[tuple[re.Match[str], Box, Box]]) -> str:
    """Words set with a space after every letter, put together; wider spaces part words."""
    gaps = [b[1][0] - a[2][2] for a, b in pairwise(group)]
    usual = median(gaps)
    text = group[0][0].group()
    for (word, _, _), gap in zip(group[1:], gaps, strict=True):
        text += (" " if gap > 1.6 * usual else "") + word.group()
    return text


def _unglued(glyphs: Glyphs, match: re.Match[str], offset: int) -> str:
    """The word with a space before a note's mark, which is small and raised: "79 2", not "792"."""
    word = match.group()
    if len(word) < 2 or not (word[0].isdigit() or any(c.isdigit() or c in "*†‡" for c in word[1:])):
        return word
    at = offset + match.start()
    found = _MARK.search(word)
    if found:
        _, low, _, high = glyphs.box(at)
        cut = found.end()
        while cut > found.start() and _is_raised(glyphs.box(at + cut - 1), low, high):
            cut -= 1
        if 0 < cut < found.end() and not (_UNIT.search(word[:cut]) and word[cut] in "23"):
            return f"{word[:cut]} {word[cut:]}"
    _, low, _, high = glyphs.box(at + len(word) - 1)
    cut = 0
    while word[cut : cut + 1].isdigit() and _is_raised(glyphs.box(at + cut), low, high):
        cut += 1
    return f"{word[:cut]} {word[cut:]}" if 0 < cut < len(word) else word


def _is_raised(box: Box, low: float, high: float) -> bool:
    """Whether a character is clearly smaller than one from `low` to `high`, and stands higher."""
    return box[3] - box[1] < _SMALL * (high - low) and box[1] + box[3] > low + high
