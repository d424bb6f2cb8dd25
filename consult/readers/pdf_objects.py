"""What is drawn on a PDF page beside its text: pictures, filled areas, and the rules of tables."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from consult.readers.pdf_glyphs import Box

# Drawings with more objects than this are maps; the rest of them is no table.
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 2_000
# A rule is thinner than this and longer than that, in points.
_THIN = 3.0
_LONG = 8.0
_WHITE = 250


@dataclass(slots=True)
class Drawn:
    """The page's drawings in stored coordinates, in points.

    `rules` are thin lines across or down, `pictures` images, `areas` all that hides the paper.
    """

    rules: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    count: int = 0

    def covers(self, x: float, y: float) -> bool:
        """Whether something coloured or a picture lies under the point."""
        return any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in self.areas)


def drawn_on(page: PdfPage) -> Drawn:
    """All drawings of the page itself; those in a form count as one area."""
    drawn = Drawn(count=pdfium_c.FPDFPage_CountObjects(page.raw))
    for index in range(min(drawn.count, _MOST_OBJECTS)):
        drawing = pdfium_c.FPDFPage_GetObject(page.raw, index)
        kind = pdfium_c.FPDFPageObj_GetType(drawing)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        box = _bounds(drawing)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _add_path(drawn, drawing, box)
            continue
        drawn.areas.append(box)
        # A scanner's software often puts the picture in a form.
        drawn.pictures.append(box)
    return drawn


def _add_path(drawn: Drawn, path: object, box: Box) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    thin = min(box[2] - box[0], box[3] - box[1]) < _THIN
    if (fill.value or stroke.value) and thin:
        drawn.rules += filter(_is_long, (box,))
    elif stroke.value:
        drawn.rules += filter(_is_long, _segments(path))
    if fill.value and not thin and not _is_white(path):
        drawn.areas.append(box)


def _is_long(box: Box) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) >= _LONG


def _is_white(drawing: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colours = map(ctypes.byref, (red, green, blue, alpha))
    if not pdfium_c.FPDFPageObj_GetFillColor(drawing, *colours):
        return False
    return not alpha.value or min(red.value, green.value, blue.value) >= _WHITE


def _segments(path: object) -> Iterator[Box]:
    """The straight lines across or down that the path is made of."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(pdfium_c.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, start)
        last = point


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    if abs(one[0] - other[0]) < 1 or abs(one[1] - other[1]) < 1:
        yield (
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
        )


def _bounds(drawing: object) -> Box:
    edges = tuple(ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(drawing, *map(ctypes.byref, edges))
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top
