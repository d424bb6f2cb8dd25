"""What a Word paragraph is: heading, list item or text, with the number that Word gives it."""

from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from consult.domain.documents import BlockKind
from consult.readers.building import Part
from consult.readers.docx_runs import Words
from consult.readers.docx_styles import Layout, Styles
from consult.readers.docx_tables import Item
from consult.readers.headings import Around, heading_level, heads_proposal, short_title


@dataclass(slots=True)
class Paragraph:
    """A paragraph being read: its words, its properties, and the text boxes anchored in it."""

    words: Words
    properties: _Element | None
    boxes: list[Item] = field(default_factory=list)


def part_of(paragraph: Paragraph, styles: Styles) -> Part:
    """The part that a paragraph makes; its number is counted. Without a style its words decide."""
    words, properties = paragraph.words, paragraph.properties
    layout = styles.layout(properties)
    number = styles.numbers.next(*layout.number) if layout.number else ""
    bold = words.is_bold or (not words.any_plain and styles.is_bold(properties))
    page = (words.breaks if words.page is None else words.page) + 1
    text, removals = words.text, tuple(words.removals)
    if number and text.strip():
        text = number + text.lstrip()
        removals = tuple(replace(r, at=r.at + len(number)) for r in removals)
    kind, level = _kind(text.strip(), layout, bool(number), bold)
    return Part(text, kind, level, page, removals=removals)


def _kind(line: str, layout: Layout, numbered: bool, bold: bool) -> tuple[BlockKind | None, int]:
    """Kind and level of a paragraph; a kind of None is told from the text itself."""
    if layout.contents:
        return BlockKind.BOILERPLATE, 0
    if layout.heading and line:
        return BlockKind.HEADING, layout.heading
    titled = bold and "\n" not in line and short_title(line)
    if layout.item and not heads_proposal(line) and not (numbered and titled):
        return BlockKind.LIST_ITEM, layout.item
    if titled:
        return BlockKind.HEADING, heading_level(line, Around(True, True, "x" * 200)) or 3
    return None, 0
