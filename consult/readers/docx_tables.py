"""Tables of a Word document: rows of cells, or a frame around a letter."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.docx_runs import Mention
from consult.readers.docx_xml import W, integer, value

# Word allows no more columns.
_MOST_COLUMNS = 63
# A table of one row with so many paragraphs in a cell is a page laid out, not a table.
_LETTER_PARTS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A part, and what its words refer to."""

    part: Part
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the columns it spans, and whether it goes on from the one above it."""

    items: tuple[Item, ...] = ()
    span: int = 1
    continued: bool = False

    @classmethod
    def of(cls, items: list[Item], properties: _Element | None) -> "Cell":
        """The cell with these properties."""
        span = integer(value(properties, "gridSpan")) or 1
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        return cls(tuple(items), min(span, _MOST_COLUMNS), continued)

    @property
    def text(self) -> str:
        """The words of the cell, a line per paragraph."""
        return "\n".join(i.part.text.strip() for i in self.items if i.part.text.strip())

    @property
    def removals(self) -> Iterator[Removal]:
        """What was taken out of the cell; words under a cell merged with another are not shown."""
        if self.continued and self.text:
            yield Removal(RemovalKind.HIDDEN_TEXT, self.text, 0)
        for item in self.items:
            yield from item.part.removals

    @property
    def columns(self) -> str:
        """The words as the columns of a row, one for each that the cell spans."""
        text = "" if self.continued else self.text.replace("\t", " ")
        return text + "\t" * (self.span - 1)


@dataclass(slots=True)
class Row:
    """A row; `first` and `last` are the page breaks before it and at its end."""

    first: int
    last: int
    cells: list[Cell] = field(default_factory=list)

    def item(self) -> Item:
        """The row as one part; what it refers to comes after the table."""
        removals = tuple(removal for cell in self.cells for removal in cell.removals)
        pages = [item.part.page for cell in self.cells for item in cell.items]
        text = "\t".join(cell.columns for cell in self.cells)
        text = text if text.strip() else ""
        page = pages[0] if pages else None
        return Item(Part(text, BlockKind.TABLE, page=page, removals=removals))

    def mentions(self) -> Iterator[Mention]:
        """What the cells refer to, in order."""
        for cell in self.cells:
            for item in cell.items:
                yield from item.mentions


@dataclass(slots=True)
class Table:
    """A table being read."""

    rows: list[Row] = field(default_factory=list)

    def items(self) -> list[Item]:
        """One item per row; a frame around running text gives the text as it stands."""
        items: list[Item] = []
        waiting: list[Mention] = []
        for row in self.rows:
            if len(row.cells) == 1 or self._is_layout():
                items += (item for cell in row.cells for item in cell.items)
            else:
                items.append(row.item())
                waiting += row.mentions()
        if waiting:
            items.append(Item(Part(""), tuple(waiting)))
        return items

    def _is_layout(self) -> bool:
        """Whether one row holds a letter in one of its cells."""
        if len(self.rows) != 1:
            return False
        parts = ([i for i in cell.items if i.part.text.strip()] for cell in self.rows[0].cells)
        return any(len(filled) >= _LETTER_PARTS for filled in parts)
