"""Proposals that stand in a table: one row each, under a header row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consult.readers.amounts import parse_amount, year_columns
from consult.readers.columns import match_columns, plain_name
from consult.readers.drafts import Draft

# Names as they are after `plain_name`, best first. Source: contract.md (Inputs), and the
# budget catalogues that Danish municipalities publish.
CATALOGUE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "nummer", "nr", "punkt", "forslagnr", "forslagsnr", "forslagsnummer", "forslagnummer",
        "punktnr", "punktnummer", "pkt", "pktnr", "kode", "id", "løbenr", "løbenummer", "number",
        "no", "forslagsid", "referencenr", "budgetforslagnr",
    ),
    "title": (
        "titel", "forslag", "overskrift", "forslagstitel", "forslagetstitel", "title", "emne",
        "navn", "forslagsnavn", "betegnelse", "proposal", "budgetforslag", "besparelsesforslag",
    ),
    "text": (
        "beskrivelse", "tekst", "forslagstekst", "indhold", "resume", "resumé", "description",
        "text", "kortbeskrivelse", "sagsfremstilling", "bemærkninger", "bemærkning",
    ),
    "committee": ("udvalg", "fagudvalg", "politiskudvalg", "committee", "ansvarligtudvalg"),
    "direction": (
        "retning", "type", "forslagstype", "kategori", "direction", "art", "typeafforslag",
    ),
    "case_number": ("sagsnr", "sagsnummer", "sagnr", "journalnr", "casenumber", "sagsid"),
}  # fmt: skip
HEADER_WITHIN = 25
_TOTAL = re.compile(r"(?:i alt|sum|total|samlet|subtotal|netto|hovedtotal)\b", re.IGNORECASE)
_KEYWORD = re.compile(
    r"(?:punkt|pkt\.?|forslag|sag|nr\.?|nummer)\s*(?:nr\.?\s*)?(?=\w*\d)", re.IGNORECASE
)
_FLOAT = re.compile(r"(\d+)[.,]0+")
_NUMBERED_TITLE = re.compile(
    r"(?P<number>[A-ZÆØÅ]{0,6}(?:/[A-ZÆØÅ]{1,6})?[ -]{0,3}\d{1,4}[a-z]?)\s*(?:[:.)–-]\s*|\s+)"
    r"(?P<title>\D.*)",
    re.DOTALL,
)
_COMMITTEE = re.compile(
    r"\w*(?:udvalg|bestyrelse|nævn|byråd|råd)(?:et)?\b|^udvalget for ", re.IGNORECASE
)
# Longest text of a number cell; over it the cell is a heading that spans the row.
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: its index, columns by role, and columns by year."""

    index: int
    columns: Mapping[str, int]
    years: Mapping[int, str]
    below: int


@dataclass(slots=True)
class TableReading:
    """What a table gave: drafts in order, and Danish sentences on rows that are no proposal."""

    drafts: list[Draft] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_header(rows: Sequence[list[str]], within: int = HEADER_WITHIN) -> Header | None:
    """The first row that names a number and a title (or a title and amounts); None for none."""
    for index, row in enumerate(rows[:within]):
        columns = match_columns(row, CATALOGUE_COLUMNS)
        years = {i: y for i, y in year_columns(row).items() if i not in columns.values()}
        if "title" not in columns or not (len(columns) > 1 or years):
            continue
        below = index + 1
        if not years:
            years, below = _years_beside(rows, index, columns)
        return Header(index, columns, years, below)
    return None


def _years_beside(
    rows: Sequence[list[str]], index: int, columns: Mapping[str, int]
) -> tuple[dict[int, str], int]:
    """Years in a second header row below, or in one above; and the index of the first data row."""
    for other, below in ((index + 1, index + 2), (index - 1, index + 1)):
        if not 0 <= other < len(rows):
            continue
        years = {i: y for i, y in year_columns(rows[other]).items() if i not in columns.values()}
        named = [i for i in columns.values() if i < len(rows[other]) and rows[other][i].strip()]
        if len(years) >= 2 and (other < index or not named):
            return years, below
    return {}, index + 1


def read_table(rows: Sequence[list[str]], header: Header) -> TableReading:
    """The proposals below `header`; row n of the file is `rows[n - 1]`."""
    reading = TableReading()
    committee: str | None = None
    for index in range(header.below, len(rows)):
        row = [cell.strip() for cell in rows[index]]
        cells = {role: row[i] for role, i in header.columns.items() if i < len(row)}
        filled = [cell for cell in row if cell]
        if not filled or _is_header(cells) or _is_total(filled):
            continue
        draft = _draft(cells, row, header)
        if draft:
            draft.committee = draft.committee or committee
            reading.drafts.append(draft)
        elif reading.drafts and filled == [cells.get("text")]:
            draft = reading.drafts[-1]
            draft.text = "\n".join(filter(None, (draft.text, filled[0])))
        elif len(filled) == 1 and len(filled[0]) < 100:
            committee = filled[0] if _COMMITTEE.search(filled[0]) else committee
        else:
            shown = (cells.get("title") or filled[0])[:60]
            reading.warnings.append(
                f"Række {index + 1} (»{shown}«) har intet nummer og er ikke læst som forslag."
            )
    return reading


def _draft(cells: Mapping[str, str], row: list[str], header: Header) -> Draft | None:
    """The proposal in a row; None where it has no number or no words."""
    number, title = plain_number(cells.get("number", "")), cells.get("title", "")
    if not number and "number" not in header.columns:
        match = _NUMBERED_TITLE.fullmatch(_KEYWORD.sub("", title, count=1))
        number, title = (match["number"], match["title"]) if match else ("", title)
    if not number or not (title or cells.get("text")) or len(number) > _LONGEST_NUMBER:
        return None
    values = {y: parse_amount(row[i]) for i, y in header.years.items() if i < len(row)}
    return Draft(
        number=number,
        title=" ".join(title.split()) or cells["text"].split("\n")[0][:120],
        text=cells.get("text", ""),
        committee=cells.get("committee") or None,
        case_number=cells.get("case_number") or None,
        direction=cells.get("direction", ""),
        amounts={year: value for year, value in values.items() if value is not None},
    )


def plain_number(cell: str) -> str:
    """The number as references name it: "79.0" is "79", "Forslag 12" is "12", "006" stays."""
    bare = _KEYWORD.sub("", cell.strip(), count=1).strip().rstrip(".:)")
    whole = _FLOAT.fullmatch(bare)
    if whole:
        return whole.group(1)
    return re.sub(r"^(\d+),(\d+)$", r"\1.\2", bare)


def _is_header(cells: Mapping[str, str]) -> bool:
    """Whether the header row is repeated, as at the top of every page."""
    named = [plain_name(cell) in CATALOGUE_COLUMNS[role] for role, cell in cells.items() if cell]
    return len(named) > 1 and all(named)


def _is_total(filled: list[str]) -> bool:
    """Whether the row sums up: it begins with "I alt" and goes on in numbers."""
    return bool(_TOTAL.match(filled[0])) and all(parse_amount(c) is not None for c in filled[1:])
