"""Cut a document into layout units: a heading line, a paragraph, a list item, a table row.

Readers give blocks; in text without layout a block still holds several of them on lines of
their own, and one of them on several lines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consult.domain.documents import Block, BlockKind, Document, Span
from consult.domain.findings import PassageKind
from consult.language.lines import LIST_MARK, joins, physical_lines, trimmed, wrap_width


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text with one place in the layout, trimmed.

    `kind` is what is known so far. `item` marks list items, `fresh` units with a blank line (or
    nothing) above them, `level` is the level the reader gave a heading (0: none). `sentences`
    are those of a body unit once they have been cut.
    """

    text: str
    start: int
    end: int
    kind: PassageKind
    item: bool = False
    fresh: bool = True
    level: int = 0
    page: int | None = None
    sentences: tuple[Span, ...] = ()


_KINDS = {
    BlockKind.HEADING: PassageKind.HEADING,
    BlockKind.TABLE: PassageKind.TABLE,
    BlockKind.QUOTED: PassageKind.QUOTED,
    BlockKind.BOILERPLATE: PassageKind.BOILERPLATE,
}


def layout_units(document: Document, alone: Callable[[str], bool]) -> tuple[Unit, ...]:
    """The units of `document` in reading order, over all its non-blank characters.

    `alone(line)` says that a line is never joined to the one before or after it.
    """
    text = document.text
    width = wrap_width(text, list(physical_lines(text, 0, len(text))))
    units: list[Unit] = []
    for block in _covering(document):
        units.extend(_of_block(text, block, width, alone))
    return tuple(units)


def _covering(document: Document) -> Iterator[Block]:
    """The blocks, and what lies outside them as paragraphs: nothing may vanish."""
    at = 0
    for block in document.blocks:
        start = max(block.start, at)
        if trimmed(document.text, at, start):
            yield Block(at, start, BlockKind.PARAGRAPH)
        if start < block.end:
            yield replace(block, start=start)
            at = block.end
    if trimmed(document.text, at, len(document.text)):
        yield Block(at, len(document.text), BlockKind.PARAGRAPH)


def _of_block(text: str, block: Block, width: int, alone: Callable[[str], bool]) -> Iterator[Unit]:
    """The units of one block."""
    kind = _KINDS.get(block.kind, PassageKind.BODY)
    if kind in (PassageKind.HEADING, PassageKind.QUOTED):
        span = trimmed(text, block.start, block.end)
        if span:
            level = block.level if kind is PassageKind.HEADING else 0
            fresh = _gap_above(text, span.start)
            yield Unit(span.slice(text), *span, kind, fresh=fresh, level=level, page=block.page)
        return
    lines = list(physical_lines(text, block.start, block.end))
    if kind is PassageKind.BODY:
        lines = _paragraphs(text, lines, width, alone)
    for i, line in enumerate(lines):
        words = line.slice(text)
        tabular = kind is PassageKind.BODY and _is_row(words)
        yield Unit(
            words,
            *line,
            PassageKind.TABLE if tabular else kind,
            item=kind is PassageKind.BODY and _is_item(block, text, line, first=i == 0),
            fresh=_gap_above(text, line.start),
            page=block.page,
        )


def _gap_above(text: str, start: int) -> bool:
    """Whether the line that begins at `start` has a blank line or nothing above it."""
    above = start - 1
    while above >= 0 and text[above] in " \t\xa0":
        above -= 1
    if above < 0 or text[above] != "\n":
        return above < 0
    above -= 1
    while above >= 0 and text[above] in " \t\xa0\r":
        above -= 1
    return above < 0 or text[above] == "\n"


def _paragraphs(
    text: str, lines: Sequence[Span], width: int, alone: Callable[[str], bool]
) -> list[Span]:
    """The lines with wrapped ones put together."""
    joined = list(lines[:1])
    shut = [alone(line.slice(text)) for line in lines]
    for i, (last, line) in enumerate(pairwise(lines)):
        apart = shut[i] or shut[i + 1] or _is_row(last.slice(text)) or _is_row(line.slice(text))
        if not apart and joins(text, last, line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _is_row(line: str) -> bool:
    """Whether a line of text without layout is a table row."""
    return "\t" in line.strip() or line.count("|") > 1


def _is_item(block: Block, text: str, line: Span, *, first: bool) -> bool:
    """Whether the unit is a list item."""
    if block.kind is BlockKind.LIST_ITEM and first:
        return True
    return LIST_MARK.match(text, line.start, line.end) is not None
