"""What documents with styles share: from a paragraph, a table row, a margin to its Part."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from consult.domain.documents import BlockKind, Removal
from consult.readers.building import Part
from consult.readers.headings import Around, heading_level, heads_proposal, short_title

DAMAGED = "Filen er beskadiget; noget af teksten kan mangle."
_HEADING_NAME = re.compile(r"(?:heading|overskrift)\s*([1-9])\b", re.IGNORECASE)
_TITLE_NAMES = {"title": 1, "titel": 1, "subtitle": 2, "undertitel": 2}
# So many names make a sentence; more are a number.
_NAMED = 8
# Fewest letters of a page header that says something; "Side 1" has fewer.
_MIN_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph's style makes of it: a heading's level or a list item's depth, 0 if none."""

    heading: int = 0
    item: int = 0
    bold: bool = False


@dataclass(slots=True)
class Unread:
    """Counts the pictures that are not in the text; `writers` are those of comments that are."""

    writers: list[str] = field(default_factory=list)
    pictures: int = 0

    def warnings(self) -> Iterator[str]:
        """One Danish sentence for each kind that there is."""
        if self.writers:
            count = len(self.writers)
            noun = "kommentar" if count == 1 else "kommentarer"
            yield f"{count} {noun} er læst med{_by(self.writers)}."
        if self.pictures == 1:
            yield "1 billede eller indlejret objekt er ikke læst."
        elif self.pictures:
            yield f"{self.pictures} billeder eller indlejrede objekter er ikke læst."


@dataclass(slots=True)
class Margins:
    """Page headers and footers: each wording once, as boilerplate; page numbers alone are none."""

    _seen: set[str] = field(default_factory=set)

    def parts(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Those of `parts` that have not been seen."""
        for part in parts:
            text = part.text.strip()
            if text not in self._seen and sum(c.isalpha() for c in text) >= _MIN_LETTERS:
                self._seen.add(text)
                yield Part(part.text, BlockKind.BOILERPLATE, removals=part.removals)


def named_level(name: str) -> int:
    """The heading level that a style's name says ("heading 2", "Titel"); 0 where none."""
    match = _HEADING_NAME.match(name)
    return int(match.group(1)) if match else _TITLE_NAMES.get(name.strip().casefold(), 0)


def paragraph_part(text: str, look: Look, page: int, removals: Sequence[Removal] = ()) -> Part:
    """The part that a paragraph makes; without a style its words are looked at."""
    line, given = text.strip(), tuple(removals)
    if look.heading and line:
        return Part(text, BlockKind.HEADING, look.heading, page, removals=given)
    if look.item and not heads_proposal(line):
        return Part(text, BlockKind.LIST_ITEM, look.item, page, removals=given)
    if look.bold and "\n" not in line and short_title(line):
        # Set off as a heading is: space around it and running text below.
        level = heading_level(line, Around(True, True, "x" * 200)) or 3
        return Part(text, BlockKind.HEADING, level, page, removals=given)
    return Part(text, None, 0, page, removals=given)


def row_parts(cells: Sequence[Sequence[Part]]) -> Iterator[Part]:
    """One part for a table row; a row of one cell is a frame around running text."""
    if len(cells) == 1:
        yield from cells[0]
        return
    pieces: list[str] = []
    removals: list[Removal] = []
    at = 0
    for cell in cells:
        text = joined(cell).replace("\t", " ")
        removals += (replace(r, at=at) for part in cell for r in part.removals)
        pieces.append(text)
        at += len(text) + 1
    pages = [part.page for cell in cells for part in cell]
    yield Part(
        "\t".join(pieces),
        BlockKind.TABLE,
        page=pages[0] if pages else None,
        removals=tuple(removals),
    )


def joined(parts: Iterable[Part]) -> str:
    """The text of `parts`, each on lines of its own."""
    return "\n".join(part.text.strip() for part in parts if part.text.strip())


def without_pages(parts: Iterable[Part]) -> Iterator[Part]:
    """No page break anywhere: the file has not said where pages end, so no page is claimed."""
    return (replace(part, page=None) for part in parts)


def filled(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with words; what was taken out of an empty one goes with the next."""
    waiting: list[Removal] = []
    for part in parts:
        if not part.text.strip():
            waiting += (replace(removal, at=0) for removal in part.removals)
            continue
        yield replace(part, removals=(*waiting, *part.removals)) if waiting else part
        waiting = []
    if waiting:
        yield Part("", removals=tuple(waiting))


def _by(writers: Iterable[str]) -> str:
    """Who wrote the comments, as a sentence ends; nothing where no one says."""
    names = list(dict.fromkeys(name.strip() for name in writers if name.strip()))
    if len(names) > _NAMED:
        names = [*names[:_NAMED], "andre"]
    listed = " og ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return f", skrevet af {listed}" if listed else ""
