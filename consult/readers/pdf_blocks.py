"""Lines of a PDF -> parts: headings by size and weight, paragraphs by gaps, lists, tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.headings import heads_proposal, names_proposal, names_response, short_title
from consult.readers.hyphens import join_lines
from consult.readers.marks import Depths, is_contents_line, item_mark
from consult.readers.pdf_lines import PdfLine
from consult.readers.pdf_tables import SAME_EDGE, with_rows

# Larger than the body text by this factor: a heading.
_LARGER = 1.12
# A step down of more than this many usual steps begins a new paragraph.
_GAP = 1.3
# Characters of average width that a word may be wider than reckoned.
_SLACK = 2.5
# A line that fills less than this much of its column, such as a name above a title.
_SHORT = 0.6
_ENDS = (".", "!", "?", ":")

Edges = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in the document: size of the text and step from line to line, in points."""

    size: float
    step: float
    sizes: tuple[float, ...]

    @classmethod
    def of(cls, lines: Sequence[PdfLine]) -> "Measure":
        """Measured over all lines, weighed by characters."""
        size = usual_size(lines)
        steps = [
            one.y - other.y
            for one, other in pairwise(lines)
            if one.page == other.page and one.size == other.size == size and one.y > other.y
        ]
        usual = [step for step in steps if step < 2.2 * size]
        larger = sorted({line.size for line in lines if line.size > _LARGER * size}, reverse=True)
        return cls(size, median(usual) if usual else 1.2 * size, tuple(larger))


def usual_size(lines: Sequence[PdfLine]) -> float:
    """The size in points that most characters have; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def parts_of(lines: Sequence[PdfLine]) -> Iterator[Part]:
    """The parts that the lines make, in order."""
    if not lines:
        return
    lines = with_rows(lines)
    measure = Measure.of(lines)
    rights = _right_edges(lines)
    depths = Depths()
    group: list[PdfLine] = []
    for line in lines:
        if line.is_row or (group and _begins(group, line, measure, rights)):
            yield from _part(group, measure, depths)
            group = []
        if line.is_row:
            depths.reset()
            text = "\t".join(text for _, _, text in line.cells)
            yield Part(text, BlockKind.TABLE, page=line.page)
        else:
            group.append(line)
    yield from _part(group, measure, depths)


def _edge(line: PdfLine) -> tuple[int, int]:
    return round(line.left / SAME_EDGE), round(line.column / SAME_EDGE)


def _right_edges(lines: Sequence[PdfLine]) -> Edges:
    """Where lines begin, and in what column -> how far they reach."""
    edges: Edges = {}
    for line in lines:
        key = _edge(line)
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _begins(group: list[PdfLine], line: PdfLine, measure: Measure, rights: Edges) -> bool:
    """Whether `line` begins a new part and does not go on with the group."""
    last = group[-1]
    if last.is_cut:
        return False
    if abs(last.size - line.size) > 0.6 or last.is_bold != line.is_bold:
        return True
    goes_on = line.text[:1].islower()
    if item_mark(line.text) or is_contents_line(line.text) or is_contents_line(last.text):
        return True
    if names_response(line.text):
        return True
    if not goes_on and (
        names_proposal(line.text) or (len(group) == 1 and names_proposal(last.text))
    ):
        return True
    if last.text.endswith(("-", ",")) or goes_on:
        return _is_short(last, rights) and not last.text.endswith(("-", ","))
    step = last.y - line.y
    usual = measure.step * line.size / measure.size
    if last.page != line.page or step < 0:
        return last.text.endswith(_ENDS) or _had_room(last, line, rights)
    return step > _GAP * usual or _had_room(last, line, rights)


def _had_room(last: PdfLine, line: PdfLine, rights: Edges) -> bool:
    """Whether the next word would have fitted on the last line: it was ended on purpose."""
    word = line.text.split(maxsplit=1)[0]
    width = (last.right - last.left) / max(len(last.text), 1)
    edge = rights.get(_edge(last), last.right)
    return last.right + (len(word) + 1) * width < edge - _SLACK * width


def _is_short(line: PdfLine, rights: Edges) -> bool:
    """Whether the line leaves so much of its column empty that it was ended on purpose."""
    edge = rights.get(_edge(line), line.right)
    return line.right - line.left < _SHORT * (edge - line.left)


def _part(group: list[PdfLine], measure: Measure, depths: Depths) -> Iterator[Part]:
    """The part that the lines of one paragraph, item or heading make."""
    if not group:
        return
    text, removals = flow(group)
    first = group[0]
    kind, level = _role(group, text, measure)
    mark = item_mark(text)
    if kind is None and mark and not heads_proposal(text):
        kind, level = BlockKind.LIST_ITEM, depths.of(round(first.left / SAME_EDGE), mark)
    elif kind is not BlockKind.LIST_ITEM:
        depths.reset()
    yield Part(text, kind, level, first.page, removals=tuple(removals))


def _role(group: list[PdfLine], text: str, measure: Measure) -> tuple[BlockKind | None, int]:
    """A heading by size or weight, a contents line, or None: to be told from the words."""
    first = group[0]
    if is_contents_line(text):
        return BlockKind.BOILERPLATE, 0
    if len(group) > 3 or item_mark(text) in ("bullet", "glued", "round"):
        return None, 0
    if first.size in measure.sizes and len(text) < 200 and not text.endswith((".", ",")):
        return BlockKind.HEADING, min(measure.sizes.index(first.size) + 1, 6)
    if all(line.is_bold for line in group) and short_title(text):
        return BlockKind.HEADING, min(len(measure.sizes) + 1, 6)
    return None, 0


def flow(group: list[PdfLine]) -> tuple[str, list[Removal]]:
    """The lines as one text, words put together; offsets of removals are in it."""
    text = group[0].text
    removals: list[Removal] = []
    for last, line in pairwise(group):
        text, hyphen = join_lines(text, line.text, last.is_cut)
        if hyphen:
            removals.append(Removal(RemovalKind.LINE_HYPHENATION, hyphen, len(text)))
        text += line.text
    return text + ("-" if group[-1].is_cut else ""), removals
