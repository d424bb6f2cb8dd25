"""The words of a Word paragraph: insertions read, deletions listed, boxes and notes set aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.domain.documents import Removal, RemovalKind
from consult.readers.docx_styles import W, is_on

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SKIPPED = frozenset(
    {f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}delText", f"{W}delInstrText", f"{W}sectPr"}
)
_HEX = re.compile(r"[0-9A-F]{4}")
# Word's bullets and dashes set in the Symbol and Wingdings fonts.
_SYMBOLS = {"F0B7": "•", "F0A7": "•", "F0D8": "•", "F0FC": "✓", "F02D": "-", "F0E0": "→"}


@dataclass(slots=True)
class Words:
    """What stands in one paragraph.

    `breaks` counts page breaks met so far in the document; `notes` are the ids of foot- and
    endnotes it refers to, `boxes` the text boxes anchored in it. `is_bold`: every word is.
    """

    breaks: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    removals: list[Removal] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    first_break: int | None = None
    any_plain: bool = False
    any_bold: bool = False

    @property
    def text(self) -> str:
        """The words as one string."""
        return "".join(self.pieces)

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold by its own setting."""
        return self.any_bold and not self.any_plain

    def put(self, text: str) -> None:
        """Write `text`; the page it starts on is the paragraph's if nothing stood before."""
        if text.strip() and self.first_break is None:
            self.first_break = self.breaks
        self.pieces.append(text)
        self.length += len(text)


def words_of(paragraph: _Element, breaks: int = 0) -> Words:
    """The words of a `w:p`; `breaks` is the number of page breaks before it."""
    words = Words(breaks)
    _walk(paragraph, words)
    return words


def _walk(element: _Element, words: Words) -> None:
    """Take in all children, in order."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag in _DELETED:
            deleted = "".join(_deleted_text(child))
            if deleted:
                words.removals.append(Removal(RemovalKind.DELETED_TEXT, deleted, words.length))
        elif tag == f"{_MC}AlternateContent":
            _alternate(child, words)
        elif tag == f"{W}txbxContent":
            words.boxes.append(child)
        elif tag in _LEAVES:
            _LEAVES[tag](child, words)
        else:
            _walk(child, words)


def _deleted_text(element: _Element) -> list[str]:
    return [
        node.text or ""
        for node in element.iter(f"{W}delText", f"{W}t")
        if isinstance(node.tag, str)
    ]


def _alternate(element: _Element, words: Words) -> None:
    """A drawing in two forms, new and old: the first that says anything is read, once."""
    for form in element:
        before = len(words.boxes), words.length
        _walk(form, words)
        if (len(words.boxes), words.length) != before:
            return


def _text(element: _Element, words: Words) -> None:
    text = element.text or ""
    run = element.getparent()
    if text.strip() and run is not None:
        bold = is_on(run.find(f"{W}rPr"), "b")
        words.any_bold |= bold
        words.any_plain |= not bold
    words.put(text)


def _break(element: _Element, words: Words) -> None:
    kind = element.get(f"{W}type")
    if kind == "page":
        words.breaks += 1
    elif kind != "column":
        words.put("\n")


def _rendered_break(_element: _Element, words: Words) -> None:
    words.breaks += 1


def _symbol(element: _Element, words: Words) -> None:
    code = (element.get(f"{W}char") or "").upper()
    if code in _SYMBOLS:
        words.put(_SYMBOLS[code])
    elif _HEX.fullmatch(code) and not code.startswith(("F0", "E", "D")):
        words.put(chr(int(code, 16)))


def _note(element: _Element, words: Words) -> None:
    part = "footnotes" if element.tag == f"{W}footnoteReference" else "endnotes"
    words.notes.append((part, element.get(f"{W}id") or ""))


def _put(text: str) -> Callable[[_Element, Words], None]:
    return lambda _element, words: words.put(text)


_LEAVES: dict[str, Callable[[_Element, Words], None]] = {
    f"{W}t": _text,
    f"{W}tab": _put("\t"),
    f"{W}ptab": _put("\t"),
    f"{W}br": _break,
    f"{W}cr": _put("\n"),
    f"{W}noBreakHyphen": _put("-"),
    f"{W}softHyphen": _put("\u00ad"),
    f"{W}sym": _symbol,
    f"{W}lastRenderedPageBreak": _rendered_break,
    f"{W}footnoteReference": _note,
    f"{W}endnoteReference": _note,
}
