"""Web pages and mails saved as HTML -> one Document; scripts and styles are no text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from consult.domain.documents import BlockKind, Document
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.source import SourceFile

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "canvas",
     "_comment", "-comment", "_document_type", "select", "textarea"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "body", "html", "form", "fieldset", "figure",
     "figcaption", "address", "dl", "dt", "dd", "ul", "ol", "center", "details", "summary", "hr",
     "legend", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
)  # fmt: skip
# What frames a page, not what it says.
_FRAME = frozenset({"nav", "footer", "aside", "header", "button"})
_HEADING = re.compile(r"h[1-6]")
# The parser's time grows with the square of the depth: 100,000 boxes take it a minute. Real pages
# lie below 100, and Python itself gives up at some 500.
_DEEPEST = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements without an end tag, or where writers leave it out.
_UNCLOSED = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
     "colgroup", "font"}
)  # fmt: skip
_WHITE = re.compile(r"[ \t\r\n\f]+")


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the page; ReadError where it shows no word."""
    builder = Builder(source.name)
    builder.extend(page_parts(source.text, source.name))
    document = builder.document()
    if not document.text.strip():
        raise ReadError(
            source.name, "websiden har ingen tekst", "gem siden igen, eller kopiér teksten"
        )
    return (document,)


def page_parts(page: str, name: str) -> list[Part]:
    """The parts of a page, or of the mail that is written as one; ReadError names `name`."""
    if _depth(page) > _DEEPEST:
        raise _too_deep(name)
    tree = LexborHTMLParser(page)
    walker = _Walker()
    try:
        if tree.root is not None:
            walker.walk(tree.root)
    except RecursionError:
        raise _too_deep(name) from None
    walker.flush()
    return walker.parts


def _depth(page: str) -> int:
    """How many elements stand open at most, by a count of tags; a little too high is possible."""
    depth = deepest = 0
    for match in _TAG.finditer(page):
        if match.group(2).lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if match.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _too_deep(name: str) -> ReadError:
    return ReadError(
        name, "websiden er for indviklet til at blive læst", "gem den som PDF eller Word"
    )


@dataclass(slots=True)
class _Walker:
    """Collects running text until a block ends, then makes it a part."""

    parts: list[Part] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _kind: BlockKind | None = None
    _level: int = 0

    def walk(self, node: LexborNode) -> None:
        """Take in the node and all below it."""
        tag = node.tag or ""
        if tag in _SKIPPED:
            return
        if tag == "-text":
            self._text.append(_WHITE.sub(" ", node.text_content or ""))
        elif tag == "br":
            self._text.append("\n")
        elif tag == "pre":
            self._alone(lambda: self._text.append(node.text(deep=True)))
        elif tag == "table":
            self._alone(lambda: self._table(node))
        else:
            kind, level = _role(node, self._kind, self._level)
            if (kind, level) != (self._kind, self._level) or tag in _BLOCKS or tag == "li":
                self._in_role(node, kind, level)
            else:
                self._children(node)

    def flush(self) -> None:
        """End the block that is open."""
        text = "\n".join(line.strip(" ") for line in "".join(self._text).split("\n"))
        self._text.clear()
        if text.strip():
            self.parts.append(Part(text.strip("\n"), self._kind, self._level))

    def _in_role(self, node: LexborNode, kind: BlockKind | None, level: int) -> None:
        before = self._kind, self._level
        self.flush()
        self._kind, self._level = kind, level
        self._children(node)
        self.flush()
        self._kind, self._level = before

    def _alone(self, action: Callable[[], object]) -> None:
        self.flush()
        action()
        self.flush()

    def _children(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            self.walk(child)

    def _table(self, table: LexborNode) -> None:
        """One part per row; a table that only lays out the page is read as what lies in it."""
        if table.css_first("table table") is not None:
            self._children(table)
            return
        for row in _rows(table):
            cells = [c for c in row.iter() if c.tag in ("td", "th")]
            if len(cells) < 2:
                self._children(row)
                self.flush()
                continue
            texts = [_inside(cell) for cell in cells]
            if any(texts):
                self.parts.append(Part("\t".join(texts), self._kind or BlockKind.TABLE))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Rows, captions and whatever else stands right in the table."""
    for child in table.iter():
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iter()
        elif child.tag != "colgroup":
            yield child


def _inside(cell: LexborNode) -> str:
    """The text of a cell, its blocks on lines of their own."""
    inner = _Walker()
    for child in cell.iter(include_text=True):
        inner.walk(child)
    inner.flush()
    return "\n".join(part.text.strip().replace("\t", " ") for part in inner.parts)


def _role(node: LexborNode, kind: BlockKind | None, level: int) -> tuple[BlockKind | None, int]:
    """What text under the node is: a heading, an item of a list, a quotation, the page's frame."""
    tag = node.tag or ""
    if kind in (BlockKind.BOILERPLATE, BlockKind.QUOTED):
        return kind, level
    if tag in _FRAME and not _in_article(node):
        return BlockKind.BOILERPLATE, 0
    if tag == "blockquote":
        return BlockKind.QUOTED, 0
    if _HEADING.fullmatch(tag):
        return BlockKind.HEADING, int(tag[1])
    if tag == "li":
        return BlockKind.LIST_ITEM, (level if kind is BlockKind.LIST_ITEM else 0) + 1
    return kind, level


def _in_article(node: LexborNode) -> bool:
    """Whether a header belongs to an article and holds its title."""
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "main"):
            return True
        parent = parent.parent
    return False
