"""Read the layout of plain text: paragraphs, headings, lists, tables, quoted mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from consult.domain.documents import Block, BlockKind, Span
from consult.language.lines import joins, wrap_width
from consult.readers.headings import NUMBERED_LEVEL, Around, heading_level, names_proposal
from consult.readers.marks import Depths, cell_breaks, is_contents_line, is_rule, item_mark

_LINE = re.compile(r"[^\n]+")
_UNDERLINES = {"=": 1, "-": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text stands in its document.

    `below_number`: a numbered heading came before. `following`: the line after the text.
    """

    offset: int = 0
    page: int | None = None
    below_number: bool = False
    following: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A non-blank line, trimmed; `gap` says that a blank line (or nothing) is above it."""

    start: int
    end: int
    indent: int
    gap: bool
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def text_blocks(text: str, place: Place | None = None) -> tuple[Block, ...]:
    """The blocks of clean `text`, with offsets in the document it stands in.

    Every non-blank character lies in exactly one block. A line break inside a block is
    the edge of the paper or of the mail window, and stays in the text.
    """
    place = place or Place()
    cut = _Cutter(text, _lines(text), place)
    for index in range(len(cut.lines)):
        cut.take(index)
    shift = place.offset
    return tuple(
        replace(b, start=b.start + shift, end=b.end + shift, page=place.page) for b in cut.blocks
    )


def _lines(text: str) -> list[_Line]:
    """All non-blank lines."""
    lines: list[_Line] = []
    for match in _LINE.finditer(text):
        raw = match.group()
        body = raw.strip()
        if not body:
            continue
        indent = len(raw) - len(raw.lstrip())
        start = match.start() + indent
        gap = not lines or text.count("\n", lines[-1].end, start) > 1
        lines.append(_Line(start, start + len(body), indent, gap, body))
    return lines


class _Cutter:
    """Takes lines one by one and gives each to a block of its own or to the one above."""

    def __init__(self, text: str, lines: list[_Line], place: Place) -> None:
        self.text = text
        self.lines = lines
        self.blocks: list[Block] = []
        self.width = wrap_width(text, [line.span for line in lines])
        self.below_number = place.below_number
        self.following = place.following
        self.depths = Depths()
        self.rows = _table_rows(lines)

    def take(self, index: int) -> None:
        """Place line `index`."""
        line = self.lines[index]
        if line.text.startswith(">"):
            self._quoted(line)
        elif is_rule(line.text):
            self._rule(line)
        elif is_contents_line(line.text):
            self._open(line, BlockKind.BOILERPLATE)
        elif self.rows[index]:
            self._open(line, BlockKind.TABLE)
        elif not self._continues(index):
            self._begin(index)

    def _begin(self, index: int) -> None:
        """Open a heading, list item or paragraph."""
        line = self.lines[index]
        level = heading_level(line.text, self._around(index))
        mark = item_mark(line.text)
        if level is not None:
            self.below_number |= level == NUMBERED_LEVEL and names_proposal(line.text)
            self.depths.reset()
            self._open(line, BlockKind.HEADING, level)
        elif mark or self._is_bare_item(line):
            self._open(line, BlockKind.LIST_ITEM, self.depths.of(line.indent, mark or "bare"))
        else:
            self.depths.reset()
            self._open(line, BlockKind.PARAGRAPH)

    def _is_bare_item(self, line: _Line) -> bool:
        """Whether an indented line is an item whose bullet was lost on the way here."""
        if not line.indent or not self.blocks:
            return False
        last = self.blocks[-1]
        if last.kind is BlockKind.LIST_ITEM:
            return not item_mark(self.text[last.start : last.end])
        return self.text[last.end - 1] == ":"

    def _around(self, index: int) -> Around:
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        below = following.text if following else self.following
        # A short line above one that goes on in lower case is a broken line, not a title.
        wrapped = bool(following and not following.gap and following.text[0].islower())
        return Around(
            gap_before=self.lines[index].gap,
            gap_after=following is None or following.gap,
            following=None if wrapped else below,
            below_number=self.below_number,
            indented=self.lines[index].indent > 0,
        )

    def _continues(self, index: int) -> bool:
        """Give the line to the block above where it only goes on there."""
        line = self.lines[index]
        last = self.blocks[-1] if self.blocks else None
        if last is None or line.gap or item_mark(line.text):
            return False
        if names_proposal(line.text) and not line.text[0].islower():
            return False
        above = self.lines[index - 1]
        if last.kind is BlockKind.LIST_ITEM and line.indent > 0:
            goes_on = line.indent > above.indent or joins(
                self.text, above.span, line.span, self.width
            )
        elif last.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            goes_on = joins(self.text, above.span, line.span, self.width)
        else:
            goes_on = False
        if goes_on:
            self.blocks[-1] = replace(last, end=line.end)
        return goes_on

    def _quoted(self, line: _Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind is BlockKind.QUOTED and not line.gap:
            self.blocks[-1] = replace(last, end=line.end)
        else:
            self._open(line, BlockKind.QUOTED)

    def _rule(self, line: _Line) -> None:
        """A drawn line: under a single line it makes that a heading; it is no text itself."""
        last = self.blocks[-1] if self.blocks else None
        level = _UNDERLINES.get(line.text[0])
        short = last and "\n" not in self.text[last.start : last.end] and last.end - last.start < 90
        if level and last and short and last.kind is BlockKind.PARAGRAPH and not line.gap:
            self.blocks[-1] = replace(last, kind=BlockKind.HEADING, level=level)
        self._open(line, BlockKind.BOILERPLATE)

    def _open(self, line: _Line, kind: BlockKind, level: int = 0) -> None:
        self.blocks.append(Block(line.start, line.end, kind, level))


def _table_rows(lines: Sequence[_Line]) -> list[bool]:
    """Which lines are table rows: many cells, or a few in at least two lines running."""
    counts = [cell_breaks(line.text) for line in lines]
    rows = []
    for i, count in enumerate(counts):
        above = i > 0 and counts[i - 1] and not lines[i].gap
        below = i + 1 < len(lines) and counts[i + 1] and not lines[i + 1].gap
        rows.append(count >= 2 or bool(count and (above or below)))
    return rows
