"""Lines that open a proposal in running text: "Punkt 145: Titel", "BU-02 Titel", "006 Titel"."""

import re
from dataclasses import dataclass

from consult.domain.documents import BlockKind, Document
from consult.readers.marks import is_contents_line

# Longest title that is a title and not a sentence that happens to begin with a number.
MAX_TITLE = 220
_CODE = r"[A-ZÆØÅ]{1,6}(?:/[A-ZÆØÅ]{1,6})?[ ]?[-–]?[ ]?\d{1,3}[a-z]?(?!\d)"
_NUMBER = rf"(?:{_CODE}|\d{{1,4}}(?:\.\d{{1,2}})?[a-z]?(?![\wæøå]))"
_REST = r"(?P<sep>\s*[:.)–—-]+\s*|\s+|$)(?P<title>.*)"
# Families in the order in which they nest: an agenda's points hold cases, those hold proposals.
_FAMILIES = (
    ("punkt", rf"(?i:(?:dagsordens)?punkt|pkt\.?)\s*(?i:nr\.?)?\s*(?P<number>{_NUMBER}){_REST}"),
    ("sag", rf"(?i:sag)\s*(?i:nr\.?)?\s*(?P<number>{_NUMBER}){_REST}"),
    (
        "forslag",
        rf"(?i:[a-zæøå]{{0,20}}forslag|budgetønske|ønske|initiativ)\s*(?i:nr\.?)?\s*"
        rf"(?P<number>{_NUMBER}){_REST}",
    ),
    ("code", rf"(?P<number>{_CODE}|0\d{{1,2}}){_REST}"),
    ("glued", r"(?P<number>[A-ZÆØÅ]{2,6}[ -]?\d{2,3})(?P<sep>)(?P<title>[A-ZÆØÅ][a-zæøå].*)"),
    ("plain", r"(?P<number>\d{1,3})(?P<sep>[.:)]\s+|\s+[–-]\s+)(?P<title>[A-ZÆØÅ].*)"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.DOTALL)) for name, pattern in _FAMILIES)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document; a heading of several lines is one. `is_table`: a table row."""

    start: int
    end: int
    text: str
    is_heading: bool
    is_table: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that may open a proposal."""

    family: str
    number: str
    title: str
    line: int


def lines_of(document: Document) -> list[Line]:
    """The non-blank lines of the document, without page headers and tables of contents."""
    lines: list[Line] = []
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE:
            continue
        text = document.text[block.start : block.end]
        heading = block.kind is BlockKind.HEADING
        table = block.kind is BlockKind.TABLE
        at = block.start
        for piece in [text] if heading or table else text.split("\n"):
            flat = piece.strip("\n") if table else " ".join(piece.split())
            contents = is_contents_line(piece.strip()) or re.search(r"\S\t\d{1,3}$", piece)
            if flat.strip() and (table or not contents):
                lines.append(Line(at, at + len(piece), flat, heading, table))
            at += len(piece) + 1
    return lines


def openings(lines: list[Line]) -> list[Opening]:
    """All lines that may open a proposal, each in its family."""
    found = (_opening(line, index) for index, line in enumerate(lines) if not line.is_table)
    return [opening for opening in found if opening]


def _opening(line: Line, index: int) -> Opening | None:
    """What `line` opens: number, then nothing, a separator and a title, or a capitalised title."""
    for family, pattern in _PATTERNS:
        match = pattern.fullmatch(line.text)
        if not match:
            continue
        title, separator = match["title"].strip(), match["sep"].strip()
        if family == "plain" and not line.is_heading:
            return None
        if _is_title(title, bool(separator) or family == "glued", line.is_heading):
            number = re.sub(r"\s*[-–]\s*", "-", match["number"]).strip()
            return Opening("code" if family == "glued" else family, number, title, index)
    return None


def _is_title(title: str, separated: bool, heading: bool) -> bool:
    """Whether the words after the number are a title; none is well, it may stand below."""
    if not title:
        return True
    if len(title) > MAX_TITLE or title[0] in ",;":
        return False
    if separated:
        return not title[0].islower() or heading
    return title[0].isupper() and not title.endswith((".", ",", ";"))


def main_family(found: list[Opening]) -> str | None:
    """The family that numbers the proposals: the first that opens more than one, else the first."""
    if not found:
        return None
    numbers: dict[str, set[str]] = {}
    for opening in found:
        numbers.setdefault(opening.family, set()).add(opening.number)
    several = [family for family in numbers if len(numbers[family]) > 1]
    return next((f for f in several if f != "plain"), (several or list(numbers))[0])
