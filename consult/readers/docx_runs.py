"""The words of one Word paragraph as they are met: text, breaks, symbols, fields, notes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from consult.domain.documents import Removal, RemovalKind
from consult.readers.docx_xml import DIAGRAM, MATH, VML, A, R, W, integer, is_on, value

_HEX = re.compile(r"[0-9A-F]{4}")
_CHECKED, _EMPTY = "☒", "☐"
# What the commonest characters of Word's picture fonts show; bullets are the same in all.
_SYMBOLS = {
    "wingdings": {
        0xA8: _EMPTY, 0x6F: _EMPTY, 0x71: _EMPTY, 0x72: _EMPTY, 0xFD: _CHECKED, 0xFE: "☑",
        0x78: _CHECKED, 0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xE8: "→", 0xDF: "←", 0x4A: "☺", 0x4C: "☹",
    },
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: _CHECKED, 0x54: _CHECKED, 0xA3: _EMPTY},
    "symbol": {
        0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xAE: "→", 0xAC: "←", 0xB9: "≠",
        0xBB: "≈", 0xA5: "∞", 0xE5: "∑", 0x61: "α", 0x62: "β", 0x6D: "µ", 0x44: "Δ",
    },
}  # fmt: skip
_ANY_FONT = {0xB7: "•", 0xA7: "•", 0xD8: "•", 0xFC: "✓", 0x2D: "-", 0xE0: "→"}


class Mention(NamedTuple):
    """A place that refers to something set apart: a note, a comment, a drawing's text."""

    part: str
    key: str


@dataclass(frozen=True, slots=True)
class Run:
    """How the words of a run look."""

    bold: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Words:
    """What stands in one paragraph.

    `page` is the page, from 0, on which its first word stands. Of a bold paragraph every word
    is. `mentions` are what it refers to, in order.
    """

    run: Run = field(default_factory=Run)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    removals: list[Removal] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    breaks: int = 0
    page: int | None = None
    any_plain: bool = False
    any_bold: bool = False
    _fields: list[tuple[int, str, bool]] = field(default_factory=list)
    _skip_mark: bool = False

    @property
    def text(self) -> str:
        """The words as one string."""
        return "".join(self.pieces)

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold by its own setting."""
        return self.any_bold and not self.any_plain

    def put(self, text: str) -> None:
        """Write `text`, or list it where its run is hidden."""
        if self.run.hidden:
            self.remove(RemovalKind.HIDDEN_TEXT, text)
            return
        if text.strip():
            self.page = self.breaks if self.page is None else self.page
            self.any_bold |= self.run.bold
            self.any_plain |= not self.run.bold
        self.pieces.append(text)
        self.length += len(text)

    def remove(self, kind: RemovalKind, text: str) -> None:
        """List `text` as taken out here; a passage of several runs is one."""
        last = self.removals[-1] if self.removals else None
        if last and last.kind is kind and last.at == self.length:
            self.removals[-1] = Removal(kind, last.text + text, last.at)
        elif text.strip():
            self.removals.append(Removal(kind, text, self.length))

    def take(self, element: _Element) -> None:
        """Take in a leaf of the paragraph."""
        _LEAVES[element.tag](element, self)

    def begin_field(self, shown: str) -> None:
        """A field begins: first comes its code. `shown` is what a form field shows."""
        self._fields.append((len(self.pieces), shown, False))

    def show_field(self) -> None:
        """The code is over and the result begins; words in the code are not shown."""
        if self._fields and not self._fields[-1][2]:
            first, shown, _ = self._fields[-1]
            code = "".join(self.pieces[first:])
            del self.pieces[first:]
            self.length -= len(code)
            self.remove(RemovalKind.MARKUP, code)
            self._fields[-1] = (first, shown, True)

    def end_field(self) -> None:
        """The field is over."""
        self.show_field()
        if self._fields:
            first, shown, _ = self._fields.pop()
            if shown and not "".join(self.pieces[first:]).strip():
                self.put(shown)

    def next_run(self, run: Run) -> None:
        """A run begins."""
        self.run = run
        self._skip_mark = False

    def text_of(self, element: _Element) -> None:
        """The words of a text element, but for a note's own mark: it sticks to what it marks."""
        text = element.text or ""
        if self._skip_mark and len(text.strip()) <= 3:
            self.remove(RemovalKind.MARKUP, text)
        else:
            self.put(text)
        self._skip_mark = False

    def note(self, element: _Element) -> None:
        """A reference to a foot- or endnote; its mark is not a word."""
        part = "footnotes" if element.tag == f"{W}footnoteReference" else "endnotes"
        self.mentions.append(Mention(part, element.get(f"{W}id") or ""))
        self._skip_mark = element.get(f"{W}customMarkFollows", "0") in ("1", "true", "on")


