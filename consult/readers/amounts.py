"""Danish amounts and the years they belong to: "-1.200", "1,5 mio. kr.", "Budget 2027"."""

import re

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?:kr\.?\s*)?(?P<sign2>[-−–])?"
    r"(?P<whole>\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(?P<part>\d+))?\s*(?P<after>[-−–])?\)?\s*"
    r"(?P<unit>mio\.?|mill?\.?|mia\.?|t\.?\s?kr\.?|1\.000 kr\.?|tusinde?|kr\.?)?"
    r"\s*(?:kr\.?)?(?:,-)?",
    re.IGNORECASE,
)
_UNITS = {"mio": 1e6, "mil": 1e6, "mia": 1e9, "t": 1e3, "1.0": 1e3, "tus": 1e3}


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


def year_columns(header: list[str]) -> dict[int, str]:
    """Column index -> year, for the columns that hold one year's amounts, first of each year."""
    found: dict[int, str] = {}
    for index, cell in enumerate(header):
        year = year_of(cell) if len(cell) <= 40 else None
        if year and year not in found.values():
            found[index] = year
    return found


def amounts_in_rows(rows: list[list[str]]) -> dict[str, float]:
    """Year -> amount from the first small table with a row of years; {} where there is none.

    Of several rows below it the total is taken; without a total only a single row is.
    """
    for index, row in enumerate(rows):
        years = year_columns(row)
        if len(years) < 2:
            continue
        below = [r for r in rows[index + 1 :] if len(_values(r, years)) > 1]
        totals = [r for r in below if _TOTAL.match(r[0].strip())]
        chosen = totals[:1] or (below if len(below) == 1 else [])
        return _values(chosen[0], years) if chosen else {}
    return {}


_TOTAL = re.compile(r"(?:i alt|netto|sum|samlet|total|økonomi i alt)\b", re.IGNORECASE)


def _values(row: list[str], years: dict[int, str]) -> dict[str, float]:
    read = {year: parse_amount(row[i]) for i, year in years.items() if i < len(row)}
    return {year: value for year, value in read.items() if value is not None}
