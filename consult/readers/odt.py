"""OpenDocument text (.odt) -> one Document, read from the XML itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from consult.domain.documents import BlockKind, Document, Removal, RemovalKind
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.odt_forms import controls
from consult.readers.odt_numbers import Counter, Numbers
from consult.readers.odt_styles import DC, OFFICE, STYLE, TABLE, TEXT, XML_ID, Styles
from consult.readers.odt_words import DRAW, PICTURES, Source, Words, hidden_text, is_seen, words_of
from consult.readers.package import Package
from consult.readers.source import SourceFile
from consult.readers.styled import (
    DAMAGED,
    Look,
    Margins,
    filled,
    joined,
    paragraph_part,
    row_parts,
    without_pages,
)

_ENCRYPTED = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it is damaged, locked or holds no word."""
    package = Package(source)
    _refuse_locked(package, source)
    content, shared = package.xml("content.xml"), package.xml("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if body is None:
        raise ReadError(
            source.name,
            "filen er ikke et tekstdokument",
            "åbn den, og gem teksten som .odt eller .docx",
        )
    words = Source(Styles.of(shared, content), _deletions(body), controls(body))
    try:
        document = _document(source.name, body, shared, _Walker(words, Numbers.of(shared, content)))
    except RecursionError:
        raise ReadError(
            source.name, "dokumentet er for indviklet til at blive læst", "gem det som PDF"
        ) from None
    if not document.text.strip():
        raise ReadError(
            source.name,
            "dokumentet har ingen tekst, måske kun billeder",
            "bed afsenderen om teksten; billeder i dokumenter læses ikke",
        )
    if package.damaged:
        document = replace(document, warnings=(*document.warnings, DAMAGED))
    return (document,)


def _document(name: str, body: _Element, shared: _Element | None, walker: "_Walker") -> Document:
    """Header, text and footer, put together."""
    builder = Builder(name)
    margins = Margins()
    pages = replace(walker.source, styles=Styles.of(shared))
    margin = _Walker(pages, Numbers.of(shared))
    builder.extend(margins.parts(margin.margins(shared, "header")))
    parts = list(filled(walker.blocks(body)))
    builder.extend(parts if walker.breaks else without_pages(parts))
    for text in walker.source.deletions.values():
        builder.remove(Removal(RemovalKind.DELETED_TEXT, text, 0))
    builder.extend(margins.parts(margin.margins(shared, "footer")))
    return builder.document(warnings=walker.source.unread.warnings())


def _refuse_locked(package: Package, source: SourceFile) -> None:
    """Raise ReadError where the members are encrypted."""
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(_ENCRYPTED), None) is not None:
        raise ReadError(
            source.name,
            "filen er beskyttet med adgangskode",
            "gem den uden adgangskode, og prøv igen",
        )


def _deletions(body: _Element) -> dict[str, str]:
    """The text of each tracked deletion, by the id that its place in the text refers to."""
    found: dict[str, str] = {}
    for region in body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
        deletion = region.find(f"{TEXT}deletion")
        if deletion is not None:
            lines = ("".join(p.itertext("{*}*")) for p in deletion.iter(*_PARAGRAPHS))
            text = "\n".join(line for line in lines if line.strip())
            if text:
                found[region.get(f"{TEXT}id") or region.get(XML_ID, "")] = text
    return found