def _field_mark(element: _Element, words: Words) -> None:
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        words.begin_field(_form_value(element.find(f"{W}ffData")))
    elif kind == "separate":
        words.show_field()
    elif kind == "end":
        words.end_field()


def _form_value(data: _Element | None) -> str:
    """What a form field that has no result shows: its tick, or the entry that was chosen."""
    box = data.find(f"{W}checkBox") if data is not None else None
    if box is not None:
        tag = "checked" if box.find(f"{W}checked") is not None else "default"
        return _CHECKED if is_on(box, tag) else _EMPTY
    choices = data.find(f"{W}ddList") if data is not None else None
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val") or "" for entry in choices.iterfind(f"{W}listEntry")]
    chosen = integer(value(choices, "result")) or integer(value(choices, "default")) or 0
    return entries[chosen] if chosen < len(entries) else ""


def _break(element: _Element, words: Words) -> None:
    if element.get(f"{W}type") not in ("page", "column"):
        words.put("\n")


def _symbol(element: _Element, words: Words) -> None:
    code = (element.get(f"{W}char") or "").upper()
    if not _HEX.fullmatch(code):
        return
    place = int(code, 16)
    if 0xF000 <= place <= 0xF0FF or place < 0x20:
        place &= 0xFF
        font = _SYMBOLS.get((element.get(f"{W}font") or "").casefold(), {})
        known = font.get(place) or _ANY_FONT.get(place)
        words.put(known) if known else words.remove(RemovalKind.CONTROL_CHARACTER, code)
    elif not 0xD800 <= place <= 0xDFFF:
        words.put(chr(place))


def _art(element: _Element, words: Words) -> None:
    words.put(element.get("string") or "")


def _comment(element: _Element, words: Words) -> None:
    words.mentions.append(Mention("comments", element.get(f"{W}id") or ""))


def _diagram(element: _Element, words: Words) -> None:
    words.mentions.append(Mention("diagrams", element.get(f"{R}dm") or ""))


def _put(text: str) -> Callable[[_Element, Words], None]:
    return lambda _element, words: words.put(text)


def _text(element: _Element, words: Words) -> None:
    words.text_of(element)


def _deleted(element: _Element, words: Words) -> None:
    words.remove(RemovalKind.DELETED_TEXT, element.text or "")


def _note(element: _Element, words: Words) -> None:
    words.note(element)


_LEAVES: dict[str, Callable[[_Element, Words], None]] = {
    f"{W}t": _text,
    f"{W}delText": _deleted,
    f"{A}t": _text,
    f"{MATH}t": _text,
    f"{W}tab": _put("\t"),
    f"{W}ptab": _put("\t"),
    f"{W}br": _break,
    f"{A}br": _put("\n"),
    f"{W}cr": _put("\n"),
    f"{W}noBreakHyphen": _put("-"),
    f"{W}softHyphen": _put("\u00ad"),
    f"{W}sym": _symbol,
    f"{W}fldChar": _field_mark,
    f"{W}footnoteReference": _note,
    f"{W}endnoteReference": _note,
    f"{W}commentReference": _comment,
    f"{DIAGRAM}relIds": _diagram,
    f"{VML}textpath": _art,
}
LEAVES = frozenset(_LEAVES)
