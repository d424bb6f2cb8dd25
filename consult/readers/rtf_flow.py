"""Running text of an RTF file: its body, a note, a comment or a text box, with its tables."""

from dataclasses import dataclass, field

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.styled import Look, paragraph_part, row_parts

# Deepest table in a table that is told apart; deeper ones are read as one with it.
MAX_DEPTH = 8


@dataclass(slots=True)
class Pages:
    """Counts page breaks; `turn` is one that the next section makes unless it says otherwise."""

    breaks: int = 0
    turn: bool = False
    _begun: bool = False

    def begin(self) -> None:
        """A word comes: a break that waits is made, unless nothing stands before it."""
        self.breaks += self.turn and self._begun
        self.turn, self._begun = False, True


@dataclass(slots=True)
class _Row:
    """A table row under way: the cells that are done and the parts of the one that is open."""

    cells: list[list[Part]] = field(default_factory=list)
    open: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Collects characters into paragraphs, paragraphs into cells, rows and parts."""

    pages: Pages
    parts: list[Part] = field(default_factory=list)
    apart: list[Part] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _removals: list[Removal] = field(default_factory=list)
    _withheld: list[str] = field(default_factory=list)
    _kind: RemovalKind = RemovalKind.DELETED_TEXT
    _page: int | None = None
    _plain: bool = False
    _bold: bool = False
    _rows: list[_Row] = field(default_factory=list)
    _comments: list[Part] = field(default_factory=list)

    def put(self, text: str, bold: bool = False) -> None:
        """Write `text` in the paragraph that is open."""
        self._end_withheld()
        if text.strip():
            self.pages.begin()
            self._bold |= bold
            self._plain |= not bold
            if self._page is None:
                self._page = self.pages.breaks + 1
        self._pieces.append(text)
        self._length += len(text)

    def withhold(self, text: str, kind: RemovalKind) -> None:
        """Note text that is deleted or hidden here; what comes in pieces is one removal."""
        if kind is not self._kind:
            self._end_withheld()
            self._kind = kind
        self._withheld.append(text)

    def comment(self, part: Part) -> None:
        """Set a comment aside until the paragraph, or the table row it is in, ends."""
        self._comments.append(part)

    def end_paragraph(self, look: Look, depth: int = 0) -> None:
        """Close the paragraph; `depth` is that of the table it stands in, 0 for none."""
        self._end_withheld()
        while len(self._rows) > depth:
            self.end_row(len(self._rows))
        while len(self._rows) < min(depth, MAX_DEPTH):
            self._rows.append(_Row())
        parts = self._paragraph(look)
        if self._rows:
            self._rows[-1].open += parts
        else:
            self.parts += parts + self._comments
            self._comments = []

    def end_cell(self, look: Look, depth: int) -> None:
        """Close the paragraph and the cell of the table at `depth`."""
        depth = min(max(depth, 1), MAX_DEPTH)
        self.end_paragraph(look, depth)
        row = self._rows[-1]
        row.cells.append(row.open)
        row.open = []

    def end_row(self, depth: int) -> None:
        """Close the row of the table at `depth`, and those inside it; an open cell is its last."""
        while self._rows and len(self._rows) >= max(depth, 1):
            row = self._rows.pop()
            if row.open:
                row.cells.append(row.open)
            parts = list(row_parts(row.cells)) if row.cells else []
            if self._rows:
                self._rows[-1].open += parts
            else:
                self.parts += parts + self._comments
                self._comments = []

    @property
    def is_open(self) -> bool:
        """Whether words stand in the paragraph that is open."""
        return bool(self._withheld) or self._page is not None

    def end(self, look: Look) -> None:
        """Close whatever is open."""
        self.end_paragraph(look, len(self._rows))
        self.end_paragraph(look)

    def _paragraph(self, look: Look) -> list[Part]:
        """The part of the paragraph, if it says anything, and what is anchored in it."""
        text, apart = "".join(self._pieces), self.apart
        parts: list[Part] = []
        if text.strip() or self._removals:
            bold = look.bold or (self._bold and not self._plain)
            page = self._page or self.pages.breaks + 1
            look = Look(look.heading, look.item, bold)
            parts.append(paragraph_part(text, look, page, self._removals))
        self._pieces, self._removals, self.apart = [], [], []
        self._length, self._page, self._plain, self._bold = 0, None, False, False
        return parts + apart

    def _end_withheld(self) -> None:
        text = "".join(self._withheld).strip("\n")
        self._withheld = []
        if text.strip():
            self._removals.append(Removal(self._kind, text, self._length))


def comment_part(text: str, page: int) -> Part:
    """A margin comment as a paragraph of its own."""
    return Part(text, BlockKind.PARAGRAPH, page=page)
