"""Which row of a table is the header of a catalogue, and which column holds what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.readers.amounts import is_saving, year_columns
from consult.readers.columns import match_columns, plain_name

# Names as they are after `role_name`, best first. Source: contract.md (Inputs), and the
# budget catalogues that Danish municipalities publish.
CATALOGUE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "nummer", "nr", "punkt", "forslagnr", "forslagsnr", "forslagsnummer", "forslagnummer",
        "punktnr", "punktnummer", "pkt", "pktnr", "kode", "id", "løbenr", "løbenummer", "lbnr",
        "lbnummer", "lnr", "number", "no", "forslagsid", "referencenr", "referencenummer", "ref",
        "budgetforslagnr", "budgetforslagsnr", "sparenr", "spareforslagnr", "besparelsesnr",
        "katalognr", "bloknr", "emnenr", "initiativnr", "tiltagnr", "projektnr", "forslagskode",
    ),
    "title": (
        "titel", "forslag", "overskrift", "forslagstitel", "title", "emne", "navn",
        "forslagsnavn", "betegnelse", "proposal", "budgetforslag", "besparelsesforslag",
        "spareforslag", "effektiviseringsforslag", "reduktionsforslag", "driftsforslag",
        "anlægsforslag", "udvidelsesforslag", "ændringsforslag", "budgetønske", "anlægsønske",
        "ønske", "tiltag", "initiativ", "indsats", "projekt", "projektnavn", "anlægsprojekt",
        "aktivitet", "handlemulighed", "tekst", "beskrivelse", "indhold",
    ),
    "text": (
        "beskrivelse", "tekst", "forslagstekst", "indhold", "resume", "resumé", "description",
        "text", "kortbeskrivelse", "sagsfremstilling", "sammenfatning", "sammendrag",
        "kortresume", "kortresumé", "uddybning", "forklaring", "konsekvenser", "konsekvens",
        "begrundelse", "bemærkninger", "bemærkning",
    ),
    "committee": (
        "udvalg", "fagudvalg", "politiskudvalg", "committee", "ansvarligtudvalg", "ståendeudvalg",
        "udvalgsområde",
    ),
    "direction": (
        "retning", "type", "forslagstype", "kategori", "direction", "art", "typeafforslag",
    ),
    "case_number": ("sagsnr", "sagsnummer", "sagnr", "journalnr", "casenumber", "sagsid"),
}  # fmt: skip
HEADER_WITHIN = 25
# "Forslagets titel", "Titel på forslag", "Resumé af forslaget": the word beside it is the name.
_OF_PROPOSAL = re.compile(
    r"\bforslagets\b|\b(?:af|på|for|til) (?:budget|spare|besparelses)?forslag(?:et)?\b"
    r"|^(?:kort )(?=\w)",
    re.IGNORECASE,
)
_ROLE_OF = {name: role for role, names in CATALOGUE_COLUMNS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: columns by role, columns by year, and the index of the first row below.

    `savings`: the columns of amounts are headed as savings ("Besparelse 2027").
    """

    columns: Mapping[str, int]
    years: Mapping[int, str]
    below: int
    savings: bool = False


def role_name(cell: str) -> str:
    """A column name or key without case, punctuation, and that it is the proposal's."""
    return plain_name(_OF_PROPOSAL.sub(" ", " ".join(cell.split()))) or plain_name(cell)


def role_of(cell: str) -> str | None:
    """The role that a column name or key says, None for none."""
    return _ROLE_OF.get(plain_name(cell)) or _ROLE_OF.get(role_name(cell))


def find_header(rows: Sequence[list[str]], within: int = HEADER_WITHIN) -> Header | None:
    """The first row that names a number and a title (or a title and amounts); None for none."""
    for index in range(min(within, len(rows))):
        header = header_at(rows, index)
        if header:
            return header
    return None


def header_at(rows: Sequence[list[str]], index: int) -> Header | None:
    """The header that the row at `index` is, None where it is none."""
    row = _parted(rows, index)
    columns = _columns(row)
    years = year_columns(row, columns.values())
    below, named = index + 1, row
    if not years and columns:
        years, below, named = _years_beside(rows, index, columns)
    if "number" in columns and years:
        columns = _with_title(row, columns, years)
    if "title" not in columns or not (len(columns) > 1 or years):
        return None
    savings = any(is_saving(named[i]) for i in years) or _spans_savings(row, years)
    return Header(columns, years, below, savings)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Columns by role; "Forslag" beside "Titel" holds the numbers."""
    columns = match_columns([_role_or(cell) for cell in row], CATALOGUE_COLUMNS)
    free = [i for i, cell in enumerate(row) if i not in columns.values()]
    numbered = [i for i in free if plain_name(row[i]) in ("forslag", "punkt", "tiltag", "emne")]
    if "number" not in columns and "title" in columns and numbered:
        columns["number"] = numbered[0]
    return columns


def _with_title(
    row: Sequence[str], columns: dict[str, int], years: Mapping[int, str]
) -> dict[str, int]:
    """The columns; beside numbers and years the first other heading is that of the titles."""
    taken = {*columns.values(), *years}
    others = [i for i, cell in enumerate(row) if cell.strip() and i not in taken]
    known = "title" in columns or not others or others[0] < columns["number"]
    return columns if known else {**columns, "title": others[0]}


def _role_or(cell: str) -> str:
    """The cell as it is where its plain name is known, else without what says whose it is."""
    return cell if plain_name(cell) in _ROLE_OF else _OF_PROPOSAL.sub(" ", " ".join(cell.split()))


def _parted(rows: Sequence[list[str]], index: int) -> list[str]:
    """The row, with "Nr. Forslag" as two cells where the row below has one cell more.

    A narrow column without rules leaves two headings of a PDF so near that they are read as one.
    """
    row = rows[index]
    if index + 1 >= len(rows) or len(rows[index + 1]) != len(row) + 1:
        return list(row)
    for i, cell in enumerate(row):
        first, _, rest = cell.strip().partition(" ")
        if _ROLE_OF.get(plain_name(first)) == "number" and role_of(rest):
            return [*row[:i], first, rest, *row[i + 1 :]]
    return list(row)


def _years_beside(
    rows: Sequence[list[str]], index: int, columns: Mapping[str, int]
) -> tuple[dict[int, str], int, list[str]]:
    """Years in a header row below or above; the index of the first data row; and that row."""
    for other, below in ((index + 1, index + 2), (index - 1, index + 1)):
        if not 0 <= other < len(rows):
            continue
        row = rows[other]
        years = year_columns(row, columns.values())
        named = [i for i in columns.values() if i < len(row) and row[i].strip()]
        if len(years) >= 2 and (other < index or not named):
            return years, below, row
    return {}, index + 1, []


def _spans_savings(row: Sequence[str], years: Mapping[int, str]) -> bool:
    """Whether the cell that spans the years is headed as savings."""
    first = min(years, default=0)
    spanning = [cell for cell in row[: first + 1] if cell.strip()]
    return bool(years) and bool(spanning) and is_saving(spanning[-1])


def is_header(cells: Mapping[str, str]) -> bool:
    """Whether the header row is repeated, as at the top of every page."""
    named = [role_of(cell) is not None for cell in cells.values() if cell]
    return len(named) > 1 and all(named)
