"""Proposals that stand in a table: one row each, under a header row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consult.readers.amounts import parse_amount, sums
from consult.readers.catalogue_columns import Header, is_header
from consult.readers.committees import is_body
from consult.readers.drafts import Draft

_TOTAL = re.compile(r"(?:i alt|sum|total|samlet|subtotal|netto|hovedtotal)\b", re.IGNORECASE)
_IN_ALL = re.compile(r"\bi alt:?$", re.IGNORECASE)
_PART_OF = re.compile(r"heraf\b|årsværk|stilling|normering|antal", re.IGNORECASE)
_KEYWORD = re.compile(
    r"(?:punkt|pkt\.?|forslag|sag|nr\.?|nummer)\s*(?:nr\.?\s*)?(?=\w*\d)", re.IGNORECASE
)
_FLOAT = re.compile(r"(\d+)[.,]0+")
_NUMBERED_TITLE = re.compile(
    r"(?P<number>[A-ZÆØÅ]{0,6}(?:/[A-ZÆØÅ]{1,6})?[ -]{0,3}\d{1,4}[a-z]?)\s*(?:[:.)–-]\s*|\s+)"
    r"(?P<title>\D.*)",
    re.DOTALL,
)
# Longest text of a number cell; over it the cell is a heading that spans the row.
_LONGEST_NUMBER = 20
_LONGEST_HEADING = 100
# Longest title; a longer cell is the proposal's text, and its beginning the title.
_LONGEST_TITLE = 220
_CUT_TITLE = 120
_CODE = re.compile(r"[A-ZÆØÅ]{1,6}(?:[-/ ][A-ZÆØÅ]{1,6})?[ -]?\d{1,4}[a-z]?|\d{1,4}(?:\.\d{1,2})?")


@dataclass(slots=True)
class TableReading:
    """What a table gave: drafts in order, and Danish sentences on rows that are no proposal."""

    drafts: list[Draft] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, other: "TableReading") -> None:
        """Take in what another table of the file gave."""
        self.drafts += other.drafts
        self.warnings += other.warnings


def read_table(
    rows: Sequence[list[str]], header: Header, committee: str | None = None
) -> TableReading:
    """The proposals below `header`; row n of the file is `rows[n - 1]`.

    `committee` is what stands above the table, or the name of its sheet.
    """
    table = _Table(header, committee)
    for index in range(header.below, len(rows)):
        table.take([cell.strip() for cell in rows[index]], index + 1)
    return table.reading()


class _Table:
    """A table that is read row by row."""

    def __init__(self, header: Header, committee: str | None) -> None:
        self._header = header
        self._committee = committee
        self._section = committee
        self._drafts: list[Draft] = []
        self._warnings: list[str] = []
        self._without: list[Draft] = []

    def take(self, row: list[str], number: int) -> None:
        """Take in row `number` of the file."""
        cells = {role: row[i] for role, i in self._header.columns.items() if i < len(row)}
        filled = [cell for cell in row if cell]
        if not filled or is_header(cells) or _is_total(filled):
            return
        draft = _draft(cells, row, self._header)
        if draft:
            self._add(draft)
        elif len(filled) == 1 and len(filled[0]) < _LONGEST_HEADING and not cells.get("text"):
            self._open(filled[0])
        elif not self._continues(cells, row, filled):
            shown = (cells.get("title") or filled[0])[:60]
            self._warnings.append(
                f"Række {number} (»{shown}«) har intet nummer og er ikke læst som forslag."
            )
            self._keep_unnumbered(cells, row)

    def reading(self) -> TableReading:
        """What was read; where no row has a number the rows are numbered, and that is told."""
        if self._drafts or not self._without:
            return TableReading(self._drafts, self._warnings)
        return TableReading(numbered(self._without), [told_numbered(len(self._without))])

    def _add(self, draft: Draft) -> None:
        draft.section = draft.committee or self._section
        above = self._drafts[-1].committee if self._drafts else None
        # A cell that spans several rows stands in the first of them alone.
        draft.committee = draft.committee or self._committee or above
        self._drafts.append(draft)

    def _open(self, heading: str) -> None:
        """A row with one cell: the part of the catalogue that begins."""
        self._section = heading
        self._committee = heading if is_body(heading) else self._committee

    def _continues(self, cells: Mapping[str, str], row: list[str], filled: list[str]) -> bool:
        """Whether the row belongs to the proposal above it: more text, or more amounts."""
        if not self._drafts or cells.get("number") or cells.get("title"):
            return False
        draft = self._drafts[-1]
        amounts = _amounts(row, self._header)
        label = " ".join(c for c in filled if parse_amount(c) is None)
        if filled == [cells.get("text")]:
            draft.text = "\n".join(filter(None, (draft.text, filled[0])))
        elif amounts and not _PART_OF.search(label):
            draft.amounts = sums([draft.amounts, amounts])
        return bool(amounts) or filled == [cells.get("text")]

    def _keep_unnumbered(self, cells: Mapping[str, str], row: list[str]) -> None:
        """Keep a row that lacks but the number, in case no row of the table has one."""
        if cells.get("title") and "number" not in self._header.columns:
            draft = _filled("", cells["title"], cells, row, self._header)
            draft.committee = draft.committee or self._committee
            self._without.append(draft)


def _draft(cells: Mapping[str, str], row: list[str], header: Header) -> Draft | None:
    """The proposal in a row; None where it has no number or no words."""
    number, title = plain_number(cells.get("number", "")), cells.get("title", "")
    if not number and "number" not in header.columns:
        number, title = parted_title(title)
    if not number or not (title or cells.get("text")) or len(number) > _LONGEST_NUMBER:
        return None
    return _filled(number, title, cells, row, header)


def _filled(
    number: str, title: str, cells: Mapping[str, str], row: list[str], header: Header
) -> Draft:
    text = cells.get("text", "")
    title = " ".join(title.split()) or text.split("\n")[0][:_CUT_TITLE]
    if len(title) > _LONGEST_TITLE:
        title, text = title[:_CUT_TITLE].rsplit(" ", 1)[0] + " …", text or title
    return Draft(
        number=number,
        title=title,
        text=text,
        committee=cells.get("committee") or None,
        case_number=cells.get("case_number") or None,
        direction=cells.get("direction", ""),
        amounts=_amounts(row, header),
        is_saving=header.savings,
    )


def _amounts(row: Sequence[str], header: Header) -> dict[str, float]:
    values = {y: parse_amount(row[i]) for i, y in header.years.items() if i < len(row)}
    return {year: value for year, value in values.items() if value is not None}


def parted_title(title: str) -> tuple[str, str]:
    """Number and title of "BU-02: Lukning" or "Forslag 7 Ny bus"; no number where there is none."""
    match = _NUMBERED_TITLE.fullmatch(_KEYWORD.sub("", title.strip(), count=1))
    return (match["number"].strip(), match["title"]) if match else ("", title)


def plain_number(cell: str) -> str:
    """The number as references name it: "79.0" is "79", "Forslag 12" is "12", "006" stays."""
    bare = _KEYWORD.sub("", cell.strip(), count=1).strip().rstrip(".:)")
    whole = _FLOAT.fullmatch(bare)
    if whole:
        return whole.group(1)
    return re.sub(r"^(\d+),(\d+)$", r"\1.\2", " ".join(bare.split()))


def numbered(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without numbers, numbered from 1."""
    for number, draft in enumerate(drafts, 1):
        draft.number = str(number)
    return list(drafts)


