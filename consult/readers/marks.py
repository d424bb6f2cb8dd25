"""The marks a line of text begins with: bullets, numbers, quotation signs, table cells."""

import re
from dataclasses import dataclass, field

_BULLET = r"[-–—•·*▪■●○◦‣∙➢➤✓□◆❖]"
_SPACE = r"[ \t]+"
# "o" is Word's second-level bullet once its font is lost.
_ITEM = re.compile(
    rf"(?:(?P<bullet>{_BULLET}){_SPACE}|(?P<glued>[•▪●])(?=\w)|(?P<round>o){_SPACE}"
    rf"|\(?(?P<number>\d{{1,2}})[.)]{_SPACE}|\(?(?P<letter>[a-zæøå])\){_SPACE}"
    rf"|(?P<stopped>[a-h])\.{_SPACE}|\(?(?P<roman>[ivx]{{1,4}})\){_SPACE})(?=\S)"
)
# "15. november", "3. kvartal": a number with a stop that counts and does not list.
_ORDINAL = re.compile(
    r"\d{1,2}\. (?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november"
    r"|december|kvartal|klasse|klassetrin|behandling|halvår|årgang|sal|gang|del|plads|budget"
    r"opfølgning|maj)\b",
    re.IGNORECASE,
)
# The last few dots are enough: a pattern that took them all would try from each of them anew.
_LEADERS = re.compile(r"(?:\.{4}|…{2}|(?:\. ){4}|_{6})[ \t]*\d{0,4}$")
_CODE_AND_PAGE = re.compile(
    r"(?:[A-ZÆØÅ]{1,6}[ -]?\d{1,3}|(?:Punkt|Pkt\.|Forslag|Sag) (?:nr\. ?)?\w{1,6})\b[^\t]*\t\d{1,3}"
)
_RULE = re.compile(r"[-=_*~–—#•·.]{3,}|(?:[-*_] ){2,}[-*_]")
_CELLS = re.compile(r"\S[^\S\n]*\t[^\S\n]*\S")


def item_mark(line: str) -> str | None:
    """Which sort of list mark `line` begins with, None for none."""
    match = _ITEM.match(line)
    if not match or _ORDINAL.match(line):
        return None
    return match.lastgroup


def is_contents_line(line: str) -> bool:
    """Whether the line is one of a table of contents: dotted leaders, or a code and a page."""
    leaders = _LEADERS.search(line) or _CODE_AND_PAGE.fullmatch(line)
    return bool(leaders) and any(c.isalpha() for c in line)


def is_rule(line: str) -> bool:
    """Whether the line is drawn, not written."""
    return bool(_RULE.fullmatch(line))


def cell_breaks(line: str) -> int:
    """How many times the line goes from one table cell to the next; 0 is no table row.

    A tab after a list mark is only its distance to the text.
    """
    if item_mark(line):
        return 0
    if line.count("|") >= 2:
        return line.count("|")
    return line.count("\t") if _CELLS.search(line) else 0


@dataclass(slots=True)
class Depths:
    """How deep list items lie, told from their indents and marks in reading order."""

    _open: list[tuple[int, str]] = field(default_factory=list)

    def reset(self) -> None:
        """The list is over."""
        self._open.clear()

    def of(self, indent: int, mark: str) -> int:
        """The depth, from 1, of the next item."""
        while self._open and self._open[-1][0] > indent:
            self._open.pop()
        key = (indent, mark)
        if key in self._open:
            del self._open[self._open.index(key) + 1 :]
        else:
            self._open.append(key)
        return len(self._open)
