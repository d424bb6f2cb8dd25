"""Running headers, footers and page numbers of a PDF: found by repetition and place."""

import re
from collections import Counter
from collections.abc import Sequence

from consult.domain.documents import Removal, RemovalKind
from consult.readers.pdf_lines import PdfLine

# The part of the page's height, at the top and at the bottom, where headers and footers stand.
MARGIN = 0.12
# On how many of the pages a line repeats that is one.
REPEATED = 0.4
_PAGE_NUMBER = re.compile(
    r"(?:[-–|]\s*)?(?:side|s\.|page)?\s*\d{1,4}(?:\s*(?:af|/|of|\|)\s*\d{1,4})?(?:\s*[-–|])?",
    re.IGNORECASE,
)


def take_margins(
    pages: Sequence[Sequence[PdfLine]], heights: Sequence[float]
) -> tuple[list[list[PdfLine]], list[Removal]]:
    """The pages without running headers, footers and page numbers, and these as removals."""
    margins = [
        (_edge_lines(lines, height, top=True), _edge_lines(lines, height, top=False))
        for lines, height in zip(pages, heights, strict=True)
    ]
    counts = Counter(
        (key, side)
        for sides in margins
        for side, lines in enumerate(sides)
        for key in {_key(line) for line in lines}
    )
    needed = max(2.0, REPEATED * len(pages))
    removals: list[Removal] = []
    kept: list[list[PdfLine]] = []
    for page, sides in zip(pages, margins, strict=True):
        gone: set[int] = set()
        for side, kind in enumerate((RemovalKind.RUNNING_HEADER, RemovalKind.RUNNING_FOOTER)):
            for line in sides[side]:
                repeated = counts[_key(line), side] >= needed
                if not repeated and not _PAGE_NUMBER.fullmatch(line.text):
                    break
                gone.add(id(line))
                removals.append(Removal(kind, line.text, 0))
        kept.append([line for line in page if id(line) not in gone])
    return kept, removals


def _edge_lines(lines: Sequence[PdfLine], height: float, *, top: bool) -> list[PdfLine]:
    """The lines of one margin, outermost first: what runs stands outside what does not."""
    if top:
        inside = [line for line in lines if line.y > (1 - MARGIN) * height]
        return sorted(inside, key=lambda line: -line.y)
    return sorted((line for line in lines if line.y < MARGIN * height), key=lambda line: line.y)


def _key(line: PdfLine) -> str:
    """The line with its numbers alike, for page numbers differ."""
    return re.sub(r"\d+", "#", line.text.casefold())
