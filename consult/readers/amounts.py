"""Danish amounts and the years they belong to: "-1.200", "1,5 mio. kr.", "Budget 2027"."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

# A year, but not that of the prices ("2027-priser", "2027 p/l").
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?!\d)(?!\s?-?\s?(?:priser|pris\b|p/?l\b|niveau))", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?:kr\.?\s*)?(?P<sign2>[-−–])?"
    r"(?P<whole>\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(?P<part>\d+))?\s*(?P<after>[-−–])?\)?\s*"
    r"(?P<unit>mio\.?|mill?\.?|mia\.?|t\.?\s?kr\.?|1\.000 kr\.?|tusinde?|kr\.?)?"
    r"\s*(?:kr\.?)?(?:,-)?",
    re.IGNORECASE,
)
_UNITS = {"mio": 1e6, "mil": 1e6, "mia": 1e9, "t": 1e3, "1.0": 1e3, "tus": 1e3}
# Columns and rows of a table with years that hold no money, or not what the proposal changes.
_NO_MONEY = re.compile(
    r"årsværk|stilling|normering|antal|pct\b|procent|%|personale|medarbejder|\bheraf\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"vedtaget|nuværende|korrigeret|oprindelig|regnskab|basis|ramme|budget(?!forslag)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"ændring|effekt|bespar|reduktion|forslag|mindreudgift|merudgift|konsekvens", re.IGNORECASE
)
_SUM = re.compile(r"\b(?:i alt|netto|sum|samlet|total)\b", re.IGNORECASE)
_PART = re.compile(r"drift|anlæg|løn|øvrig|udgift|service|overførs|afledt|bortfald", re.IGNORECASE)
_SAVING = re.compile(
    r"bespar|spare(?:forslag|katalog|beløb|r\b)|reduktion|mindreudgift|gevinst|effektivisering"
    r"|nedskæring|rationalisering",
    re.IGNORECASE,
)
_SPENDING = re.compile(
    r"udvidelse|merudgift|invester|anlæg|ønske|opprioriter|omprioriter|nye tiltag", re.IGNORECASE
)
# "2027: -1,2 mio. kr." in running text.
_TOLD = re.compile(
    r"(?<!\d)(?P<year>20\d\d)\s*:\s*"
    r"(?P<amount>[-−–]?\s?\d+(?:[.,]\d+)*\s*(?:mio\.?|mill?\.?|t\.?)?\s*kr\b\.?)",
    re.IGNORECASE,
)


def parse_amount(words: str) -> float | None:
    """The number that `words` say, None where they are no amount.

    A unit in the words themselves ("1,5 mio. kr.") is applied; a bare number keeps the
    unit of its table. "(1.200)", "1.200-" and a minus of any width are negative.
    """
    match = _AMOUNT.fullmatch(words.replace("\u00a0", " ").strip())
    if not match:
        return None
    value = float(re.sub(r"[. ]", "", match["whole"]) + "." + (match["part"] or "0"))
    is_minus = any(match[g] and match[g] != "+" for g in ("sign", "sign2", "after"))
    unit = (match["unit"] or "").lower().lstrip()
    factor = next((f for start, f in _UNITS.items() if unit.startswith(start)), 1.0)
    return -value * factor if is_minus or match["open"] else value * factor


def year_of(header: str) -> str | None:
    """The one year a column header names ("2027 (1.000 kr.)"); None for none or several."""
    years = set(_YEAR.findall(header))
    return years.pop() if len(years) == 1 else None


def year_columns(header: Sequence[str], taken: Collection[int] = ()) -> dict[int, str]:
    """Column index -> year, for the columns that hold one year's amounts; not those `taken`.

    Of several columns of a year the one with the sum is meant, else the one with the change,
    else the first that does not hold what was there before.
    """
    best: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(header):
        year = year_of(cell) if len(cell) <= 40 and not _NO_MONEY.search(cell) else None
        if year and index not in taken:
            best[year] = min(best.get(year, (9, 0)), (_rank(cell), index))
    return {index: year for year, (_, index) in sorted(best.items(), key=lambda item: item[1][1])}


def _rank(cell: str) -> int:
    """How surely a column of a year is the one that says what the proposal changes; 0 is best."""
    patterns = (_SUM, _CHANGE)
    rank = next((i for i, pattern in enumerate(patterns) if pattern.search(cell)), len(patterns))
    return rank + 1 if rank == len(patterns) and _BEFORE.search(cell) else rank


def is_saving(words: str) -> bool:
    """Whether a heading says that what stands below it are savings, and nothing else."""
    return bool(_SAVING.search(words)) and not _SPENDING.search(words)


def tells_savings(text: str) -> bool:
    """Whether the line that tells the years' amounts calls them savings: "Besparelse: 2027: …"."""
    told = _TOLD.search(text)
    return told is not None and is_saving(text[: told.start()].rsplit("\n", 1)[-1])


