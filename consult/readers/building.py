"""Put parts together to a Document: clean text, blocks that cover it, removals, warnings."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from consult.domain.documents import Block, BlockKind, Document, Metadata, Removal
from consult.language.normalise import clean, join_equal
from consult.readers.headings import names_proposal
from consult.readers.layout import Place, text_blocks
from consult.readers.notices import notices

_CLOSE = (BlockKind.LIST_ITEM, BlockKind.TABLE)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a source in reading order, as the format gives it.

    `kind` None asks for the layout to be read from the text itself; then the part may hold
    many blocks. `gap` is the white space before the part; None chooses it by kind.
    """

    text: str
    kind: BlockKind | None = None
    level: int = 0
    page: int | None = None
    gap: str | None = None
    removals: tuple[Removal, ...] = ()


@dataclass(slots=True)
class Builder:
    """Collects parts; `document()` gives the Document they make."""

    name: str
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _removals: list[Removal] = field(default_factory=list)
    _below_number: bool = False

    def extend(self, parts: Iterable[Part]) -> None:
        """Add all `parts` in order; each is looked at with the one that follows."""
        waiting: Part | None = None
        for part in parts:
            if waiting:
                # A name above the mail that is answered heads nothing.
                quoted = part.kind is BlockKind.QUOTED
                self.add(waiting, following=None if quoted else part.text.strip() or None)
            waiting = part
        if waiting:
            self.add(waiting)

    def add(self, part: Part, following: str | None = None) -> None:
        """Add one part; what is cleaned away, or brought in `part.removals`, is listed.

        `following` is the text of the next part, for a heading is one by what comes after.

        The offsets of `part.removals` count from the start of the part.
        """
        cleaned = clean(part.text)
        at = self._length
        if cleaned.text.strip():
            at = self._append(cleaned.text, part, following)
        own = (replace(r, at=at + min(r.at, len(cleaned.text))) for r in part.removals)
        self._removals += own
        self._removals += (replace(r, at=min(at + r.at, self._length)) for r in cleaned.removals)

    def remove(self, removal: Removal) -> None:
        """List something that was taken out here, between the parts."""
        self._removals.append(replace(removal, at=self._length))

    def document(self, metadata: Metadata | None = None, warnings: Iterable[str] = ()) -> Document:
        """The Document; its warnings are `warnings` and one sentence per kind of removal."""
        removals = join_equal(tuple(sorted(self._removals, key=lambda r: r.at)))
        return Document(
            name=self.name,
            text="".join(self._pieces),
            blocks=tuple(self._blocks),
            removals=removals,
            warnings=(*warnings, *notices(removals)),
            metadata=metadata or Metadata(),
        )

    def _append(self, text: str, part: Part, following: str | None) -> int:
        """Write `text` after the right gap and give it its blocks; returns where it starts."""
        start_kind = part.kind or BlockKind.PARAGRAPH
        if self._pieces:
            last = self._blocks[-1].kind
            close = start_kind == last and start_kind in _CLOSE
            self._write(part.gap if part.gap is not None else "\n" if close else "\n\n")
        at, first = self._length, len(self._blocks)
        self._write(text)
        if part.kind is None:
            place = Place(
                offset=at, page=part.page, below_number=self._below_number, following=following
            )
            self._blocks += text_blocks(text, place)
        else:
            self._blocks.append(_trimmed(text, at, part, part.kind))
        self._below_number |= any(
            b.kind is BlockKind.HEADING and names_proposal(text[b.start - at : b.end - at])
            for b in self._blocks[first:]
        )
        return at

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _trimmed(text: str, at: int, part: Part, kind: BlockKind) -> Block:
    """The block over `text` without the white space around it; a table row keeps its tabs."""
    blank = " \n" if kind is BlockKind.TABLE else None
    start = at + len(text) - len(text.lstrip(blank))
    end = at + len(text.rstrip(blank))
    return Block(start, end, kind, part.level, part.page)