def told_numbered(many: int) -> str:
    """The warning that the numbers are not the file's."""
    return (
        f"Forslagene har ingen numre i filen; de er nummereret 1-{many} i filens rækkefølge – "
        "ret numrene, hvis svarene bruger andre."
    )


def read_without_header(rows: Sequence[list[str]]) -> TableReading:
    """The proposals of a table without a header: a code and a title in each of its rows."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    kept = [row for row in filled if len(row) > 1 and _is_bare(row[0].strip(), row[1].strip())]
    if len(kept) < 2 or len(kept) < len(filled) - 2:  # a title and a sum may stand around them
        return TableReading()
    header = Header({"number": 0, "title": 1}, {}, 0)
    drafts = [_draft({"number": row[0], "title": row[1]}, row, header) for row in kept]
    return TableReading([draft for draft in drafts if draft])


def _is_bare(number: str, title: str) -> bool:
    return bool(_CODE.fullmatch(number)) and len(title) > 3 and parse_amount(title) is None


def _is_total(filled: list[str]) -> bool:
    """Whether the row sums up: "I alt" or "Skoler i alt", and then numbers."""
    said = _TOTAL.match(filled[0]) or _IN_ALL.search(filled[0])
    return bool(said) and all(parse_amount(c) is not None for c in filled[1:])
