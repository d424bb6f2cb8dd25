"""Running headers, footers and page numbers of a PDF: found by repetition and place."""

import re
from collections.abc import Sequence

from consult.domain.documents import Removal, RemovalKind
from consult.readers.headings import names_proposal, names_response
from consult.readers.pdf_lines import PdfLine

# The part of the page's height, at the top and at the bottom, where headers and footers stand.
MARGIN = 0.12
# On how many of the pages a line repeats that is one.
REPEATED = 0.4
_PAGE_NUMBER = re.compile(
    r"(?:[-–|]\s*)?(?:side|s\.|page)?\s*\d{1,4}(?:\s*(?:af|/|of|\|)\s*\d{1,4})?(?:\s*[-–|])?",
    re.IGNORECASE,
)

_TOLD = re.compile(r"\b(?:side|s\.|page)\s*\d{1,4}\s*(?:af|/|of)\s*\d{1,4}$", re.IGNORECASE)


def take_margins(
    pages: Sequence[Sequence[PdfLine]], heights: Sequence[float]
) -> tuple[list[list[PdfLine]], list[Removal]]:
    """The pages without running headers, footers and page numbers, and these as removals."""
    margins = [
        (_edge_lines(lines, height, top=True), _edge_lines(lines, height, top=False))
        for lines, height in zip(pages, heights, strict=True)
    ]
    running = _running(margins)
    removals: list[Removal] = []
    kept: list[list[PdfLine]] = []
    for page, sides in zip(pages, margins, strict=True):
        gone: set[int] = set()
        for side, kind in enumerate((RemovalKind.RUNNING_HEADER, RemovalKind.RUNNING_FOOTER)):
            for line in sides[side]:
                if (_key(line), side) not in running and not _is_numbered(line, len(pages)):
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


Margins = tuple[list[PdfLine], list[PdfLine]]


def _running(margins: Sequence[Margins]) -> set[tuple[str, int]]:
    """The keys of lines that stand on many pages, with 0 for the top and 1 for the bottom."""
    found: dict[tuple[str, int], dict[int, tuple[int, ...]]] = {}
    for page, sides in enumerate(margins):
        for side, lines in enumerate(sides):
            for line in lines:
                found.setdefault((_key(line), side), {})[page] = _numbers(line)
    needed = max(2.0, REPEATED * len(margins))
    return {place for place, pages in found.items() if len(pages) >= needed and _count_alike(pages)}


def _count_alike(pages: dict[int, tuple[int, ...]]) -> bool:
    """Whether the numbers of a line stay as they are from page to page, or count its pages."""
    (first, numbers), *others = pages.items()
    return all(
        number - start in (0, page - first)
        for page, later in others
        for start, number in zip(numbers, later, strict=True)
    )


def _is_numbered(line: PdfLine, pages: int) -> bool:
    """Whether the line is a page number, or says at its end that it stands on its page.

    Not on the first page: a letterhead names the sender.
    """
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    told = _TOLD.search(line.text)
    return bool(told) and line.page > 1 and _numbers(line)[-2:] == (line.page, pages)


def _numbers(line: PdfLine) -> tuple[int, ...]:
    return tuple(sorted(int(n[:9]) for n in re.findall(r"\d+", line.text)))


def _key(line: PdfLine) -> str:
    """The line's words in any order, numbers alike: odd and even pages mirror each other."""
    if names_proposal(line.text) or names_response(line.text):
        return line.text
    words = re.sub(r"\d+", "#", line.text.casefold()).split()
    return " ".join(sorted(words))
