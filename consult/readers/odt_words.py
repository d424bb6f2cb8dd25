"""The words of an OpenDocument paragraph; deletions listed; notes, boxes, comments set aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.domain.documents import Removal, RemovalKind
from consult.readers.odt_styles import OFFICE, TEXT, Styles
from consult.readers.styled import Unread

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop-xmlns:field:1.0}"
_WHITE = re.compile(r"[ \t\r\n]+")
# Most spaces that one text:s stands for; more is a bomb, not a layout.
_MAX_SPACES = 200
# Elements and whole vocabularies whose text nobody sees.
_SKIPPED = frozenset(
    {
        f"{OFFICE}annotation-end", f"{OFFICE}binary-data", f"{OFFICE}event-listeners",
        f"{TEXT}note-citation", f"{TEXT}script", f"{TEXT}label", f"{TEXT}tracked-changes",
        f"{DRAW}glue-point", f"{DRAW}enhanced-geometry", f"{DRAW}image-map",
    }
)  # fmt: skip
_UNSEEN = tuple(
    f"{{{name}"
    for name in (
        "http://purl.org/dc/", "http://www.w3.org/", "urn:oasis:names:tc:opendocument:xmlns:meta:",
        "urn:oasis:names:tc:opendocument:xmlns:script:",
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:",
        "urn:oasis:names:tc:opendocument:xmlns:form:",
    )
)  # fmt: skip
PICTURES = frozenset(
    {f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin", f"{DRAW}applet"}
)


@dataclass(slots=True)
class Source:
    """What the words of a file lean on: styles, deletions, form controls; and what is counted."""

    styles: Styles
    deletions: dict[str, str] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)
    unread: Unread = field(default_factory=Unread)


@dataclass(slots=True)
class Words:
    """What stands in one paragraph.

    `breaks` counts page breaks met so far in the document, `first_break` those before the first
    word. `apart` holds, in order, the notes, text boxes and comments anchored here.
    """

    source: Source
    breaks: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    removals: list[Removal] = field(default_factory=list)
    apart: list[_Element] = field(default_factory=list)
    first_break: int | None = None
    any_plain: bool = False
    any_bold: bool = False

    @property
    def text(self) -> str:
        """The words as one string."""
        return "".join(self.pieces)

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return self.any_bold and not self.any_plain

    def put(self, text: str, bold: bool = False) -> None:
        """Write `text`; the page it starts on is the paragraph's if nothing stood before."""
        if text.strip():
            self.any_bold |= bold
            self.any_plain |= not bold
            if self.first_break is None:
                self.first_break = self.breaks
        self.pieces.append(text)
        self.length += len(text)


def words_of(paragraph: _Element, source: Source, breaks: int = 0) -> Words:
    """The words of a `text:p` or `text:h`; `breaks` is the number of page breaks before it."""
    words = Words(source, breaks)
    style = paragraph.get(f"{TEXT}style-name")
    if source.styles.hidden("paragraph", style) or _is_hidden(paragraph):
        _hide(paragraph, words)
    else:
        _walk(paragraph, words, bool(source.styles.bold("paragraph", style)))
    return words


def is_seen(element: _Element) -> bool:
    """Whether text under the element is shown; the template of an index is not."""
    tag = str(element.tag)
    return not (tag in _SKIPPED or tag.startswith(_UNSEEN) or tag.endswith("-source"))


def _walk(element: _Element, words: Words, bold: bool) -> None:
    """Take in the text and all children, in order; white space runs are one space."""
    words.put(_flowing(element.text, words), bold)
    for child in element:
        if isinstance(child.tag, str):
            _take(child, words, bold)
        words.put(_flowing(child.tail, words), bold)


def _take(child: _Element, words: Words, bold: bool) -> None:
    """Take in one child element."""
    tag = str(child.tag)
    if tag in _LEAVES:
        _LEAVES[tag](child, words)
    elif tag == f"{TEXT}span":
        _span(child, words, bold)
    elif tag in APART:
        words.apart.append(child)
    elif child.get(f"{TEXT}is-hidden") == "true":
        _hide(child, words)
    elif is_seen(child):
        _walk(child, words, bold)


def _flowing(text: str | None, words: Words) -> str:
    """`text` as it flows: line ends of the XML are spaces, at the start of a paragraph nothing."""
    flowing = _WHITE.sub(" ", text or "")
    return flowing if words.length else flowing.lstrip(" ")


def _span(element: _Element, words: Words, bold: bool) -> None:
    styles, name = words.source.styles, element.get(f"{TEXT}style-name")
    if styles.hidden("text", name):
        _hide(element, words)
        return
    own = styles.bold("text", name)
    _walk(element, words, bold if own is None else own)


def _is_hidden(paragraph: _Element) -> bool:
    fields = paragraph.iter(f"{TEXT}hidden-paragraph")
    return any(f.get(f"{TEXT}is-hidden") == "true" for f in fields)


def _hide(element: _Element, words: Words) -> None:
    """List text that its writer does not show; a field has it in an attribute."""
    text = hidden_text(element)
    if text:
        words.removals.append(Removal(RemovalKind.HIDDEN_TEXT, text, words.length))


def hidden_text(element: _Element) -> str:
    """What an element that is not shown says."""
    said = element.get(f"{TEXT}string-value") or "".join(element.itertext("{*}*"))
    return _WHITE.sub(" ", said).strip()


def _spaces(element: _Element, words: Words) -> None:
    count = element.get(f"{TEXT}c", "1")
    words.put(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))


def _deletion(element: _Element, words: Words) -> None:
    text = words.source.deletions.pop(element.get(f"{TEXT}change-id", ""), "")
    if text:
        words.removals.append(Removal(RemovalKind.DELETED_TEXT, text, words.length))


def _page_break(_element: _Element, words: Words) -> None:
    words.breaks += 1


def _control(element: _Element, words: Words) -> None:
    words.put(words.source.controls.get(element.get(f"{DRAW}control", ""), ""))


def _field_mark(element: _Element, words: Words) -> None:
    """A check box of a form that came from Word."""
    if element.get(f"{FIELD}type", "").endswith("FORMCHECKBOX"):
        values = (p.get(f"{FIELD}value") for p in element.iterchildren(f"{FIELD}param"))
        words.put("☒" if "true" in values else "☐")


def _put(text: str) -> Callable[[_Element, Words], None]:
    return lambda _element, words: words.put(text)


_LEAVES: dict[str, Callable[[_Element, Words], None]] = {
    f"{TEXT}s": _spaces,
    f"{TEXT}tab": _put("\t"),
    f"{TEXT}line-break": _put("\n"),
    f"{TEXT}soft-page-break": _page_break,
    f"{TEXT}change": _deletion,
    f"{DRAW}control": _control,
    f"{FIELD}fieldmark": _field_mark,
}
APART = frozenset(
    {f"{TEXT}note", f"{OFFICE}annotation"}
    | {
        f"{DRAW}{shape}"
        for shape in (
            "frame", "g", "a", "custom-shape", "rect", "ellipse", "circle", "line", "polyline",
            "polygon", "regular-polygon", "path", "connector", "measure", "caption",
        )
    }
)  # fmt: skip
