"""Walk Word's XML from start to end, once and without recursion -> the parts of the text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from consult.domain.documents import Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.docx_paragraphs import Paragraph, part_of
from consult.readers.docx_runs import LEAVES, Mention, Run, Words
from consult.readers.docx_styles import Styles
from consult.readers.docx_tables import Cell, Item, Row, Table
from consult.readers.docx_xml import DIAGRAM, MC, TEXTS, VML, A, W, is_on, value, words_in

_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SKIPPED = frozenset(
    f"{W}{tag}"
    for tag in (
        "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr",
        "tcPr", "sdtPr", "sdtEndPr", "fldData", "ffData",
    )
)  # fmt: skip
_SAYS_SOMETHING = (*TEXTS, f"{W}sym", f"{DIAGRAM}relIds", f"{VML}textpath")


@dataclass(slots=True)
class _Place:
    """Where parts are collected: the body, a cell, a text box.

    `carried` is a paragraph whose mark was deleted: it goes on in the next one.
    """

    items: list[Item] = field(default_factory=list)
    carried: Paragraph | None = None


@dataclass(slots=True)
class Walker:
    """Walks parts of one document in order; keeps count of its pages and numbers.

    `rendered` says that Word has marked where pages ended; then nothing else counts. `deleted`
    are the notes whose marks were deleted.
    """

    styles: Styles
    rendered: bool = False
    moved: bool = False
    breaks: int = 0
    deleted: set[Mention] = field(default_factory=set)
    _places: list[_Place] = field(default_factory=list)
    _paragraphs: list[Paragraph] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _forms: list[_Element | None] = field(default_factory=list)
    _waiting: list[Removal] = field(default_factory=list)

    def walk(self, root: _Element) -> list[Item]:
        """The items under `root`, in order; some may hold nothing but what was taken out."""
        self._places.append(_Place())
        steps = etree.iterwalk(root, events=("start", "end"))
        left_out = False
        for event, element in steps:
            if event == "start":
                left_out = not self._start(element)
                if left_out:
                    steps.skip_subtree()
            elif left_out:
                left_out = False
            elif element.tag in _ENDS:
                _ENDS[element.tag](self, element)
        items = self._close()
        if self._waiting:
            items.append(Item(Part("", removals=tuple(self._waiting))))
            self._waiting.clear()
        return items

    def _start(self, element: _Element) -> bool:
        """Begin an element; says whether what is in it is read."""
        tag = element.tag
        if tag in LEAVES:
            self._leaf(element)
            return False
        if tag in _SKIPPED:
            return False
        if tag in _DELETED:
            return self._delete(element, tag == f"{W}moveFrom" and self.moved)
        begin = _STARTS.get(tag)
        return begin is None or begin(self, element)

    def _leaf(self, element: _Element) -> None:
        """A word, a break, a mark; outside of any paragraph it makes one of its own."""
        if element.tag == f"{W}br" and element.get(f"{W}type") == "page" and not self.rendered:
            self.breaks += 1
        loose = not self._paragraphs
        if loose:
            self._open_paragraph(element)
        words = self._paragraphs[-1].words
        words.breaks = self.breaks
        words.take(element)
        if loose:
            self._emit(self._paragraphs.pop())

    def _delete(self, element: _Element, moved: bool) -> bool:
        """List deleted words; moved ones are read where they stand now. Comments are kept."""
        if not moved:
            self._remove(RemovalKind.DELETED_TEXT, words_in(element))
        for mark in element.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
            gone = Words()
            gone.take(mark)
            self.deleted.update(gone.mentions)
        for mark in element.iter(f"{W}commentReference"):
            if self._paragraphs:
                self._paragraphs[-1].words.take(mark)
        return False

    def _remove(self, kind: RemovalKind, text: str) -> None:
        """List `text` in the open paragraph, or with the part that comes next."""
        if self._paragraphs:
            self._paragraphs[-1].words.remove(kind, text)
        elif text.strip():
            self._waiting.append(Removal(kind, text, 0))

    def _control(self, element: _Element) -> bool:
        """A field to fill in; one that shows its guidance holds no words of the writer."""
        if not is_on(element.find(f"{W}sdtPr"), "showingPlcHdr"):
            return True
        self._remove(RemovalKind.PLACEHOLDER, words_in(element))
        return False

    def _alternate(self, element: _Element) -> bool:
        """A drawing in two forms, new and old: the first that says anything is read, once."""
        says = (f for f in element if next(f.iter(*_SAYS_SOMETHING), None) is not None)
        self._forms.append(next(says, None))
        return True

    def _form(self, element: _Element) -> bool:
        return not self._forms or element is self._forms[-1]

    def _end_alternate(self, _element: _Element) -> None:
        self._forms.pop()

    def _run(self, element: _Element) -> bool:
        if self._paragraphs:
            properties = element.find(f"{W}rPr")
            named = value(properties, "rStyle") is not None
            hidden = is_on(properties, "vanish") or (named and self.styles.is_hidden(properties))
            self._paragraphs[-1].words.next_run(Run(is_on(properties, "b"), hidden))
        return True

    def _open_paragraph(self, element: _Element) -> bool:
        properties = element.find(f"{W}pPr")
        place = self._places[-1]
        if place.carried:
            paragraph, place.carried = place.carried, None
            paragraph.properties = properties
        else:
            paragraph = Paragraph(Words(breaks=self.breaks, removals=self._waiting), properties)
            self._waiting = []
        if is_on(properties, "pageBreakBefore") and not self.rendered and place.items:
            self.breaks += 1
            paragraph.words.breaks = self.breaks
        self._paragraphs.append(paragraph)
        return True

    def _end_paragraph(self, _element: _Element) -> None:
        paragraph = self._paragraphs.pop()
        mark = paragraph.properties
        mark = mark.find(f"{W}rPr") if mark is not None else None
        if mark is not None and any(mark.find(tag) is not None for tag in _DELETED):
            self._places[-1].carried = paragraph
        else:
            self._emit(paragraph)

    def _emit(self, paragraph: Paragraph) -> None:
        """Add the parts that a paragraph makes, and count its number."""
        words, properties = paragraph.words, paragraph.properties
        if properties is None and not (words.pieces or words.removals or words.mentions):
            self._places[-1].items += paragraph.boxes
            return
        items = self._places[-1].items
        items.append(Item(part_of(paragraph, self.styles), tuple(words.mentions)))
        items += paragraph.boxes
        section = properties.find(f"{W}sectPr") if properties is not None else None
        if section is not None and not self.rendered:
            self.breaks += (value(section, "type") or "nextPage") != "continuous"

    def _rendered_break(self, _element: _Element) -> bool:
        self.breaks += 1
        return False

    def _open_place(self, _element: _Element) -> bool:
        self._places.append(_Place())
        return True

    def _close(self) -> list[Item]:
        """The items of the innermost place; a paragraph still carried is over."""
        place = self._places[-1]
        if place.carried:
            self._emit(place.carried)
        return self._places.pop().items

    def _end_box(self, _element: _Element) -> None:
        items = self._close()
        into = self._paragraphs[-1].boxes if self._paragraphs else self._places[-1].items
        into += items

    def _open_table(self, _element: _Element) -> bool:
        place = self._places[-1]
        if place.carried:
            self._emit(place.carried)
            place.carried = None
        self._tables.append(Table())
        return True

    def _open_row(self, element: _Element) -> bool:
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            return self._delete(element, moved=False)
        if self._tables:
            self._tables[-1].rows.append(Row(self.breaks, self.breaks))
        return True

    def _open_cell(self, element: _Element) -> bool:
        """Each cell of a row begins on the page on which the row does."""
        if self._tables and self._tables[-1].rows:
            self.breaks = self._tables[-1].rows[-1].first
        return self._open_place(element)

    def _end_cell(self, element: _Element) -> None:
        items = self._close()
        if not self._tables:
            self._places[-1].items += items
            return
        table = self._tables[-1]
        if not table.rows:
            table.rows.append(Row(self.breaks, self.breaks))
        row = table.rows[-1]
        row.cells.append(Cell.of(items, element.find(f"{W}tcPr")))
        row.last = max(row.last, self.breaks)

    def _end_row(self, _element: _Element) -> None:
        if self._tables and self._tables[-1].rows:
            self.breaks = self._tables[-1].rows[-1].last

    def _end_table(self, _element: _Element) -> None:
        self._places[-1].items += self._tables.pop().items()


_STARTS: dict[str, Callable[[Walker, _Element], bool]] = {
    f"{W}p": Walker._open_paragraph,
    f"{A}p": Walker._open_paragraph,
    f"{W}r": Walker._run,
    f"{W}sdt": Walker._control,
    f"{W}tbl": Walker._open_table,
    f"{W}tr": Walker._open_row,
    f"{W}tc": Walker._open_cell,
    f"{W}txbxContent": Walker._open_place,
    f"{W}lastRenderedPageBreak": Walker._rendered_break,
    f"{MC}AlternateContent": Walker._alternate,
    f"{MC}Choice": Walker._form,
    f"{MC}Fallback": Walker._form,
}
_ENDS: dict[str, Callable[[Walker, _Element], None]] = {
    f"{W}p": Walker._end_paragraph,
    f"{A}p": Walker._end_paragraph,
    f"{W}tbl": Walker._end_table,
    f"{W}tr": Walker._end_row,
    f"{W}tc": Walker._end_cell,
    f"{W}txbxContent": Walker._end_box,
    f"{MC}AlternateContent": Walker._end_alternate,
}
