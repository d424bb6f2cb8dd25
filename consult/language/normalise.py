"""Clean text: what nobody wrote is taken out and listed, what looks the same becomes the same."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from consult.domain.documents import Removal, RemovalKind
from consult.rules import load_rules

# Characters that differ only in how they are set. None is lost: each becomes its plain form.
_PLAIN = {
    0x00A0: " ",  # no-break space
    **dict.fromkeys((*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    0x2010: "-",  # hyphen
    0x2011: "-",  # non-breaking hyphen
    0x000B: "\n",  # Word's soft line break
    0x000C: "\n",  # page break of pdftotext
    0x0085: "\n",
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF02D), "•"),  # Symbol and Wingdings
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_SOFT_HYPHEN = "\u00ad"
# Shown as nothing: C0 and C1 controls, zero-width and direction marks, lone surrogates,
# private-use characters that no font but the writer's has, and noncharacters.
_CONTROL = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
)
# The first character that may join one before it; before a lesser one a text can be cut.
_COMBINING = "\u0300"
_ENTITY = r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text in NFC and what was taken out of it; each removal's `at` is an offset in `text`.

    Every non-blank character of the source stands in `text` or in a removal.
    """

    text: str
    removals: tuple[Removal, ...] = ()


def clean(text: str) -> Cleaned:
    """Take out Word leftovers, tags, soft hyphens and invisible characters; put the rest in NFC.

    Line ends become line feeds and every kind of space a plain one; nothing else changes.
    """
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.translate(_PLAIN)
    pieces: list[str] = []
    removals: list[Removal] = []
    done = length = 0
    lines = _Lines(plain)
    for match in _matches(plain):
        before = plain[done : match.start()]
        kind, instead = _judge(match, lines)
        pieces += (before, instead)
        length += len(before)
        removals.append(Removal(kind, match.group(), length))
        length += len(instead)
        done = match.end()
    if not removals:
        return Cleaned(plain)
    pieces.append(plain[done:])
    return _composed("".join(pieces), removals)


def join_equal(removals: Iterator[Removal] | tuple[Removal, ...]) -> tuple[Removal, ...]:
    """Equal removals as one, counted, where the first stood; in the order of first places."""
    first: dict[tuple[RemovalKind, str], Removal] = {}
    for removal in removals:
        key = (removal.kind, removal.text)
        known = first.get(key)
        first[key] = replace(known, count=known.count + removal.count) if known else removal
    return tuple(first.values())


def _composed(text: str, removals: list[Removal]) -> Cleaned:
    """`text` in NFC again: taking out a mark may have let a letter meet its accent."""
    if unicodedata.is_normalized("NFC", text):
        return Cleaned(text, tuple(removals))
    return Cleaned(unicodedata.normalize("NFC", text), tuple(_moved(text, removals)))


def _moved(text: str, removals: list[Removal]) -> Iterator[Removal]:
    """The removals, in order, with their places in the composed text.

    The text is measured from one safe place to the next, not from its beginning each time.
    """
    safe = length = 0
    for removal in removals:
        nearest = next((i for i in range(removal.at - 1, safe, -1) if text[i] < _COMBINING), safe)
        length += len(unicodedata.normalize("NFC", text[safe:nearest]))
        safe = nearest
        rest = len(unicodedata.normalize("NFC", text[safe : removal.at]))
        yield replace(removal, at=length + rest)


@dataclass(slots=True)
class _Lines:
    """Tells of one match after the other whether it stands in a table row; looks only ahead."""

    text: str
    _seen: int = 0
    _start: int = 0
    _end: int = -1
    _is_row: bool = False

    def in_row(self, match: re.Match[str]) -> bool:
        """Whether there is a tab in the line, or lines, that the match stands in."""
        start = self.text.rfind("\n", self._seen, match.start()) + 1 or self._start
        end = self._end
        if end < match.end():
            end = self.text.find("\n", match.end())
            end = end if end >= 0 else len(self.text)
        if (start, end) != (self._start, self._end):
            self._is_row = "\t" in self.text[start:end]
        self._seen, self._start, self._end = match.start(), start, end
        return self._is_row


def _judge(match: re.Match[str], lines: _Lines) -> tuple[RemovalKind, str]:
    """Why the match goes and the white space (or decoded letter) that stands in its place."""
    group = match.lastgroup
    if group == "soft":
        return RemovalKind.SOFT_HYPHEN, ""
    if group == "leftover":
        return RemovalKind.WORD_LEFTOVER, ""
    if group == "control":
        return RemovalKind.CONTROL_CHARACTER, ""
    if group == "entity":
        return RemovalKind.MARKUP, _decoded(match.group())
    return RemovalKind.MARKUP, _gap(match, lines)


def _decoded(entity: str) -> str:
    """The character an entity stands for; a control character becomes a space."""
    letter = html.unescape(entity).translate(_PLAIN)
    return letter if len(letter) == 1 and letter.isprintable() else " "


def _gap(match: re.Match[str], lines: _Lines) -> str:
    """The white space that a tag stood for: none for an inline tag or beside white space."""
    if match.lastgroup == "inline":
        return ""
    text = lines.text
    around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match.lastgroup == "cell":
        return "\t" if match.group().startswith("</") else ""
    if any(not side or side.isspace() for side in around):
        return ""
    return " " if lines.in_row(match) else "\n"


def _matches(text: str) -> Iterator[re.Match[str]]:
    """All that goes, in order; looks only where something that goes may begin."""
    done = 0
    for start in _starts().finditer(text):
        if start.start() < done:
            continue
        match = _anything().match(text, start.start())
        if match and not _is_unknown_entity(match):
            done = match.end()
            yield match


def _is_unknown_entity(match: re.Match[str]) -> bool:
    """Whether the words only look like an entity ("R&DX;")."""
    return match.lastgroup == "entity" and html.unescape(match.group()) == match.group()


@cache
def _starts() -> re.Pattern[str]:
    """How anything that goes begins. One search for a set of characters is fast."""
    starts = load_rules("leftovers").data["starts"]
    literal = "|".join(re.escape(s) for s in starts if len(s) > 1)
    single = "".join(re.escape(s) for s in starts if len(s) == 1)
    return re.compile(rf"[&{single}{_SOFT_HYPHEN}{_CONTROL}]|{literal}")


@cache
def _anything() -> re.Pattern[str]:
    """One pattern for all that goes; which group matched says why."""
    data = load_rules("leftovers")
    leftovers = "|".join(f"(?:{rule.data['pattern']})" for rule in data.rules)
    tag = {key: _tag(data.data["tags"][key]) for key in ("block", "cell", "inline")}
    return re.compile(
        rf"(?P<soft>{_SOFT_HYPHEN}+)|(?P<control>[{_CONTROL}]+)|(?P<leftover>{leftovers})"
        rf"|(?P<comment><!--.{{0,2000}}?-->)|(?P<entity>{_ENTITY})"
        rf"|(?P<block>{tag['block']})|(?P<cell>{tag['cell']})|(?P<inline>{tag['inline']})",
        re.DOTALL,
    )


def _tag(names: list[str]) -> str:
    """A pattern for an opening or closing tag of one of `names`, attributes and all."""
    return rf"(?i:</?(?:{'|'.join(map(re.escape, names))})(?:\s[^<>]{{0,2000}})?/?>)"
