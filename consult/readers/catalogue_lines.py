"""Lines that open a proposal in running text: "Punkt 145: Titel", "BU-02 Titel", "006 Titel"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consult.domain.documents import BlockKind, Document
from consult.readers.marks import is_contents_line

# Longest title that is a title and not a sentence that happens to begin with a number.
MAX_TITLE = 220
_CODE = r"[A-ZÆØÅ]{1,6}\d{0,2}(?:[/-][A-ZÆØÅ]{1,6}){0,2}[ ]?[-–]?[ ]?\d{1,3}[a-z]?(?!\d)"
_NUMBER = rf"(?:{_CODE}|\d{{1,4}}(?:\.\d{{1,2}})?[a-z]?(?![\wæøå]))"
_PLAN_NUMBER = r"\d{1,4}(?:[.-]\d{1,4}){0,3}[A-Z]?(?!\w)"
_LETTER = r"[A-ZÆØÅ](?!\w)"
_REST = r"(?P<sep>\s*[:.)–—-]+\s*|\s+|$)(?P<title>.*)"
# Families in the order in which they nest: an agenda's points hold cases, those hold proposals.
_FAMILIES = (
    ("punkt", rf"(?i:(?:dagsordens)?punkt|pkt\.?)\s*(?i:nr\.?)?\s*(?P<number>{_NUMBER}){_REST}"),
    ("sag", rf"(?i:sag)\s*(?i:nr\.?)?\s*(?P<number>{_NUMBER}){_REST}"),
    (
        "forslag",
        rf"(?i:[a-zæøå]{{0,20}}forslag|budgetønske|ønske|initiativ|tiltag)\s*(?i:nr\.?)?\s*"
        rf"(?P<number>{_NUMBER}|{_LETTER}|[a-zæøå](?=\s*[:.)])){_REST}",
    ),
    ("nr", rf"(?i:nr\.?|nummer)\s*(?P<number>{_NUMBER})(?P<sep>\s*[:.)–—-]+\s+)(?P<title>.*)"),
    (
        "model",
        rf"(?i:scenari[eo]|model|variant|alternativ|løsning|løsningsmodel)\s*(?i:nr\.?)?\s*"
        rf"(?P<number>{_LETTER}|\d{{1,2}}[a-z]?(?!\w)){_REST}",
    ),
    (
        "theme",
        r"(?P<word>(?i:tema|indsatsområde|fokusområde|element|hovedelement|spor|mål|målsætning"
        r"|pejlemærke|princip|anbefaling|delområde|indsats))\s*(?i:nr\.?)?\s*"
        rf"(?P<number>{_LETTER}|\d{{1,2}}(?!\w)){_REST}",
    ),
    (
        "plan",
        rf"(?i:forslag til )?(?P<word>(?i:lokalplan|kommuneplantillæg))\s*(?i:nr\.?)?\s*"
        rf"(?P<number>{_PLAN_NUMBER}){_REST}",
    ),
    ("code", rf"(?P<number>{_CODE}|0\d{{1,2}}){_REST}"),
    ("glued", r"(?P<number>[A-ZÆØÅ]{2,6}[ -]?\d{2,3})(?P<sep>)(?P<title>[A-ZÆØÅ][a-zæøå].*)"),
    ("plain", r"(?P<number>\d{1,3})(?P<sep>[.:)]\s+|\s+[–-]\s+)(?P<title>[A-ZÆØÅ].*)"),
    ("decimal", r"(?P<number>\d{1,2}\.\d{1,2})(?P<sep>\.?\s+)(?P<title>[A-ZÆØÅ].*)"),
)
_MARKDOWN = re.compile(r"^#{1,6} |^\*\*(?=\S)|(?<=\S)\*\*$")
# "Færre skolelæger (0,4 mio. kr.)": the amount is no part of the title.
_MONEY = re.compile(r"\s*\([^()]*\bkr\b[^()]*\)$")
# Families that number chapters as well as proposals: taken where no other one is there.
_WEAK = ("model", "theme", "named", "plain", "decimal")
_SAME = {"glued": "code"}
# Words whose items people call by their number alone; of the others the word is a part.
_BARE = ("tema", "indsatsområde", "fokusområde", "element", "hovedelement", "indsats")
# Titles of chapters that every report and every proposal has.
_CHAPTER = re.compile(
    r"(?:indledning|forord|baggrund|formål|resumé|resume|sammenfatning|sammendrag|indhold|proces"
    r"|tidsplan|økonomi|økonomiske|konsekvens|beskrivelse|vurdering|implementering|risici|bilag"
    r"|metode|personale|opfølgning|høring|forslagets|lovgrundlag|indstilling|beslutning)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(dict(_FAMILIES)["plain"], re.DOTALL)
_LETTERED = re.compile(r"(?P<number>[A-Z])[.)]\s+(?P<title>[A-ZÆØÅ].*)", re.DOTALL)
_SMALL = re.compile(r"(?P<number>[a-z])[.)]\s+(?P<title>[A-ZÆØÅ].*)", re.DOTALL)
_YEAR = re.compile(r"20[2-4]\d")
_PATTERNS = tuple((name, re.compile(pattern, re.DOTALL)) for name, pattern in _FAMILIES)

# Lines at the top of a document that may say what it is, and their longest.
_TOP, _LONGEST_TITLE = 4, 120


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


def titles_of(lines: Sequence[Line]) -> list[str]:
    """The first lines of a document that are short enough to say what the document is."""
    return [line.text for line in lines[:_TOP] if len(line.text) < _LONGEST_TITLE]


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
            flat = piece.strip("\n") if table else _MARKDOWN.sub("", " ".join(piece.split()))
            contents = is_contents_line(piece.strip()) or re.search(r"\S\t\d{1,3}$", piece)
            if flat.strip() and (table or not contents):
                lines.append(Line(at, at + len(piece), flat, heading, table))
            at += len(piece) + 1
    return lines


def openings(lines: list[Line]) -> list[Opening]:
    """All lines that may open a proposal, each in its family."""
    found = (_opening(line, index) for index, line in enumerate(lines))
    return [opening for opening in found if opening]


def _opening(line: Line, index: int) -> Opening | None:
    """What `line` opens: number, then nothing, a separator and a title, or a capitalised title."""
    text = _alone(line.text) if line.is_table else line.text
    for family, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if not match or _YEAR.fullmatch(match["number"]):  # "Budgetforslag 2027" is no number
            continue
        title, separator = match["title"].strip(), match["sep"].strip()
        if family in ("plain", "decimal") and (not line.is_heading or _CHAPTER.match(title)):
            return None
        heading = line.is_heading or line.is_table
        if family == "plan":
            title = re.sub(r"^(?:for|om) (?:et |en |den |det )?", "", title)
            title = title[:1].upper() + title[1:]
        if _is_title(title, bool(separator) or family == "glued", heading):
            number = _number(match)
            # "Lokalplan 148" and "Delområde B" may stand in one catalogue: both are names.
            same = "named" if number[:2].isalpha() and " " in number else family
            return Opening(_SAME.get(same, same), number, title, index)
    return None


def _alone(row: str) -> str:
    """The words of a table row that has but one cell with words, as a row over a form has."""
    cells = [cell.strip() for cell in row.split("\t") if cell.strip()]
    return " ".join(cells[0].split()) if len(cells) == 1 else ""


def _number(match: re.Match[str]) -> str:
    """The number as the catalogue writes it; "Spor 1" and "Lokalplan 148" are names."""
    number = re.sub(r"\s*[-–]\s*", "-", match["number"]).strip()
    word = match.groupdict().get("word") or ""
    return number if not word or word.lower() in _BARE else f"{word.capitalize()} {number}"


def _is_title(title: str, separated: bool, heading: bool) -> bool:
    """Whether the words after the number are a title; none is well, it may stand below."""
    if not title:
        return True
    if len(title) > MAX_TITLE or title[0] in ",;":
        return False
    if separated:
        return not title[0].islower() or heading
    if heading:  # "40 km/t i midtbyen", "Administrationen reduceres med 2 pct."
        return not title[0].islower() and title[-1] not in ",;"
    return title[0].isupper() and not title.endswith((".", ",", ";"))


def main_family(found: list[Opening]) -> str | None:
    """The family that numbers the proposals: the first that opens more than one, else the first.

    Chapters, themes and scenarios count where nothing else does; "1.1" below "1." where the
    numbers below are more, and their titles not the same in every chapter.
    """
    titles: dict[str, dict[str, str]] = {}
    for opening in found:
        titles.setdefault(opening.family, {}).setdefault(opening.number, opening.title)
    below = titles.get("decimal", {})
    if len(set(below.values())) <= len(titles.get("plain", {})) or len(set(below.values())) < 2:
        titles.pop("decimal", None)
    elif len(titles) > 1:
        titles.pop("plain", None)
    several = [family for family in titles if len(titles[family]) > 1]
    ranked = sorted(several, key=lambda f: _WEAK.index(f) + 1 if f in _WEAK else 0)
    return next(iter(ranked or sorted(titles, key=lambda f: f in ("plain", "decimal"))), None)


def listed(lines: list[Line]) -> list[Opening]:
    """Items "1. Title" or "A) Title" of a plain list that counts up from its first; else none."""
    counted = (_counted(lines, *way) for way in ((_NUMBERED, "1"), (_LETTERED, "A"), (_SMALL, "a")))
    return next((found for found in counted if found), [])


def _counted(lines: list[Line], pattern: re.Pattern[str], first: str) -> list[Opening]:
    found: list[Opening] = []
    awaited = first
    for index, line in enumerate(lines):
        match = pattern.fullmatch(line.text)
        if match and not line.is_table and match["number"] == awaited:
            title = _MONEY.sub("", match["title"].strip())
            if len(title) > MAX_TITLE or title.endswith((".", "?")):
                return []
            found.append(Opening("plain", awaited, title, index))
            awaited = str(len(found) + 1) if first == "1" else chr(ord(first) + len(found))
    return found if len(found) > 1 else []