@dataclass(slots=True)
class _Walker:
    """Walks the body in order and keeps count of the pages."""

    source: Source
    numbers: Numbers
    breaks: int = 0
    _begun: bool = False
    _tables: int = 0
    _held: list[Part] = field(default_factory=list)

    def blocks(self, parent: _Element) -> Iterator[Part]:
        """The parts under `parent`: paragraphs, lists, tables, boxes, and what wraps them."""
        for child in parent:
            if isinstance(child.tag, str):
                yield from self._block(child)

    def margins(self, shared: _Element | None, side: str) -> Iterator[Part]:
        """The parts of all page headers (or footers) that are shown."""
        for page in shared.iter(f"{STYLE}master-page") if shared is not None else ():
            for margin in page:
                if _is_margin(margin, side):
                    yield from self.blocks(margin)

    def _block(self, element: _Element) -> Iterator[Part]:
        """The parts of one element of the body, or of what is anchored in a paragraph."""
        tag = str(element.tag)
        if tag in _PARAGRAPHS:
            yield from self._paragraph(element)
        elif tag == f"{TEXT}list":
            style = element.get(f"{TEXT}style-name", "")
            yield from self._list(element, 1, style, self.numbers.counter(element, style))
        elif tag == f"{TABLE}table":
            yield from self._table(element)
        elif tag == f"{OFFICE}annotation":
            yield from self._comment(element)
        elif tag == f"{TEXT}soft-page-break":
            self.breaks += 1
        elif tag == f"{DRAW}control":
            text = self.source.controls.get(element.get(f"{DRAW}control", ""), "")
            yield Part(text, page=self.breaks + 1)
        else:
            yield from self._wrapper(element)

    def _wrapper(self, element: _Element) -> Iterator[Part]:
        """What stands in a section, a frame or a shape; a frame holds one thing in many forms."""
        self.source.unread.pictures += any(child.tag in PICTURES for child in element)
        if element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true":
            text = hidden_text(element)
            yield Part("", removals=(Removal(RemovalKind.HIDDEN_TEXT, text, 0),) if text else ())
        elif element.tag not in PICTURES and is_seen(element):
            yield from self.blocks(element)

    def _list(self, element: _Element, depth: int, style: str, counter: Counter) -> Iterator[Part]:
        """The items of a list; only the first paragraph of an item has its mark."""
        for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            is_first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    own = child.get(f"{TEXT}style-name", style)
                    yield from self._list(child, depth + 1, own, counter)
                elif child.tag in _PARAGRAPHS and is_first:
                    start = item.get(f"{TEXT}start-value")
                    label = self.numbers.next(counter, style, depth, start)
                    yield from self._paragraph(child, depth, label)
                elif isinstance(child.tag, str):
                    yield from self._block(child)
                is_first = False

    def _table(self, table: _Element) -> Iterator[Part]:
        """One part per row; comments on a table follow the row they stand in."""
        self._turn("table", table.get(f"{TABLE}style-name"))
        self._tables += 1
        for row in _rows(table):
            yield from row_parts([tuple(self.blocks(cell)) for cell in _cells(row)])
            if self._tables == 1:
                yield from self._held
                self._held.clear()
        self._tables -= 1

    def _paragraph(self, element: _Element, item: int = 0, label: str = "") -> Iterator[Part]:
        style = element.get(f"{TEXT}style-name")
        self._turn("paragraph", style)
        words = words_of(element, self.source, self.breaks)
        page = (self.breaks if words.first_break is None else words.first_break) + 1
        self.breaks = words.breaks
        if words.text.strip() or words.removals:
            look = self._look(element, item, words)
            if look.heading and not item and element.tag == f"{TEXT}h":
                label = self.numbers.outline(element, look.heading)
            removals = [replace(r, at=r.at + len(label)) for r in words.removals]
            self._begun = True
            yield paragraph_part(label + words.text, look, page, removals)
        for apart in words.apart:
            if apart.tag == f"{TEXT}note":
                yield from self.blocks(apart)
            else:
                yield from self._block(apart)
        if self.source.styles.page_after("paragraph", style):
            self.breaks += 1

    def _look(self, element: _Element, item: int, words: Words) -> Look:
        level = element.get(f"{TEXT}outline-level", "")
        named = self.source.styles.heading(element.get(f"{TEXT}style-name"))
        if element.tag == f"{TEXT}h":
            return Look(min(int(level), 9) if level.isdecimal() and level != "0" else named or 1)
        return Look(named, item, words.is_bold)

    def _comment(self, element: _Element) -> Iterator[Part]:
        """A margin comment as a paragraph of its own; one in a table waits for the row's end."""
        inner = _Walker(self.source, self.numbers)
        parts = list(inner.blocks(element))
        text = joined(parts)
        if not text:
            return
        self.source.unread.writers.append(element.findtext(f"{DC}creator", ""))
        part = Part(text, BlockKind.PARAGRAPH, page=self.breaks + 1)
        if self._tables:
            self._held.append(part)
        else:
            yield part

    def _turn(self, family: str, style: str | None) -> None:
        """Begin a page where the style says so; the first page has begun by itself."""
        if self._begun and self.source.styles.page_before(family, style):
            self.breaks += 1


def _is_margin(element: _Element, side: str) -> bool:
    """Whether this is a header (or footer) that is shown, of all pages or of some."""
    name = str(element.tag).rpartition("}")[2]
    return name in (side, f"{side}-left", f"{side}-first") and (
        element.get(f"{STYLE}display") != "false"
    )


def _rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, also those in header rows and groups."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (
            f"{TABLE}table-header-rows",
            f"{TABLE}table-rows",
            f"{TABLE}table-row-group",
        ):
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row; those that a cell beside them covers are none, as in Word."""
    covered = 0
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        if cell.tag == f"{TABLE}table-cell":
            span = cell.get(f"{TABLE}number-columns-spanned", "1")
            covered = int(span) - 1 if span.isdecimal() and len(span) < 6 else 0
            yield cell
        elif covered > 0 and not "".join(cell.itertext()).strip():
            covered -= 1
        else:
            yield cell
