"""One page of a PDF -> its lines in reading order, and what stands beside them."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from consult.readers.pdf_forms import Form, added_to
from consult.readers.pdf_glyphs import Frame, Glyphs
from consult.readers.pdf_grid import ruled_rows
from consult.readers.pdf_lines import PdfLine, page_pieces
from consult.readers.pdf_objects import Drawn, drawn_on
from consult.readers.pdf_order import in_order


@dataclass(slots=True)
class PageText:
    """A page: `lines` in reading order, its `height` in points when its text is upright.

    `turned` are lines that run another way, `hidden` texts that nobody sees, `doubled` those
    drawn twice over to look bold, `comments` what readers of the PDF stuck on.
    """

    lines: list[PdfLine]
    height: float
    turned: list[PdfLine] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    launches: bool = False


class _Drawings:
    """The page's drawings, looked at when first needed; most pages have no need."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._drawn: Drawn | None = None

    def get(self) -> Drawn:
        """All of them."""
        if self._drawn is None:
            self._drawn = drawn_on(self._page)
        return self._drawn

    def covers(self, x: float, y: float) -> bool:
        """Whether something coloured or a picture lies under the point."""
        return self.get().covers(x, y)


def read_page(page: pdfium.PdfPage, number: int, forms: Form) -> PageText:
    """The text of page `number` (1-based); `forms` is pdfium's handle on the form, or None."""
    drawings = _Drawings(page)
    with closing(page.get_textpage()) as textpage:
        glyphs = Glyphs(textpage, page.get_bbox())
        pieces, hidden = page_pieces(textpage, glyphs, number, drawings.covers)
        frame = glyphs.frame(_usual_turn(pieces))
    upright = [p for p in pieces if p.turn == frame.turn]
    added = added_to(page, forms, number, frame, upright)
    single, doubled = _once(upright)
    return PageText(
        lines=_ordered([*single, *added.fields], drawings, frame),
        height=frame.height,
        turned=[p for p in pieces if p.turn != frame.turn],
        hidden=hidden,
        doubled=doubled,
        comments=added.comments,
        launches=added.launches,
    )


def _usual_turn(pieces: list[PdfLine]) -> int:
    """The way that most of the text is turned."""
    turns: Counter[int] = Counter()
    for piece in pieces:
        turns[max(piece.turn, 0)] += len(piece.text)
    return turns.most_common(1)[0][0] if turns else 0


def _once(pieces: list[PdfLine]) -> tuple[list[PdfLine], list[str]]:
    """The pieces, those drawn again in the same place left out, and the texts of these."""
    seen: dict[str, list[PdfLine]] = {}
    single, doubled = [], []
    for piece in pieces:
        same = seen.setdefault(piece.text, [])
        if any(abs(p.left - piece.left) < 1.5 and abs(p.y - piece.y) < 1.5 for p in same[-20:]):
            doubled.append(piece.text)
            continue
        same.append(piece)
        single.append(piece)
    return single, doubled


def _ordered(pieces: list[PdfLine], drawings: _Drawings, frame: Frame) -> list[PdfLine]:
    """The lines in order; drawings are looked at only where pieces stand beside each other."""
    heights = Counter(round(p.y) for p in pieces)
    lefts = Counter(round(p.left) for p in pieces)
    if len(heights) == len(pieces) and len(lefts) < 3:
        return in_order(pieces)
    drawn = drawings.get()
    rows, rest = ruled_rows(pieces, [frame.upright(rule) for rule in drawn.rules])
    return in_order([*rest, *rows], [frame.upright(box) for box in drawn.pictures])
