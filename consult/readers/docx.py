"""Word (.docx) -> one Document, read from the XML itself.

python-docx drops tracked insertions and text boxes without a word (shared evidence), so
the parts of the archive are walked here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.domain.documents import BlockKind, Document, Removal
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.docx_runs import Words, words_of
from consult.readers.docx_styles import Layout, Styles, W
from consult.readers.headings import Around, heading_level, names_proposal, short_title
from consult.readers.package import Package
from consult.readers.source import SourceFile

_NOT_A_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it is damaged or holds no word."""
    package = Package(source)
    body = _body(package, source)
    builder = Builder(source.name)
    walker = _Walker(package)
    builder.extend(_margins(package, walker, "word/header"))
    parts = list(walker.blocks(body))
    builder.extend(parts if walker.breaks else _without_pages(parts))
    builder.extend(_margins(package, walker, "word/footer"))
    document = builder.document(warnings=_warnings(package))
    if not document.text.strip():
        raise ReadError(
            source.name,
            "dokumentet har ingen tekst, måske kun billeder",
            "bed afsenderen om teksten; billeder læses ikke endnu",
        )
    return (document,)


def _body(package: Package, source: SourceFile) -> _Element:
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError(
            source.name, "Word-dokumentet har intet indhold", "åbn og gem det igen i Word"
        )
    return body


@dataclass(frozen=True, slots=True)
class _Cell:
    """A table cell: the parts in it, and their text as one string."""

    parts: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(part.text.strip() for part in self.parts if part.text.strip())

    @property
    def removals(self) -> tuple[Removal, ...]:
        return tuple(removal for part in self.parts for removal in part.removals)


@dataclass(slots=True)
class _Walker:
    """Walks the body in order and keeps count of the pages."""

    package: Package
    breaks: int = 0
    _styles: Styles = field(init=False)
    _notes: dict[tuple[str, str], _Element] = field(init=False)

    def __post_init__(self) -> None:
        self._styles = Styles.of(self.package)
        self._notes = dict(_notes(self.package))

    def blocks(self, parent: _Element) -> Iterator[Part]:
        """The parts under `parent`: paragraphs, tables, and what wraps them."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif isinstance(child.tag, str) and child.tag not in (f"{W}sectPr", f"{W}del"):
                yield from self.blocks(child)

    def rows(self, table: _Element) -> Iterator[list[_Cell]]:
        """The rows of a table."""
        for row in table.iter(f"{W}tr"):
            if _table_of(row) is table:
                cells = [c for c in row.iter(f"{W}tc") if _row_of(c) is row]
                yield [_Cell(tuple(self.blocks(cell))) for cell in cells]

    def _table(self, table: _Element) -> Iterator[Part]:
        """One part per row; a row of one cell is a frame around running text."""
        for cells in self.rows(table):
            if len(cells) == 1:
                yield from cells[0].parts
                continue
            removals = tuple(removal for cell in cells for removal in cell.removals)
            pages = [part.page for cell in cells for part in cell.parts]
            text = "\t".join(cell.text.replace("\t", " ") for cell in cells)
            page = pages[0] if pages else None
            yield Part(text, BlockKind.TABLE, page=page, removals=removals)

    def _paragraph(self, paragraph: _Element) -> Iterator[Part]:
        properties = paragraph.find(f"{W}pPr")
        before = self.breaks
        words = words_of(paragraph, self.breaks)
        self.breaks = words.breaks
        page = (before if words.first_break is None else words.first_break) + 1
        layout = self._styles.layout(properties)
        text = words.text
        if text.strip() or words.removals:
            bold = words.is_bold or (not words.any_plain and self._styles.is_bold(properties))
            yield _part(words, layout, bold, page)
        for box in words.boxes:
            yield from self.blocks(box)
        for key in words.notes:
            if key in self._notes:
                yield from self.blocks(self._notes[key])


def _part(words: Words, layout: Layout, bold: bool, page: int) -> Part:
    """The part that a paragraph makes; without a style its words are looked at."""
    text, removals = words.text, tuple(words.removals)
    line = text.strip()
    if layout.heading and line:
        return Part(text, BlockKind.HEADING, layout.heading, page, removals=removals)
    if layout.item and not names_proposal(line):
        return Part(text, BlockKind.LIST_ITEM, layout.item, page, removals=removals)
    if bold and "\n" not in line and short_title(line):
        level = heading_level(line, Around(True, True, "x" * 200)) or 3
        return Part(text, BlockKind.HEADING, level, page, removals=removals)
    return Part(text, None, 0, page, removals=removals)


def _without_pages(parts: list[Part]) -> Iterator[Part]:
    """No page break anywhere: Word has not said where pages end, so no page is claimed."""
    for part in parts:
        yield Part(part.text, part.kind, part.level, None, part.gap, part.removals)


def _margins(package: Package, walker: _Walker, prefix: str) -> Iterator[Part]:
    """Page headers or footers, each wording once, as boilerplate; page numbers alone are none."""
    seen: set[str] = set()
    for member in package.matching(prefix):
        root = package.xml(member)
        for part in walker.blocks(root) if root is not None else ():
            text = part.text.strip()
            if text not in seen and sum(c.isalpha() for c in text) > 4:
                seen.add(text)
                yield Part(part.text, BlockKind.BOILERPLATE, removals=part.removals)


def _notes(package: Package) -> Iterator[tuple[tuple[str, str], _Element]]:
    for part in ("footnotes", "endnotes"):
        root = package.xml(f"word/{part}.xml")
        for note in root if root is not None else ():
            if note.get(f"{W}type") not in _NOT_A_NOTE:
                yield (part, note.get(f"{W}id") or ""), note


def _warnings(package: Package) -> Iterator[str]:
    root = package.xml("word/comments.xml")
    count = len(root.findall(f"{W}comment")) if root is not None else 0
    if count:
        noun = "kommentar" if count == 1 else "kommentarer"
        yield f"{count} {noun} i margenen er ikke læst."


def _table_of(row: _Element) -> _Element | None:
    return next(row.iterancestors(f"{W}tbl"), None)


def _row_of(cell: _Element) -> _Element | None:
    return next(cell.iterancestors(f"{W}tr"), None)
