"""Tables with drawn rules: which pieces of text stand in which cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from consult.readers.hyphens import join_lines
from consult.readers.pdf_glyphs import Box
from consult.readers.pdf_lines import Cell, PdfLine

# Rules this close, in points, are one; their ends may miss each other by as much.
_SAME = 3.0
# More rules than this are a drawing, not a table.
_MOST_RULES = 3_000


def ruled_rows(
    pieces: Sequence[PdfLine], rules: Sequence[Box]
) -> tuple[list[PdfLine], list[PdfLine]]:
    """(rows of ruled tables as lines with cells, the pieces outside of tables).

    `rules` are thin lines across and down, upright and in points.
    """
    rest = list(pieces)
    rows: list[PdfLine] = []
    for across, down in _grids(rules):
        inside = [p for p in rest if _within(p, across, down)]
        made = list(_rows(inside, across, down))
        # One row of several cells may be a frame round columns; one column is a box.
        if len(made) > 1 and sum(len(row.cells) > 1 for row in made) > 1:
            gone = {id(p) for p in inside}
            rest = [p for p in rest if id(p) not in gone]
            rows += made
    return rows, rest


def _grids(rules: Sequence[Box]) -> Iterator[tuple[list[float], list[float]]]:
    """The places of the rules across and down of each table; rules that touch belong together."""
    if len(rules) > _MOST_RULES:
        return
    groups: list[tuple[Box, list[Box]]] = []
    for rule in sorted(rules, key=lambda r: -r[3]):
        frame, members = rule, [rule]
        apart = []
        for group in groups:
            if _touch(group[0], frame):
                frame = _around(frame, group[0])
                members += group[1]
            else:
                apart.append(group)
        groups = [*apart, (frame, members)]
    for _, members in groups:
        across = _merged(r[1] for r in members if r[2] - r[0] > r[3] - r[1])
        down = _merged(r[0] for r in members if r[2] - r[0] <= r[3] - r[1])
        if len(across) > 2 and len(down) > 2:
            yield across, down


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _SAME
        and other[0] <= one[2] + _SAME
        and one[1] <= other[3] + _SAME
        and other[1] <= one[3] + _SAME
    )


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _merged(places: Iterator[float]) -> list[float]:
    """The places in order, those of one rule drawn twice as one."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _SAME:
            merged.append(place)
    return merged


def _within(piece: PdfLine, across: list[float], down: list[float]) -> bool:
    middle = piece.y + 0.3 * piece.size
    return (
        across[0] < middle < across[-1]
        and down[0] - _SAME < piece.left
        and piece.left < down[-1]
        and piece.turn == 0
    )


def _rows(inside: list[PdfLine], across: list[float], down: list[float]) -> Iterator[PdfLine]:
    """One line per row that holds text, from the top."""
    for low, high in reversed(list(pairwise(across))):
        own = [p for p in inside if low < p.y + 0.3 * p.size <= high]
        cells = []
        for left, right in pairwise(down):
            members = [p for p in own if left - _SAME <= p.left < right - _SAME]
            text = flowed(sorted(members, key=lambda p: (-round(p.y), p.left)))
            cells.append((left, right, text))
        if any(text for _, _, text in cells):
            yield _row(own, cells)


def _row(pieces: list[PdfLine], cells: Sequence[Cell]) -> PdfLine:
    """A row as one line; it stands at its highest piece."""
    top = max(pieces, key=lambda p: p.y)
    return replace(
        top,
        text=" ".join(filter(None, (text for _, _, text in cells))),
        left=cells[0][0],
        right=cells[-1][1],
        size=median(p.size for p in pieces),
        is_bold=all(p.is_bold for p in pieces),
        is_cut=False,
        cells=tuple(cells),
        is_row=True,
    )


def flowed(lines: Sequence[PdfLine]) -> str:
    """The lines of one cell as one text. A hyphen at a line's end stays as a soft one."""
    text = ""
    for last, line in zip((None, *lines), lines, strict=False):
        if last is None:
            text = line.text
        elif abs(last.y - line.y) < 0.3 * line.size:
            text += ("\u00ad" if last.is_cut else " ") + line.text
        else:
            before, hyphen = join_lines(text, line.text, last.is_cut)
            text = before + ("\u00ad" if hyphen else "") + line.text
    return text + ("-" if lines and lines[-1].is_cut else "")
