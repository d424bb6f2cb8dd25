"""The pieces of a page in reading order: columns one after the other, pieces put to lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from consult.readers.pdf_glyphs import Box
from consult.readers.pdf_lines import WIDE_GAP, PdfLine

# Left edges this close, in points, are one edge of a column.
_EDGE = 6.0
# The white space between two columns is at least this wide, in points.
_GUTTER = 7.0
# Columns in columns in columns are no text that anyone writes.
_DEEPEST = 4
# The most frequent left edges that are tried.
_MOST_EDGES = 12
_FEWEST_PIECES = 7
# A column of running text: so many characters a line, so many of its lines begin in lower case.
_COLUMN_CHARACTERS = 18
_WIDE_COLUMN = 30
_FLOWING = 0.25
# Of the blocks of one side so many begin beside one of the other: a table.
_ABREAST = 0.6
_BULLET = re.compile(r"[-–•·*▪■●○◦‣o\uf0b7\uf0a7]|\(?\w{1,2}[.)]")


@dataclass(slots=True)
class _Band:
    """What stands between two pieces that run across the gutter: left of it, right of it."""

    left: list[PdfLine] = field(default_factory=list)
    right: list[PdfLine] = field(default_factory=list)
    above: PdfLine | None = None


def in_order(pieces: Sequence[PdfLine], pictures: Sequence[Box] = ()) -> list[PdfLine]:
    """The lines that the pieces make, in reading order.

    A picture that lies across the columns parts them as a line across does.
    """
    return [line for region in _regions(pieces, pictures, 0) for line in _lines(region)]


def _regions(
    pieces: Sequence[PdfLine], pictures: Sequence[Box], depth: int
) -> Iterator[list[PdfLine]]:
    """The pieces in groups without columns."""
    bands = None
    if depth < _DEEPEST and len(pieces) >= _FEWEST_PIECES:
        bands = _best_bands(pieces, pictures)
    if bands is None:
        # What is one column's measure is not its neighbour's, nor the whole page's.
        edge = max((p.right for p in pieces), default=0.0) if depth else 0.0
        yield [replace(p, column=edge) for p in pieces] if depth else list(pieces)
        return
    loose: list[PdfLine] = []
    for band in bands:
        if band.above is not None and band.above.text:
            loose.append(band.above)
        if band.left and band.right:
            yield loose
            loose = []
            yield from _regions(band.left, pictures, depth + 1)
            yield from _regions(band.right, pictures, depth + 1)
        else:
            loose += band.left + band.right
    yield loose


def _best_bands(pieces: Sequence[PdfLine], pictures: Sequence[Box]) -> list[_Band] | None:
    """The page cut at the gutter that most text stands beside; None where it has no columns."""
    best: list[_Band] | None = None
    most = 0
    for edge in _edges(pieces):
        bands = _bands(pieces, edge, pictures)
        strong = [b for b in bands if _are_columns(b.left, b.right)]
        weight = sum(len(p.text) for b in strong for p in (*b.left, *b.right))
        if weight > most:
            best, most = bands, weight
    return best


def _edges(pieces: Sequence[PdfLine]) -> list[float]:
    """Where columns may begin: left edges that several pieces share, but not the first."""
    clusters: list[list[float]] = []
    for left in sorted(p.left for p in pieces):
        if clusters and left - clusters[-1][0] <= _EDGE:
            clusters[-1].append(left)
        else:
            clusters.append([left])
    later = [c for c in clusters[1:] if len(c) > 1]
    return [c[0] for c in sorted(later, key=len, reverse=True)[:_MOST_EDGES]]


def _bands(pieces: Sequence[PdfLine], edge: float, pictures: Sequence[Box]) -> list[_Band]:
    """The page from the top, cut where something runs across the gutter left of `edge`."""
    walls = [_wall(box, pieces[0]) for box in pictures if _runs_across(box, edge, pieces)]
    bands = [_Band()]
    for piece in sorted([*pieces, *walls], key=lambda p: (-p.y, p.left)):
        if piece.left >= edge - 1:
            bands[-1].right.append(piece)
        elif piece.right <= edge - _GUTTER:
            bands[-1].left.append(piece)
        else:
            bands.append(_Band(above=piece))
    return bands


def _runs_across(box: Box, edge: float, pieces: Sequence[PdfLine]) -> bool:
    """Whether a picture lies across the gutter and no text lies on it."""
    if not box[0] < edge - _GUTTER < edge < box[2]:
        return False
    return not any(box[1] < p.y < box[3] for p in pieces)


def _wall(box: Box, pattern: PdfLine) -> PdfLine:
    return replace(pattern, text="", left=box[0], right=box[2], y=(box[1] + box[3]) / 2, cells=())


def _are_columns(left: list[PdfLine], right: list[PdfLine]) -> bool:
    """Whether the two sides are columns of text, or one with notes beside it, and no table."""
    if not left or not right or len(left) + len(right) < _FEWEST_PIECES:
        return False
    for one, other in ((left, right), (right, left)):
        if _flows(one) and _is_text(other, one) and not _stand_abreast(one, other):
            return True
    return False


def _flows(side: list[PdfLine]) -> bool:
    """Whether the lines are those of running text."""
    begins = sum(p.text[:1].islower() for p in side)
    return (
        len(side) >= 3 and _usual_length(side) >= _COLUMN_CHARACTERS
        and begins >= _FLOWING * len(side)
    )  # fmt: skip


def _usual_length(side: list[PdfLine]) -> float:
    return median(len(p.text) for p in side)


def _is_text(side: list[PdfLine], beside: list[PdfLine]) -> bool:
    """Whether a side may be a column next to the running text `beside`."""
    if _usual_length(side) >= _COLUMN_CHARACTERS:
        return True
    letters = sum(c.isalpha() for p in side for c in p.text)
    mostly = letters > 0.5 * sum(len(p.text) for p in side)
    return mostly and len(beside) >= 5 and _usual_length(beside) >= _WIDE_COLUMN


def _stand_abreast(one: list[PdfLine], other: list[PdfLine]) -> bool:
    """Whether the blocks of both sides begin at the same heights, as the rows of a table do."""
    fewer, more = sorted((_starts(one), _starts(other)), key=len)
    later = fewer[1:]
    met = sum(any(abs(y - z) < 2 for z in more) for y in later)
    return bool(later) and met >= _ABREAST * len(later)


def _starts(side: list[PdfLine]) -> list[float]:
    """The heights at which something begins in a column: below a gap."""
    ys = sorted({round(p.y, 1) for p in side}, reverse=True)
    steps = [a - b for a, b in pairwise(ys) if a - b > 2]
    usual = min(median(steps), 1.6 * median(p.size for p in side)) if steps else 0.0
    return [ys[0], *(b for a, b in pairwise(ys) if a - b > 1.2 * usual)]


def _lines(pieces: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """The lines of a region, from the top: pieces at one height put together."""
    row: list[PdfLine] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.left)):
        if row and not _is_beside(row, piece):
            yield _joined(row)
            row = []
        row.append(piece)
    if row:
        yield _joined(row)


def _is_beside(row: list[PdfLine], piece: PdfLine) -> bool:
    """Whether the piece stands on the line that `row` begins and lies over no part of it."""
    if piece.is_row or row[0].is_row:
        return False
    if row[0].y - piece.y > 0.45 * max(row[0].size, piece.size):
        return False
    return all(piece.left >= p.right - 2 or piece.right <= p.left + 2 for p in row)


def _joined(row: list[PdfLine]) -> PdfLine:
    """One line of the pieces: those close to each other one cell, a bullet with its text."""
    if len(row) == 1:
        return row[0]
    row = sorted(row, key=lambda p: p.left)
    groups = [[row[0]]]
    for last, piece in pairwise(row):
        gap = piece.left - last.right
        bullet = _BULLET.fullmatch(last.text) and gap < 4 * piece.size
        if gap > WIDE_GAP * piece.size and not bullet:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    longest = max(row, key=lambda p: len(p.text))
    cells = tuple((g[0].left, g[-1].right, _text(g)) for g in groups)
    return replace(
        longest,
        text=" ".join(text for _, _, text in cells),
        left=row[0].left,
        right=row[-1].right,
        is_cut=row[-1].is_cut,
        cells=cells,
    )


def _text(group: list[PdfLine]) -> str:
    """The pieces' text; a space where there is room for one, or where the size changes."""
    text = group[0].text
    for last, piece in pairwise(group):
        if last.is_cut:
            text += "\u00ad"
        elif piece.left - last.right > 0.1 * piece.size or abs(piece.size - last.size) > 1:
            text += " "
        text += piece.text
    return text
