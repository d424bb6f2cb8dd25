"""The characters of a PDF page as pdfium numbers them: place, size and look, upright."""

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# Text that leans more degrees than this from upright or sideways: a watermark or a stamp.
_MOST_TILT = 12
# Each part of a colour from here on is paper white to the eye.
_WHITE = 250
_INVISIBLE = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as the reader of its text holds it; lengths are in points.

    `bounds` (left, bottom, right, top) is the visible page as it is stored, `turn` how many
    quarters clockwise the text is turned on it.
    """

    bounds: Box
    turn: int = 0

    @property
    def height(self) -> float:
        """The height of the page when the text is upright."""
        left, bottom, right, top = self.bounds
        return right - left if self.turn % 2 else top - bottom

    def upright(self, box: Box) -> Box:
        """`box` counted from the lower left corner of the page with the text upright."""
        left, bottom, right, top = box
        x0, y0, x1, y1 = self.bounds
        if self.turn == 1:
            return y1 - top, left - x0, y1 - bottom, right - x0
        if self.turn == 2:
            return x1 - right, y1 - top, x1 - left, y1 - bottom
        if self.turn == 3:
            return bottom - y0, x1 - right, top - y0, x1 - left
        return left - x0, bottom - y0, right - x0, top - y0


class Glyphs:
    """Asks pdfium about one character at a time; each question costs microseconds."""

    def __init__(self, textpage: PdfTextPage, bounds: Box) -> None:
        self._raw = textpage.raw
        self._bounds = bounds
        self._frames = [Frame(bounds, turn) for turn in range(4)]
        self._frame = self._frames[0]
        self._rect = pdfium_c.FS_RECTF()
        self._to_rect = ctypes.byref(self._rect)
        self._at = (ctypes.c_double(), ctypes.c_double())
        self._to_at = tuple(map(ctypes.byref, self._at))
        self._name = ctypes.create_string_buffer(128)
        self._to_flags = ctypes.byref(ctypes.c_int())
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._to_colour = tuple(map(ctypes.byref, self._colour))

    def face(self, index: int) -> tuple[int, bool]:
        """Hold the page so that this character is upright; (quarter turns, whether it leans)."""
        degrees = math.degrees(pdfium_c.FPDFText_GetCharAngle(self._raw, index))
        turn = round(degrees / 90) % 4
        self._frame = self._frames[turn]
        return turn, abs((degrees + 45) % 90 - 45) > _MOST_TILT

    def frame(self, turn: int) -> Frame:
        """The page held so that text turned by `turn` quarters is upright."""
        return self._frames[turn]

    def box(self, index: int) -> Box:
        """(left, bottom, right, top) with room for the font's highest and lowest letters."""
        return self._frame.upright(self.raw_box(index))

    def raw_box(self, index: int) -> Box:
        """The same as it is stored, whatever way the text is turned."""
        rect = self._rect
        pdfium_c.FPDFText_GetLooseCharBox(self._raw, index, self._to_rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def baseline(self, index: int) -> float:
        """The height above the page's lower edge that the character stands at."""
        pdfium_c.FPDFText_GetCharOrigin(self._raw, index, *self._to_at)
        x, y = self._at
        return self._frame.upright((x.value, y.value, x.value, y.value))[1]

    def size(self, index: int) -> float:
        """The size of its font as named; writers that scale a font name it 1."""
        size: float = pdfium_c.FPDFText_GetFontSize(self._raw, index)
        return size

    def runs(self, start: int, count: int) -> int:
        """How many pieces the characters are drawn in."""
        runs: int = pdfium_c.FPDFText_CountRects(self._raw, start, count)
        return runs

    def is_bold(self, index: int) -> bool:
        """Whether the name of its font says bold."""
        length = pdfium_c.FPDFText_GetFontInfo(self._raw, index, self._name, 128, self._to_flags)
        return 0 < length <= 128 and bool(_BOLD.search(self._name.value.decode("latin-1")))

    def is_hidden(self, index: int, has_picture: Callable[[float, float], bool]) -> bool:
        """Whether nobody sees the character: drawn invisibly, or white with nothing behind.

        Letters that lie invisible over a picture are those that a scanner's software read
        there: they count as seen.
        """
        drawn = pdfium_c.FPDFText_GetTextObject(self._raw, index)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
        red, green, blue, alpha = self._colour
        told = pdfium_c.FPDFText_GetFillColor(self._raw, index, *self._to_colour)
        white = told and min(red.value, green.value, blue.value) >= _WHITE and mode in (0, 4)
        if mode not in _INVISIBLE and not white and not (told and not alpha.value):
            return self._is_outside(index)
        left, bottom, right, top = self.raw_box(index)
        return not has_picture((left + right) / 2, (bottom + top) / 2)

    def _is_outside(self, index: int) -> bool:
        """Whether the character stands wholly outside of the visible page."""
        left, bottom, right, top = self.raw_box(index)
        x0, y0, x1, y1 = self._bounds
        return right < x0 or left > x1 or top < y0 or bottom > y1
