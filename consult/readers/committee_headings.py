"""Lines of a catalogue that are the heading of a committee's part, also where none is marked."""

import re
from collections.abc import Sequence

from consult.readers.catalogue_lines import Line, Opening
from consult.readers.committees import COMMITTEE

# Lines at the top of minutes that may name the committee.
_TOP_LINES = 30
_MINUTES = re.compile(
    rf"^(?:REFERAT|DAGSORDEN|Referat|Dagsorden|Beslutningsprotokol|Møde i)\b.{{0,60}}?"
    rf"(?P<name>{COMMITTEE})",
)
_HEADING = re.compile(rf"(?P<field>(?:Fagudvalg|Udvalg): ?)?(?P<name>{COMMITTEE})")
# Bodies that decide at last; alone on a line they stand where minutes say who does.
_DECIDES = ("Byrådet", "Kommunalbestyrelsen")
# Lines below which the name of a committee says who treats a case, and not whose part begins.
_TREATED = re.compile(
    r".*:|.{0,30}\b(?:\w*kompetence|beslut\w*|behandl\w*|afgør\w*|sagsgang|videre)\b.{0,30}",
    re.IGNORECASE,
)


def is_committee(line: Line) -> bool:
    """Whether the line is wholly a committee's name."""
    return _HEADING.fullmatch(line.text) is not None


def committees(lines: Sequence[Line], found: Sequence[Opening]) -> dict[int, str]:
    """The committee whose part begins at a line, by the line's index.

    Plain text marks no headings: there it is a line right above an opening, or the only one
    above them all.
    """
    opened = {opening.line for opening in found}
    first = min(opened, default=0)
    headed = {}
    for index, line in enumerate(lines):
        named = _HEADING.fullmatch(line.text)
        if named is None or line.is_table:
            continue
        right_above = index + 1 in opened and not named["field"]
        if line.is_heading or (right_above and _stands_alone(lines, index)):
            headed[index] = named["name"]
    return _at_top(lines, first) | headed


def _at_top(lines: Sequence[Line], first: int) -> dict[int, str]:
    """The one committee that the lines above the first opening name, as minutes do.

    Where other items have a field of their own ("Udvalg: ..."), the first is none for them all.
    """
    above = list(enumerate(lines[: min(first, _TOP_LINES)]))
    for index, line in above:
        minutes = _MINUTES.match(line.text)
        if minutes:
            return {index: minutes["name"]}
    plain = {i: m for i, ln in above if (m := _HEADING.fullmatch(ln.text))}
    fields = {m["name"] for ln in lines if (m := _HEADING.fullmatch(ln.text)) and m["field"]}
    named = {m["name"] for m in plain.values()} | fields
    return {i: m["name"] for i, m in plain.items()} if len(named) == 1 else {}


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether nothing says that the committee only treats the case above."""
    if lines[index].text in _DECIDES:
        return False
    return index == 0 or not _TREATED.fullmatch(lines[index - 1].text)