def says_savings(titles: Iterable[str]) -> bool:
    """Whether a catalogue calls itself one of savings, in its name or titles, and nothing else."""
    told = " / ".join(titles)
    return is_saving(told)


def amounts_in_rows(rows: Sequence[list[str]]) -> dict[str, float]:
    """Year -> amount from the first small table with a row of years, or with a year a row.

    Of several rows below the years the total is taken; without a total a single row, or the
    sum of rows that are parts (running costs and investments). {} where none of it fits.
    """
    for index, row in enumerate(rows):
        years = year_columns(row)
        if len(years) >= 2:
            read = [(_label(r), _values(r, years, len(row))) for r in rows[index + 1 :]]
            return _chosen([(label, got) for label, got in read if len(got) > 1])
    alone = {row[0].strip(): parse_amount(row[1]) for row in rows if len(row) == 2}
    found = {y: v for y, v in alone.items() if v is not None and _YEAR.fullmatch(y)}
    return found if len(found) > 1 else {}


def _label(row: Sequence[str]) -> str:
    """The first words of a row."""
    return next((cell.strip() for cell in row if cell.strip()), "")


def amounts_in_text(text: str) -> dict[str, float]:
    """Year -> amount where running text says them: "2027: -1,2 mio. kr., 2028: -2 mio. kr."."""
    whole = _told(text)
    if whole is not None:
        return whole
    # "I alt 2027: ..." speaks for the parts above it, to the end of its line.
    sums_told = (_told(text[m.start() :].split("\n")[0]) for m in _SUM.finditer(text))
    return next((total for total in sums_told if total), {})


def _told(words: str) -> dict[str, float] | None:
    """The amounts in `words`; None where one year has two, as of an item's parts."""
    found: dict[str, float] = {}
    for match in _TOLD.finditer(words):
        value = parse_amount(match["amount"].strip())
        if value is not None and found.setdefault(match["year"], value) != value:
            return None
    return found


def _chosen(below: Sequence[tuple[str, dict[str, float]]]) -> dict[str, float]:
    rows = [(label, values) for label, values in below if not _NO_MONEY.search(label)]
    begins = [values for label, values in rows if _SUM.match(label)]
    holds = [values for label, values in rows if _SUM.search(label)]
    if begins or holds:
        return begins[0] if begins else holds[-1]
    if len(rows) > 1 and all(_PART.search(label) for label, _ in rows):
        return sums(values for _, values in rows)
    return rows[0][1] if len(rows) == 1 else {}


def sums(many: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The amounts of each year added up."""
    total: dict[str, float] = {}
    for values in many:
        for year, value in values.items():
            total[year] = total.get(year, 0.0) + value
    return total


def _values(row: Sequence[str], years: Mapping[int, str], width: int) -> dict[str, float]:
    """The amounts of a row; one with fewer cells than the header has lost an empty one before."""
    missing = max(0, width - len(row))
    read = {year: parse_amount(row[i]) for i, year in years.items() if i < len(row)}
    if missing and min(years) - missing > 0:
        moved = {year: parse_amount(row[i - missing]) for i, year in years.items()}
        if all(value is not None for value in moved.values()):
            read = moved
    return {year: value for year, value in read.items() if value is not None}
