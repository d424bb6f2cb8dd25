"""What stands beside the running text of a PDF's pages: notes at the foot, turned text."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.pdf_blocks import flow, usual_size
from consult.readers.pdf_lines import PdfLine

# Notes are set in less than this part of the size of the text.
_SMALLER = 0.93
_MARK = re.compile(r"(?:\d{1,3}|[*†‡]{1,3}|[\[(]\d{1,3}[\])])[.)]?\s+\S")
_ENDS = (".", "!", "?", ")")


def take_notes(pages: Sequence[Sequence[PdfLine]]) -> tuple[list[list[PdfLine]], list[Part]]:
    """The pages without their footnotes, and each note as a part that knows its page."""
    size = usual_size([line for lines in pages for line in lines])
    kept: list[list[PdfLine]] = []
    notes: list[list[PdfLine]] = []
    for lines in pages:
        body = list(lines)
        for start, end in reversed(list(_small_runs(lines, size))):
            own = _notes(lines[start:end], notes[-1] if notes else None)
            del body[end - sum(map(len, own)) : end]
            notes += own
        kept.append(body)
    return kept, [_part(note) for note in notes if note]


def _small_runs(lines: Sequence[PdfLine], size: float) -> Iterator[tuple[int, int]]:
    """Stretches of small lines that end a page or a column."""
    start: int | None = None
    for i in range(len(lines) + 1):
        small = i < len(lines) and lines[i].size < _SMALLER * size and not lines[i].is_row
        ends_column = i == len(lines) or lines[i].y > lines[i - 1].y
        if start is not None and (not small or ends_column):
            if ends_column:
                yield start, i
            start = None
        if small and start is None:
            start = i


def _notes(lines: Sequence[PdfLine], last: list[PdfLine] | None) -> list[list[PdfLine]]:
    """The notes in a stretch of small lines; its first lines may end the last page's note."""
    notes: list[list[PdfLine]] = []
    for line in lines:
        if _MARK.match(line.text):
            notes.append([line])
        elif notes:
            notes[-1].append(line)
        elif last and last[-1].page == line.page - 1 and not last[-1].text.endswith(_ENDS):
            notes.append([line])
    return notes


def _part(note: list[PdfLine]) -> Part:
    text, removals = flow(note)
    return Part(text, BlockKind.PARAGRAPH, page=note[0].page, removals=tuple(removals))


def turned_parts(lines: Sequence[PdfLine]) -> tuple[list[Part], list[Removal]]:
    """Text that runs another way than its page's: parts; stamps on every page as removals."""
    counts = Counter(line.text for line in lines)
    parts = [
        Part(line.text, BlockKind.PARAGRAPH, page=line.page)
        for line in lines
        if counts[line.text] == 1
    ]
    running = [line.text for line in lines if counts[line.text] > 1]
    return parts, [Removal(RemovalKind.RUNNING_HEADER, text, 0) for text in running]


def with_asides(parts: Iterable[Part], asides: Iterable[Part]) -> Iterator[Part]:
    """The parts, and after the last part that begins on its page each aside."""
    waiting = deque(sorted(asides, key=lambda part: part.page or 0))
    for part in parts:
        while waiting and (part.page or 0) > (waiting[0].page or 0):
            yield waiting.popleft()
        yield part
    yield from waiting
